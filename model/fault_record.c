#include "model/fault_record.h"

#define FAULT  0x8000000000000000u /* F */
#define T1     0x4000000000000000u
#define REASON 0x100000000u /* weight of FR */
#define T2     0x10000000u

struct vtd_fault_record vtd_dma_fault_record(struct vtd_dma_request request, unsigned rule)
{
    struct vtd_fault_record r;
    uint64_t t1 = request.access == VTD_WRITE ? 0u : T1;
    uint64_t t2 = request.access == VTD_ATOMIC ? T2 : 0u;
    r.lo = request.address - request.address % 0x1000u;
    r.hi = FAULT + t1 + (uint64_t)vtd_fault_reason(rule) * REASON + t2 + request.source_id;
    return r;
}

struct vtd_fault_record vtd_interrupt_fault_record(uint32_t index, uint16_t source_id, unsigned rule)
{
    struct vtd_fault_record r;
    r.lo = (uint64_t)(index % 0x10000u) * 0x1000000000000u;
    r.hi = FAULT + (uint64_t)vtd_fault_reason(rule) * REASON + source_id;
    return r;
}
