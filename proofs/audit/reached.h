/* The other direction of the theorem of the audit: an exact account (harness/audit/exact.h) lists only what requests
 * can reach. Not linked into the program; proving the contract is proving the claim. */
#ifndef PROOFS_AUDIT_REACHED_H
#define PROOFS_AUDIT_REACHED_H

#include "harness/audit/exact.h"

struct audit_witness {
    uint64_t page;
    unsigned level; /* of the leaf that maps it */
};

/*@
  // The page can be addressed, and tables with this root map it, by a leaf of this level, to this frame.
  predicate audit_reaches{L}(struct audit_account *a, integer root, integer top, struct audit_witness w,
                             integer frame) =
    audit_addressable(w.page, a->limit) && maps(a->caps, a->memory, root, top, w.page, w.level) &&
    frame_of(a->memory, root, top, w.page, w.level) == frame;
*/

/* A listed frame is reached: there is a page that can be addressed, that the tables map to this frame, and every entry
 * on its path grants the right for which the frame is listed. */
/*@ requires audit_ok(a) && audit_reasons_ok(a, r) && audit_is_exact(a, r);
    requires 3 <= top <= 5 && root < 0x10000000000000 && audit_begins(a, root, top);
    requires listed: audit_holds(a->read, a->reads, frame, 1);
    terminates \true; exits \false; assigns \nothing;
    ensures reached: audit_reaches(a, root, top, \result, frame);
    ensures read: all_read(a->memory, root, top, \result.page, \result.level); */
struct audit_witness theorem_listed_is_read(const struct audit_account *a, const struct audit_reasons *r, uint64_t root,
                                            unsigned top, int64_t frame);

/*@ requires audit_ok(a) && audit_reasons_ok(a, r) && audit_is_exact(a, r);
    requires 3 <= top <= 5 && root < 0x10000000000000 && audit_begins(a, root, top);
    requires listed: audit_holds(a->write, a->writes, frame, 1);
    terminates \true; exits \false; assigns \nothing;
    ensures reached: audit_reaches(a, root, top, \result, frame);
    ensures write: all_write(a->memory, root, top, \result.page, \result.level); */
struct audit_witness theorem_listed_is_written(const struct audit_account *a, const struct audit_reasons *r,
                                               uint64_t root, unsigned top, int64_t frame);

#endif
