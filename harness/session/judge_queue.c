/* The invalidation queue and register-based invalidation: what they settle, what they are called. */
#include <stdio.h>
#include <string.h>

#include "harness/session/judge_parts.h"
#include "model/device_tlb.h"
#include "model/queue.h"

/* What is peculiar about a descriptor that the model refuses. */
static const char *peculiarity(const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    unsigned type = (unsigned)(lo % 16u), granularity = (unsigned)((lo >> 4) & 3u);
    if ((type == VTD_INVALIDATE_CONTEXT || type == VTD_INVALIDATE_IOTLB) && granularity == 0)
        return ", reserved granularity";
    if (type == VTD_INVALIDATE_IOTLB && granularity == VTD_BY_PAGE && !c->page_selective)
        return ", granularity by page";
    if (type == VTD_INVALIDATE_IOTLB && granularity == VTD_BY_PAGE && hi % 64u > c->address_mask_max)
        return ", AM above MAMV";
    if (type == VTD_INVALIDATE_INTERRUPT && (lo >> 4) % 2u == 1u && (lo >> 27) % 32u > c->handle_mask_max)
        return ", IM above MHMV";
    return ", reserved bits";
}

static uint64_t head_word(const struct judge *j, unsigned word)
{
    const struct vtd_queue *q = &j->io->queue;
    uint64_t at = ((uint64_t)q->address_hi << 32 | q->address_lo / 0x1000u * 0x1000u) / 8u + q->head / 8u + word;
    return at < j->memory.word_count ? j->ram[at] : 0u;
}

/* What a good descriptor asks for, where units are known to differ. */
static const char *purpose(const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    static const char *const flags[] = {", neither status nor interrupt", ", interrupt", ", status",
                                        ", status and interrupt"};
    if (lo % 16u != VTD_WAIT)
        return "";
    bool above = (lo >> 5) % 2u == 1u && (hi >> 12) >= c->host_frames;
    return above ? ", status address too wide" : flags[(lo >> 4) & 3u];
}

static void describe(struct judge *j, uint8_t error)
{
    static const char *const setup[] = {"", "tail beyond the ring", "descriptor unreadable", "",
                                        "", "wrong width",          "tail misaligned",       "wrong table mode"};
    uint64_t lo = head_word(j, 0), hi = head_word(j, 1);
    unsigned type = (unsigned)(lo % 16u + (lo >> 9) % 8u * 16u);
    if (error != VTD_QUEUE_OK && error != VTD_TYPE_INVALID && error != VTD_RESERVED_SET)
        snprintf(j->cause, sizeof j->cause, "(queue: %s)", setup[error]);
    else if (error == VTD_TYPE_INVALID && type > 15u)
        snprintf(j->cause, sizeof j->cause, "(queue: type %u with bits 11:9 set)", type % 16u);
    else if (error == VTD_TYPE_INVALID)
        snprintf(j->cause, sizeof j->cause, "(queue: type %u, which the unit lacks)", type);
    else
        snprintf(j->cause, sizeof j->cause, "(queue: type %u%s)", type,
                 error == VTD_RESERVED_SET ? peculiarity(&j->io->unit.caps, lo, hi)
                                           : purpose(&j->io->unit.caps, lo, hi));
}

bool judge_invalidation(const struct judge *j, const struct vtd_descriptor *d, struct history_invalidation *i)
{
    *i = (struct history_invalidation){.granularity = d->granularity,
                                       .domain = d->domain,
                                       .source = d->source,
                                       .index = d->index,
                                       .function_mask = d->function_mask,
                                       .address_mask = d->address_mask,
                                       .index_mask = d->index_mask,
                                       .hint = (head_word(j, 1) >> 6) % 2u == 1u,
                                       .page = d->page % j->io->unit.caps.guest_pages};
    i->kind = d->kind == VTD_INVALIDATE_CONTEXT ? INVALIDATED_CONTEXTS
              : d->kind == VTD_INVALIDATE_IOTLB ? INVALIDATED_PAGES
                                                : INVALIDATED_ENTRIES;
    if (d->kind == VTD_INVALIDATE_INTERRUPT)
        i->granularity = d->by_index ? VTD_BY_PAGE : VTD_GLOBAL;
    return d->kind == VTD_INVALIDATE_CONTEXT || d->kind == VTD_INVALIDATE_IOTLB || d->kind == VTD_INVALIDATE_INTERRUPT;
}

static void note(struct judge *j, const struct vtd_descriptor *d)
{
    struct history_invalidation i;
    if (judge_invalidation(j, d, &i))
        history_invalidate(j->history, i);
}

/* AM above MAMV and IM above MHMV: the text does not say whether the unit refuses or does more. */
static bool may_be_taken(const struct judge *j, const struct vtd_fetched *f)
{
    return f->error == VTD_RESERVED_SET && strstr(j->cause, " above ") != NULL;
}

/* A device may answer at once or never: ITE. */
static void answer(struct judge *j, struct vtd_effects e, const struct seen *s)
{
    bool late = s->state[1] / 0x40u % 2u == 1u;
    if (!e.device_request)
        return;
    j->queue_open = j->queue_open || late;
    judge_effects(j, late ? vtd_device_timeout(j->io, e.device_tag)
                          : vtd_device_completion(j->io, e.device_source, e.device_tag, 1));
}

/* A wait descriptor whose status goes where there is no memory: its effect is not defined. */
static bool leaves_memory(const struct judge *j, const struct vtd_fetched *f)
{
    bool status = f->error == VTD_QUEUE_OK && f->descriptor.kind == VTD_WAIT && f->descriptor.status;
    return status && f->descriptor.status_address / 2u >= j->memory.word_count;
}

/* Table modes and descriptor widths mean nothing to units from before they existed. */
static bool is_new(const struct judge *j, uint8_t error)
{
    return (error == VTD_WIDTH_INVALID || error == VTD_MODE_INVALID) && !word_modes_exist(&j->io->unit.caps);
}

/* A bad tail may be noticed when it is written or when a descriptor would be fetched. */
static bool not_noticed(const struct operation *o, const struct seen *s, uint8_t error)
{
    bool tail = error == VTD_TAIL_INVALID || error == VTD_TAIL_MISALIGNED;
    return tail && o->offset != 0x88u && s->state[1] / 0x10u % 2u == 0u;
}

bool judge_leaves_open(struct judge *j, const struct vtd_fetched *f)
{
    describe(j, f->error);
    return may_be_taken(j, f) || leaves_memory(j, f) || is_new(j, f->error);
}

void judge_queue(struct judge *j, const struct operation *o, const struct seen *s)
{
    bool moves = o->offset == 0x88u || o->offset == 0x8Cu || o->offset == 0x18u;
    j->stalled = j->stalled && !moves;
    while (!j->stalled && vtd_queue_ready(j->io)) {
        struct vtd_fetched f = vtd_queue_fetch(&j->io->unit, &j->io->queue, &j->memory);
        if (not_noticed(o, s, f.error))
            return;
        bool open = judge_leaves_open(j, &f);
        j->queue_open = j->queue_open || open;
        if (f.error == VTD_QUEUE_OK)
            note(j, &f.descriptor);
        struct vtd_queue_step step = vtd_queue_step(j->io, &j->memory);
        if (!step.done)
            return;
        judge_effects(j, step.effects);
        answer(j, step.effects, s);
    }
}

void judge_queue_culprit(struct judge *j, const struct operation *o, const struct seen *s, uint32_t head_before)
{
    uint32_t head = s->state[2] % 0x80000u, own = j->io->queue.head;
    bool stopped = s->state[1] / 0x10u % 2u == 1u;
    if (o->offset == 0x34u && head == head_before && !stopped) {
        snprintf(j->cause, sizeof j->cause, "(queue: not resumed when IQE is cleared)");
    } else if (head != own && stopped) {
        j->io->queue.head = head;
        describe(j, vtd_queue_fetch(&j->io->unit, &j->io->queue, &j->memory).error);
        j->io->queue.head = own;
    }
}
