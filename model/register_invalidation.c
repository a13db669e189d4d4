#include "model/register_invalidation.h"

#include "model/context_cache.h"
#include "model/iotlb.h"

/*@ requires iommu_ok(io);
    terminates \true; exits \false; assigns \nothing;
    ensures can: \result <==> register_invalidation(io); */
static bool can_invalidate(const struct vtd_iommu *io)
{
    return io->unit.table_mode == VTD_LEGACY && !io->queue.enabled && io->unit.caps.version / 16u % 16u < 6u;
}

/* The upper half of CCMD_REG as it reads back: CIRG and CAIG. */
/*@ requires requested <= 3 && actual <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures cirg: \result / 0x20000000 == requested;
    ensures caig: \result / 0x8000000 % 4 == actual;
    ensures reserved: \result % 0x8000000 == 0 && \result / 0x80000000 == 0; */
static uint32_t context_word(uint32_t requested, uint32_t actual)
{
    uint32_t word = requested * 0x20000000u + actual * 0x8000000u;
    //@ assert fields: word / 0x8000000 == requested * 4 + actual;
    return word;
}

/*@ requires iommu_ok(io) && reserved_zero_02C(word);
    terminates \true; exits \false;
    assigns io->registers.context_hi;
    ensures ok: iommu_ok(io);
    ensures kept_words: words_kept{Pre,Post}(io);
    ensures kept_records: records_kept{Pre,Post}(io);
    ensures set: io->registers.context_hi == word; */
static void set_context_word(struct vtd_iommu *io, uint32_t word)
{
    io->registers.context_hi = word;
    //@ assert registers: registers_ok(&io->registers);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert unit: unit_ok(&io->unit);
}

void vtd_context_command(struct vtd_iommu *io, uint32_t value)
{
    uint32_t requested = value / 0x20000000u % 4u;
    uint32_t actual = can_invalidate(io) ? requested : 0u;
    uint16_t domain = (uint16_t)(io->registers.context_lo % 0x10000u % io->unit.caps.domain_count);
    uint16_t source = (uint16_t)(io->registers.context_lo / 0x10000u);
    bool start = value / 0x80000000u == 1u;
    uint32_t shown = start ? actual : io->registers.context_hi / 0x8000000u % 4u;
    //@ assert shown: shown <= 3 && requested <= 3;
    set_context_word(io, context_word(requested, shown));
    if (start && actual != 0u)
        vtd_context_cache_invalidate(&io->contexts, actual, domain, source, value % 4u);
    //@ assert unit: unit_ok(&io->unit);
}

/* IAIG for a request of this granularity. */
/*@ requires iommu_ok(io) && requested <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures actual: actual_granularity(io, requested, \result);
    ensures range: \result <= 3; */
static uint32_t actual_for(const struct vtd_iommu *io, uint32_t requested)
{
    if (!can_invalidate(io))
        return 0u;
    if (requested != VTD_BY_PAGE)
        return requested;
    if (!io->unit.caps.page_selective)
        return VTD_BY_DOMAIN;
    return io->registers.address_lo % 64u > io->unit.caps.address_mask_max ? 0u : (uint32_t)VTD_BY_PAGE;
}

/* The upper half of IOTLB_REG as it reads back: IIRG, IAIG, DR, DW and DID. */
/*@ requires requested <= 3 && actual <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures iirg: \result / 0x10000000 == requested;
    ensures iaig: \result / 0x2000000 % 4 == actual;
    ensures rest: \result % 0x40000 == value % 0x40000;
    ensures reserved: \result / 0x40000 % 0x80 == 0 && \result / 0x8000000 % 2 == 0; */
static uint32_t iotlb_word(uint32_t requested, uint32_t actual, uint32_t value)
{
    uint32_t word = requested * 0x10000000u + actual * 0x2000000u + value % 0x40000u;
    //@ assert upper: word / 0x2000000 == requested * 8 + actual;
    //@ assert middle: word / 0x40000 == requested * 0x400 + actual * 0x80;
    return word;
}

/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->registers.iotlb_hi;
    ensures ok: iommu_ok(io);
    ensures kept_words: words_kept{Pre,Post}(io);
    ensures kept_records: records_kept{Pre,Post}(io);
    ensures set: io->registers.iotlb_hi == word; */
static void set_iotlb_word(struct vtd_iommu *io, uint32_t word)
{
    io->registers.iotlb_hi = word;
    //@ assert registers: registers_ok(&io->registers);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
}

void vtd_iotlb_command(struct vtd_iommu *io, uint32_t value)
{
    uint32_t requested = value / 0x10000000u % 4u;
    bool start = value / 0x80000000u == 1u;
    uint32_t actual = start ? actual_for(io, requested) : io->registers.iotlb_hi / 0x2000000u % 4u;
    uint16_t domain = (uint16_t)(value % 0x10000u % io->unit.caps.domain_count);
    uint64_t page = ((uint64_t)io->registers.address_hi * 0x100000u + io->registers.address_lo / 0x1000u) %
                    io->unit.caps.guest_pages;
    unsigned mask = io->registers.address_lo % 64u;
    set_iotlb_word(io, iotlb_word(requested, actual, value));
    if (start && actual != 0u)
        vtd_iotlb_invalidate(&io->iotlb, actual, domain, (int64_t)page, mask > 52u ? 52u : mask);
}
