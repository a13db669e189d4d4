/* Steps of the proofs of the audit: where a page stands in its tables, and what its path grants. */
#ifndef PROOFS_AUDIT_PATH_H
#define PROOFS_AUDIT_PATH_H

#include "harness/audit/enumerate.h"

/*@
  // First page of the stretch that the table of this level on the path of `page` translates.
  logic integer audit_base(integer page, integer level) = page - page % reach(level);

  // r is what every entry of the path from the top down to this level grants.
  predicate audit_grants{L}(struct vtd_memory *m, integer root, integer top, integer page, integer level, integer r) =
    0 <= r <= 3 && (r % 2 == 1 <==> all_read(m, root, top, page, level)) &&
    (r / 2 == 1 <==> all_write(m, root, top, page, level));
*/

/* Where a page stands within its table. */
/*@ requires 1 <= level <= 5 && page < 0x10000000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures split: page == audit_base(page, level) + slot(page, level) * span(level) + page % span(level);
    ensures base: 0 <= audit_base(page, level) <= page;
    ensures slot: 0 <= slot(page, level) < 512;
    ensures rest: 0 <= page % span(level) < span(level);
    ensures next: level >= 2 ==>
      audit_base(page, level - 1) == audit_base(page, level) + slot(page, level) * span(level); */
void audit_place(uint64_t page, unsigned level);

/* The rights of a path go on with those of its next entry, e. */
/*@ requires memory_ok(m);
    requires 3 <= top <= 5 && 1 <= level <= top && page < 0x10000000000000;
    requires fetched_at(m, root, top, page, level);
    requires entry: e == entry_at(m, root, top, page, level);
    requires above: audit_grants(m, root, top, page, level + 1, rights);
    terminates \true; exits \false; assigns \nothing;
    ensures rights: audit_grants(m, root, top, page, level, audit_rights(rights, e)); */
void audit_rights_go_on(const struct vtd_memory *m, uint64_t root, unsigned top, uint64_t page, unsigned level,
                        uint64_t e, int32_t rights);

/* Which entry of its table belongs to a page. */
/*@ requires 1 <= level <= 5;
    terminates \true; exits \false; assigns \nothing;
    ensures slot: \result == slot(page, level);
    ensures range: \result < 512; */
uint64_t audit_slot(uint64_t page, unsigned level);

/* How far a page lies behind the first page of its entry. */
/*@ requires 1 <= level <= 5;
    terminates \true; exits \false; assigns \nothing;
    ensures rest: \result == page % span(level);
    ensures range: 0 <= \result < span(level);
    ensures least: \result < 0x1000000000; */
int64_t audit_rest(uint64_t page, unsigned level);

/* What is left of the rights of a table behind its entry e. */
/*@ requires 0 <= above <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures rights: \result == audit_rights(above, e);
    ensures range: 0 <= \result <= 3; */
int32_t audit_rights_of(int32_t above, uint64_t e);

#endif
