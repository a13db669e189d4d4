/* The primary fault record of a blocked request (clauses 7.2, 11.4.14: FRCD_REG). */
#ifndef MODEL_FAULT_RECORD_H
#define MODEL_FAULT_RECORD_H

#include "model/rules.h"

struct vtd_fault_record {
    uint64_t lo, hi;
};

/* The record of a DMA request blocked under `rule`. */
/*@ requires request.access <= VTD_ZERO_LENGTH_READ;
    terminates \true; exits \false; assigns \nothing;
    ensures fi: frcd_FI(\result.lo) == request.address / 4096 && \result.lo % 4096 == 0;
    ensures f: frcd_F(\result.hi) == 1;
    ensures sid: frcd_SID(\result.hi) == request.source_id;
    ensures fr: frcd_FR(\result.hi) == rule_code(rule);
    ensures pending: \result.hi >= 0x8000000000000000;
    ensures at: frcd_AT(\result.hi) == 0;
    ensures t1: frcd_T1(\result.hi) == request_t1(request.access);
    ensures t2: frcd_T2(\result.hi) == request_t2(request.access); */
struct vtd_fault_record vtd_dma_fault_record(struct vtd_dma_request request, unsigned rule);

/* The record of an interrupt request blocked under `rule`. The index is meaningful to software for the
 * rules INT.21 to INT.24 and INT.26 only; an index above 65535 is recorded without its top bit. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures index: frcd_INDEX(\result.lo) == index % 65536 && \result.lo % 0x1000000000000 == 0;
    ensures f: frcd_F(\result.hi) == 1;
    ensures sid: frcd_SID(\result.hi) == source_id;
    ensures fr: frcd_FR(\result.hi) == rule_code(rule);
    ensures pending: \result.hi >= 0x8000000000000000; */
struct vtd_fault_record vtd_interrupt_fault_record(uint32_t index, uint16_t source_id, unsigned rule);

#endif
