#include "harness/targets/qemu_unit.h"

#include "harness/oracle/profile.h"

#define UNIT 0xFED90000u
enum {
    VER = 0x00,
    CAP = 0x08,
    ECAP = 0x10,
    GCMD = 0x18,
    RTADDR = 0x20,
    FSTS = 0x34,
    IQT = 0x88,
    IQA = 0x90,
    IRTA = 0xB8,
    FRCD = 0x220
};
#define TE    0x80000000u
#define SRTP  0x40000000u
#define QIE   0x04000000u
#define IRE   0x02000000u
#define SIRTP 0x01000000u
#define CFI   0x00800000u

enum { QUEUE_ENTRIES = 256, BATCH = 4 };

/* What was last told to the unit, kept in the guest's status page so that a session needs no second
 * structure: word 0 status write, word 1 GCMD shadow, word 2 queue tail, words 3 and 4 RTADDR and IRTA. */
static uint64_t *state(const struct qemu *q)
{
    return q->ram + (size_t)UNIT_STATUS_FRAME * 512u;
}

static void command(struct qemu *q, uint32_t keep, uint32_t once)
{
    state(q)[1] = keep;
    qemu_write32(q, UNIT + GCMD, keep | once);
}

void unit_begin(struct qemu *q)
{
    qemu_write64(q, UNIT + IQT, 0);
    qemu_write64(q, UNIT + IQA, (uint64_t)UNIT_QUEUE_FRAME << 12);
    command(q, QIE, 0);
}

/* Global context-cache, IOTLB and interrupt-entry invalidation, then a wait that writes `mark`. */
static void invalidate(struct qemu *q)
{
    uint64_t *s = state(q);
    uint64_t *queue = q->ram + (size_t)UNIT_QUEUE_FRAME * 512u + s[2] * 2u;
    const uint64_t descriptors[BATCH][2] = {
        {0x1u | 1u << 4, 0},
        {0x2u | 1u << 4 | 3u << 6, 0},
        {0x4u, 0},
        {0x5u | 1u << 5 | 1ull << 32, (uint64_t)UNIT_STATUS_FRAME << 12},
    };
    for (unsigned i = 0; i < BATCH; i++) {
        queue[2u * i] = descriptors[i][0];
        queue[2u * i + 1u] = descriptors[i][1];
    }
    s[0] = 0;
    s[2] = (s[2] + BATCH) % QUEUE_ENTRIES;
    qemu_write64(q, UNIT + IQT, s[2] << 4);
}

bool unit_invalidated(const struct qemu *q)
{
    return (uint32_t)state(q)[0] == 1u;
}

/* Program a table pointer and have it latched, unless it is the one in force. */
static void point(struct qemu *q, unsigned reg, uint64_t value, unsigned remembered, uint32_t latch)
{
    uint64_t *s = state(q);
    if (s[remembered] == value && value != 0)
        return;
    s[remembered] = value;
    qemu_write64(q, UNIT + reg, value);
    command(q, (uint32_t)s[1], latch);
}

void unit_set_tables(struct qemu *q, const struct vtd_unit *u)
{
    uint32_t keep = (uint32_t)state(q)[1];
    unsigned size = 0;
    while (2 << size < u->interrupt_table_size)
        size++;
    uint64_t root = (uint64_t)u->root_frame << 12;
    uint64_t table = (uint64_t)u->interrupt_table_frame << 12 | (u->extended_mode ? 0x800u : 0u) | size;
    point(q, RTADDR, root, 3, SRTP);
    point(q, IRTA, table, 4, SIRTP);
    if (!(keep & TE))
        command(q, keep | TE, 0);
    if (!(keep & IRE))
        command(q, keep | TE | IRE, 0);
    uint32_t cfi = u->compatibility_allowed ? CFI : 0u;
    if ((keep & CFI) != cfi || !(keep & IRE))
        command(q, QIE | TE | IRE | cfi, 0);
    qemu_write64(q, UNIT + FRCD + 8, 1ull << 63);
    qemu_write32(q, UNIT + FSTS, 1);
    invalidate(q);
}

struct unit_fault_slots unit_take_fault(struct qemu *q)
{
    struct unit_fault_slots slots;
    slots.lo = qemu_read64(q, UNIT + FRCD);
    slots.hi = qemu_read64(q, UNIT + FRCD + 8);
    qemu_write64(q, UNIT + FRCD + 8, 1ull << 63);
    return slots;
}

enum qemu_status unit_read_caps(struct qemu *q, unsigned haw, struct vtd_caps *caps, uint64_t raw[2])
{
    size_t ver = qemu_read32(q, UNIT + VER), cap = qemu_read64(q, UNIT + CAP), ecap = qemu_read64(q, UNIT + ECAP);
    if (qemu_flush(q) != QEMU_OK)
        return q->status;
    raw[0] = qemu_reply(q, cap);
    raw[1] = qemu_reply(q, ecap);
    *caps = profile_decode((struct profile_registers){(uint32_t)qemu_reply(q, ver), raw[0], raw[1], haw});
    return QEMU_OK;
}
