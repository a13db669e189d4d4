/* No access after unmap, from reset: DMA fills the caches, also of a neighbour, software changes a word of its tables so
 * that the page no longer leads to the frame, invalidates the page (or 2 MB around it, or the domain; IH set or not),
 * waits, and reads the status. Then DMA to the page does not reach the frame. */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* Not run (no mode): undecided after 30 s, as the longer runs of coherence_reset.c; unmap.c says it from any state. */
/* backends: cadical */
/* timeout: 100 */
/* unwind: 9000 */
/* cover: yes */
/* geometry: 9 bits, 4 levels, 8192 words, 4 contexts, 4 pages, 2 requesters */
/* depth: 8 */
/* variant: by_page GRANULARITY=3 */
/* variant: by_large_page GRANULARITY=3 AM=9 */
/* variant: by_domain GRANULARITY=2 */
#include "model/unit.h"
#include "proofs/bmc/properties/software.h"

static struct vtd_dma_result dma(struct vtd_dma_request request)
{
    return vtd_unit_dma(&unit, &ram, request, any_choice()).result;
}

int main(void)
{
    struct context own = start_software();
    struct vtd_dma_request request = any_request_of(SOURCE);
    struct vtd_dma_result before = dma(request);
    dma(any_request_of(NEIGHBOUR));
    assume(before.allowed && before.page_level != 0);
    uint64_t frame = before.host_address >> 12;

    /* software takes the page away; contexts stay as they are */
    change_table();
    struct verdict v = verdict_now(request);
    assume(v.rule != VTD_NONE || v.host >> 12 != frame);

    /* it invalidates and waits */
    uint64_t lo = 2 | GRANULARITY << 4 | (uint64_t)own.domain << 16;
    uint64_t hi = (request.address & (UINT64_C(1) << GUEST_BITS) - 1 & ~UINT64_C(0xFFF)) | (any_bits(1) << 6) | AM;
    submit(lo, hi);
    submit(5 | 32 | UINT64_C(1) << 32, 0x3000);
    vtd_queue_step(&unit, &ram);
    struct vtd_queue_step wait = vtd_queue_step(&unit, &ram);
    assume(wait.effects.status_write);

    request.access = (uint8_t)any_bits(2);
    struct vtd_dma_result after = dma(request);
    check(!after.allowed || after.host_address >> 12 != frame);
    if (!after.allowed)
        reach_cover();
    return 0;
}
