/* Invalidation queue descriptors (clauses 6.5.2.1 to 6.5.2.8): two words decoded once. */
#ifndef MODEL_DESCRIPTOR_H
#define MODEL_DESCRIPTOR_H

#include "spec/spec.h"

/* Fields that the type does not use are still decoded; nobody looks at them. */
struct vtd_descriptor {
    uint8_t error; /* VTD_QUEUE_OK, VTD_TYPE_INVALID or VTD_RESERVED_SET */
    uint8_t kind;  /* enum vtd_descriptor_kind, meaningful without error */
    uint8_t granularity;
    uint8_t function_mask, address_mask, index_mask;
    bool by_index;          /* interrupt entries: one block of indices, not all */
    bool sized;             /* device TLB: the page number encodes a range */
    bool interrupt, status; /* wait: IF, SW */
    uint16_t domain, source, index;
    uint32_t data;           /* wait: STDATA */
    uint64_t page;           /* address / 4096 */
    uint64_t status_address; /* wait: STADDR / 4, without the bits from HAW up */
};

/*@ requires caps_ok(c);
    terminates \true; exits \false; assigns \nothing;
    ensures unknown: !descriptor_known(c, lo) ==> \result.error == VTD_TYPE_INVALID;
    ensures reserved: descriptor_known(c, lo) && descriptor_reserved(c, lo, hi) ==> \result.error == VTD_RESERVED_SET;
    ensures good: descriptor_known(c, lo) && !descriptor_reserved(c, lo, hi) ==>
      \result.error == VTD_QUEUE_OK && \result.kind == descriptor_type(lo);
    ensures granularity: \result.granularity == qi_cc_G(lo);
    ensures domain: \result.domain == qi_cc_DID(lo) % c->domain_count;
    ensures source: \result.source == qi_cc_SID(lo);
    ensures function: \result.function_mask == qi_cc_FM(lo);
    ensures address: \result.address_mask == qi_tlb_AM(hi);
    ensures page: \result.page == qi_tlb_ADDR(hi);
    ensures by_index: \result.by_index <==> qi_iec_G(lo) == 1;
    ensures index: \result.index == qi_iec_IIDX(lo) && \result.index_mask == qi_iec_IM(lo);
    ensures sized: \result.sized <==> qi_dev_S(hi) == 1;
    ensures interrupt: \result.interrupt <==> qi_wait_IF(lo) == 1;
    ensures status: \result.status <==> qi_wait_SW(lo) == 1;
    ensures data: \result.data == qi_wait_DATA(lo);
    ensures where: \result.status_address == qi_wait_ADDR(hi) % (c->host_frames * 1024);
    ensures ranges: \result.granularity <= 3 && \result.function_mask <= 3 && \result.address_mask <= 63 &&
      \result.index_mask <= 31 && \result.page < 0x10000000000000 && \result.status_address < 0x4000000000000; */
struct vtd_descriptor vtd_descriptor_decode(const struct vtd_caps *c, uint64_t lo, uint64_t hi);

#endif
