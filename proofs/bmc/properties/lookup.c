/* One DMA from any state: a held translation answers it, else a walk of the present tables from the held context
 * entry, else from the present one; and the caches hold afterwards what they held before, or what was just read and
 * may be held (clauses 6.2.2, 6.2.4, 6.1 for caching mode). */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* mode: induction */
/* backends: cadical */
/* timeout: 120 */
/* cover: yes */
/* geometry: 9 bits, 3..5 levels, 8192 words */
/* variant: present LEVELS=4 CONTEXT=PRESENT CONTEXT_SETS=0 */
/* variant: present_39 LEVELS=3 CONTEXT=PRESENT CONTEXT_SETS=0 */
/* variant: present_57 LEVELS=5 CONTEXT=PRESENT CONTEXT_SETS=0 IOTLB_SETS=0 HOST_BITS=52 GUEST_BITS=52 DOMAIN_BITS=16 */
/* variant: present_devices LEVELS=4 TYPE=1 CONTEXT=PRESENT CONTEXT_SETS=0 */
/* variant: present_two_sets LEVELS=4 CONTEXT=PRESENT CONTEXT_SETS=0 IOTLB_SETS=2 */
/* variant: held LEVELS=4 CONTEXT=HELD */
/* variant: other CONTEXT=OTHER IOTLB_SETS=0 */
/* variant: other_two_sets CONTEXT=OTHER CONTEXT_SETS=2 IOTLB_SETS=0 */
#include "model/unit.h"
#include "proofs/bmc/properties/watch.h"
#include "proofs/bmc/properties/width.h"

/* How a request finds the unit before it is served. */
struct found {
    bool page, context;
    struct page_found held; /* page: the translation that is held */
    bool quiet;
    uint64_t lo, hi; /* context entry, held or read */
    unsigned flaw;   /* it cannot be read */
};

static uint64_t pair(uint32_t low, uint32_t high)
{
    return (uint64_t)high << 32 | low;
}

/* Of several held pages of different sizes the smallest is used. */
static struct found find(uint16_t source, uint64_t address)
{
    struct found f = {false, false, {VTD_NONE, 9, 0, false, false}, false, 0, 0, VTD_NONE};
    for (int i = 0; i < IOTLB_SETS * VTD_WAYS; i++) {
        const struct vtd_cached_page *e = &unit.iotlb.entry[i];
        if (!serves(e, source, address) || (f.page && (unsigned)e->level >= f.held.level))
            continue;
        struct page_found p = {(unsigned)e->rule, (unsigned)e->level, (uint64_t)e->frame << 12, (e->rights & 1) != 0,
                               (e->rights & 2) != 0};
        f.page = true;
        f.held = p;
        f.quiet = e->fault_disabled != 0;
    }
    for (int i = 0; i < CONTEXT_SETS * VTD_WAYS; i++) {
        const struct vtd_cached_context *e = &unit.contexts.entry[i];
        if (f.context || e->valid == 0 || e->source != source)
            continue;
        f.context = true;
        f.lo = pair(e->word0, e->word1);
        f.hi = pair(e->word2, e->word3);
    }
    if (!f.context) {
        struct entry_read now = context_in_memory(source);
        f.lo = now.lo;
        f.hi = now.hi;
        f.flaw = now.rule;
    }
    return f;
}

static struct verdict verdict_of(struct found f, struct vtd_dma_request request)
{
    struct verdict v = {f.flaw, true, false, request.address};
    if (!unit.unit.translation_enabled || unit.unit.table_mode != VTD_LEGACY)
        return verdict_without_tables(request);
    if (f.page)
        return verdict_on_page(f.held, request.address, request.access, f.quiet);
    return f.flaw != VTD_NONE ? v : verdict_in_context(f.lo, f.hi, request);
}

/* Two positions of a cache hold the same. */
static bool context_kept(const struct vtd_cached_context *a, const struct vtd_cached_context *b)
{
    return a->word0 == b->word0 && a->word1 == b->word1 && a->word2 == b->word2 && a->word3 == b->word3 &&
           a->source == b->source && a->domain == b->domain && a->valid == b->valid;
}

static bool page_kept(const struct vtd_cached_page *a, const struct vtd_cached_page *b)
{
    return a->first == b->first && a->frame == b->frame && a->source == b->source && a->domain == b->domain &&
           a->level == b->level && a->rights == b->rights && a->fault_disabled == b->fault_disabled &&
           a->rule == b->rule;
}

/* The entry holds the context entry that this request has just read. */
static bool context_learnt(const struct vtd_cached_context *e, struct found f, uint16_t source, bool faults_too)
{
    bool may = !f.page && !f.context && f.flaw == VTD_NONE && (context_flaw(f.lo, f.hi) == VTD_NONE || faults_too);
    return may && e->valid == 1 && e->source == source && e->domain == tag_of(f.lo, f.hi) &&
           pair(e->word0, e->word1) == f.lo && pair(e->word2, e->word3) == f.hi;
}

static bool page_learnt(const struct vtd_cached_page *e, struct found f, struct vtd_dma_request request, bool may)
{
    struct page_found p = page_of_context(f.lo, f.hi, request.address);
    return may && !f.page && f.flaw == VTD_NONE && goes_through_tables(f.lo, f.hi, request.address) &&
           serves(e, request.source_id, request.address) && e->domain == domain_of(f.hi) &&
           e->fault_disabled == (int16_t)(f.lo >> 1 & 1) && same_page(e, p);
}

int main(void)
{
    any_unit();
    struct vtd_dma_request request = any_request();
    if (CONTEXT != OTHER)
        request.source_id = SOURCE;
    fix_caps();
    if (CONTEXT == PRESENT)
        put_context(any_context());
    if (CONTEXT == HELD)
        hold_context(any_context());
    struct vtd_choice choice = any_choice();
    struct found f = find(request.source_id, request.address);
    if (CONTEXT == OTHER)
        assume(f.flaw != VTD_NONE || context_flaw(f.lo, f.hi) != VTD_NONE || passes_through(f.lo));
    struct verdict v = verdict_of(f, request);
    struct vtd_cached_context context = {0};
    struct vtd_cached_page page = {0};
    unsigned context_at = (unsigned)any_bits(3), page_at = (unsigned)any_bits(3);
    if (context_at < CONTEXT_SETS * VTD_WAYS)
        context = unit.contexts.entry[context_at];
    if (page_at < IOTLB_SETS * VTD_WAYS)
        page = unit.iotlb.entry[page_at];
    bool on = unit.unit.translation_enabled && unit.unit.table_mode == VTD_LEGACY;
    bool faults_too = choice.cache_faults && unit.unit.caps.caching_mode;

    struct vtd_dma_answer a = vtd_unit_dma(&unit, &ram, request, choice);

    check(answers(a.result, v));
    if (context_at < CONTEXT_SETS * VTD_WAYS)
        check(context_kept(&unit.contexts.entry[context_at], &context) ||
              (on && context_learnt(&unit.contexts.entry[context_at], f, request.source_id, faults_too)));
    if (page_at < IOTLB_SETS * VTD_WAYS)
        check(page_kept(&unit.iotlb.entry[page_at], &page) ||
              (on && page_learnt(&unit.iotlb.entry[page_at], f, request, v.rule == VTD_NONE || faults_too)));
    if (a.result.allowed && v.mapped == (CONTEXT != OTHER))
        reach_cover();
    if (!a.result.allowed)
        reach_cover();
    return 0;
}
