/* Every entry point, from every state of the invariant and for all arguments that its contract allows: it ends, does
 * nothing undefined (the checker looks at every operation), and leaves the invariant true. */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* unwind: 300 */
/* mode: induction */
/* backends: cadical */
/* timeout: 120 */
/* cover: yes */
/* geometry: 9 bits, 3..5 levels, 8192 words, 4 entries in each cache, 32 tags */
/* variant: dma OPERATION=DMA */
/* variant: interrupt OPERATION=INTERRUPT */
/* variant: refuse OPERATION=REFUSE */
/* variant: queue OPERATION=QUEUE */
/* variant: write OPERATION=WRITE */
/* variant: read OPERATION=READ */
/* variant: completion OPERATION=COMPLETION */
/* variant: timeout OPERATION=TIMEOUT */
/* variant: pure OPERATION=PURE */
#define TAGS VTD_ITAGS
#include "model/device_tlb.h"
#include "model/queue.h"
#include "model/registers.h"
#include "model/unit.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/register_access.h"

enum { DMA, INTERRUPT, REFUSE, QUEUE, WRITE, READ, COMPLETION, TIMEOUT, PURE };

/* Entry points that change nothing. */
static void pure(void)
{
    struct vtd_dma_request request = any_request();
    struct vtd_interrupt_request interrupt = any_interrupt();
    uint32_t length = __VERIFIER_nondet_uint();
    assume(length >= 1);
    uint32_t piece = vtd_first_piece(request.address, length);
    check(1 <= piece && piece <= length && (request.address & 0xFFF) + piece <= 4096);
    check(vtd_request_class(request.address, length, request.access) <= VTD_INVALID_INTERRUPT);
    struct vtd_dma_result r = vtd_dma(&unit.unit, &ram, &request);
    check(r.allowed == (r.rule == VTD_NONE));
    struct vtd_interrupt_result i = vtd_interrupt(&unit.unit, &ram, &interrupt);
    check(i.delivered == (i.rule == VTD_NONE));
}

static void operation(void)
{
    if (OPERATION == DMA)
        vtd_unit_dma(&unit, &ram, any_request(), any_choice());
    if (OPERATION == INTERRUPT)
        vtd_unit_interrupt(&unit, &ram, any_interrupt(), any_choice());
    if (OPERATION == REFUSE)
        vtd_unit_refuse(&unit, any_request(), any_choice());
    if (OPERATION == QUEUE)
        vtd_queue_step(&unit, &ram);
    if (OPERATION == WRITE)
        write_register(any_offset(), __VERIFIER_nondet_uint());
    if (OPERATION == READ)
        (void)read_register(any_offset());
    if (OPERATION == COMPLETION)
        vtd_device_completion(&unit, __VERIFIER_nondet_ushort(), (uint8_t)any_bits(5), (unsigned)any_bits(3));
    if (OPERATION == TIMEOUT)
        vtd_device_timeout(&unit, (uint8_t)any_bits(5));
    if (OPERATION == PURE)
        pure();
}

int main(void)
{
    any_unit();
    operation();
    check(iommu_ok(&unit) && entries_beyond_empty(&unit));
    reach_cover();
    return 0;
}
