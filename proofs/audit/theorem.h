/* Why a verdict of the audit can be believed: what follows from a complete account. Not linked into the program;
 * proving the contract is proving the claim. */
#ifndef PROOFS_AUDIT_THEOREM_H
#define PROOFS_AUDIT_THEOREM_H

#include "harness/audit/enumerate.h"
#include "model/reference.h"

/* Nothing is left out. If the account is complete and begins with this root, then every page that can be addressed
 * and that the tables map, with some right that every level grants, lands in a frame that the account lists for this
 * right. So a claim that a frame is never read or written is a theorem about the image. */
/*@ requires audit_ok(a) && audit_is_complete(a);
    requires 3 <= top <= 5 && root < 0x10000000000000;
    requires root: audit_begins(a, root, top);
    requires 1 <= level <= 3;
    requires maps(a->caps, a->memory, root, top, page, level);
    requires audit_addressable(page, a->limit) && page < reach(top);
    terminates \true; exits \false; assigns \nothing;
    ensures read: all_read(a->memory, root, top, page, level) ==>
      audit_holds(a->read, a->reads, frame_of(a->memory, root, top, page, level), 1);
    ensures write: all_write(a->memory, root, top, page, level) ==>
      audit_holds(a->write, a->writes, frame_of(a->memory, root, top, page, level), 1); */
void theorem_audit(const struct audit_account *a, uint64_t root, unsigned top, uint64_t page, unsigned level);

/* The same for a request. If the account is complete, begins with the tables of the requester and covers the pages
 * below 2^min(MGAW, AGAW), then a request outside the interrupt window (clause 3.15) that is translated and passes
 * lands in a frame that the account lists for what the request does. */
/*@ requires unit_ok(u) && legacy(u) && \valid_read(request) && request->access <= VTD_ZERO_LENGTH_READ;
    requires audit_ok(a) && audit_is_complete(a) && a->caps == &u->caps;
    requires root: audit_begins(a, root_of(u, a->memory, request->source_id), top_of(u, a->memory, request->source_id));
    requires limit: a->limit >= u->caps.guest_pages || a->limit >= reach(top_of(u, a->memory, request->source_id));
    requires window: !(AUDIT_WINDOW <= request->address / 4096 < AUDIT_WINDOW_END);
    terminates \true; exits \false; assigns \nothing;
    ensures read: \result.allowed && translated(u, a->memory, request->source_id) && reads(request->access) ==>
      audit_holds(a->read, a->reads, \result.host_address / 4096, 1);
    ensures write: \result.allowed && translated(u, a->memory, request->source_id) && writes(request->access) ==>
      audit_holds(a->write, a->writes, \result.host_address / 4096, 1); */
struct vtd_dma_result theorem_never_reaches(const struct vtd_unit *u, const struct vtd_dma_request *request,
                                            const struct audit_account *a);

#endif
