/* As coherence.c, from reset: operations in free order (or in a fixed one, for longer runs) on a unit that software
 * has brought up. A violation is a run that can be replayed. */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* mode: reset */
/* backends: cadical */
/* timeout: 200 */
/* unwind: 9000 */
/* cover: yes */
/* geometry: 9 bits, 3..5 levels, 8192 words, 4 contexts, 4 pages */
/* depth: 4 */
/* variant: free4 DEPTH=4 */
/* variant: page DEPTH=5 STEP0=DMA STEP1=WRITE STEP2=CONTEXT STEP3=PAGE STEP4=DMA */
/* variant: wrong_order DEPTH=6 STEP0=DMA STEP1=WRITE STEP2=PAGE STEP3=DMA STEP4=CONTEXT STEP5=DMA */
/* variant: twice DEPTH=6 STEP0=DMA STEP1=WRITE STEP2=CONTEXT STEP3=PAGE STEP4=DMA STEP5=DMA */
#include "model/unit.h"
#include "proofs/bmc/properties/start.h"
#include "proofs/bmc/properties/watch.h"

enum { DMA, WRITE, CONTEXT, PAGE, FREE };
#ifndef STEP0
#define STEP0 FREE
#define STEP1 FREE
#define STEP2 FREE
#define STEP3 FREE
#endif
#ifndef STEP4
#define STEP4 FREE
#endif
#ifndef STEP5
#define STEP5 FREE
#endif

static void dma(struct watch w)
{
    struct vtd_dma_request request = any_request();
    struct verdict v = verdict_now(request);
    struct vtd_dma_answer a = vtd_unit_dma(&unit, &ram, request, any_choice());
    if (!w.pages_fresh || request.source_id != w.source || request.address >> 12 != w.address >> 12)
        return;
    check(answers(a.result, v));
}

/* Submit an invalidation and let the unit take it. */
static void invalidate(struct watch *w, unsigned type)
{
    uint64_t lo = (__VERIFIER_nondet_ulong() & ~UINT64_C(0xE0F)) | type, hi = __VERIFIER_nondet_ulong();
    submit(lo, hi);
    uint32_t head = unit.queue.head;
    vtd_queue_step(&unit, &ram);
    if (unit.queue.head != head)
        watch_descriptor(w, lo, hi);
}

static void operation(struct watch *w, unsigned kind)
{
    if (kind == FREE)
        kind = (unsigned)any_bits(2);
    if (kind == DMA)
        dma(*w);
    if (kind == WRITE) {
        change_tables();
        watch_change(w);
    }
    if (kind == CONTEXT)
        invalidate(w, 1);
    if (kind == PAGE)
        invalidate(w, 2);
}

int main(void)
{
    static const unsigned step[6] = {STEP0, STEP1, STEP2, STEP3, STEP4, STEP5};
    bring_up();
    struct watch w = any_watch();
    w.contexts_fresh = w.pages_fresh = true;
    w.contexts_tagged = w.pages_tagged = keeps_domain(w);
    bool changed = false;
    for (int i = 0; i < DEPTH; i++) {
        operation(&w, step[i]);
        changed = changed || !w.pages_fresh;
    }
    if (changed && w.pages_fresh)
        reach_cover();
    return 0;
}
