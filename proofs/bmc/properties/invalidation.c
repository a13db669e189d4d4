/* An invalidation removes from the caches of the unit exactly what its words cover, whatever is held: every
 * granularity, FM, AM, index mask, domain-id; by queue and by registers (clauses 6.5.1, 6.5.2.1, 6.5.2.2, 6.5.2.7). */
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
/* geometry: 8192 words, 4 entries in each cache */
/* variant: queue_page WAY=QUEUE_PAGE */
/* variant: queue_interrupt WAY=QUEUE_INTERRUPT */
/* variant: queue_others WAY=QUEUE_OTHERS */
/* variant: context_command WAY=CONTEXT_COMMAND */
/* variant: page_command WAY=PAGE_COMMAND */
/* variant: page_two_sets WAY=QUEUE_PAGE IOTLB_SETS=2 */
/* variant: interrupt_two_sets WAY=QUEUE_INTERRUPT INTERRUPT_SETS=2 */
/* variant: context_two_sets WAY=QUEUE_OTHERS CONTEXT_SETS=2 */
#include "model/queue.h"
#include "model/registers.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/coverage.h"
#include "proofs/bmc/properties/descriptors.h"

enum { QUEUE_PAGE, QUEUE_INTERRUPT, QUEUE_OTHERS, CONTEXT_COMMAND, PAGE_COMMAND };

/* One entry of each cache, at arbitrary places. */
struct sample {
    unsigned context_at, page_at, interrupt_at;
    struct vtd_cached_context context;
    struct vtd_cached_page page;
    struct vtd_cached_interrupt interrupt;
};

static struct sample any_sample(void)
{
    struct sample s;
    s.context_at = (unsigned)any_bits(3);
    s.page_at = (unsigned)any_bits(3);
    s.interrupt_at = (unsigned)any_bits(3);
    assume(s.context_at < CONTEXT_SETS * VTD_WAYS && s.page_at < IOTLB_SETS * VTD_WAYS &&
           s.interrupt_at < INTERRUPT_SETS * VTD_WAYS);
    s.context = unit.contexts.entry[s.context_at];
    s.page = unit.iotlb.entry[s.page_at];
    s.interrupt = unit.interrupts.entry[s.interrupt_at];
    return s;
}

/* Which of the three are to be gone. */
struct loss {
    bool context, page, interrupt;
};

static bool covers_page(struct invalidation v, const struct vtd_cached_page *e)
{
    unsigned size = e->level == 3 ? 30 : e->level == 2 ? 21 : 12;
    return reaches_page(v, (uint64_t)e->first << size, size, (uint16_t)e->domain);
}

/* The sample afterwards: gone or as it was. */
static void compare(struct sample s, struct loss gone)
{
    if (s.context.valid != 0)
        check((unit.contexts.entry[s.context_at].valid == 0) == gone.context);
    if (s.page.level != 0)
        check(unit.iotlb.entry[s.page_at].level == (gone.page ? 0 : s.page.level));
    if (s.interrupt.valid != 0)
        check((unit.interrupts.entry[s.interrupt_at].valid == 0) == gone.interrupt);
    if (gone.context || gone.page || gone.interrupt)
        reach_cover();
}

/* The unit has taken the descriptor, or refused it. */
static void taken(struct sample s, uint64_t lo, uint64_t hi)
{
    struct loss gone = {false, false, false};
    if (unit.queue.head != HEAD) {
        gone.context = (lo & 15) == 1 && reaches_context(of_context_descriptor(lo), s.context.source, s.context.domain);
        gone.page = (lo & 15) == 2 && covers_page(of_page_descriptor(lo, hi), &s.page);
        gone.interrupt = (lo & 15) == 4 && reaches_index(lo, (uint32_t)s.interrupt.index);
    }
    compare(s, gone);
}

/* AM and index mask are constants on each path. */
static void by_queue(struct sample s)
{
    uint64_t lo = __VERIFIER_nondet_ulong(), hi = __VERIFIER_nondet_ulong();
    if (WAY == QUEUE_OTHERS)
        assume((lo & 15) != 2 && (lo & 15) != 4);
    else
        lo = (lo & ~UINT64_C(15)) | (WAY == QUEUE_PAGE ? 2 : 4);
    put_head(lo, hi);
    for (uint64_t am = 0; WAY == QUEUE_PAGE && am < 64; am++)
        if ((hi & 63) == am) {
            uint64_t same = (hi & ~UINT64_C(63)) | am;
            step_with_constant(HEAD_WORD + 1, same);
            taken(s, lo, same);
            end_of_path();
        }
    for (uint64_t mask = 0; WAY == QUEUE_INTERRUPT && mask < 32; mask++)
        if ((lo >> 27 & 31) == mask) {
            uint64_t same = (lo & ~(UINT64_C(31) << 27)) | mask << 27;
            step_with_constant(HEAD_WORD, same);
            taken(s, same, hi);
            end_of_path();
        }
    if (WAY == QUEUE_OTHERS) {
        vtd_queue_step(&unit, &ram);
        taken(s, lo, hi);
    }
}

static bool registers_work(void)
{
    return !unit.queue.enabled && unit.unit.table_mode == VTD_LEGACY && (unit.unit.caps.version >> 4 & 15) < 6;
}

/* CAIG says what was done: what was asked for, or nothing while the queue is in use or registers do not serve. */
static void by_context_command(struct sample s)
{
    struct loss gone = {false, false, false};
    uint32_t value = __VERIFIER_nondet_uint();
    vtd_register_write(&unit, 0x2C, value);
    struct invalidation v = of_context_command(value);
    if (value >> 31 != 0) {
        check(v.granularity == (registers_work() ? value >> 29 & 3 : 0));
        gone.context = reaches_context(v, s.context.source, s.context.domain);
    }
    compare(s, gone);
}

/* IAIG likewise; a page request is done for the domain without PSI, and not at all with a mask above MAMV. */
static void page_command(struct sample s)
{
    struct loss gone = {false, false, false};
    uint32_t value = __VERIFIER_nondet_uint(), asked = value >> 28 & 3;
    vtd_register_write(&unit, IOTLB_OFFSET + 12, value);
    struct invalidation v = of_page_command(value);
    if (value >> 31 == 0) {
        compare(s, gone);
        return;
    }
    if (asked == SELECTED && !unit.unit.caps.page_selective)
        asked = ONE_DOMAIN;
    if (!registers_work() || (asked == SELECTED && v.address_mask > unit.unit.caps.address_mask_max))
        asked = 0;
    check(v.granularity == asked);
    gone.page = covers_page(v, &s.page);
    compare(s, gone);
}

/* AM as above. */
static void by_page_command(struct sample s)
{
    uint32_t address = unit.registers.address_lo;
    for (uint32_t am = 0; am < 64; am++)
        if ((address & 63) == am) {
            unit.registers.address_lo = (address & ~63u) | am;
            page_command(s);
            end_of_path();
        }
}

int main(void)
{
    any_unit();
    struct sample s = any_sample();
    if (WAY == CONTEXT_COMMAND)
        by_context_command(s);
    else if (WAY == PAGE_COMMAND)
        by_page_command(s);
    else
        by_queue(s);
    return 0;
}
