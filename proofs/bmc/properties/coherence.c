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
/* unwind: 300 */
/* cover: yes */
/* geometry: 9 bits, 3..5 levels, 8192 words, 4 contexts, 4 pages */
/* variant: dma_present OPERATION=DMA CONTEXT=PRESENT LEVELS=4 CONTEXT_SETS=0 */
/* variant: dma_held OPERATION=DMA CONTEXT=HELD LEVELS=4 */
/* variant: dma_without_tables OPERATION=DMA CONTEXT=OTHER */
/* variant: dma_others OPERATION=DMA CONTEXT=OTHER WHO=OTHERS */
/* variant: write OPERATION=WRITE */
/* variant: queue_page OPERATION=QUEUE_PAGE */
/* variant: queue_others OPERATION=QUEUE_OTHERS */
/* variant: register_page OPERATION=REGISTER_PAGE */
/* variant: register_others OPERATION=REGISTER_OTHERS */
#include "model/queue.h"
#include "model/registers.h"
#include "model/unit.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/descriptors.h"
#include "proofs/bmc/properties/register_access.h"
#include "proofs/bmc/properties/watch.h"
#include "proofs/bmc/properties/width.h"

enum { DMA, WRITE, QUEUE_PAGE, QUEUE_OTHERS, REGISTER_PAGE, REGISTER_OTHERS };
enum { OWN, OTHERS };
#ifndef WHO
#define WHO OWN
#endif

/* No context entry of the watched requester, present or held, leads to tables. */
static void without_tables(struct watch w)
{
    struct entry_read now = context_in_memory(w.source);
    assume(now.rule != VTD_NONE || context_flaw(now.lo, now.hi) != VTD_NONE || passes_through(now.lo));
    for (int i = 0; i < CONTEXT_SETS * VTD_WAYS; i++) {
        const struct vtd_cached_context *e = &unit.contexts.entry[i];
        uint64_t lo = (uint64_t)e->word1 << 32 | e->word0, hi = (uint64_t)e->word3 << 32 | e->word2;
        assume(e->valid == 0 || e->source != w.source || context_flaw(lo, hi) != VTD_NONE || passes_through(lo));
    }
}

static void dma(struct watch w)
{
    struct vtd_dma_request request = any_request();
    if (WHO == OTHERS)
        assume(request.source_id != w.source);
    else
        request.source_id = w.source;
    if (CONTEXT == OTHER && WHO == OWN)
        without_tables(w);
    struct verdict v = verdict_now(request);
    struct vtd_dma_answer a = vtd_unit_dma(&unit, &ram, request, any_choice());
    if (WHO == OTHERS) {
        if (a.result.allowed)
            reach_cover();
        return;
    }
    if (!w.pages_fresh || request.address >> 12 != w.address >> 12)
        return;
    check(answers(a.result, v));
    if (a.result.allowed && v.mapped == (CONTEXT != OTHER))
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

struct descriptor {
    uint64_t lo, hi;
};

/* What stands at the head when the unit takes a descriptor. */
static struct descriptor any_descriptor(void)
{
    struct descriptor d = {__VERIFIER_nondet_ulong(), __VERIFIER_nondet_ulong()};
    if (OPERATION == QUEUE_PAGE)
        d.lo = (d.lo & ~UINT64_C(15)) | 2;
    else
        assume((d.lo & 15) != 2);
    put_head(d.lo, d.hi);
    return d;
}

static void taken(struct watch w, struct descriptor d)
{
    bool fresh = OPERATION == QUEUE_PAGE ? w.pages_fresh : w.contexts_fresh;
    if (unit.queue.head != HEAD)
        watch_descriptor(&w, d.lo, d.hi);
    check_watch(w);
    if (!fresh && (OPERATION == QUEUE_PAGE ? w.pages_fresh : w.contexts_fresh))
        reach_cover();
}

static void queue(struct watch w, struct descriptor d)
{
    if (OPERATION == QUEUE_OTHERS) {
        vtd_queue_step(&unit, &ram);
        taken(w, d);
    }
    for (uint64_t am = 0; OPERATION == QUEUE_PAGE && am < 64; am++)
        if ((d.hi & 63) == am) {
            struct descriptor same = {d.lo, (d.hi & ~UINT64_C(63)) | am};
            step_with_constant(HEAD_WORD + 1, same.hi);
            taken(w, same);
            end_of_path();
        }
}

static void register_write(struct watch w, uint32_t offset)
{
    uint32_t value = __VERIFIER_nondet_uint();
    bool stale = !w.contexts_fresh || !w.pages_fresh;
    write_register(offset, value);
    watch_register(&w, offset, value);
    check_watch(w);
    if (stale && w.pages_fresh)
        reach_cover();
}

/* IOTLB_REG, AM as above. */
static void register_page(struct watch w)
{
    uint32_t address = unit.registers.address_lo;
    for (uint32_t am = 0; am < 64; am++)
        if ((address & 63) == am) {
            unit.registers.address_lo = (address & ~63u) | am;
            register_write(w, IOTLB_OFFSET + 12);
            end_of_path();
        }
}

static void register_others(struct watch w)
{
    uint32_t offset = any_offset();
    assume(offset != IOTLB_OFFSET + 12);
    register_write(w, offset);
}

int main(void)
{
    any_unit();
    struct watch w = any_watch();
    if (CONTEXT != OTHER) {
        w.source = SOURCE;
        arrange_contexts(w.contexts_fresh);
    }
    struct descriptor d = {0, 0};
    if (OPERATION == QUEUE_PAGE || OPERATION == QUEUE_OTHERS)
        d = any_descriptor();
    assume(watch_holds(w));
    if (OPERATION == DMA)
        dma(w);
    if (OPERATION == WRITE)
        write(&w);
    if (OPERATION == QUEUE_PAGE || OPERATION == QUEUE_OTHERS)
        queue(w, d);
    if (OPERATION == REGISTER_PAGE)
        register_page(w);
    if (OPERATION == REGISTER_OTHERS)
        register_others(w);
    if (OPERATION == DMA || OPERATION == WRITE)
        check_watch(w);
    return 0;
}
