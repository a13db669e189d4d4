/* A target that goes on with its queue after the operation that started it (clauses 6.5.2, 6.5.2.8). IQH tells what was
 * fetched. What an invalidation leaves is known only once a wait descriptor after it has completed: its status is
 * there, or IWC. Until then old and new contents count. That the queue goes on at all is not judged. */
#include <string.h>

#include "harness/session/judge_parts.h"
#include "model/queue.h"

static const struct vtd_queue *queue_of(const struct judge *j)
{
    return &j->io->queue;
}

/* Word 0 or 1 of the descriptor at the head. */
static uint64_t head_word(const struct judge *j, unsigned word)
{
    const struct vtd_queue *q = queue_of(j);
    uint64_t at = ((uint64_t)q->address_hi << 32 | q->address_lo / 0x1000u * 0x1000u) / 8u + q->head / 8u + word;
    return at < j->memory.word_count ? j->ram[at] : 0u;
}

/* Put a descriptor that was fetched behind the others. Where there is no room it is forgotten: then old contents count
 * for longer, and its status is not judged. */
static void push(struct judge *j, struct judge_pending p)
{
    if (j->pendings == JUDGE_PENDING)
        j->status_open = true;
    else
        j->pending[j->pendings++] = p;
}

static void take(struct judge *j, const struct vtd_descriptor *d)
{
    struct judge_pending p = {.wait = d->kind == VTD_WAIT,
                              .fence = (head_word(j, 0) >> 6) % 2u == 1u,
                              .status = d->status,
                              .interrupt = d->interrupt,
                              .data = d->data,
                              .address = d->status_address};
    struct history_invalidation i;
    if (!p.wait && judge_invalidation(j, d, &i))
        p.id = history_submit(j->history, i, j->looked);
    push(j, p);
    j->io->queue.head = vtd_queue_next(queue_of(j));
}

/* ---- waits ---- */

/* Has a later wait to the same place completed already? Which of the two wrote last is not known. */
static bool overtaken(const struct judge *j, const struct judge_pending *p)
{
    for (const struct judge_pending *x = p + 1; x < j->pending + j->pendings; x++)
        if (x->wait && x->status && x->done && x->address == p->address)
            return true;
    return false;
}

/* A wait descriptor has completed: its status is written if it has one, and everything since the wait before it is done;
 * before a fence, that too. */
static void complete(struct judge *j, unsigned at)
{
    struct judge_pending *p = &j->pending[at];
    if (p->done)
        return;
    p->done = true;
    while (at > 0 && !j->pending[at - 1u].wait)
        j->pending[--at].done = true;
    if (at > 0 && j->pending[at - 1u].fence)
        complete(j, at - 1u);
    if (p->status && !overtaken(j, p))
        judge_effects(j,
                      (struct vtd_effects){.status_write = true, .status_data = p->data, .status_address = p->address});
}

/* IWC is set although it was not: by one of the waits that ask for it. Which one is known if there is only one. */
static void take_completion(struct judge *j)
{
    unsigned count = 0, last = 0;
    for (unsigned i = 0; i < j->pendings; i++)
        if (j->pending[i].wait && j->pending[i].interrupt && !j->pending[i].done) {
            last = i;
            count++;
        }
    if (count == 0)
        return;
    judge_effects(j, vtd_wait_complete(j->io, false, true, 0, 0));
    if (count == 1)
        complete(j, last);
}

void judge_lazy_queue(struct judge *j, const struct seen *s)
{
    struct vtd_iommu *io = j->io;
    uint32_t head = s->state[2];
    while (io->queue.head != head && vtd_queue_ready(io)) {
        struct vtd_fetched f = vtd_queue_fetch(&io->unit, &io->queue, &j->memory);
        bool open = judge_leaves_open(j, &f);
        j->queue_open = j->queue_open || open;
        if (f.error != VTD_QUEUE_OK)
            break;
        take(j, &f.descriptor);
    }
    struct vtd_fetched at = vtd_queue_fetch(&io->unit, &io->queue, &j->memory);
    if (s->state[1] / 0x10u % 2u == 1u && vtd_queue_ready(io) && at.error != VTD_QUEUE_OK) {
        (void)judge_leaves_open(j, &at);
        judge_effects(j, vtd_queue_step(io, &j->memory).effects);
    }
    if (s->state[3] % 2u == 1u && !io->queue.wait_complete)
        take_completion(j);
}

void judge_lazy_settle(struct judge *j)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < j->pendings; i++)
        if (j->pending[i].done && j->pending[i].id != 0) {
            history_complete(j->history, j->pending[i].id);
            j->pending[i].id = 0;
        }
    /* What is done is still needed as a boundary: the wait before an invalidation that is not. */
    while (kept < j->pendings && j->pending[kept].done)
        kept++;
    if (kept > 1) {
        j->pendings -= kept - 1u;
        memmove(&j->pending[0], &j->pending[kept - 1u], j->pendings * sizeof j->pending[0]);
    }
    j->looked = j->history->now;
}

void judge_lazy_look(struct judge *j, uint64_t word, uint64_t seen)
{
    for (unsigned half = 0; half < 2; half++) {
        uint32_t now = (uint32_t)(seen >> (32u * half)), before = (uint32_t)(j->ram[word] >> (32u * half));
        unsigned count = 0, last = 0;
        bool done = false;
        for (unsigned i = 0; now != before && i < j->pendings; i++) {
            const struct judge_pending *p = &j->pending[i];
            bool fits = p->wait && p->status && p->address == word * 2u + half && p->data == now;
            done = done || (fits && p->done);
            if (fits && !p->done) {
                last = i;
                count++;
            }
        }
        if (count == 1)
            complete(j, last);
        else if (count > 1 || done)
            judge_effects(
                j, (struct vtd_effects){.status_write = true, .status_data = now, .status_address = word * 2u + half});
    }
    judge_lazy_settle(j);
}
