/* No access after unmap: software makes its tables not lead a requester's page to a frame any more, invalidates what
 * covers the page in the IOTLB, and waits. From any state, when the wait has completed, no DMA of the requester to
 * that page reaches the frame (clauses 6.5.2.2, 6.5.2.8, 6.5.3). */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* mode: induction */
/* backends: cadical */
/* timeout: 180 */
/* cover: yes */
/* depth: 3 */
/* geometry: 9 bits, 3..5 levels, 8192 words, 4 contexts, 4 pages */
/* variant: by_page GRANULARITY=3 CONTEXT=PRESENT LEVELS=4 CONTEXT_SETS=0 */
/* variant: by_page_held GRANULARITY=3 CONTEXT=HELD LEVELS=4 */
/* variant: by_domain GRANULARITY=2 CONTEXT=PRESENT LEVELS=4 CONTEXT_SETS=0 */
/* variant: globally GRANULARITY=1 CONTEXT=PRESENT LEVELS=4 CONTEXT_SETS=0 */
#include "model/queue.h"
#include "model/unit.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/descriptors.h"
#include "proofs/bmc/properties/watch.h"
#include "proofs/bmc/properties/width.h"

/* The unit follows its tables, software has not changed contexts, and what is held for the page has one domain-id. */
static struct watch settled(void)
{
    struct watch w = any_watch();
    w.contexts_fresh = true;
    w.contexts_tagged = true;
    w.pages_fresh = false;
    w.pages_tagged = true;
    w.source = SOURCE;
    w.domain = arrange_contexts(true).domain;
    assume(watch_holds(w));
    return w;
}

/* Software's invalidation, at the head; IH is anything. */
static uint64_t submit(void)
{
    uint64_t lo = (__VERIFIER_nondet_ulong() & ~UINT64_C(0x3F)) | GRANULARITY << 4 | 2, hi = __VERIFIER_nondet_ulong();
    put_head(lo, hi);
    return lo;
}

/* What the step below may change. */
struct before {
    struct vtd_queue queue;
    struct vtd_cached_page page[VTD_WAYS];
    bool failed, pending;
};

static struct before save(void)
{
    struct before b = {.queue = unit.queue, .failed = unit.faults.queue_error, .pending = unit.fault_event.pending};
    for (int i = 0; i < VTD_WAYS; i++)
        b.page[i] = unit.iotlb.entry[i];
    return b;
}

static void restore(struct before b)
{
    unit.queue = b.queue;
    unit.faults.queue_error = b.failed;
    unit.fault_event.pending = b.pending;
    for (int i = 0; i < VTD_WAYS; i++)
        unit.iotlb.entry[i] = b.page[i];
}

/* The unit takes it. AM is a constant on each path, 0 or 9 (a page, or 2 MB): that all
 * others reach what they cover is said by coherence.queue_page; all 64 at once were not decided in 60 s. Restoring changes nothing, as only one path takes the step, but says
 * so to the checker. */
static void invalidate(struct watch w, uint64_t lo)
{
    uint64_t hi = memory[HEAD_WORD + 1];
    assume((hi & 63) == 0 || (hi & 63) == 9);
    struct before b = save();
    for (uint64_t am = 0; am <= 9; am += 9)
        if ((hi & 63) == am) {
            uint64_t same = (hi & ~UINT64_C(63)) | am;
            assume(reaches_page(of_page_descriptor(lo, same), w.address, 12, w.domain));
            restore(b);
            step_with_constant(HEAD_WORD + 1, same);
        }
}

int main(void)
{
    any_unit();
    uint64_t lo = submit();
    struct watch w = settled();
    uint64_t frame = any_bits(52);
    struct vtd_dma_request request = any_request();
    request.source_id = w.source;
    request.address = w.address | (request.address & 0xFFF);
    struct verdict v = verdict_now(request);
    assume(unit.unit.translation_enabled && unit.unit.table_mode == VTD_LEGACY);
    assume(v.rule != VTD_NONE || v.host >> 12 != frame);
    invalidate(w, lo);
    assume((head_of_queue().lo & 15) == 5 && (head_of_queue().lo & 32) != 0);
    struct vtd_queue_step wait = vtd_queue_step(&unit, &ram);
    assume(wait.effects.status_write);
    struct vtd_dma_answer a = vtd_unit_dma(&unit, &ram, request, any_choice());
    check(!a.result.allowed || a.result.host_address >> 12 != frame);
    if (!a.result.allowed)
        reach_cover();
    return 0;
}
