/* The core of the audit: when is a list of tables and frames a complete account of what one set of second-stage
 * tables lets through? Whoever made the list (tables.c does), audit_complete() checks it against memory, and
 * proofs/audit/ holds the theorem: a complete account lists every frame that some request can reach. */
#ifndef AUDIT_ENUMERATE_H
#define AUDIT_ENUMERATE_H

#include "model/second_stage_entry.h"
#include "model/second_stage_walk.h"
#include "spec/second_stage_lemmas.acsl"

enum { AUDIT_READ = 1, AUDIT_WRITE = 2 };
enum { AUDIT_WINDOW = 0xFEE00, AUDIT_WINDOW_END = 0xFEF00 }; /* pages that are interrupt requests (clause 3.15) */

/* A table as it is met. The same table met in the same way is listed once, however many addresses lead to it. */
struct audit_table {
    int64_t frame;
    int64_t page;   /* first page that it translates: a witness for how it is met */
    int32_t level;  /* 1..5 */
    int32_t rights; /* granted by every entry above it: AUDIT_READ, AUDIT_WRITE */
    bool fixed;     /* some of its pages cannot be addressed, so that `page` is part of how it is met */
};

struct audit_range {
    int64_t first, end; /* host frames first..end-1 */
};

/* The account of one set of tables. */
struct audit_account {
    const struct vtd_caps *caps;
    const struct vtd_memory *memory;
    const struct audit_table *table; /* table[0] is the root */
    int64_t tables;
    const int32_t *bucket; /* hash table of numbers of tables; -1 is empty */
    int64_t buckets;
    const struct audit_range *read, *write; /* ascending, apart from each other */
    int64_t reads, writes;
    int64_t limit; /* pages that can be addressed: 2^(min(MGAW, AGAW) - 12) */
};

/*@
  predicate audit_addressable(integer page, integer limit) =
    0 <= page < limit && !(AUDIT_WINDOW <= page < AUDIT_WINDOW_END);
  predicate audit_plain(integer page, integer pages, integer limit) =
    0 <= page && page + pages <= limit && (page >= AUDIT_WINDOW_END || page + pages <= AUDIT_WINDOW);

  predicate audit_table_ok(struct audit_table t) =
    0 <= t.frame < 0x10000000000000 && 1 <= t.level <= 5 && 0 <= t.rights <= 3 &&
    0 <= t.page < 0x10000000000000 && (t.fixed ==> t.page % reach(t.level) == 0);
  predicate audit_ok{L}(struct audit_account *a) =
    \valid_read(a) && caps_ok(a->caps) && memory_ok(a->memory) &&
    1 <= a->tables <= 0x7FFFFFFF && \valid_read(a->table + (0 .. a->tables - 1)) &&
    0 <= a->buckets <= 0x100000000 && \valid_read(a->bucket + (0 .. a->buckets - 1)) &&
    0 <= a->reads <= 0x1000000000000 && \valid_read(a->read + (0 .. a->reads - 1)) &&
    0 <= a->writes <= 0x1000000000000 && \valid_read(a->write + (0 .. a->writes - 1)) &&
    0 <= a->limit <= 0x200000000000;

  // Frames first..first+pages-1 lie in one of the ranges.
  predicate audit_holds{L}(struct audit_range *range, integer count, integer first, integer pages) =
    \exists integer k; 0 <= k < count && range[k].first <= first && first + pages <= range[k].end;
  predicate audit_lists{L}(struct audit_account *a, integer frame, integer pages, integer rights) =
    (rights % 2 == 1 ==> audit_holds(a->read, a->reads, frame, pages)) &&
    (rights / 2 == 1 ==> audit_holds(a->write, a->writes, frame, pages));

  // Frame number o of a page mapped at `page`, if it can be addressed there, is listed.
  predicate audit_frame_listed{L}(struct audit_account *a, integer frame, integer rights, integer page,
                                  integer fixed, integer o) =
    (fixed != 0 ==> audit_addressable(page + o, a->limit)) ==> audit_lists(a, frame + o, 1, rights);

  // Table number j stands for a table met in this way.
  predicate audit_is{L}(struct audit_account *a, integer j, integer frame, integer level, integer rights,
                        integer page) =
    0 <= j < a->tables && a->table[j].frame == frame && a->table[j].level == level &&
    a->table[j].rights == rights && (a->table[j].fixed ==> a->table[j].page == page);

  // The same as the next table of one that is or is not fixed; below one that is not, nothing is.
  predicate audit_leads{L}(struct audit_account *a, integer j, integer frame, integer level, integer rights,
                           integer page, integer fixed) =
    audit_is(a, j, frame, level, rights, page) && (fixed == 0 ==> !a->table[j].fixed);

  logic integer audit_rights(integer above, integer e) =
    (above % 2 == 1 && ss_R(e) == 1 ? 1 : 0) + (above / 2 == 1 && ss_W(e) == 1 ? 2 : 0);

  // Entry s of table j, if a path can go on through it, is accounted for.
  predicate audit_follows{L}(struct audit_account *a, integer level, integer e, integer rights, integer page,
                             integer fixed) =
    rights == 0 || ss_reserved(a->caps, level, e) ||
    (ss_leaf(level, e)
      ? (\forall integer o; 0 <= o < span(level) ==>
          audit_frame_listed(a, ss_ADDR(e), rights, page, fixed, o))
      : ((fixed != 0 && page >= a->limit) ||
         \exists integer k; audit_leads(a, k, ss_ADDR(e), level - 1, rights, page, fixed)));
  // Entry s of a table met in this way, if it can be read, is accounted for.
  predicate audit_entry_complete{L}(struct audit_account *a, integer frame, integer level, integer rights,
                                    integer page, integer fixed, integer s) =
    readable(a->memory, frame, s) ==>
    audit_follows(a, level, word(a->memory, frame, s), audit_rights(rights, word(a->memory, frame, s)),
                  page + s * span(level), fixed);
  predicate audit_table_complete{L}(struct audit_account *a, integer j) =
    audit_table_ok(a->table[j]) &&
    \forall integer s; 0 <= s < 512 ==>
      audit_entry_complete(a, a->table[j].frame, a->table[j].level, a->table[j].rights, a->table[j].page,
                           a->table[j].fixed, s);
  predicate audit_is_complete{L}(struct audit_account *a) =
    \forall integer j; 0 <= j < a->tables ==> audit_table_complete(a, j);
  // Table 0 is the root of tables with `top` levels.
  predicate audit_begins{L}(struct audit_account *a, integer root, integer top) =
    a->table[0].frame == root && a->table[0].level == top && a->table[0].rights == 3 && a->table[0].page == 0;
*/

/* Number of the table met in this way, -1 if it is not listed. t.page counts only where the listed one is fixed. */
/*@ requires audit_ok(a) && audit_table_ok(t);
    terminates \true; exits \false; assigns \nothing;
    ensures found: \result >= 0 ==> audit_is(a, \result, t.frame, t.level, t.rights, t.page);
    ensures fixed: \result >= 0 ==> (a->table[\result].fixed <==> t.fixed);
    ensures range: -1 <= \result < a->tables; */
int64_t audit_find(const struct audit_account *a, struct audit_table t);

/* The bucket at which the search for it begins. */
/*@ requires 0 <= frame < 0x10000000000000 && 1 <= level <= 5 && 0 <= rights <= 3 && 1 <= buckets <= 0x100000000;
    terminates \true; exits \false; assigns \nothing;
    ensures range: 0 <= \result < buckets; */
int64_t audit_bucket(int64_t frame, int32_t level, int32_t rights, int64_t buckets);

/* Every page of page..page+pages-1 can be addressed by a memory request. */
/*@ requires 0 <= page <= 0x40000000000000 && 0 <= pages <= 0x200000000000 && 0 <= limit <= 0x200000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures all: \result <==> audit_plain(page, pages, limit); */
bool audit_all_addressable(int64_t page, int64_t pages, int64_t limit);

/* Frames first..first+pages-1 lie in one of the ranges, which are searched as if they were ascending. */
/*@ requires 0 <= count <= 0x1000000000000 && \valid_read(range + (0 .. count - 1));
    requires 0 <= first <= 0x20000000000 && 1 <= pages <= 0x40000;
    terminates \true; exits \false; assigns \nothing;
    ensures held: \result ==> audit_holds(range, count, first, pages); */
bool audit_in_ranges(const struct audit_range *range, int64_t count, int64_t first, int64_t pages);

/* How far behind the first page of its table entry s begins to translate. */
/*@ requires 1 <= level <= 5 && 0 <= s < 512;
    terminates \true; exits \false; assigns \nothing;
    ensures offset: \result == s * span(level);
    ensures range: 0 <= \result < 0x200000000000; */
int64_t audit_offset(int32_t level, int64_t s);

/* The account is one of the tables with this root. */
/*@ requires audit_ok(a);
    terminates \true; exits \false; assigns \nothing;
    ensures begins: \result <==> audit_begins(a, root, top); */
bool audit_starts(const struct audit_account *a, int64_t root, unsigned top);

/* The account leaves nothing out: every entry through which a path can go on is accounted for. */
/*@ requires audit_ok(a);
    terminates \true; exits \false; assigns \nothing;
    ensures complete: \result ==> audit_is_complete(a); */
bool audit_complete(const struct audit_account *a);

#endif
