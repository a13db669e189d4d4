/* One entry of the interrupt table is changed between requests, with and without invalidation (by the queue only). */
#include "harness/session/generate.h"

struct plan {
    struct session_generator *g;
    struct session *s;
    struct generated_status status;
    unsigned device;
    uint32_t index;
    bool extended; /* EIME */
};

static uint64_t low_word(struct plan *p, bool present)
{
    struct rng *r = &p->g->rng;
    uint64_t vector = 0x20u + rng_below(r, 0xB0), destination = 1u + rng_below(r, 250);
    return (present ? 1u : 0u) | vector << 16 | destination << (p->extended ? 32 : 40);
}

static uint64_t high_word(struct rng *r, uint16_t source)
{
    return rng_percent(r, 50) ? 0 : 1ull << 18 | (rng_percent(r, 85) ? source : source ^ 8u);
}

static void invalidate(struct plan *p, bool by_index, uint32_t index, unsigned mask)
{
    generate_descriptor(p->s, &p->status,
                        4u | (by_index ? 0x10u : 0u) | (uint64_t)mask << 27 | (uint64_t)(index & 0xFFFFu) << 32, 0);
    generate_descriptor(p->s, &p->status, 0x25u | 1ull << 32, (uint64_t)FRAME_STATUS << 12);
    generate_tail(p->s, &p->status);
}

static void request(struct plan *p, uint32_t index)
{
    session_request(p->s, generate_interrupt(p->g, p->device, index), 0, 0);
    if (rng_percent(&p->g->rng, 70))
        session_write(p->s, p->g->caps.fault_offset + 12u, false, 0x80000000u);
}

static void change(struct plan *p)
{
    struct rng *r = &p->g->rng;
    uint64_t at = ((uint64_t)FRAME_INTERRUPTS << 12) + p->index * 16u;
    if (rng_percent(r, 70))
        session_memory(p->s, at, low_word(p, rng_percent(r, 70)));
    else
        session_memory(p->s, at + 8u, high_word(r, p->g->source_ids[p->device]));
}

/* Extended interrupt mode: it may only change while remapping is off. */
static void extend(struct plan *p)
{
    p->extended = true;
    generate_command(p->s, &p->status, 0, 1u << GENERATED_IRE, 0);
    session_write(p->s, 0xB8, true, (uint64_t)FRAME_INTERRUPTS << 12 | 0x807u);
    generate_command(p->s, &p->status, 0, 0, 0x01000000u);
    generate_command(p->s, &p->status, 1u << GENERATED_IRE, 0, 0);
}

/* Another table comes into force. */
static void change_pointer(struct plan *p)
{
    uint64_t table = (FRAME_INTERRUPTS + 0x20ull) << 12;
    session_memory(p->s, table + p->index * 16u, low_word(p, true));
    session_write(p->s, 0xB8, true, table | (p->extended ? 0x800u : 0u) | 7u);
    if (rng_percent(&p->g->rng, 80))
        generate_command(p->s, &p->status, 0, 0, 0x01000000u);
    invalidate(p, false, 0, 0);
    request(p, p->index);
}

void generate_entries(struct session_generator *g, struct session *s)
{
    struct plan p = {.g = g, .s = s, .status = generate_running(g)};
    struct rng *r = &g->rng;
    p.device = rng_below(r, g->devices);
    p.index = rng_below(r, 250);
    if (g->caps.extended_int_mode && rng_percent(r, 30))
        extend(&p);
    generate_queue_on(s, &p.status, 0);
    for (uint32_t i = p.index; i < p.index + 3u; i++) {
        session_memory(s, ((uint64_t)FRAME_INTERRUPTS << 12) + i * 16u, low_word(&p, rng_percent(r, 90)));
        session_memory(s, ((uint64_t)FRAME_INTERRUPTS << 12) + i * 16u + 8u, high_word(r, g->source_ids[p.device]));
    }
    invalidate(&p, false, 0, 0);
    for (unsigned turn = 1 + rng_below(r, 3); turn > 0; turn--) {
        request(&p, p.index + rng_below(r, 3));
        request(&p, p.index);
        change(&p);
        if (rng_percent(r, 30))
            request(&p, p.index);
        unsigned how = rng_below(r, 10);
        if (how >= 3)
            invalidate(&p, how >= 5, p.index, how >= 5 ? rng_below(r, g->caps.handle_mask_max + 1u) : 0u);
        else if (how >= 1)
            invalidate(&p, true, p.index ^ 0x40u, rng_below(r, 4));
        request(&p, p.index);
        invalidate(&p, false, 0, 0);
    }
    if (rng_percent(r, 30))
        change_pointer(&p);
}
