/* A wait descriptor completes only when every device has answered, and then writes its status and raises its event
 * exactly as it says; nothing else writes a status (clauses 6.5.2.8, 6.5.2.10, 6.5.2.5). */
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
/* geometry: 8192 words, 32 tags */
/* variant: queue OPERATION=QUEUE */
/* variant: completion OPERATION=COMPLETION */
/* variant: timeout OPERATION=TIMEOUT */
#define TAGS           VTD_ITAGS
#define CONTEXT_SETS   0
#define IOTLB_SETS     0
#define INTERRUPT_SETS 0
#include "model/device_tlb.h"
#include "model/queue.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/descriptors.h"

enum { QUEUE, COMPLETION, TIMEOUT };

/* What a wait descriptor asks for. */
struct promise {
    bool status, event;
    uint32_t data;
    uint64_t address; /* divided by 4 */
};

static unsigned answers_owed(void)
{
    unsigned owed = 0;
    for (int i = 0; i < VTD_ITAGS; i++)
        owed += unit.queue.itag[i].used != 0;
    return owed;
}

/* It is kept now; or, with `now` false, nothing of it happens. */
static void check_kept(struct promise p, bool now, struct vtd_effects e, bool seen, bool masked, bool pending)
{
    bool raised = now && p.event && !seen;
    check(e.status_write == (now && p.status));
    check(!e.status_write || (e.status_data == p.data && e.status_address == p.address));
    check(unit.queue.wait_complete == (seen || raised));
    check(e.completion_event == (raised && !masked));
    check(unit.completion_event.pending == (raised ? masked : pending));
}

static void queue(void)
{
    struct head h = head_of_queue();
    uint32_t head = unit.queue.head;
    bool seen = unit.queue.wait_complete, masked = unit.completion_event.masked;
    bool pending = unit.completion_event.pending, waiting = unit.queue.waiting, busy = answers_owed() != 0;
    uint64_t host = (UINT64_C(1) << HOST_BITS) - 1;
    struct promise p = {(h.lo & 32) != 0, (h.lo & 16) != 0, (uint32_t)(h.lo >> 32), (h.hi & host) >> 2};
    struct vtd_queue_step s = vtd_queue_step(&unit, &ram);
    bool taken = unit.queue.head != head && (h.lo & 15) == 5;
    check_kept(p, taken && !busy, s.effects, seen, masked, pending);
    check(unit.queue.waiting == (waiting || (taken && busy)));
    if (taken && busy) {
        check(unit.queue.wait_status == p.status && unit.queue.wait_interrupt == p.event);
        check(unit.queue.wait_data == p.data && (uint64_t)unit.queue.wait_address == p.address);
        reach_cover();
    }
    if (s.effects.status_write)
        reach_cover();
}

/* The promise of the descriptor that waits. */
static struct promise pending_promise(void)
{
    struct promise p = {unit.queue.wait_status, unit.queue.wait_interrupt, unit.queue.wait_data,
                        (uint64_t)unit.queue.wait_address};
    return p;
}

static void completion(void)
{
    uint8_t tag = (uint8_t)any_bits(5);
    uint16_t source = __VERIFIER_nondet_ushort();
    unsigned count = (unsigned)any_bits(3), owed = answers_owed();
    struct vtd_itag t = unit.queue.itag[tag];
    struct promise p = pending_promise();
    bool seen = unit.queue.wait_complete, masked = unit.completion_event.masked;
    bool pending = unit.completion_event.pending, waiting = unit.queue.waiting, ice = unit.faults.completion_error;
    bool expected = t.used != 0 && t.source == source, on = unit.unit.translation_enabled;
    int32_t left = t.remaining != 0 ? t.remaining : count == 0 ? 8 : (int32_t)count;

    struct vtd_effects e = vtd_device_completion(&unit, source, tag, count);

    check(answers_owed() == owed - (on && expected && left == 1));
    check(unit.faults.completion_error == (ice || (on && !expected)));
    if (on && expected)
        check(unit.queue.itag[tag].remaining == left - 1);
    bool now = on && waiting && answers_owed() == 0;
    check(unit.queue.waiting == (waiting && !now));
    check_kept(p, now, e, seen, masked, pending);
    if (now)
        reach_cover();
}

/* The tag is free again, the wait is dropped without a trace but ITE. */
static void timeout(void)
{
    uint8_t tag = (uint8_t)any_bits(5);
    struct promise p = pending_promise();
    unsigned owed = answers_owed();
    bool used = unit.queue.itag[tag].used != 0, ite = unit.faults.timeout_error, waiting = unit.queue.waiting;
    bool seen = unit.queue.wait_complete, masked = unit.completion_event.masked;
    bool pending = unit.completion_event.pending;
    struct vtd_effects e = vtd_device_timeout(&unit, tag);
    check(answers_owed() == owed - used && unit.faults.timeout_error == (ite || used));
    check(unit.queue.waiting == (waiting && !used));
    check_kept(p, false, e, seen, masked, pending);
    if (used && waiting)
        reach_cover();
}

int main(void)
{
    any_unit();
    if (OPERATION == QUEUE)
        queue();
    if (OPERATION == COMPLETION)
        completion();
    if (OPERATION == TIMEOUT)
        timeout();
    return 0;
}
