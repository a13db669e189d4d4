/* What is worth knowing about the tables, whoever asked for what. */
#ifndef AUDIT_FINDINGS_H
#define AUDIT_FINDINGS_H

#include "harness/audit/witness.h"

/* fatal: whoever holds the device can undo the isolation; high: it is not isolated; medium: it depends on more than
 * the tables; low: worth a look; note: how things are. */
enum severity { SEVERITY_FATAL, SEVERITY_HIGH, SEVERITY_MEDIUM, SEVERITY_LOW, SEVERITY_NOTE, SEVERITIES };
extern const char *const severity_names[SEVERITIES];

/* Kinds of findings; finding_kinds[] has their names and clauses. */
enum finding_kind {
    FIND_TABLES_WRITABLE,
    FIND_TABLES_READABLE,
    FIND_INTERRUPT_TABLE_WRITABLE,
    FIND_INTERRUPT_TABLE_READABLE,
    FIND_TRANSLATION_OFF,
    FIND_PASS_THROUGH,
    FIND_NOT_COVERED,
    FIND_UNIT_UNKNOWN,
    FIND_TABLE_MODE,
    FIND_SHARED_PAGES,
    FIND_SHARED_SPACE,
    FIND_DOMAIN_ID_TWICE,
    FIND_ALIAS_SHARED,
    FIND_INTERRUPT_RANGE,
    FIND_RESERVED_MEMORY,
    FIND_RESERVED_BITS,
    FIND_ENTRY_REFUSED,
    FIND_TABLE_UNREADABLE,
    FIND_TABLE_NOT_CAPTURED,
    FIND_TABLE_LOOP,
    FIND_TRANSLATED_REQUESTS,
    FIND_INTERRUPTS_OFF,
    FIND_COMPATIBILITY,
    FIND_NO_SOURCE_CHECK,
    FIND_WIDE_SOURCE,
    FIND_UNUSED_SOURCE,
    FIND_INTERRUPT_ENTRY_REFUSED,
    FIND_INTERRUPT_TABLE_UNREADABLE,
    FIND_PROTECTED_REGION,
    FIND_PRE_BOOT,
    FIND_PEER,
    FINDING_KINDS
};

struct finding_kind_text {
    const char *id;     /* "tables-writable" */
    const char *clause; /* of the architecture */
    const char *title;  /* what the kind means, one sentence */
};
extern const struct finding_kind_text finding_kinds[FINDING_KINDS];

struct finding {
    enum severity severity;
    enum finding_kind kind;
    unsigned rule; /* enum vtd_rule that says so, or VTD_NONE */
    char *text;    /* one line */
    char *key;     /* the same in two images for the same fault: for diff and SARIF */
    struct witness witness;
};

struct finding_list {
    struct finding *finding;
    size_t count;
};

/* Add one; key and text are printf formats kept apart by the caller. Returns it, to set rule and witness. */
struct finding *finding_add(struct finding_list *l, enum severity severity, enum finding_kind kind, char *key,
                            char *text);
/* A formatted string that the caller owns. */
char *audit_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Everything, most severe first. */
void findings_make(struct finding_list *l, const struct audit_survey *s);
void findings_free(struct finding_list *l);

/* The parts of findings_make(). */
void find_units(struct finding_list *l, const struct audit_survey *s);
void find_requesters(struct finding_list *l, const struct audit_survey *s);
void find_tables(struct finding_list *l, const struct audit_survey *s);
void find_reach(struct finding_list *l, const struct audit_survey *s);
void find_shared(struct finding_list *l, const struct audit_survey *s);
void find_interrupts(struct finding_list *l, const struct audit_survey *s);
void find_platform(struct finding_list *l, const struct audit_survey *s);

/* "00:04.0, 00:05.0 and 3 more": who uses the space. Returns text. */
char *audit_space_users(const struct audit_survey *s, int space, char *text, size_t size);
/* "0x1000-0x1fff": bytes of frames first..end-1. Returns text. */
char *audit_range_text(struct audit_range r, char *text, size_t size);

#endif
