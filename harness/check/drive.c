#include "harness/check/drive.h"

#include <string.h>

struct pending {
    bool reads;
    struct unit_fault_slots slots;
    uint32_t marker;
};

static uint32_t *place(const struct qemu *q, const struct expectation *e)
{
    return (uint32_t *)q->ram + e->landing / 4u;
}

void drive_shot(struct qemu *q, const struct shot *s)
{
    static const enum board_operation operation[] = {BOARD_FILL, BOARD_ZERO, BOARD_INVERT};
    switch (s->kind) {
    case SHOT_MSIX:
        board_msix(q, s->device, s->address, s->data);
        break;
    case SHOT_MSI:
        board_msi(q, s->address, s->data);
        break;
    case SHOT_IOAPIC:
        board_ioapic(q, s->device, ((s->address >> 5) & 0x7FFFu) << 49 | 1ull << 48 | (s->data & 0xFFu));
        break;
    default:
        board_dma(q, s->device, s->address, operation[s->kind]);
    }
}

unsigned drive_messages(const struct qemu *q, uint32_t marker, struct vtd_message *message, unsigned room)
{
    unsigned n = 0;
    for (size_t i = 0; i < q->events.count; i++) {
        const struct qemu_event *event = &q->events.events[i];
        if (event->marker != marker || event->kind != QEMU_EVENT_INTERRUPT)
            continue;
        if (n < room)
            message[n] = (struct vtd_message){.destination = event->u.interrupt.destination,
                                              .vector = event->u.interrupt.vector,
                                              .delivery_mode = event->u.interrupt.delivery_mode,
                                              .logical = event->u.interrupt.destination_mode != 0,
                                              .level = event->u.interrupt.trigger_mode != 0};
        n++;
    }
    return n;
}

enum qemu_status drive_batch(struct qemu *q, const struct batch *b, const struct expectation *e, bool every_record,
                             struct observation *seen)
{
    struct pending p[BATCH_SHOTS] = {0};
    unit_set_tables(q, &b->unit);
    for (size_t i = 0; i < b->shots; i++) {
        seen[i] = (struct observation){.before = 0x5A5A0001u + (uint32_t)i};
        if (!e[i].usable)
            continue;
        if (e[i].landing_known)
            *place(q, &e[i]) = seen[i].before;
        if (e[i].interrupt)
            p[i].marker = qemu_mark(q);
        drive_shot(q, &b->shot[i]);
        bool faults = e[i].legal.rules != 0 || e[i].read_legal.rules != 0;
        p[i].reads = every_record || faults;
        if (p[i].reads)
            p[i].slots = unit_take_fault(q);
    }
    if (qemu_flush(q) != QEMU_OK)
        return q->status;
    for (size_t i = 0; i < b->shots; i++) {
        if (!e[i].usable)
            continue;
        if (e[i].landing_known) {
            seen[i].after = *place(q, &e[i]);
            *place(q, &e[i]) = 0;
        }
        if (p[i].reads) {
            seen[i].lo = qemu_reply(q, p[i].slots.lo);
            seen[i].hi = qemu_reply(q, p[i].slots.hi);
            seen[i].record = seen[i].hi >> 63 != 0;
        }
        if (e[i].interrupt)
            seen[i].events = drive_messages(q, p[i].marker, &seen[i].message, 1);
    }
    return QEMU_OK;
}
