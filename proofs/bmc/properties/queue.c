/* The invalidation queue takes descriptors in order, each once: a step moves the head by one descriptor round the
 * ring, or finds an error and leaves it there with its code, or does nothing; and which of the three is decided by
 * registers and the words at the head alone (clauses 6.5.2, 6.5.2.9, 11.4.9). */
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
/* geometry: 8192 words, rings of 4 KB to 512 KB, 2 tags */
/* variant: two_tags TAGS=2 */
/* variant: all_tags TAGS=VTD_ITAGS CONTEXT_SETS=0 IOTLB_SETS=0 INTERRUPT_SETS=0 */
#include "model/queue.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/descriptors.h"

/* Bits of the two words that are reserved in a descriptor of this type. */
static uint64_t reserved_low(unsigned type)
{
    const struct vtd_caps *c = &unit.unit.caps;
    switch (type) {
    case 1:
        return UINT64_C(0xFFFC00000000F1C0);
    case 2:
        return UINT64_C(0xFFFFFFFF0000F100);
    case 3:
        return c->invalidation_throttle ? UINT64_C(0x000F0000FFE001F0) : UINT64_C(0xFFFF0000FFE0F1F0);
    case 4:
        return UINT64_C(0xFFFF000007FFF1E0);
    default:
        return UINT64_C(0x00000000FFFFF180);
    }
}

static uint64_t reserved_high(unsigned type)
{
    switch (type) {
    case 2:
        return 0xF80;
    case 3:
        return 0xFFE;
    case 5:
        return 3;
    default:
        return ~UINT64_C(0);
    }
}

/* Error code of a readable descriptor, 0 for a good one. */
static int32_t flaw_of_words(struct head h)
{
    const struct vtd_caps *c = &unit.unit.caps;
    unsigned type = (unsigned)(h.lo & 15);
    bool selective = (h.lo & 48) == 48;
    if ((h.third | h.fourth) != 0)
        return VTD_RESERVED_SET;
    if ((h.lo & 0xE00) != 0 || type == 0 || type > 5 || (type == 3 && !c->device_tlb))
        return VTD_TYPE_INVALID;
    if ((h.lo & reserved_low(type) & ~UINT64_C(0xE00)) != 0 || (h.hi & reserved_high(type)) != 0)
        return VTD_RESERVED_SET;
    if (type <= 2 && (h.lo & 48) == 0)
        return VTD_RESERVED_SET;
    if (type == 2 && selective && (!c->page_selective || (h.hi & 63) > c->address_mask_max))
        return VTD_RESERVED_SET;
    if (type == 4 && (h.lo & 16) != 0 && (h.lo >> 27 & 31) > c->handle_mask_max)
        return VTD_RESERVED_SET;
    return VTD_QUEUE_OK;
}

static int32_t flaw_of_queue(struct head h)
{
    bool abort_mode = unit.unit.table_mode == VTD_ABORT_DMA, has_abort = unit.unit.caps.abort_dma;
    if (unit.unit.table_mode == VTD_SCALABLE || unit.unit.table_mode == VTD_MODE_RESERVED || (abort_mode && !has_abort))
        return VTD_MODE_INVALID;
    if (wide_queue() ? !has_abort : abort_mode)
        return VTD_WIDTH_INVALID;
    if (unit.queue.head >= ring_size() || unit.queue.tail >= ring_size())
        return VTD_TAIL_INVALID;
    if (wide_queue() && ((unit.queue.head | unit.queue.tail) & 16) != 0)
        return VTD_TAIL_MISALIGNED;
    return h.there ? flaw_of_words(h) : VTD_FETCH_ERROR;
}

static bool has_free_tag(void)
{
    bool free = false;
    for (int i = 0; i < VTD_ITAGS; i++)
        free = free || unit.queue.itag[i].used == 0;
    return free;
}

int main(void)
{
    any_unit();
    struct vtd_queue before = unit.queue;
    bool stopped = unit.faults.queue_error || unit.faults.timeout_error;
    bool idle = !before.enabled || before.head == before.tail || stopped || before.waiting;
    struct head h = head_of_queue();
    int32_t flaw = flaw_of_queue(h);
    bool blocked = flaw == VTD_QUEUE_OK && (h.lo & 15) == 3 && !has_free_tag();
    uint32_t next = (before.head + (wide_queue() ? 32 : 16)) & (ring_size() - 1);

    struct vtd_queue_step step = vtd_queue_step(&unit, &ram);

    check(step.done == !(idle || blocked));
    check(unit.queue.tail == before.tail && unit.queue.enabled == before.enabled);
    check(unit.queue.address_lo == before.address_lo && unit.queue.address_hi == before.address_hi);
    if (idle || blocked) {
        check(unit.queue.head == before.head && unit.queue.error == before.error);
        check(unit.faults.queue_error == (idle && unit.faults.queue_error));
    } else if (flaw != VTD_QUEUE_OK) {
        check(unit.queue.head == before.head && unit.queue.error == flaw && unit.faults.queue_error);
        reach_cover();
    } else {
        check(unit.queue.head == next && unit.queue.error == before.error && !unit.faults.queue_error);
        reach_cover();
    }
    return 0;
}
