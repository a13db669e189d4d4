/* Fetching the descriptor at the head of the invalidation queue (clauses 6.5.2, 6.5.2.9, 11.4.9.9). */
#ifndef MODEL_QUEUE_FETCH_H
#define MODEL_QUEUE_FETCH_H

#include "model/descriptor.h"
#include "model/memory.h"

struct vtd_fetched {
    uint8_t error; /* enum vtd_queue_error; the descriptor is meaningful for VTD_QUEUE_OK */
    struct vtd_descriptor descriptor;
};

/*@ requires unit_ok(u) && queue_ok(q) && memory_ok(m);
    terminates \true; exits \false; assigns \nothing;
    ensures setup: queue_setup_bad(u, q) ==> setup_error_is(u, q, \result.error) && \result.error != VTD_QUEUE_OK;
    ensures unreadable: head_unreadable(u, q, m) ==> \result.error == VTD_FETCH_ERROR;
    ensures unpadded: head_unpadded(u, q, m) ==> \result.error == VTD_RESERVED_SET;
    ensures unknown: head_decoded(u, q, m) && !descriptor_known(&u->caps, head_word(q, m, 0)) ==>
      \result.error == VTD_TYPE_INVALID;
    ensures reserved: head_decoded(u, q, m) && descriptor_known(&u->caps, head_word(q, m, 0)) &&
      descriptor_reserved(&u->caps, head_word(q, m, 0), head_word(q, m, 1)) ==> \result.error == VTD_RESERVED_SET;
    ensures good: head_good(u, q, m) ==> \result.error == VTD_QUEUE_OK;
    ensures only_good: \result.error == VTD_QUEUE_OK ==> head_good(u, q, m);
    ensures range: \result.error <= 7;
    ensures clean: \result.error == 0 ==> \result.descriptor.error == VTD_QUEUE_OK;
    ensures kind: \result.error == 0 ==> \result.descriptor.kind == descriptor_type(head_word(q, m, 0));
    ensures granularity: \result.error == 0 ==> \result.descriptor.granularity == qi_cc_G(head_word(q, m, 0));
    ensures domain: \result.error == 0 ==>
      \result.descriptor.domain == qi_cc_DID(head_word(q, m, 0)) % u->caps.domain_count;
    ensures source: \result.error == 0 ==> \result.descriptor.source == qi_cc_SID(head_word(q, m, 0));
    ensures function: \result.error == 0 ==> \result.descriptor.function_mask == qi_cc_FM(head_word(q, m, 0));
    ensures address: \result.error == 0 ==> \result.descriptor.address_mask == qi_tlb_AM(head_word(q, m, 1));
    ensures page: \result.error == 0 ==> \result.descriptor.page == qi_tlb_ADDR(head_word(q, m, 1));
    ensures index: \result.error == 0 ==> \result.descriptor.index == qi_iec_IIDX(head_word(q, m, 0)) &&
      \result.descriptor.index_mask == qi_iec_IM(head_word(q, m, 0)) &&
      (\result.descriptor.by_index <==> qi_iec_G(head_word(q, m, 0)) == 1);
    ensures sized: \result.error == 0 ==> (\result.descriptor.sized <==> qi_dev_S(head_word(q, m, 1)) == 1);
    ensures flags: \result.error == 0 ==>
      (\result.descriptor.interrupt <==> qi_wait_IF(head_word(q, m, 0)) == 1) &&
      (\result.descriptor.status <==> qi_wait_SW(head_word(q, m, 0)) == 1);
    ensures data: \result.error == 0 ==> \result.descriptor.data == qi_wait_DATA(head_word(q, m, 0));
    ensures where: \result.error == 0 ==>
      \result.descriptor.status_address == qi_wait_ADDR(head_word(q, m, 1)) % (u->caps.host_frames * 1024);
    ensures ranges: \result.error == 0 ==> \result.descriptor.granularity <= 3 &&
      \result.descriptor.function_mask <= 3 && \result.descriptor.address_mask <= 63 &&
      \result.descriptor.index_mask <= 31 && \result.descriptor.page < 0x10000000000000 &&
      \result.descriptor.status_address < 0x4000000000000; */
struct vtd_fetched vtd_queue_fetch(const struct vtd_unit *u, const struct vtd_queue *q, const struct vtd_memory *m);

/* Byte offset of the descriptor after the head. */
/*@ requires queue_ok(q) && q->head < queue_bytes(q) && (queue_wide(q) ==> q->head % 32 == 0);
    terminates \true; exits \false; assigns \nothing;
    ensures next: \result == head_next(q);
    ensures in_ring: \result < queue_bytes(q) && (queue_wide(q) ==> \result % 32 == 0);
    ensures range: \result <= 0x7FFF0 && \result % 16 == 0; */
uint32_t vtd_queue_next(const struct vtd_queue *q);

#endif
