/* Two domains are isolated, for any number of operations by anybody: as long as software keeps the context entry of a
 * requester, and tables that map no page of it to a certain frame, its DMA never reaches that frame, whatever other
 * requesters do, whatever is written to tables of others, and whether or not anything is invalidated. */
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
/* geometry: 9 bits, 3..5 levels, 8192 words, 4 contexts, 4 pages */
/* variant: dma_present OPERATION=DMA CONTEXT=PRESENT LEVELS=4 CONTEXT_SETS=0 */
/* variant: dma_held OPERATION=DMA CONTEXT=HELD LEVELS=4 */
/* variant: dma_others OPERATION=DMA CONTEXT=OTHER */
/* variant: queue OPERATION=QUEUE */
/* variant: register OPERATION=REGISTER */
#include "model/queue.h"
#include "model/registers.h"
#include "model/unit.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/register_access.h"
#include "proofs/bmc/properties/watch.h"
#include "proofs/bmc/properties/width.h"

enum { DMA, QUEUE, REGISTER };

/* The requester, its context entry, and the frame that it must not reach. */
struct fence {
    uint16_t source;
    uint64_t lo, hi;
    uint64_t frame;
};

/* A page that starts here and has this level contains the frame. */
static bool contains(uint64_t start, unsigned level, uint64_t frame)
{
    uint64_t pages = level == 3 ? 0x40000 : level == 2 ? 0x200 : 1;
    return frame >= start >> 12 && frame < (start >> 12) + pages;
}

/* What the unit holds for the requester: its context entry, and no page with the frame. */
static bool holds_nothing_else(struct fence f)
{
    struct entry_read entry = {VTD_NONE, f.lo, f.hi};
    bool ok = true;
    for (int i = 0; i < CONTEXT_SETS * VTD_WAYS; i++) {
        const struct vtd_cached_context *e = &unit.contexts.entry[i];
        ok = ok && (e->valid == 0 || e->source != f.source || same_context(e, entry));
    }
    for (int i = 0; i < IOTLB_SETS * VTD_WAYS; i++) {
        const struct vtd_cached_page *e = &unit.iotlb.entry[i];
        ok = ok && (e->level == 0 || e->source != f.source || e->rule != VTD_NONE ||
                    !contains((uint64_t)e->frame << 12, (unsigned)e->level, f.frame));
    }
    return ok;
}

/* Software's part, for one address: the page it lies in does not map to the frame. */
static void tables_keep_out(struct fence f, uint64_t address)
{
    struct page_found p = page_of_context(f.lo, f.hi, address);
    if (goes_through_tables(f.lo, f.hi, address) && p.rule == VTD_NONE)
        assume(!contains(p.start, p.level, f.frame));
}

static void dma(struct fence f)
{
    struct vtd_dma_request request = any_request();
    if (CONTEXT == OTHER)
        assume(request.source_id != f.source);
    else
        request.source_id = SOURCE;
    if (CONTEXT != OTHER)
        tables_keep_out(f, request.address);
    struct vtd_dma_answer a = vtd_unit_dma(&unit, &ram, request, any_choice());
    if (CONTEXT != OTHER && a.result.allowed) {
        check(a.result.host_address >> 12 != f.frame);
        if (a.result.page_level == 2)
            reach_cover();
    }
    if (CONTEXT == OTHER && a.result.allowed && a.result.host_address >> 12 == f.frame)
        reach_cover();
}

int main(void)
{
    struct fence f;
    any_unit();
    f.source = __VERIFIER_nondet_ushort();
    f.lo = __VERIFIER_nondet_ulong();
    f.hi = __VERIFIER_nondet_ulong();
    f.frame = any_bits(52);
    if (CONTEXT != OTHER) {
        struct context c = arrange_contexts(true);
        f.source = SOURCE;
        f.lo = low_word(c);
        f.hi = high_word(c);
    }
    assume(!passes_through(f.lo) && holds_nothing_else(f));
    assume(unit.unit.translation_enabled);
    if (OPERATION == DMA)
        dma(f);
    if (OPERATION == QUEUE) {
        vtd_queue_step(&unit, &ram);
        reach_cover();
    }
    if (OPERATION == REGISTER) {
        write_register(any_offset(), __VERIFIER_nondet_uint());
        reach_cover();
    }
    check(holds_nothing_else(f));
    return 0;
}
