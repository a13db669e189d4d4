/* The invalidation queue, at once or later, and what its requests drop from the caches (clause 6.5.2). */
#include "model/queue.h"
#include "harness/chaos/parts.h"
#include "model/device_tlb.h"
#include "model/event.h"

/* ---- dropping ---- */

static bool context_forgotten(const struct chaos *c, const struct drop *d)
{
    return (c->mutant == MUTANT_CONTEXT_DEVICE_FORGOTTEN && d->granularity == VTD_BY_DEVICE) ||
           (c->mutant == MUTANT_CONTEXT_DOMAIN_FORGOTTEN && d->granularity == VTD_BY_DOMAIN) ||
           (c->mutant == MUTANT_CONTEXT_GLOBAL_FORGOTTEN && d->granularity == VTD_GLOBAL);
}

void chaos_drop_contexts(struct chaos *c, struct drop d, bool queued)
{
    if (context_forgotten(c, &d))
        return;
    if (c->mutant == MUTANT_FUNCTION_MASK_IGNORED)
        d.function_mask = 0;
    if (c->mutant == MUTANT_CONTEXT_WRONG_SOURCE)
        d.source ^= 8u;
    if (queued && d.granularity != VTD_GLOBAL && chaos_choose(c, FREEDOM_COARSER_CONTEXTS))
        d.granularity--;
    caches_drop_contexts(&c->caches, &d);
}

static bool pages_forgotten(const struct chaos *c, const struct drop *d)
{
    return (c->mutant == MUTANT_PAGES_PAGE_FORGOTTEN && d->granularity == VTD_BY_PAGE) ||
           (c->mutant == MUTANT_PAGES_DOMAIN_FORGOTTEN && d->granularity == VTD_BY_DOMAIN) ||
           (c->mutant == MUTANT_PAGES_GLOBAL_FORGOTTEN && d->granularity == VTD_GLOBAL) ||
           (c->mutant == MUTANT_HINT_KEEPS_LEAVES && d->granularity == VTD_BY_PAGE && d->hint);
}

static bool tables_kept(const struct chaos *c, const struct drop *d)
{
    return (c->mutant == MUTANT_TABLES_KEPT_BY_PAGE && d->granularity == VTD_BY_PAGE) ||
           (c->mutant == MUTANT_TABLES_KEPT_BY_DOMAIN && d->granularity == VTD_BY_DOMAIN);
}

/* Pages larger than 4 KB stay unless their first 4 KB are named. */
static void keep_large(struct chaos *c, const struct drop *d, const struct caches *before)
{
    for (unsigned i = 0; i < HELD_PAGES; i++)
        if (before->page[i].level > 1 && (uint64_t)before->page[i].first << 9 != d->page &&
            d->granularity == VTD_BY_PAGE && d->address_mask < 9u)
            c->caches.page[i] = before->page[i];
}

static void forget_leaves(struct chaos *c, const struct drop *d)
{
    for (unsigned i = 0; i < 512; i++)
        if (d->granularity != VTD_BY_PAGE || d->page % 512u >> d->address_mask == i >> d->address_mask)
            c->mutated.leaf_at[i] = 0;
}

void chaos_drop_pages(struct chaos *c, struct drop d, bool queued)
{
    if (d.granularity == VTD_BY_PAGE && d.address_mask < 52u)
        forget_leaves(c, &d);
    else
        forget_leaves(c, &(struct drop){.granularity = VTD_GLOBAL});
    if (pages_forgotten(c, &d))
        return;
    if (c->mutant == MUTANT_ADDRESS_MASK_IGNORED)
        d.address_mask = 0;
    if (c->mutant == MUTANT_PAGES_WRONG_DOMAIN)
        d.domain ^= 1u;
    if (queued && d.granularity != VTD_GLOBAL && chaos_choose(c, FREEDOM_COARSER_PAGES))
        d.granularity--;
    struct caches *before = &c->before;
    if (c->mutant == MUTANT_LARGE_PAGE_KEPT)
        *before = c->caches;
    caches_drop_pages(&c->caches, &d);
    if (c->mutant == MUTANT_LARGE_PAGE_KEPT)
        keep_large(c, &d, before);
    if (!tables_kept(c, &d))
        caches_drop_tables(&c->caches, &d);
}

void chaos_drop_entries(struct chaos *c, bool by_index, uint16_t index, unsigned mask)
{
    if (c->mutant == (by_index ? MUTANT_ENTRIES_INDEX_FORGOTTEN : MUTANT_ENTRIES_GLOBAL_FORGOTTEN))
        return;
    if (c->mutant == MUTANT_INDEX_MASK_IGNORED)
        mask = 0;
    bool all = by_index && chaos_choose(c, FREEDOM_COARSER_ENTRIES);
    caches_drop_entries(&c->caches, by_index && !all, index, mask);
}

void chaos_drop_everything(struct chaos *c)
{
    struct drop all = {.granularity = VTD_GLOBAL};
    caches_drop_contexts(&c->caches, &all);
    caches_drop_pages(&c->caches, &all);
    caches_drop_tables(&c->caches, &all);
}

/* ---- carrying out ---- */

static void device(struct chaos *c, struct vtd_effects e)
{
    if (chaos_choose(c, FREEDOM_TIMEOUT))
        chaos_effects(c, vtd_device_timeout(c->io, e.device_tag));
    else
        chaos_effects(c, vtd_device_completion(c->io, e.device_source, e.device_tag, 1));
}

static bool leaves_memory(const struct chaos *c, const struct vtd_descriptor *d)
{
    return d->kind == VTD_WAIT && d->status && d->status_address / 2u >= c->memory.word_count;
}

static void wait(struct chaos *c, struct vtd_descriptor d)
{
    bool shown = c->io->queue.wait_complete;
    if (leaves_memory(c, &d) && chaos_choose(c, FREEDOM_STATUS_NOWHERE))
        return;
    struct vtd_effects e = vtd_execute(c->io, d);
    if (c->mutant == MUTANT_COMPLETION_NOT_SHOWN)
        c->io->queue.wait_complete = shown;
    if (c->mutant == MUTANT_COMPLETION_EVENT_MISSING)
        e.completion_event = false;
    chaos_effects(c, e);
}

static void carry_out(struct chaos *c, struct vtd_descriptor d, bool hint)
{
    struct drop drop = {.granularity = d.granularity,
                        .domain = d.domain,
                        .source = d.source,
                        .function_mask = d.function_mask,
                        .page = d.page % c->caps.guest_pages,
                        .address_mask = d.address_mask,
                        .hint = hint};
    if (d.kind == VTD_INVALIDATE_CONTEXT)
        chaos_drop_contexts(c, drop, true);
    else if (d.kind == VTD_INVALIDATE_IOTLB)
        chaos_drop_pages(c, drop, true);
    else if (d.kind == VTD_INVALIDATE_INTERRUPT)
        chaos_drop_entries(c, d.by_index, d.index, d.index_mask);
    else if (d.kind == VTD_INVALIDATE_DEVICE)
        device(c, vtd_execute(c->io, d));
    else
        wait(c, d);
}

/* Descriptors that were fetched: in order, all of them or the first few. */
static void work(struct chaos *c)
{
    while (c->later_count > 0 && !(c->session->lazy && chaos_choose(c, FREEDOM_LATE))) {
        unsigned i = c->later_first++;
        c->later_count--;
        carry_out(c, c->later[i], c->later_hint[i]);
    }
    if (c->later_count == 0)
        c->later_first = 0;
}

/* ---- fetching ---- */

static void words_at_head(const struct chaos *c, uint64_t *lo, uint64_t *hi)
{
    const struct vtd_queue *q = &c->io->queue;
    uint64_t at = ((uint64_t)q->address_hi << 32 | q->address_lo / 0x1000u * 0x1000u) / 8u + q->head / 8u;
    bool inside = at + 1u < c->memory.word_count;
    *lo = inside ? c->ram[at] : 0u;
    *hi = inside ? c->ram[at + 1u] : 0u;
}

/* A descriptor that is refused only because AM is above MAMV or IM above MHMV. */
static bool only_mask(const struct chaos *c, uint64_t lo, uint64_t hi, struct vtd_descriptor *d)
{
    struct vtd_caps wider = c->caps;
    wider.address_mask_max = 63;
    wider.handle_mask_max = 31;
    *d = vtd_descriptor_decode(&wider, lo, hi);
    return d->error == VTD_QUEUE_OK;
}

static bool has_bad_granularity(const struct chaos *c, uint64_t lo)
{
    unsigned type = (unsigned)(lo % 16u), granularity = (unsigned)((lo >> 4) & 3u);
    bool none = (type == VTD_INVALIDATE_CONTEXT || type == VTD_INVALIDATE_IOTLB) && granularity == 0;
    return none || (type == VTD_INVALIDATE_IOTLB && granularity == VTD_BY_PAGE && !c->caps.page_selective);
}

static void fail(struct chaos *c, uint8_t error, uint64_t lo)
{
    struct vtd_iommu *io = c->io;
    if (error == VTD_RESERVED_SET && has_bad_granularity(c, lo) && chaos_choose(c, FREEDOM_GRANULARITY_CODE))
        error = VTD_TYPE_INVALID;
    if (chaos_choose(c, FREEDOM_NO_ERROR_CODE))
        error = 0;
    if (c->mutant == MUTANT_WRONG_ERROR_CODE)
        error = 5;
    if (vtd_queue_fail(io, error) && c->mutant != MUTANT_EVENT_MISSING)
        chaos_message(c, &io->fault_event);
}

/* Put the descriptor at the head behind the others. */
static void take(struct chaos *c, const struct vtd_descriptor *d, uint64_t hi)
{
    uint32_t head = c->io->queue.head;
    unsigned at = c->later_first + c->later_count++;
    c->later[at] = *d;
    c->later_hint[at] = (hi >> 6) % 2u == 1u;
    c->io->queue.head = vtd_queue_next(&c->io->queue);
    c->mutated.wrapped = c->mutated.wrapped || head > c->io->queue.head;
}

/* One descriptor; false: the queue rests. */
static bool fetch(struct chaos *c, uint32_t offset)
{
    struct vtd_iommu *io = c->io;
    uint64_t lo, hi;
    struct vtd_descriptor d;
    if (!vtd_queue_ready(io) || c->later_first + c->later_count >= CHAOS_LATER)
        return false;
    struct vtd_fetched f = vtd_queue_fetch(&io->unit, &io->queue, &c->memory);
    bool tail = f.error == VTD_TAIL_INVALID || f.error == VTD_TAIL_MISALIGNED;
    if (tail && (c->mutant == MUTANT_TAIL_NOT_CHECKED || (offset != 0x88u && chaos_choose(c, FREEDOM_TAIL_NOTICED))))
        return false;
    words_at_head(c, &lo, &hi);
    if (f.error == VTD_RESERVED_SET && only_mask(c, lo, hi, &d) && chaos_choose(c, FREEDOM_MASK_TAKEN)) {
        take(c, &d, hi);
        return true;
    }
    bool descriptor = f.error == VTD_RESERVED_SET || f.error == VTD_TYPE_INVALID;
    if (descriptor && c->mutant == MUTANT_BAD_DESCRIPTOR_SKIPPED) {
        io->queue.head = vtd_queue_next(&io->queue);
        return true;
    }
    if (f.error == VTD_RESERVED_SET && c->mutant == MUTANT_RESERVED_DESCRIPTOR_DONE) {
        f.descriptor.error = VTD_QUEUE_OK;
        take(c, &f.descriptor, hi);
        return true;
    }
    if (f.error != VTD_QUEUE_OK) {
        fail(c, f.error, lo);
        return false;
    }
    take(c, &f.descriptor, hi);
    return true;
}

void chaos_queue(struct chaos *c, uint32_t offset)
{
    bool ahead = c->session->lazy && chaos_choose(c, FREEDOM_HEAD_AHEAD);
    bool overtakes = c->mutant == MUTANT_WAIT_OVERTAKES;
    if (!c->session->lazy)
        c->count[FREEDOM_LATE][0] += c->io->queue.head != c->io->queue.tail;
    work(c);
    while (!(c->session->lazy && chaos_choose(c, FREEDOM_LATE)) && fetch(c, offset)) {
        bool wait_now = overtakes && c->later[c->later_first + c->later_count - 1u].kind == VTD_WAIT;
        if (wait_now)
            carry_out(c, c->later[c->later_first + --c->later_count], false);
        else if (!ahead && !overtakes)
            work(c);
    }
    c->shown_head = c->io->queue.head;
}
