/* An interrupt is delivered only through an entry that is present, has no reserved bit set and accepts the requester,
 * and then as that entry's message; the entry is the held one, else the present one, and what is held afterwards was
 * held before or has just been read (clauses 5.1.2 to 5.1.5, 6.3). */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* mode: induction */
/* backends: cadical,z3 */
/* timeout: 60 */
/* cover: yes */
/* quick: yes */
/* geometry: 8192 words, 4 entries */
/* variant: one_set INTERRUPT_SETS=1 */
/* variant: two_sets INTERRUPT_SETS=2 */
/* variant: no_cache INTERRUPT_SETS=0 */
#include "model/unit.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/interrupts.h"

static bool held_at(int i, uint32_t index)
{
    return unit.interrupts.entry[i].valid != 0 && unit.interrupts.entry[i].index == (int32_t)index;
}

static struct entry_read entry_for(uint32_t index)
{
    struct entry_read e = interrupt_in_memory(index);
    if (index >= (uint32_t)unit.unit.interrupt_table_size)
        return e;
    for (int i = INTERRUPT_SETS * VTD_WAYS - 1; i >= 0; i--)
        if (held_at(i, index)) {
            const struct vtd_cached_interrupt *c = &unit.interrupts.entry[i];
            e.rule = VTD_NONE;
            e.lo = (uint64_t)c->word1 << 32 | c->word0;
            e.hi = (uint64_t)c->word3 << 32 | c->word2;
        }
    return e;
}

static bool same_entry(const struct vtd_cached_interrupt *a, const struct vtd_cached_interrupt *b)
{
    return a->word0 == b->word0 && a->word1 == b->word1 && a->word2 == b->word2 && a->word3 == b->word3 &&
           a->index == b->index && a->valid == b->valid;
}

/* It holds what memory says for this index. */
static bool learnt(const struct vtd_cached_interrupt *e, uint32_t index)
{
    struct entry_read now = interrupt_in_memory(index);
    return now.rule == VTD_NONE && e->valid == 1 && e->index == (int32_t)index && e->word0 == (uint32_t)now.lo &&
           e->word1 == now.lo >> 32 && e->word2 == (uint32_t)now.hi && e->word3 == now.hi >> 32;
}

static void judge(struct vtd_interrupt_result r, struct vtd_interrupt_request request, struct entry_read e)
{
    unsigned rule = e.rule != VTD_NONE ? e.rule : interrupt_flaw(e.lo, e.hi, request.source_id);
    bool quiet = e.rule == VTD_NONE && (e.lo & 2) != 0;
    if (!is_remapped(request)) {
        rule = rule_without_table(request);
        quiet = false;
    }
    check(r.rule == rule && r.delivered == (rule == VTD_NONE));
    check(r.recorded == (rule != VTD_NONE && !quiet));
    if (r.delivered)
        check(is_remapped(request) ? is_message(r.message, e.lo) : is_own_message(r.message, request));
}

int main(void)
{
    any_unit();
    struct vtd_interrupt_request request = any_interrupt();
    struct vtd_choice choice = any_choice();
    uint32_t index = index_of_request(request);
    struct entry_read e = entry_for(index);
    unsigned at = (unsigned)any_bits(3);
    struct vtd_cached_interrupt before = {0};
    if (at < INTERRUPT_SETS * VTD_WAYS)
        before = unit.interrupts.entry[at];

    struct vtd_interrupt_answer a = vtd_unit_interrupt(&unit, &ram, request, choice);

    judge(a.result, request, e);
    if (at < INTERRUPT_SETS * VTD_WAYS && !same_entry(&unit.interrupts.entry[at], &before))
        check(is_remapped(request) && learnt(&unit.interrupts.entry[at], index) &&
              (a.result.delivered || (choice.cache_faults && unit.unit.caps.caching_mode)));
    if (a.result.delivered && is_remapped(request))
        reach_cover();
    if (a.result.rule == VTD_INT_26)
        reach_cover();
    return 0;
}
