/* The interrupt-remapping table, entry by entry: who can raise what. */
#ifndef AUDIT_INTERRUPTS_H
#define AUDIT_INTERRUPTS_H

#include "harness/audit/survey.h"

/* Which requesters an entry accepts (clause 9.9). */
struct interrupt_source {
    enum { SOURCE_ANY, SOURCE_IDS, SOURCE_BUSES, SOURCE_NONE } kind;
    uint16_t id;         /* SOURCE_IDS: with `ignored` bits cleared */
    uint16_t ignored;    /* bits that are not compared */
    uint8_t first, last; /* SOURCE_BUSES */
    uint32_t count;      /* requester-ids that it accepts */
};

struct interrupt_entry {
    uint32_t index;
    uint64_t lo, hi;
    bool readable;
    bool captured; /* or never used, whatever it holds: INT.21 */
    bool present;
    bool refused; /* present, but reserved fields are set: INT.24 */
    struct interrupt_source source;
    struct vtd_message message;
};

/* Entry `index` of a unit whose interrupt table is known. */
struct interrupt_entry interrupt_entry_of(const struct audit_survey *s, int unit, uint32_t index);
/* Some request of this requester is delivered by the entry. */
bool interrupt_entry_serves(const struct interrupt_entry *e, uint16_t source_id);
/* The entry accepts this requester and is in posted format (IM=1), which units that can post interrupts use. */
bool interrupt_entry_posted(const struct interrupt_entry *e, uint16_t source_id);
/* "00:04.0", "00:04.0-00:04.7 (8)", "buses 02-04", "any requester". Returns text. */
char *interrupt_source_text(const struct interrupt_source *s, char *text, size_t size);
/* "vector 0x42 to 0x3, fixed, physical, edge". Returns text. */
char *interrupt_message_text(const struct vtd_message *m, char *text, size_t size);

#endif
