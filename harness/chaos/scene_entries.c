/* The interrupt table with a history: entries of every kind changed any number of times, the table moved. */
#include "harness/chaos/scenes.h"

enum { ENTRIES = 4, BASE = 5 };

struct plan {
    struct session_generator *g;
    struct session *s;
    struct generated_status status;
    bool extended, second;
    uint32_t data;
};

static unsigned below(struct plan *p, unsigned n)
{
    return rng_below(&p->g->rng, n);
}

static uint64_t table_of(const struct plan *p)
{
    return FRAME_INTERRUPTS + (p->second ? 0x20u : 0u);
}

static uint64_t low_word(struct plan *p)
{
    static const uint8_t modes[] = {0, 0, 0, 1, 2, 4, 5, 7, 3, 6};
    static const uint64_t odd[] = {1ull << 12, 1ull << 24, 1ull << 15, 1ull << 31};
    uint64_t word = below(p, 10) != 0;
    word |= (uint64_t)(below(p, 12) == 0) << 1 | (uint64_t)below(p, 8) << 2;
    word |= (uint64_t)modes[below(p, 10)] << 5 | (uint64_t)(0x20u + below(p, 0xC0)) << 16;
    word |= (uint64_t)(1u + below(p, 250)) << (p->extended ? 32 : 40);
    if (below(p, 40) == 0)
        word |= 1ull << 60; /* destination: wide */
    return below(p, 20) == 0 ? word | odd[below(p, 4)] : word;
}

/* Source validation: none, by source-id with any qualifier, by a range of buses, reserved. */
static uint64_t high_word(struct plan *p)
{
    uint16_t source = p->g->source_ids[below(p, p->g->devices)];
    uint64_t odd = below(p, 40) == 0 ? 1ull << (20u + below(p, 44)) : 0;
    switch (below(p, 10)) {
    case 0:
    case 1:
    case 2:
        return odd;
    case 3:
    case 4:
        return odd | 2ull << 18 | (uint64_t)below(p, 2) << 8 | below(p, 4);
    case 5:
        return odd | 3ull << 18 | source;
    default:
        return odd | 1ull << 18 | (uint64_t)below(p, 4) << 16 | (source ^ (below(p, 3) == 0 ? 1u << below(p, 4) : 0u));
    }
}

static void put(struct plan *p, unsigned i)
{
    uint64_t at = (table_of(p) << 12) + (BASE + i) * 16u;
    unsigned which = below(p, 3);
    if (which != 0)
        session_memory(p->s, at, low_word(p));
    if (which != 1)
        session_memory(p->s, at + 8u, high_word(p));
}

static void invalidate(struct plan *p)
{
    bool by_index = below(p, 4) != 0;
    unsigned mask = below(p, 2) == 0 ? below(p, p->g->caps.handle_mask_max + 1u) : 0u;
    uint64_t index = BASE + below(p, ENTRIES);
    uint64_t status = ((uint64_t)FRAME_STATUS << 12) + 8u * below(p, 4);
    generate_descriptor(p->s, &p->status, 4u | (by_index ? 0x10u : 0u) | (uint64_t)mask << 27 | index << 32, 0);
    if (below(p, 4) != 0)
        generate_descriptor(p->s, &p->status, 0x25u | (uint64_t)++p->data << 32, status);
    generate_tail(p->s, &p->status);
    if (below(p, 2) == 0)
        session_look(p->s, status);
}

/* Handle and subhandle; sometimes beyond the table, beyond 65535, with reserved bits or in compatibility format. */
static void request(struct plan *p)
{
    uint32_t index = BASE + below(p, ENTRIES);
    struct shot shot = generate_interrupt(p->g, below(p, p->g->devices), index);
    switch (below(p, 12)) {
    case 0:
        shot = generate_interrupt(p->g, shot.device, 0);
        shot.address |= 8u;
        shot.data = index;
        break;
    case 1:
        shot = generate_interrupt(p->g, shot.device, 0xFFFFu);
        shot.address |= 8u;
        shot.data = index + 1u;
        break;
    case 2:
        shot = generate_interrupt(p->g, shot.device, index | 1u << (4u + below(p, 12)));
        break;
    case 3:
        shot.address |= 8u;
        shot.data = 0x10000u;
        break;
    case 4:
        shot.address = 0xFEE00000u | below(p, 256) << 12 | below(p, 4) << 2;
        shot.data = 0x20u + below(p, 0xC0);
        break;
    default:
        break;
    }
    session_request(p->s, shot, 0, 0);
    if (below(p, 5) != 0) {
        session_write(p->s, p->g->caps.fault_offset + 16u * below(p, p->g->caps.fault_records) + 12u, false,
                      0x80000000u);
        session_write(p->s, 0x34, false, 1);
    }
}

/* Another table, or another mode or size of it. EIME may change only while remapping is off. */
static void move(struct plan *p)
{
    bool off = p->g->caps.extended_int_mode && below(p, 2) == 0;
    p->second = !p->second;
    if (off) {
        generate_command(p->s, &p->status, 0, 1u << GENERATED_IRE, 0);
        p->extended = below(p, 2) == 0;
        if (below(p, 2) == 0)
            request(p);
    }
    session_write(p->s, 0xB8, true, table_of(p) << 12 | (p->extended ? 0x800u : 0u) | (below(p, 4) == 0 ? 1u : 7u));
    if (below(p, 6) != 0)
        generate_command(p->s, &p->status, 0, 0, 0x01000000u);
    if (off)
        generate_command(p->s, &p->status, 1u << GENERATED_IRE, 0, 0);
}

void scene_entries(struct session_generator *g, struct session *s)
{
    struct plan p = {.g = g, .s = s, .status = generate_running(g)};
    if (!g->caps.interrupt_remapping)
        p.status.on &= ~(1u << GENERATED_IRE);
    if (!g->caps.interrupt_remapping)
        return;
    generate_queue_on(s, &p.status, 0);
    for (unsigned i = 0; i < ENTRIES; i++) {
        put(&p, i);
        put(&p, i);
    }
    if (below(&p, 3) == 0) {
        p.second = true;
        put(&p, 0);
        p.second = false;
    }
    while (s->count < SCENE_OPERATIONS) {
        unsigned turn = below(&p, 12);
        if (turn < 6)
            request(&p);
        else if (turn < 9)
            put(&p, below(&p, ENTRIES));
        else if (turn < 11)
            invalidate(&p);
        else if (below(&p, 4) == 0)
            move(&p);
        else
            generate_command(s, &p.status, below(&p, 2) << GENERATED_CFI, below(&p, 2) << GENERATED_CFI, 0);
    }
}
