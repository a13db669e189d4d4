/* The evidence for one access: the words on its way through the tables, the model's own answer, and the command line
 * with which anybody can repeat it. */
#ifndef AUDIT_WITNESS_H
#define AUDIT_WITNESS_H

#include "harness/audit/survey.h"

enum { WITNESS_HOPS = 12 };

struct witness_hop {
    const char *name; /* "root entry", "context entry", "level 4", "interrupt entry" */
    uint64_t at;      /* physical address of the word */
    uint64_t value;
};

enum witness_kind { WITNESS_NONE, WITNESS_DMA, WITNESS_INTERRUPT };

struct witness {
    enum witness_kind kind;
    int unit;
    uint16_t segment, source_id;
    uint64_t address; /* of the request */
    uint32_t data;    /* WITNESS_INTERRUPT */
    bool write;
    struct witness_hop hop[WITNESS_HOPS];
    int hops;
    bool confirmed;             /* the model lets the request through */
    uint64_t reaches;           /* WITNESS_DMA, confirmed: the host address */
    unsigned rule;              /* not confirmed: why it is blocked */
    struct vtd_message message; /* WITNESS_INTERRUPT, confirmed */
};

/* The access of a requester to the first byte of `page`. */
struct witness witness_dma(const struct audit_survey *s, int requester, int64_t page, bool write);
/* An access with which the requester reaches `frame`; kind WITNESS_NONE if there is none. */
struct witness witness_reach(const struct audit_survey *s, int requester, int64_t frame, bool write);
/* The interrupt request of a requester that names entry `index`. */
struct witness witness_interrupt(const struct audit_survey *s, int unit, uint16_t source_id, uint32_t index);
/* A compatibility-format request for a vector to destination 0. */
struct witness witness_compatible(const struct audit_survey *s, int unit, uint16_t source_id, uint8_t vector);

/* What describes the image to `iommu-oracle explain`: "--memory FILE --base N". */
struct witness_image {
    const char *option; /* "--memory", "--debugfs" or "--capture" */
    const char *image;
    const char *map; /* or NULL */
    uint64_t base;
};

/* The command line that repeats it. False if there is none: no witness, or nothing that goes through tables. */
bool witness_command(const struct audit_survey *s, const struct witness *w, const struct witness_image *image,
                     char *text, size_t size);

#endif
