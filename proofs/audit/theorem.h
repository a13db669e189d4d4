/* Why a verdict of the audit can be believed: what follows from a complete account. Not linked into the program;
 * proving the contract is proving the claim. */
#ifndef PROOFS_AUDIT_THEOREM_H
#define PROOFS_AUDIT_THEOREM_H

#include "harness/audit/enumerate.h"

/*@
  // First page of the stretch that the table of this level on the path of `page` translates.
  logic integer audit_base(integer page, integer level) = page - page % reach(level);

  // r is what every entry of the path from the top down to this level grants.
  predicate audit_grants{L}(struct vtd_memory *m, integer root, integer top, integer page, integer level, integer r) =
    0 <= r <= 3 && (r % 2 == 1 <==> all_read(m, root, top, page, level)) &&
    (r / 2 == 1 <==> all_write(m, root, top, page, level));
  predicate audit_some{L}(struct vtd_memory *m, integer root, integer top, integer page, integer level) =
    all_read(m, root, top, page, level) || all_write(m, root, top, page, level);

  // Table j of the account is the one that the path of `page` meets at this level.
  predicate audit_meets{L}(struct audit_account *a, integer root, integer top, integer page, integer level,
                           integer j) =
    audit_is(a, j, table_at(a->memory, root, top, page, level), level, a->table[j].rights,
             audit_base(page, level)) &&
    audit_grants(a->memory, root, top, page, level + 1, a->table[j].rights);
*/

/* Nothing is left out. If the account is complete and begins with this root, then every page that can be addressed
 * and that the tables map, with some right that every level grants, lands in a frame that the account lists for this
 * right. So a claim that a frame is never read or written is a theorem about the image. */
/*@ requires audit_ok(a) && audit_is_complete(a);
    requires 3 <= top <= 5 && root < 0x10000000000000;
    requires root: audit_is(a, 0, root, top, 3, 0);
    requires 1 <= level <= 3;
    requires maps(a->caps, a->memory, root, top, page, level);
    requires audit_addressable(page, a->limit) && page < reach(top);
    requires some: audit_some(a->memory, root, top, page, level);
    terminates \true; exits \false; assigns \nothing;
    ensures read: all_read(a->memory, root, top, page, level) ==>
      audit_holds(a->read, a->reads, frame_of(a->memory, root, top, page, level), 1);
    ensures write: all_write(a->memory, root, top, page, level) ==>
      audit_holds(a->write, a->writes, frame_of(a->memory, root, top, page, level), 1); */
void theorem_audit(const struct audit_account *a, uint64_t root, unsigned top, uint64_t page, unsigned level);

#endif
