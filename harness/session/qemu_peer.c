#include "harness/session/qemu_peer.h"

#include <stdio.h>
#include <string.h>

#include "harness/check/drive.h"
#include "harness/targets/qemu_board.h"
#include "harness/targets/qemu_unit.h"

#define UNIT 0xFED90000u
/* A ring of its own, so that the one of the session can be finished first. */
#define RING ((uint64_t)(FRAME_STATUS + 1) << 12)

/* A wait descriptor with something to do, and where it does it: the last word of the page for status words. */
#define WAIT_WITH_STATUS 0x25ull
#define STATUS           (((uint64_t)FRAME_STATUS << 12) + 0xFF8u)

enum { RECORDS_CLEARED = 8 };

bool qemu_peer_open(struct qemu_peer *p, const struct check_config *config, const struct qemu_options *options)
{
    p->config = config;
    p->options = *options;
    p->used = false;
    p->open = true;
    p->starts++;
    return board_open(&p->q, config->options, options) == QEMU_OK &&
           unit_read_caps(&p->q, config->haw, &p->caps, p->raw) == QEMU_OK;
}

void qemu_peer_close(struct qemu_peer *p)
{
    if (p->open)
        qemu_close(&p->q);
    p->open = false;
}

static bool reopen(struct qemu_peer *p)
{
    qemu_peer_close(p);
    return qemu_peer_open(p, p->config, &p->options);
}

/* ---- bringing the unit to START_RUNNING ---- */

static void put(struct qemu_peer *p, uint32_t offset, uint32_t value)
{
    qemu_write32(&p->q, UNIT + offset, value);
}

/* The queue can only be turned off when it is empty and ended with a wait descriptor: give it one, where the ring
 * can be written, and otherwise an empty queue. */
static void stop_queue(struct qemu_peer *p, uint32_t status, uint64_t address, uint32_t head, uint64_t *used)
{
    uint64_t at = (address & ~0xFFFull) + head;
    uint32_t size = 0x1000u << (address & 7u), next = head + 16u;
    put(p, 0x34, 0x71);
    if (head >= size || at + 16u > p->q.ram_bytes) {
        put(p, 0x88, head);
    } else {
        *used = at / 8u;
        p->q.ram[at / 8u] = WAIT_WITH_STATUS;
        p->q.ram[at / 8u + 1u] = STATUS;
        put(p, 0x88, next >= size ? 0u : next);
    }
    put(p, 0x18, status & 0x82800000u);
}

/* Everything that has a value after power-on gets it. */
static void restore_registers(struct qemu_peer *p)
{
    static const struct {
        uint32_t offset, value;
    } initial[] = {{0x34, 0x71}, {0x9C, 1}, {0x38, 0x80000000u}, {0xA0, 0x80000000u}, {0x3C, 0},
                   {0x40, 0},    {0x44, 0}, {0xA4, 0},           {0xA8, 0},           {0xAC, 0},
                   {0x88, 0},    {0x90, 0}, {0x94, 0},           {0x28, 0},           {0x2C, 0}};
    for (size_t i = 0; i < sizeof initial / sizeof initial[0]; i++)
        put(p, initial[i].offset, initial[i].value);
    for (unsigned i = 0; i < p->caps.fault_records && i < RECORDS_CLEARED; i++)
        put(p, p->caps.fault_offset + 16u * i + 12u, 0x80000000u);
    put(p, 0x34, 1);
    qemu_write64(&p->q, UNIT + p->caps.iotlb_offset, 0);
    put(p, p->caps.iotlb_offset + 12u, 0);
}

/* Table pointers in force, everything invalidated through a queue that is then turned off again. */
static void restore_tables(struct qemu_peer *p, uint32_t on)
{
    uint64_t *ring = p->q.ram + RING / 8u;
    const uint64_t descriptors[] = {0x11, 0, 0xD2, 0, 0x4, 0, WAIT_WITH_STATUS, STATUS};
    memcpy(ring, descriptors, sizeof descriptors);
    qemu_write64(&p->q, UNIT + 0x20, (uint64_t)FRAME_TABLES << 12);
    qemu_write64(&p->q, UNIT + 0xB8, (uint64_t)FRAME_INTERRUPTS << 12 | 7u);
    put(p, 0x18, on | 0x40000000u);
    put(p, 0x18, on & 0x80000000u);
    put(p, 0x18, (on & 0x80000000u) | 0x01000000u);
    qemu_write64(&p->q, UNIT + 0x90, RING);
    put(p, 0x18, (on & 0x80000000u) | 0x04000000u);
    put(p, 0x88, 0x40);
    put(p, 0x18, on & 0x80000000u);
    put(p, 0x88, 0);
    qemu_write64(&p->q, UNIT + 0x90, 0);
    put(p, 0x18, 0x80000000u);
    put(p, 0x18, 0x82000000u);
}

/* QEMU_OK, and the unit is at START_RUNNING; *reached says whether it got there. */
static enum qemu_status restore(struct qemu_peer *p, bool *reached)
{
    struct qemu *q = &p->q;
    bool translates = p->caps.agaw_39 || p->caps.agaw_48 || p->caps.agaw_57;
    size_t status = qemu_read32(q, UNIT + 0x1C), address = qemu_read64(q, UNIT + 0x90);
    size_t head = qemu_read32(q, UNIT + 0x80);
    uint64_t used = RING / 8u;
    if (qemu_flush(q) != QEMU_OK)
        return q->status;
    uint32_t on = (uint32_t)qemu_reply(q, status) & 0x82800000u;
    if (qemu_reply(q, status) & 0x4000000u)
        stop_queue(p, on, qemu_reply(q, address), (uint32_t)qemu_reply(q, head), &used);
    restore_registers(p);
    restore_tables(p, on);
    put(p, 0x34, 0x71);
    status = qemu_read32(q, UNIT + 0x1C);
    size_t faults = qemu_read32(q, UNIT + 0x34);
    if (qemu_flush(q) != QEMU_OK)
        return q->status;
    uint32_t wanted = 0x43000000u + (translates ? 0x80000000u : 0u);
    *reached = qemu_reply(q, status) == wanted && (qemu_reply(q, faults) & 0x73u) == 0;
    memset(q->ram + RING / 8u, 0, 64);
    q->ram[used] = 0;
    q->ram[used + 1u] = 0;
    q->ram[STATUS / 8u] = 0;
    return QEMU_OK;
}

static bool begin(struct qemu_peer *p, enum session_start start)
{
    bool reached = false;
    if (start == START_POWER_ON && p->used && !reopen(p))
        return false;
    p->used = true;
    if (start == START_POWER_ON)
        return true;
    if (restore(p, &reached) == QEMU_OK && reached)
        return true;
    if (!reopen(p))
        return false;
    p->used = true;
    return restore(p, &reached) == QEMU_OK && reached;
}

/* ---- operations ---- */

/* Where the answers of one operation stand. */
struct slots {
    uint32_t marker;
    size_t value, place[SESSION_PLACES], state[SESSION_STATE], record[SESSION_RECORDS][2];
};

static unsigned records(const struct qemu_peer *p)
{
    return p->caps.fault_records < SESSION_RECORDS ? p->caps.fault_records : SESSION_RECORDS;
}

static void look_at_state(struct qemu_peer *p, struct slots *a)
{
    for (unsigned i = 0; i < SESSION_STATE; i++)
        a->state[i] = qemu_read32(&p->q, UNIT + session_state_offset[i]);
    for (unsigned i = 0; i < records(p); i++)
        for (unsigned k = 0; k < 2; k++)
            a->record[i][k] = qemu_read64(&p->q, UNIT + p->caps.fault_offset + 16u * i + 8u * k);
}

static void request(struct qemu_peer *p, const struct operation *o, struct slots *a)
{
    for (unsigned i = 0; i < SESSION_PLACES; i++)
        if (o->place[i] != 0)
            qemu_write32(&p->q, o->place[i], SESSION_MARK);
    drive_shot(&p->q, &o->shot);
    for (unsigned i = 0; i < SESSION_PLACES; i++)
        if (o->place[i] != 0) {
            a->place[i] = qemu_read32(&p->q, o->place[i]);
            qemu_write32(&p->q, o->place[i], 0);
        }
}

static void queue_operation(struct qemu_peer *p, const struct operation *o, struct slots *a)
{
    struct qemu *q = &p->q;
    switch (o->kind) {
    case OP_READ:
        a->value = o->wide ? qemu_read64(q, UNIT + o->offset) : qemu_read32(q, UNIT + o->offset);
        break;
    case OP_MEMORY:
        for (unsigned i = 0; i < o->repeat; i++)
            qemu_write64(q, o->address + 16u * i, o->value);
        break;
    case OP_LOOK:
        a->value = qemu_read64(q, o->address);
        break;
    case OP_WRITE:
        a->marker = qemu_mark(q);
        if (o->wide)
            qemu_write64(q, UNIT + o->offset, o->value);
        else
            qemu_write32(q, UNIT + o->offset, (uint32_t)o->value);
        look_at_state(p, a);
        break;
    case OP_REQUEST:
        a->marker = qemu_mark(q);
        request(p, o, a);
        look_at_state(p, a);
        break;
    }
}

static void collect(struct qemu_peer *p, const struct operation *o, const struct slots *a, struct seen *s)
{
    struct qemu *q = &p->q;
    *s = (struct seen){.value = 0};
    if (o->kind == OP_READ || o->kind == OP_LOOK)
        s->value = qemu_reply(q, a->value);
    if (o->kind != OP_WRITE && o->kind != OP_REQUEST)
        return;
    for (unsigned i = 0; i < SESSION_PLACES; i++)
        if (o->kind == OP_REQUEST && o->place[i] != 0)
            s->place[i] = (uint32_t)qemu_reply(q, a->place[i]);
    for (unsigned i = 0; i < SESSION_STATE; i++)
        s->state[i] = (uint32_t)qemu_reply(q, a->state[i]);
    for (unsigned i = 0; i < records(p); i++)
        for (unsigned k = 0; k < 2; k++)
            s->record[i][k] = qemu_reply(q, a->record[i][k]);
    s->messages = drive_messages(q, a->marker, s->message, SESSION_MESSAGES);
}

/* What a session may have written: its own words, and the status words of wait descriptors. */
static void clean(struct qemu_peer *p, const struct session *s)
{
    uint64_t *ram = p->q.ram;
    for (unsigned i = 0; i < s->count; i++)
        for (unsigned k = 0; s->operation[i].kind == OP_MEMORY && k < s->operation[i].repeat; k++)
            if (s->operation[i].address + 16u * k < p->q.ram_bytes)
                ram[s->operation[i].address / 8u + 2u * k] = 0;
    memset(ram + FRAME_STATUS * 512ull, 0, 4096);
}

static enum peer_status failed(struct peer *peer, const struct qemu_peer *p)
{
    bool ended = p->q.status == QEMU_DIED || p->q.status == QEMU_HUNG;
    snprintf(peer->message, sizeof peer->message, "%s",
             p->q.status == QEMU_OK ? "the unit cannot be brought to the start of a session" : p->q.message.text);
    return ended ? PEER_ENDED : PEER_FAILED;
}

static enum peer_status run(struct peer *peer, struct session *s)
{
    struct qemu_peer *p = peer->self;
    struct slots slot[SESSION_OPERATIONS] = {0};
    if (p->q.status != QEMU_OK && p->q.status != QEMU_INTERRUPTED)
        reopen(p);
    if (p->q.status != QEMU_OK || !begin(p, s->start))
        return failed(peer, p);
    for (unsigned i = 0; i < s->count; i++)
        queue_operation(p, &s->operation[i], &slot[i]);
    if (qemu_flush(&p->q) != QEMU_OK)
        return failed(peer, p);
    for (unsigned i = 0; i < s->count; i++)
        collect(p, &s->operation[i], &slot[i], &s->seen[i]);
    clean(p, s);
    return PEER_OK;
}

struct peer qemu_peer_interface(struct qemu_peer *p)
{
    return (struct peer){.self = p, .run = run};
}
