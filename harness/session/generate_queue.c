/* The invalidation queue: descriptors of every type, well formed or not, rings of every size, bad tails, errors and the
 * way out of them. */
#include "harness/session/generate.h"

static uint64_t status_at(struct rng *r)
{
    return ((uint64_t)FRAME_STATUS << 12) + 4u * rng_below(r, 64);
}

/* IF, SW, FN. */
static uint64_t wait_flags(struct session_generator *g)
{
    uint64_t flags = rng_below(&g->rng, 8);
    return (flags & 3u) == 3u && !g->both ? flags & 6u : flags;
}

struct descriptor {
    uint64_t lo, hi;
};

/* A descriptor without fault, of the types that the unit has. */
static struct descriptor proper(struct session_generator *g)
{
    struct rng *r = &g->rng;
    uint64_t domain = (uint64_t)rng_below(r, 0x10000) << 16, granularity = 1u + rng_below(r, 3);
    uint64_t source = (uint64_t)g->source_ids[rng_below(r, g->devices)] << 32;
    switch (rng_below(r, 5)) {
    case 0:
        return (struct descriptor){0x1u | granularity << 4 | domain | source | (uint64_t)rng_below(r, 4) << 48, 0};
    case 1:
        return (struct descriptor){0x2u | granularity << 4 | (uint64_t)rng_below(r, 4) << 6 | domain,
                                   (rng_next(r) & 0xFFFFFFF000ull) | (rng_percent(r, 30) ? 0x40u : 0u) |
                                       rng_below(r, g->caps.address_mask_max + 1u)};
    case 2:
        return (struct descriptor){0x4u | (uint64_t)rng_below(r, 2) << 4 |
                                       (uint64_t)rng_below(r, g->caps.handle_mask_max + 1u) << 27 |
                                       (uint64_t)rng_below(r, 0x10000) << 32,
                                   0};
    case 3:
        if (g->caps.device_tlb)
            return (struct descriptor){0x3u | (uint64_t)rng_below(r, 32) << 16 | source,
                                       (rng_next(r) & 0xFFFFFFF000ull) | rng_below(r, 2)};
        return (struct descriptor){0x4, 0};
    default:
        return (struct descriptor){0x5u | wait_flags(g) << 4 | rng_next(r) << 32, status_at(r)};
    }
}

/* One mistake: a reserved bit, a type that does not exist, a granularity of 0. */
static struct descriptor damaged(struct session_generator *g)
{
    struct rng *r = &g->rng;
    struct descriptor d = proper(g);
    switch (rng_below(r, 6)) {
    case 0:
        d.lo = (d.lo & ~0xFull) | rng_below(r, 16);
        break;
    case 1:
        d.lo |= (uint64_t)(1u + rng_below(r, 7)) << 9;
        break;
    case 2:
        d.lo &= ~0x30ull;
        break;
    case 3:
        d.hi ^= 1ull << rng_below(r, 64);
        break;
    case 4:
        d = (struct descriptor){0x3u | (uint64_t)g->source_ids[0] << 32, 0};
        break;
    default:
        d.lo ^= 1ull << rng_below(r, 64);
    }
    if (d.lo % 16u == 5u && (d.lo & 0x30u) == 0x30u && !g->both)
        d.lo &= ~0x10ull;
    return d;
}

static void wait(struct session_generator *g, struct session *s, struct generated_status *w, uint64_t flags)
{
    struct rng *r = &g->rng;
    uint64_t at = status_at(r);
    generate_descriptor(s, w, 0x5u | flags << 4 | (uint64_t)(1u + rng_below(r, 0xFFFF)) << 32, at);
    generate_tail(s, w);
    session_look(s, at & ~7ull);
}

/* Clear the error, put a good descriptor where the bad one is, write the tail again. The bad one is the last one that
 * was added. */
static void recover(struct session_generator *g, struct session *s, struct generated_status *w)
{
    uint32_t bad = (w->tail + w->ring_bytes - 16u) % w->ring_bytes;
    if (rng_percent(&g->rng, 30))
        generate_tail(s, w); /* while IQE is set the tail is only stored */
    w->tail = bad;
    generate_descriptor(s, w, 0x25u | 7ull << 32, (uint64_t)FRAME_STATUS << 12);
    session_write(s, 0x34, false, 0x10);
    generate_tail(s, w);
}

static void batch(struct session_generator *g, struct session *s, struct generated_status *w)
{
    unsigned count = 1 + rng_below(&g->rng, 4);
    bool bad = rng_percent(&g->rng, 40);
    for (unsigned i = 0; i < count; i++) {
        bool last = i + 1u == count;
        struct descriptor d = bad && last ? damaged(g) : proper(g);
        generate_descriptor(s, w, d.lo, d.hi);
    }
    generate_tail(s, w);
    session_read(s, 0x80, true);
    if (bad)
        recover(g, s, w);
}

/* A tail beyond the ring, and back. */
static void bad_tail(struct session_generator *g, struct session *s, struct generated_status *w)
{
    uint32_t beyond = w->ring_bytes + 16u * rng_below(&g->rng, 64);
    if (beyond >= 0x80000u)
        return;
    session_write(s, 0x88, false, beyond);
    session_read(s, 0x34, false);
    session_read(s, 0xB0, false);
    generate_tail(s, w);
    session_write(s, 0x34, false, 0x10);
}

/* Let the tail run over the end of the ring: the descriptors in between are written without being shown. */
static void wrap(struct session_generator *g, struct session *s, struct generated_status *w)
{
    unsigned left = (w->ring_bytes - w->tail) / 16u;
    if (left > 24u)
        return;
    for (unsigned i = 0; i < left + 1u; i++)
        generate_descriptor(s, w, 0x25u | (uint64_t)i << 32, ((uint64_t)FRAME_STATUS << 12) + 8u);
    wait(g, s, w, 2);
}

/* The ring beyond the end of memory; nothing can be fetched. */
static void unreadable(struct session *s, struct generated_status *w)
{
    session_write(s, 0x88, true, 0);
    session_write(s, 0x90, true, (uint64_t)FRAME_END << 12);
    generate_command(s, w, 1u << GENERATED_QIE, 0, 0);
    session_write(s, 0x88, false, 0x10);
    session_read(s, 0xB0, false);
    session_write(s, 0x88, false, 0);
    session_write(s, 0x34, false, 0x10);
}

/* The tail is set before the queue is turned on: taken up then. */
static void late_start(struct session *s, struct generated_status *w)
{
    session_write(s, 0x90, true, (uint64_t)FRAME_RING << 12);
    generate_descriptor(s, w, 0x25u | 5ull << 32, (uint64_t)FRAME_STATUS << 12);
    generate_tail(s, w);
    generate_command(s, w, 1u << GENERATED_QIE, 0, 0);
    session_look(s, (uint64_t)FRAME_STATUS << 12);
}

/* Near the end of the ring, so that the wrap is met soon. */
static void near_end(struct session_generator *g, struct session *s, struct generated_status *w)
{
    unsigned skip = w->ring_bytes / 16u - 2u - rng_below(&g->rng, 8);
    if (skip > SESSION_REPEATS || rng_percent(&g->rng, 60))
        return;
    session_repeat(s, (uint64_t)FRAME_RING << 12, 0x4u, skip);
    w->tail = 16u * skip;
    generate_tail(s, w);
}

void generate_queue(struct session_generator *g, struct session *s)
{
    struct rng *r = &g->rng;
    struct generated_status w = generate_running(g);
    unsigned turns = 2 + rng_below(r, 7);
    generate_events(s, rng_percent(r, 50), rng_percent(r, 50));
    if (rng_percent(r, 1)) {
        unreadable(s, &w);
        return;
    }
    if (rng_percent(r, 10))
        late_start(s, &w);
    else
        generate_queue_on(s, &w, rng_percent(r, 50) ? 0 : rng_below(r, 8));
    near_end(g, s, &w);
    for (unsigned i = 0; i < turns; i++) {
        switch (rng_below(r, 8)) {
        case 0:
        case 1:
            wait(g, s, &w, wait_flags(g));
            break;
        case 2:
            bad_tail(g, s, &w);
            break;
        case 3:
            session_write(s, 0x9C, false, rng_percent(r, 80));
            break;
        case 4:
            session_write(s, 0xA0, false, rng_percent(r, 50) ? 0x80000000u : 0u);
            break;
        case 5:
            wrap(g, s, &w);
            break;
        default:
            batch(g, s, &w);
        }
    }
}
