/* One set of second-stage tables (a root and its number of levels): every table that a request can meet, visited
 * once for each way to meet it, and from them the host frames that requests can reach. The time and memory go with
 * the number of tables, not with the number of addresses that they map. */
#ifndef AUDIT_TABLES_H
#define AUDIT_TABLES_H

#include "harness/audit/pieces.h"
#include "harness/audit/ranges.h"

enum { AUDIT_ISSUES = 32 };

enum issue_kind {
    ISSUE_UNREADABLE,   /* the table lies behind the end of the image: LCT.4.3, LSS.1 if there is no memory */
    ISSUE_NOT_CAPTURED, /* the table lies in a gap of the image */
    ISSUE_RESERVED,     /* LSS.2 */
    ISSUE_LOOP,         /* a table is used at more than one level */
    ISSUE_KINDS
};

struct table_issue {
    enum issue_kind kind;
    int32_t level;  /* of the table, or of the entry */
    int32_t index;  /* entry in its table, reserved only */
    int64_t frame;  /* of the table */
    int64_t page;   /* a page whose path meets it */
    uint64_t entry; /* reserved only */
};

struct table_set {
    struct audit_account account; /* points into the lists below */
    int64_t root;
    int32_t levels;
    struct audit_table *table;
    uint64_t *paths; /* ways from the root to table[i], as many as addresses */
    int32_t *parent; /* the table above it, by which table[i] was met first; -1 for the root */
    int32_t *bucket;
    int64_t room;
    struct range_list read, write;
    struct piece_list reads, writes; /* why these frames are listed; empty after the visit */
    struct range_list frames;        /* of the tables themselves */
    uint64_t pages[4];               /* mapped with some right, by leaf level, counted by address */
    uint64_t entries[4];             /* the same, counted by table entry */
    uint64_t issues[ISSUE_KINDS];
    struct table_issue issue[AUDIT_ISSUES];
    int32_t issue_count; /* the first ones; more are only counted */
    bool complete;       /* audit_complete() and audit_exact() said so, and no table is missing from the image */
};

/* Visit the tables. `captured`: what the image holds; limit: pages below 2^min(MGAW, AGAW). */
void table_set_visit(struct table_set *s, const struct vtd_caps *caps, const struct vtd_memory *memory,
                     const struct range_list *captured, int64_t root, unsigned levels);
void table_set_free(struct table_set *s);

/* Entry e of table t: rights of the access so far, and where it leads. */
struct audit_hop {
    struct vtd_second_stage_step step;
    int32_t rights;
    int64_t page, pages; /* first page that the entry translates, and how many */
};
struct audit_hop audit_hop(const struct vtd_caps *caps, const struct audit_table *t, int64_t slot, uint64_t e);

/* A page through which `frame` can be accessed with all of `rights`; false if there is none. */
bool table_set_witness(const struct table_set *s, int64_t frame, int32_t rights, int64_t *page);

#endif
