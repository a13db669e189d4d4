/* As coherence.c, from reset: runs of operations on a unit that software has brought up for two requesters. After each
 * operation the caches agree with what software knows, which is the base and the steps of that induction once more; a
 * violation is a run that can be replayed. IOTLB invalidations name one page (AM = 0) or 2 MB (AM = 9).
 *
 * Depth 2 is what is reached. Longer runs (DMA OTHER WRITE CONTEXT PAGE DMA, DMA SWITCH PAGE DMA CONTEXT DMA PAGE DMA)
 * can be given as variants, but are not decided in 30 s: once a context entry may be held or not, the walk's levels are no
 * constants, and the formula has a million terms. For any number of operations coherence.c says it by induction. */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* mode: reset */
/* backends: cadical */
/* timeout: 100 */
/* unwind: 9000 */
/* cover: yes */
/* geometry: 9 bits, 4 levels, 8192 words, 4 contexts, 4 pages, 2 requesters */
/* depth: 2 */
/* variant: fill STEP0=DMA STEP1=OTHER */
/* variant: write STEP0=WRITE STEP1=DMA */
#include "model/unit.h"
#include "proofs/bmc/properties/software.h"

enum { DMA, OTHER_DMA, WRITE, SWITCH, CONTEXT_INVALIDATION, PAGE, NOTHING };
#define OTHER OTHER_DMA
#undef CONTEXT
#define CONTEXT CONTEXT_INVALIDATION
#ifndef STEP2
#define STEP2 NOTHING
#define STEP3 NOTHING
#endif
#ifndef STEP4
#define STEP4 NOTHING
#define STEP5 NOTHING
#endif
#ifndef STEP6
#define STEP6 NOTHING
#define STEP7 NOTHING
#endif

static void dma(struct watch w, uint16_t source)
{
    struct vtd_dma_request request = any_request_of(source);
    struct verdict v = verdict_now(request);
    struct vtd_dma_answer a = vtd_unit_dma(&unit, &ram, request, any_choice());
    if (source != SOURCE || !w.pages_fresh || request.address >> 12 != w.address >> 12)
        return;
    check(answers(a.result, v));
    if (a.result.allowed)
        reach_cover();
}

/* Submit an invalidation and let the unit take it. */
static void invalidate(struct watch *w, uint64_t type)
{
    uint64_t lo = (__VERIFIER_nondet_ulong() & ~UINT64_C(0xE0F)) | type;
    uint64_t hi = (__VERIFIER_nondet_ulong() & ~UINT64_C(63)) | (type == 2 ? AM : 0);
    uint32_t head = unit.queue.head;
    submit(lo, hi);
    vtd_queue_step(&unit, &ram);
    if (unit.queue.head != head)
        watch_descriptor(w, lo, hi);
}

static void operation(struct watch *w, unsigned kind)
{
    if (kind == DMA)
        dma(*w, SOURCE);
    if (kind == OTHER_DMA)
        dma(*w, NEIGHBOUR);
    if (kind == WRITE)
        change_table();
    if (kind == SWITCH)
        put_context_of(SOURCE, any_context());
    if (kind == WRITE || kind == SWITCH)
        watch_change(w);
    if (kind == CONTEXT_INVALIDATION)
        invalidate(w, 1);
    if (kind == PAGE)
        invalidate(w, 2);
}

int main(void)
{
    static const unsigned step[8] = {STEP0, STEP1, STEP2, STEP3, STEP4, STEP5, STEP6, STEP7};
    struct context own = start_software();
    struct watch w = any_watch();
    w.source = SOURCE;
    w.domain = own.domain;
    w.contexts_fresh = w.pages_fresh = w.contexts_tagged = w.pages_tagged = true;
    check_watch(w);
    for (int i = 0; i < 8; i++) {
        operation(&w, step[i]);
        check_watch(w);
        assume(watch_holds(w)); /* has just been checked: what follows may use it */
    }
    if (unit.iotlb.entry[0].level != 0)
        reach_cover();
    return 0;
}
