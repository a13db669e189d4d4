/* The top statements. Each function calls the model and promises in its contract what the project claims;
 * proving the contract is proving the claim. Nothing here is linked into the program. */
#ifndef PROOFS_THEOREMS_H
#define PROOFS_THEOREMS_H

#include "model/reference.h"
#include "spec/statements.acsl"

/* Isolation. If software builds its tables as it must (tables_respect, contexts_respect), then whatever the
 * rest of memory holds and whatever the device asks for, a request that passes lands in a frame granted to
 * the requester's domain, with a right that every table level gives. */
/*@ requires unit_ok(u) && memory_ok(m) && legacy(u);
    requires \valid_read(request) && request->access <= VTD_ZERO_LENGTH_READ;
    requires duty: tables_respect(&u->caps, m) && contexts_respect(u, m);
    terminates \true; exits \false; assigns \nothing;
    ensures isolated: \result.allowed ==> granted(domain_of(request->source_id), \result.host_address / 4096);
    ensures domain: \result.allowed ==> \result.domain == domain_of(request->source_id);
    ensures read: \result.allowed && translated(u, m, request->source_id) && reads(request->access) ==>
      all_read(m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
               request->address / 4096, \result.page_level);
    ensures write: \result.allowed && translated(u, m, request->source_id) && writes(request->access) ==>
      all_write(m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                request->address / 4096, \result.page_level); */
struct vtd_dma_result theorem_isolation(const struct vtd_unit *u, const struct vtd_memory *m,
                                        const struct vtd_dma_request *request);

/* Exactness. The set of conditions of a request is exactly what the rules say, in both directions: a flag
 * is set if and only if the rule's situation is met somewhere on the way. */
/*@ requires unit_ok(u) && memory_ok(m) && legacy(u);
    requires \valid_read(request) && request->access <= VTD_ZERO_LENGTH_READ;
    terminates \true; exits \false; assigns \nothing;
    ensures lct_4_3: \result.holds.lct_4_3 <==> walked(u, m, request->source_id, request->address / 4096) &&
      met_unreadable(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                     request->address / 4096, top_of(u, m, request->source_id));
    ensures lss_1: \result.holds.lss_1 <==> walked(u, m, request->source_id, request->address / 4096) &&
      (\exists integer k; k < top_of(u, m, request->source_id) &&
        met_unreadable(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                       request->address / 4096, k));
    ensures lss_2: \result.holds.lss_2 <==> walked(u, m, request->source_id, request->address / 4096) &&
      met_reserved(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                   request->address / 4096);
    ensures lgn_2: \result.holds.lgn_2 <==> walked(u, m, request->source_id, request->address / 4096) &&
      writes(request->access) &&
      met_no_write(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                   request->address / 4096);
    ensures lgn_3: reads(request->access) || (zero_length(request->access) && !u->caps.zero_length_read) ==>
      (\result.holds.lgn_3 <==>
      walked(u, m, request->source_id, request->address / 4096) &&
      met_no_read(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                  request->address / 4096));
    ensures lgn_3_empty: zero_length(request->access) && u->caps.zero_length_read ==> (\result.holds.lgn_3 <==>
      walked(u, m, request->source_id, request->address / 4096) &&
      met_absent(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                 request->address / 4096));
    ensures lgn_4: \result.holds.lgn_4 <==>
      (walked(u, m, request->source_id, request->address / 4096) &&
       met_interrupt_page(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                          request->address / 4096)) ||
      (passed_through(u, m, request->source_id) && in_interrupt_range(request->address / 4096)); */
struct vtd_dma_outcome theorem_exact(const struct vtd_unit *u, const struct vtd_memory *m,
                                     const struct vtd_dma_request *request);

/* Blocking. A request that does not pass is reported under a condition that really holds. */
/*@ requires unit_ok(u) && memory_ok(m) && legacy(u);
    requires \valid_read(request) && request->access <= VTD_ZERO_LENGTH_READ;
    terminates \true; exits \false; assigns \nothing;
    ensures some: \result == VTD_NONE ==> has_context(u, m, request->source_id);
    ensures lrt_1: \result == VTD_LRT_1 ==> holds_lrt_1(u, m, request->source_id);
    ensures lrt_2: \result == VTD_LRT_2 ==> holds_lrt_2(u, m, request->source_id);
    ensures lrt_3: \result == VTD_LRT_3 ==> holds_lrt_3(u, m, request->source_id);
    ensures lct_1: \result == VTD_LCT_1 ==> holds_lct_1(u, m, request->source_id);
    ensures lct_2: \result == VTD_LCT_2 ==> context_met(u, m, request->source_id) &&
      !context_present(context_lo(u, m, request->source_id));
    ensures lct_3: \result == VTD_LCT_3 ==> context_valid(u, m, request->source_id) &&
      context_reserved(&u->caps, context_lo(u, m, request->source_id), context_hi(u, m, request->source_id));
    ensures lct_4_1: \result == VTD_LCT_4_1 ==> context_valid(u, m, request->source_id) &&
      context_width_bad(&u->caps, context_lo(u, m, request->source_id), context_hi(u, m, request->source_id));
    ensures lct_4_2: \result == VTD_LCT_4_2 ==> context_valid(u, m, request->source_id) &&
      context_type_bad(&u->caps, context_lo(u, m, request->source_id));
    ensures lgn_1_1: \result == VTD_LGN_1_1 ==>
      holds_lgn_1_1(u, m, request->source_id, request->address / 4096);
    ensures lgn_1_3: \result == VTD_LGN_1_3 ==>
      holds_lgn_1_3(u, m, request->source_id, request->address / 4096);
    ensures lss_2: \result == VTD_LSS_2 ==>
      met_reserved(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                   request->address / 4096);
    ensures lgn_2: \result == VTD_LGN_2 ==>
      met_no_write(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                   request->address / 4096);
    ensures lgn_3: \result == VTD_LGN_3 ==>
      met_no_read(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                  request->address / 4096);
    ensures known: \result == VTD_NONE || \result == VTD_LRT_1 || \result == VTD_LRT_2 || \result == VTD_LRT_3 ||
      \result == VTD_LCT_1 || \result == VTD_LCT_2 || \result == VTD_LCT_3 || \result == VTD_LCT_4_1 ||
      \result == VTD_LCT_4_2 || \result == VTD_LCT_4_3 || \result == VTD_LSS_1 || \result == VTD_LSS_2 ||
      \result == VTD_LGN_1_1 || \result == VTD_LGN_1_3 || \result == VTD_LGN_2 || \result == VTD_LGN_3 ||
      \result == VTD_LGN_4; */
unsigned theorem_blocking(const struct vtd_unit *u, const struct vtd_memory *m, const struct vtd_dma_request *request);

/* Interrupts. With remapping on and compatibility format off, an interrupt is delivered only through a
 * present entry of the table, below its size, whose source validation accepts the requester and which has
 * no reserved field set; and what is delivered is that entry's message. Otherwise it is blocked under a
 * condition that holds. */
/*@ requires unit_ok(u) && memory_ok(m) && \valid_read(request);
    requires on: u->remapping_enabled && (u->extended_mode || !u->compatibility_allowed);
    terminates \true; exits \false; assigns \nothing;
    ensures size: \result.delivered ==> index_of(request->address, request->data) < u->interrupt_table_size;
    ensures present: \result.delivered ==>
      irte_present(irte_lo(u, m, index_of(request->address, request->data)));
    ensures source: \result.delivered ==>
      irte_accepts(irte_hi(u, m, index_of(request->address, request->data)), request->source_id);
    ensures clean: \result.delivered ==>
      !irte_reserved(u->extended_mode, irte_lo(u, m, index_of(request->address, request->data)),
                     irte_hi(u, m, index_of(request->address, request->data)));
    ensures message: \result.delivered ==>
      is_message_of_entry(\result.message, u->extended_mode,
                          irte_lo(u, m, index_of(request->address, request->data)));
    ensures int_25: \result.rule == VTD_INT_25 ==> !remappable(request->address);
    ensures int_20: \result.rule == VTD_INT_20 ==> request_reserved(request->address, request->data);
    ensures int_21: \result.rule == VTD_INT_21 ==> holds_int_21(u, index_of(request->address, request->data));
    ensures int_23: \result.rule == VTD_INT_23 ==> holds_int_23(u, m, index_of(request->address, request->data));
    ensures int_22: \result.rule == VTD_INT_22 ==> holds_int_22(u, m, index_of(request->address, request->data));
    ensures int_26: \result.rule == VTD_INT_26 ==>
      holds_int_26(u, m, index_of(request->address, request->data), request->source_id);
    ensures int_24: \result.rule == VTD_INT_24 ==> holds_int_24(u, m, index_of(request->address, request->data)); */
struct vtd_interrupt_result theorem_interrupt(const struct vtd_unit *u, const struct vtd_memory *m,
                                              const struct vtd_interrupt_request *request);

#endif
