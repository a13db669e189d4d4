/* DMA through context cache and IOTLB, for any number of operations: once every invalidation that software owes for
 * a requester and a page is done, their requests are answered as the present tables say (clauses 6.2, 6.5.3). */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* mode: induction */
/* backends: cadical */
/* timeout: 120 */
/* unwind: 64 */
/* cover: yes */
/* geometry: 9 bits, 3..5 levels, 8192 words, 4 contexts, 4 pages */
/* variant: dma OPERATION=DMA */
/* variant: write OPERATION=WRITE */
/* variant: queue OPERATION=QUEUE */
/* variant: register OPERATION=REGISTER */
/* variant: dma_uncached OPERATION=DMA CONTEXT_SETS=0 IOTLB_SETS=0 */
/* variant: dma_pages_only OPERATION=DMA CONTEXT_SETS=0 IOTLB_SETS=2 */
#include "model/queue.h"
#include "model/registers.h"
#include "model/unit.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/descriptors.h"
#include "proofs/bmc/properties/watch.h"

enum { DMA, WRITE, QUEUE, REGISTER };

static void dma(struct watch w)
{
    struct vtd_dma_request request = any_request();
    struct verdict v = verdict_now(request);
    struct vtd_dma_answer a = vtd_unit_dma(&unit, &ram, request, any_choice());
    if (!w.pages_fresh || request.source_id != w.source || request.address >> 12 != w.address >> 12)
        return;
    check(answers(a.result, v));
    if (a.result.allowed && v.mapped)
        reach_cover();
}

static void write(struct watch *w)
{
    uint64_t index = __VERIFIER_nondet_ulong();
    assume(index < WORDS);
    write_memory(index, __VERIFIER_nondet_ulong());
    watch_change(w);
    if (w->pages_tagged)
        reach_cover();
}

static void queue(struct watch *w)
{
    struct head h = head_of_queue();
    uint32_t head = unit.queue.head;
    bool stale = !w->pages_fresh;
    vtd_queue_step(&unit, &ram);
    if (unit.queue.head == head)
        return;
    watch_descriptor(w, h.lo, h.hi);
    if (stale && w->pages_fresh)
        reach_cover();
}

static void register_write(struct watch *w)
{
    uint32_t offset = __VERIFIER_nondet_uint() & ~3u;
    uint32_t value = __VERIFIER_nondet_uint();
    bool stale = !w->contexts_fresh;
    vtd_register_write(&unit, offset, value);
    watch_register(w, offset, value);
    if (stale && w->contexts_fresh)
        reach_cover();
}

int main(void)
{
    any_unit();
    struct watch w = any_watch();
    assume(watch_holds(w));
    if (OPERATION == DMA)
        dma(w);
    if (OPERATION == WRITE)
        write(&w);
    if (OPERATION == QUEUE)
        queue(&w);
    if (OPERATION == REGISTER)
        register_write(&w);
    check(watch_holds(w));
    return 0;
}
