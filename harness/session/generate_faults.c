/* Faults until the records are full and beyond, cleared in any order; the fault event masked and not; other sources of
 * the same event. */
#include "harness/session/generate.h"

struct plan {
    struct session_generator *g;
    struct session *s;
    struct generated_status status;
    struct generated_tables t;
};

/* A request that finds no page. */
static void blocked_dma(struct plan *p)
{
    struct rng *r = &p->g->rng;
    unsigned device = rng_below(r, p->g->devices);
    uint64_t page = rng_percent(r, 70) ? p->t.page + 1u + rng_below(r, 500) : rng_next(r) >> 12;
    if (page >= 0xFEE00u && page <= 0xFEEFFu)
        page = 0x1000;
    session_request(p->s, generate_write(p->g, device, page << 12 | 0x100u), 0, 0);
}

static void blocked_interrupt(struct plan *p)
{
    unsigned device = rng_below(&p->g->rng, p->g->devices);
    session_request(p->s, generate_interrupt(p->g, device, 1u + rng_below(&p->g->rng, 400)), 0, 0);
}

static void clear_record(struct plan *p)
{
    struct rng *r = &p->g->rng;
    uint32_t at = p->g->caps.fault_offset + 16u * rng_below(r, p->g->caps.fault_records);
    if (rng_percent(r, 50))
        session_write(p->s, at + 8u, true, 1ull << 63);
    else
        session_write(p->s, at + 12u, false, rng_percent(r, 90) ? 0x80000000u : 0x7FFFFFFFu);
    session_read(p->s, 0x34, false);
}

/* A queue error, which shares the event; the queue is left at rest. */
static void queue_error(struct plan *p)
{
    session_write(p->s, 0x88, false, p->status.ring_bytes);
    if (rng_percent(&p->g->rng, 50))
        blocked_dma(p);
    session_write(p->s, 0x88, false, 0);
    session_write(p->s, 0x34, false, 0x10);
}

void generate_faults(struct session_generator *g, struct session *s)
{
    struct plan p = {.g = g, .s = s, .status = generate_running(g)};
    struct rng *r = &g->rng;
    unsigned turns = 5 + rng_below(r, 15);
    generate_queue_on(s, &p.status, 0);
    if (g->dma)
        generate_tables(g, s, &p.t, rng_below(r, g->devices), 5, FRAME_TABLES + 8u);
    generate_descriptor(s, &p.status, 0x11u, 0);
    generate_descriptor(s, &p.status, 0x12u, 0);
    generate_descriptor(s, &p.status, 0x4u, 0);
    generate_descriptor(s, &p.status, 0x25u | 1ull << 32, (uint64_t)FRAME_STATUS << 12);
    generate_tail(s, &p.status);
    session_write(s, 0x88, false, p.status.tail);
    generate_events(s, rng_percent(r, 40), true);
    for (unsigned i = 0; i < turns; i++) {
        switch (rng_below(r, 12)) {
        case 0:
        case 1:
            clear_record(&p);
            break;
        case 2:
            session_write(s, 0x34, false, rng_percent(r, 60) ? 1u : generate_value(r));
            break;
        case 3:
            session_write(s, 0x38, false, rng_percent(r, 50) ? 0x80000000u : 0u);
            break;
        case 4:
            blocked_interrupt(&p);
            break;
        case 5:
            session_write(s, g->caps.fault_offset + 4u * rng_below(r, 3), false, generate_value(r));
            break;
        default:
            blocked_dma(&p);
        }
    }
    if (rng_percent(r, 30))
        queue_error(&p);
}
