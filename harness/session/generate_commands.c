/* Commands: GCMD_REG one field at a time with GSTS_REG read back, what SRTP and SIRTP latch, register-based
 * invalidation with the queue off and on. */
#include "harness/session/generate.h"

static void wait_first(struct session *s, struct generated_status *w)
{
    generate_descriptor(s, w, 0x25u | 1ull << 32, (uint64_t)FRAME_STATUS << 12);
    generate_tail(s, w);
}

/* Turning the queue off is defined when it is empty and ended with a wait descriptor. */
static void toggle_queue(struct session *s, struct generated_status *w)
{
    if (w->on & 1u << GENERATED_QIE) {
        wait_first(s, w);
        generate_command(s, w, 0, 1u << GENERATED_QIE, 0);
        w->tail = 0;
    } else {
        generate_queue_on(s, w, 0);
    }
}

static void toggle(struct session *s, struct generated_status *w, unsigned bit)
{
    bool on = (w->on >> bit) & 1u;
    generate_command(s, w, on ? 0u : 1u << bit, on ? 1u << bit : 0u, 0);
}

static void context_command(struct session_generator *g, struct session *s)
{
    struct rng *r = &g->rng;
    uint32_t granularity = rng_below(r, 4), low = (uint32_t)rng_next(r);
    uint64_t high = (rng_percent(r, 90) ? 0x80000000u : 0u) | granularity << 29 | rng_below(r, 4);
    if (rng_percent(r, 30)) {
        session_write(s, 0x28, true, high << 32 | low);
    } else {
        session_write(s, 0x28, false, low);
        session_write(s, 0x2C, false, high);
    }
    session_read(s, 0x28, true);
}

static void iotlb_command(struct session_generator *g, struct session *s)
{
    struct rng *r = &g->rng;
    uint32_t at = g->caps.iotlb_offset, granularity = rng_below(r, 4), limit = g->caps.address_mask_max;
    uint64_t mask = rng_percent(r, 80) ? rng_below(r, limit + 1u) : limit + rng_below(r, 64u - limit);
    uint64_t high =
        (rng_percent(r, 90) ? 0x80000000u : 0u) | granularity << 28 | rng_below(r, 4) << 16 | rng_below(r, 0x10000);
    session_write(s, at, true, (rng_next(r) & 0xFFFFFFF000ull) | (rng_percent(r, 30) ? 0x40u : 0u) | mask);
    if (rng_percent(r, 30))
        session_write(s, at + 8u, true, high << 32);
    else
        session_write(s, at + 12u, false, high);
    session_read(s, at + 12u, false);
}

/* Another table pointer, latched or not. */
static void pointers(struct session_generator *g, struct session *s, struct generated_status *w)
{
    struct rng *r = &g->rng;
    uint64_t frame = FRAME_TABLES + rng_below(r, 0x20);
    if (rng_percent(r, 50)) {
        session_write(s, 0x20, true, frame << 12);
        generate_command(s, w, 0, 0, rng_percent(r, 60) ? 0x40000000u : 0u);
        session_read(s, 0x20, true);
    } else {
        bool extended = g->caps.extended_int_mode && !(w->on & 1u << GENERATED_IRE) && rng_percent(r, 50);
        session_write(s, 0xB8, true, (frame + 0x300u) << 12 | (extended ? 0x800u : 0u) | rng_below(r, 16));
        generate_command(s, w, 0, 0, rng_percent(r, 60) ? 0x01000000u : 0u);
        session_read(s, 0xB8, true);
    }
}

void generate_commands(struct session_generator *g, struct session *s)
{
    struct generated_status w = generate_running(g);
    unsigned turns = 4 + rng_below(&g->rng, 10);
    for (unsigned i = 0; i < turns; i++) {
        switch (rng_below(&g->rng, 8)) {
        case 0:
            toggle_queue(s, &w);
            break;
        case 1:
            toggle(s, &w, GENERATED_IRE);
            break;
        case 2:
            toggle(s, &w, GENERATED_CFI);
            break;
        case 3:
        case 4:
            iotlb_command(g, s);
            break;
        case 5:
            pointers(g, s, &w);
            break;
        default:
            context_command(g, s);
        }
        session_read(s, 0x1C, false);
    }
}
