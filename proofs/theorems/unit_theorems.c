#include "proofs/theorems/unit_theorems.h"

struct vtd_dma_answer theorem_coherence(struct vtd_iommu *io, const struct vtd_memory *m,
                                        struct vtd_dma_request request, struct vtd_choice choice)
{
    return vtd_unit_dma(io, m, request, choice);
}

struct vtd_interrupt_answer theorem_cached_interrupt(struct vtd_iommu *io, const struct vtd_memory *m,
                                                     struct vtd_interrupt_request request, struct vtd_choice choice)
{
    return vtd_unit_interrupt(io, m, request, choice);
}

void theorem_page_invalidation(struct vtd_iotlb *t, unsigned granularity, uint16_t domain, int64_t page, unsigned mask)
{
    vtd_iotlb_invalidate(t, granularity, domain, page, mask);
}

struct vtd_dma_answer theorem_no_silent_loss(struct vtd_iommu *io, const struct vtd_memory *m,
                                             struct vtd_dma_request request, struct vtd_choice choice)
{
    return vtd_unit_dma(io, m, request, choice);
}

struct vtd_queue_step theorem_queue(struct vtd_iommu *io, const struct vtd_memory *m)
{
    return vtd_queue_step(io, m);
}

uint32_t theorem_registers(struct vtd_iommu *io, uint32_t offset, uint32_t value, uint32_t other)
{
    struct vtd_effects e = vtd_register_write(io, offset, value);
    (void)e;
    return vtd_register_read(io, other);
}
