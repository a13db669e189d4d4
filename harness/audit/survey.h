/* Who is treated how: every requester-id that some unit has an entry for or some device uses, and the address space
 * that its requests meet. */
#ifndef AUDIT_SURVEY_H
#define AUDIT_SURVEY_H

#include "harness/audit/input/input.h"
#include "harness/audit/tables.h"
#include "model/context.h"

enum space_kind {
    SPACE_TABLES,  /* second-stage tables */
    SPACE_THROUGH, /* pass-through: host address = address (clause 3.4.1) */
    SPACE_OFF,     /* translation is off: the same, below any width */
};

struct audit_space {
    enum space_kind kind;
    int unit;
    struct table_set set;          /* SPACE_TABLES; root is the table that context entries point to */
    struct range_list read, write; /* host frames that requests reach, without the interrupt range */
    struct range_list any;         /* either of them */
    int first_requester;           /* number of a requester that uses it */
    bool complete;                 /* nothing is missing in the lists */
};

enum requester_state {
    REQUESTER_SPACE,   /* its requests meet a space */
    REQUESTER_BLOCKED, /* every request is blocked: `rule` */
    REQUESTER_UNKNOWN, /* the input does not say: `why` */
};

struct audit_requester {
    int unit; /* -1: no unit of the input translates for it */
    uint16_t segment, source_id;
    enum requester_state state;
    int space;       /* number of the space; -1 if there is none */
    uint16_t domain; /* domain-id, SPACE_TABLES and SPACE_THROUGH */
    unsigned rule;   /* enum vtd_rule: why it is blocked */
    const char *why; /* why it is unknown */
    bool translated; /* its entry lets translated requests through unchecked (TT=01, clause 9.3) */
    bool present;    /* there is a present context entry */
    uint64_t lo, hi; /* the context entry, if present */
    int device;      /* number of a device with this requester-id; -1 */
};

/* How much is visited: a hostile image of some hundred megabytes can name 65536 sets of tables for each unit. What is
 * beyond makes requesters unknown, never allowed. */
enum { AUDIT_SPACES = 4096, AUDIT_TABLES = 1 << 24 };

struct audit_survey {
    const struct audit_input *in;
    struct range_list captured; /* frames that the input holds */
    struct audit_space *space;
    int spaces;
    int64_t visited;                   /* tables of all spaces */
    bool cut;                          /* some set of tables was not visited: AUDIT_SPACES, AUDIT_TABLES */
    struct audit_requester *requester; /* by unit, then by source-id */
    int requesters;
    struct range_list tables;           /* frames of root, context and second-stage tables of all units */
    struct range_list interrupt_tables; /* frames of interrupt-remapping tables */
};

/* Visit all tables of all units. progress: lines on standard error while it works. */
void audit_survey_make(struct audit_survey *s, const struct audit_input *in, bool progress);
void audit_survey_free(struct audit_survey *s);

/* Number of the requester, -1 if nothing is known of it. */
int audit_requester_of(const struct audit_survey *s, int unit, uint16_t source_id);
/* The same, added to the list if it is not there. */
int audit_survey_ask(struct audit_survey *s, int unit, uint16_t segment, uint16_t source_id);

/* Why some requester of the unit may be missing in the list; NULL if there is no reason. */
const char *audit_unit_unlisted(const struct audit_survey *s, int unit);

/* Why some table of the machine may not be among the known ones; NULL if there is no reason. */
const char *audit_tables_unknown(const struct audit_survey *s);

/* "0000:00:04.0", or "00:04.0" for segment 0. Returns text. */
char *audit_requester_name(uint16_t segment, uint16_t source_id, char *text, size_t size);

#endif
