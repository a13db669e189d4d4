/* Seldom used corners: protected regions, abort-DMA mode, requests while everything is off, values at power-on, commands
 * without a defined effect, wait descriptors that write outside memory. */
#include "harness/chaos/scenes.h"

struct plan {
    struct session_generator *g;
    struct session *s;
    struct generated_status status;
    struct generated_tables t;
    uint64_t frame;
};

static unsigned below(struct plan *p, unsigned n)
{
    return rng_below(&p->g->rng, n);
}

static void clear(struct plan *p)
{
    for (uint32_t i = 0; i < p->g->caps.fault_records && i < 2u; i++)
        session_write(p->s, p->g->caps.fault_offset + 16u * i + 12u, false, 0x80000000u);
    session_write(p->s, 0x34, false, 1);
}

static void request(struct plan *p, uint64_t address, uint64_t place)
{
    struct shot shot = generate_write(p->g, p->t.device, address);
    if (below(p, 4) == 0)
        shot.kind = SHOT_INVERT;
    session_request(p->s, shot, place, 0);
    if (below(p, 2) == 0)
        clear(p);
}

static void interrupt(struct plan *p)
{
    struct shot shot = generate_interrupt(p->g, below(p, p->g->devices), 3);
    if (below(p, 3) == 0)
        shot.address = 0xFEE00000u | below(p, 200) << 12, shot.data = 0x30u + below(p, 100);
    session_request(p->s, shot, 0, 0);
}

static uint64_t mapped(const struct plan *p)
{
    return (p->t.page + 3u) << 12;
}

/* A region of 16 MB inside memory, low or high, around the page or beside it. */
static void protect(struct plan *p)
{
    bool low = p->g->caps.protected_low && (!p->g->caps.protected_high || below(p, 2) == 0);
    uint32_t base = (uint32_t)(p->frame << 12) & 0xFF000000u;
    if (!p->g->caps.protected_low && !p->g->caps.protected_high)
        return;
    if (below(p, 4) == 0)
        base = 0x0E000000u;
    session_write(p->s, low ? 0x68 : 0x70, !low, base);
    session_write(p->s, low ? 0x6C : 0x78, !low, base | 0xFFFFFFu);
    session_write(p->s, 0x64, false, 0x80000000u);
    request(p, mapped(p), p->frame << 12);
    request(p, p->frame << 12, p->frame << 12);
    generate_command(p->s, &p->status, 0, 1u << 31, 0);
    request(p, p->frame << 12, p->frame << 12);
    request(p, 0x0D000000u, 0x0D000000u);
    generate_command(p->s, &p->status, 1u << 31, 0, 0);
    session_write(p->s, 0x64, false, 0);
    request(p, mapped(p), p->frame << 12);
}

/* Another table mode: abort-DMA or one that is reserved, and back to the old one. */
static void other_mode(struct plan *p)
{
    uint64_t mode = below(p, 3) == 0 ? 2u : 3u;
    session_write(p->s, 0x20, true, (uint64_t)FRAME_TABLES << 12 | mode << 10);
    generate_command(p->s, &p->status, 0, 0, 0x40000000u);
    request(p, mapped(p), p->frame << 12);
    request(p, mapped(p), p->frame << 12);
    session_write(p->s, 0x20, true, (uint64_t)FRAME_TABLES << 12);
    generate_command(p->s, &p->status, 0, 0, 0x40000000u);
    request(p, mapped(p), p->frame << 12);
}

/* Translation and remapping off: a unit that requires remapping still records interrupts. */
static void all_off(struct plan *p)
{
    unsigned turns = 1u + below(p, 3);
    bool before = below(p, 2) == 0;
    if (!p->g->caps.interrupt_remapping)
        return;
    request(p, (p->t.page + 9u) << 12, 0);
    if (before)
        generate_map(p->s, &p->t, 3, p->frame + 1u, 3);
    generate_command(p->s, &p->status, 0, 1u << 31, 0);
    generate_command(p->s, &p->status, 0, 1u << GENERATED_IRE, 0);
    for (unsigned i = 0; i < turns; i++)
        interrupt(p);
    if (!before && below(p, 2) == 0)
        generate_map(p->s, &p->t, 3, p->frame + 1u, 3);
    generate_command(p->s, &p->status, 1u << GENERATED_IRE, 0, 0);
    interrupt(p);
    generate_command(p->s, &p->status, 1u << 31, 0, 0);
    session_request(p->s, generate_write(p->g, p->t.device, mapped(p)), p->frame << 12, (p->frame + 1u) << 12);
    request(p, (p->t.page + 9u) << 12, 0);
    clear(p);
}

/* A tail beyond the ring is there before the queue is turned on; a good one follows. */
static void early_tail(struct plan *p)
{
    if (!p->g->caps.queued_invalidation)
        return;
    session_write(p->s, 0x88, true, 0x2000);
    session_write(p->s, 0x90, true, (uint64_t)FRAME_RING << 12);
    generate_command(p->s, &p->status, 1u << GENERATED_QIE, 0, 0);
    session_read(p->s, 0x34, false);
    session_write(p->s, 0x88, true, 0);
    session_write(p->s, 0x34, false, 0x10);
}

/* Descriptors at the border of what is defined: AM above MAMV, IM above MHMV, reserved granularity. */
static void border(struct plan *p)
{
    unsigned which = below(p, 3);
    uint64_t lo = which == 0 ? 0x32u | 5u << 16 : which == 1 ? 0x14ull | 31ull << 27 : 1u + below(p, 2);
    if (!p->g->caps.queued_invalidation)
        return;
    generate_queue_on(p->s, &p->status, 0);
    generate_descriptor(p->s, &p->status, lo, which == 0 ? (p->t.page << 12) | 63u : 0u);
    generate_tail(p->s, &p->status);
    session_read(p->s, 0xB0, false);
}

/* Several changes in one command: nothing is defined from then on. */
static void undefined_command(struct plan *p)
{
    generate_command(p->s, &p->status, 1u << GENERATED_CFI, 1u << GENERATED_IRE, 0);
    session_read(p->s, 0x1C, false);
}

static void status_nowhere(struct plan *p)
{
    if (!p->g->caps.queued_invalidation)
        return;
    generate_queue_on(p->s, &p->status, 0);
    generate_descriptor(p->s, &p->status, 0x35u | 7ull << 32, (uint64_t)FRAME_END << 12);
    generate_tail(p->s, &p->status);
    session_read(p->s, 0x9C, false);
}

static void initial_values(struct plan *p)
{
    session_read(p->s, 0x28, true);
    session_read(p->s, p->g->caps.iotlb_offset + 8u, true);
    session_write(p->s, 0x44, false, 0x12345600u);
    session_read(p->s, 0x44, false);
    session_write(p->s, 0x24, false, 0xFFFFFFFFu);
    session_read(p->s, 0x24, false);
}

/* Page tables that a shallow unit cannot reach: the recorded page is cut or not. */
static void far_away(struct plan *p)
{
    request(p, 0xFFFF000000000000ull | (uint64_t)below(p, 0xFFFF) << 12, 0);
    clear(p);
}

void scene_modes(struct session_generator *g, struct session *s)
{
    struct plan p = {.g = g, .s = s, .status = generate_running(g)};
    if (!g->caps.interrupt_remapping)
        p.status.on &= ~(1u << GENERATED_IRE);
    unsigned turns = 2u + below(&p, 3);
    p.frame = FRAME_DATA + below(&p, 0x8000);
    initial_values(&p);
    if (g->dma) {
        generate_tables(g, s, &p.t, below(&p, g->devices), 5, FRAME_TABLES + 0x10u);
        generate_map(s, &p.t, 3, p.frame, 3);
        request(&p, mapped(&p), p.frame << 12);
    }
    for (unsigned i = 0; i < turns; i++) {
        switch (below(&p, 9)) {
        case 0:
        case 1:
            protect(&p);
            break;
        case 2:
            other_mode(&p);
            break;
        case 3:
        case 4:
            all_off(&p);
            break;
        case 5:
            far_away(&p);
            break;
        case 6:
            early_tail(&p);
            i = turns;
            break;
        case 7:
            border(&p);
            i = turns;
            break;
        default:
            status_nowhere(&p);
            i = turns;
        }
    }
    if (below(&p, 20) == 0)
        undefined_command(&p);
}
