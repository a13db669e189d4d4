/* One entry of the DMA tables is changed between requests: without invalidation, with one that covers it, with one that
 * does not. */
#include "harness/session/generate.h"

/* What is changed, from the top down: RTADDR_REG with SRTP, or a word of the tables. */
enum spot { SPOT_POINTER, SPOT_ROOT, SPOT_CONTEXT, SPOT_DOMAIN, SPOT_TABLE, SPOT_LEAF };

struct plan {
    struct session_generator *g;
    struct session *s;
    struct generated_status status;
    struct generated_tables t;
    bool queue;
    enum spot spot;
    unsigned level; /* SPOT_TABLE */
    unsigned slot;
    uint64_t old_frame, new_frame;
    uint16_t new_domain;
};

static uint64_t data_frame(struct rng *r)
{
    return FRAME_DATA + 0x10u + rng_below(r, 0x4000);
}

/* ---- invalidations, by queue or by register ---- */

static void invalidate_contexts(struct plan *p, unsigned granularity, uint16_t domain, uint16_t source, unsigned mask)
{
    uint64_t low = (uint64_t)source << 16 | domain;
    if (p->queue)
        generate_descriptor(
            p->s, &p->status,
            1u | granularity << 4 | (uint64_t)domain << 16 | (uint64_t)source << 32 | (uint64_t)mask << 48, 0);
    else
        session_write(p->s, 0x28, true, (0x80000000ull | granularity << 29 | mask) << 32 | low);
}

static void invalidate_pages(struct plan *p, unsigned granularity, uint16_t domain, uint64_t page, unsigned mask,
                             bool hint)
{
    uint64_t address = page << 12 | (hint ? 0x40u : 0u) | mask;
    uint32_t at = p->g->caps.iotlb_offset;
    if (p->queue) {
        generate_descriptor(p->s, &p->status, 2u | granularity << 4 | (uint64_t)domain << 16, address);
        return;
    }
    if (granularity == VTD_BY_PAGE)
        session_write(p->s, at, true, address);
    session_write(p->s, at + 8u, true, (0x80000000ull | granularity << 28 | domain) << 32);
}

static void finish(struct plan *p)
{
    if (!p->queue)
        return;
    generate_descriptor(p->s, &p->status, 0x25u | 1ull << 32, (uint64_t)FRAME_STATUS << 12);
    generate_tail(p->s, &p->status);
}

static void settle(struct plan *p)
{
    invalidate_contexts(p, VTD_GLOBAL, 0, 0, 0);
    invalidate_pages(p, VTD_GLOBAL, 0, 0, 0, false);
    finish(p);
}

static uint16_t source_of(const struct plan *p)
{
    return p->g->source_ids[p->t.device];
}

/* Everything that software has to do after the change, at some granularity. */
static void cover(struct plan *p)
{
    struct rng *r = &p->g->rng;
    uint16_t domain = p->t.domain;
    unsigned size = 1u + rng_below(r, 3);
    bool upper = p->spot != SPOT_LEAF;
    if (p->spot == SPOT_POINTER) {
        settle(p);
        return;
    }
    if (p->spot <= SPOT_DOMAIN)
        invalidate_contexts(p, 1u + rng_below(r, 3), domain, source_of(p), rng_below(r, 4));
    invalidate_pages(p, size, domain, p->t.page + p->slot, rng_below(r, p->g->caps.address_mask_max + 1u),
                     !upper && rng_percent(r, 30));
    finish(p);
}

/* Something that leaves old contents legal, or may. */
static void miss(struct plan *p)
{
    struct rng *r = &p->g->rng;
    uint16_t domain = p->t.domain, other = (uint16_t)(domain ^ 0x10u);
    uint64_t page = p->t.page + p->slot;
    switch (rng_below(r, 6)) {
    case 0:
        invalidate_pages(p, VTD_BY_DOMAIN, other, 0, 0, false);
        break;
    case 1:
        invalidate_pages(p, VTD_BY_PAGE, domain, page ^ 0x100u, rng_below(r, 4), false);
        break;
    case 2:
        invalidate_pages(p, VTD_BY_PAGE, domain, page, 0, true);
        break;
    case 3:
        invalidate_contexts(p, VTD_BY_DOMAIN, domain, 0, 0);
        break;
    case 4:
        invalidate_pages(p, VTD_BY_DOMAIN, domain, 0, 0, false);
        invalidate_contexts(p, VTD_BY_DEVICE, domain, source_of(p), 0);
        break;
    default:
        invalidate_contexts(p, VTD_BY_DEVICE, other, source_of(p), 0);
    }
    finish(p);
}

/* ---- tables and the change ---- */

static uint64_t word_at(const struct plan *p)
{
    const struct generated_tables *t = &p->t;
    uint16_t source = source_of(p);
    switch (p->spot) {
    case SPOT_ROOT:
        return (t->root << 12) + (source >> 8) * 16u;
    case SPOT_CONTEXT:
        return (t->contexts << 12) + (source & 0xFFu) * 16u;
    case SPOT_DOMAIN:
        return (t->contexts << 12) + (source & 0xFFu) * 16u + 8u;
    case SPOT_TABLE:
        return (t->table[p->level] << 12) + ((t->page >> (9u * (p->level - 1u))) & 511u) * 8u;
    default:
        return (t->table[1] << 12) + p->slot * 8u;
    }
}

/* A second path below the changed entry, which leads to new_frame: copies of the tables from the changed entry down. */
static uint64_t second_path(struct plan *p)
{
    const struct generated_tables *t = &p->t;
    unsigned top = p->spot == SPOT_TABLE ? p->level - 1u : t->levels;
    uint64_t next = FRAME_TABLES + 0x40u;
    for (unsigned level = top; level >= 2; level--)
        session_memory(p->s, ((next + top - level) << 12) + ((t->page >> (9u * (level - 1u))) & 511u) * 8u,
                       (next + top - level + 1u) << 12 | 3u);
    session_memory(p->s, ((next + top - 1u) << 12) + p->slot * 8u, p->new_frame << 12 | 3u);
    if (p->spot > SPOT_ROOT)
        return next;
    uint64_t contexts = FRAME_TABLES + 0x60u;
    session_memory(p->s, (contexts << 12) + (source_of(p) & 0xFFu) * 16u, next << 12 | 1u);
    session_memory(p->s, (contexts << 12) + (source_of(p) & 0xFFu) * 16u + 8u,
                   (t->levels - 2u) | (uint64_t)t->domain << 8);
    return contexts;
}

/* Another root table, with the other path below it, comes into force. */
static void change_pointer(struct plan *p)
{
    uint64_t root = FRAME_TABLES + 0x70u;
    session_memory(p->s, (root << 12) + (source_of(p) >> 8) * 16u, second_path(p) << 12 | 1u);
    session_write(p->s, 0x20, true, root << 12);
    if (rng_percent(&p->g->rng, 85))
        generate_command(p->s, &p->status, 0, 0, 0x40000000u);
}

/* The entry as it is: 1 present, 0 not (yet); `frame` is what it points to. */
static uint64_t entry(const struct plan *p, uint64_t frame, unsigned rights)
{
    uint64_t domain = (p->t.levels - 2u) | (uint64_t)p->t.domain << 8;
    if (p->spot == SPOT_DOMAIN)
        return domain;
    return frame << 12 | (p->spot <= SPOT_CONTEXT ? (rights != 0) : rights);
}

static uint64_t pointed_to(const struct plan *p)
{
    const struct generated_tables *t = &p->t;
    return p->spot == SPOT_ROOT      ? t->contexts
           : p->spot == SPOT_CONTEXT ? t->table[t->levels]
           : p->spot == SPOT_TABLE   ? t->table[p->level - 1u]
                                     : p->old_frame;
}

/* The earlier and the later contents of the changed word. */
static void contents(struct plan *p, uint64_t *was, uint64_t *now)
{
    struct rng *r = &p->g->rng;
    static const uint8_t rights[] = {0, 1, 2, 3, 3};
    uint64_t other = p->spot == SPOT_LEAF ? p->new_frame : p->spot == SPOT_DOMAIN ? 0 : second_path(p);
    *was = entry(p, pointed_to(p), rng_percent(r, 70) ? 3u : rights[rng_below(r, 5)]);
    *now = entry(p, rng_percent(r, 60) ? other : pointed_to(p), rng_percent(r, 60) ? 3u : rights[rng_below(r, 5)]);
    if (p->spot == SPOT_TABLE && p->level == 2 && p->g->caps.page_2m && rng_percent(r, 50)) {
        uint64_t first = 512u * (0x20u + rng_below(r, 0x20));
        p->new_frame = first + p->slot;
        *now = first << 12 | 0x80u | (rng_percent(r, 80) ? 3u : 1u);
    }
    if (p->spot == SPOT_DOMAIN)
        *now = (*was & 0xFFu) | (uint64_t)p->new_domain << 8;
    if (rng_percent(r, 5))
        *now ^= 1ull << rng_below(r, 64);
}

static void request(struct plan *p, unsigned slot)
{
    uint64_t at = 8u * rng_below(&p->g->rng, 64), address = (p->t.page + slot) << 12 | at;
    bool changed = slot == p->slot;
    struct shot shot = generate_write(p->g, p->t.device, address);
    if (rng_percent(&p->g->rng, 30))
        shot.kind = SHOT_INVERT;
    session_request(p->s, shot, (changed ? p->old_frame : p->old_frame + 1u) << 12 | at,
                    changed ? p->new_frame << 12 | at : 0);
    if (rng_percent(&p->g->rng, 85)) {
        session_write(p->s, p->g->caps.fault_offset + 12u, false, 0x80000000u);
        session_write(p->s, 0x34, false, 1);
    }
}

static void begin(struct plan *p)
{
    struct rng *r = &p->g->rng;
    p->spot = (enum spot)rng_below(r, 6);
    p->slot = rng_below(r, 500);
    p->old_frame = data_frame(r);
    p->new_frame = data_frame(r) + 0x5000u;
    bool registers = p->g->caps.version / 16u % 16u < 6u;
    p->queue = p->g->caps.queued_invalidation && (rng_percent(r, 60) || !registers);
    uint16_t domain = (uint16_t)(1u + rng_below(r, p->g->caps.domain_count < 0x10000u ? 15u : 0xFFF0u));
    p->new_domain = (uint16_t)(domain ^ 3u);
    if (p->queue)
        generate_queue_on(p->s, &p->status, 0);
    generate_tables(p->g, p->s, &p->t, rng_below(r, p->g->devices), domain, FRAME_TABLES + 8u);
    generate_map(p->s, &p->t, p->slot, p->old_frame, 3);
    generate_map(p->s, &p->t, p->slot + 1u, p->old_frame + 1u, 3);
    p->level = 2u + rng_below(r, p->t.levels - 1u);
}

void generate_pages(struct session_generator *g, struct session *s)
{
    struct plan p = {.g = g, .s = s, .status = generate_running(g)};
    struct rng *r = &g->rng;
    uint64_t was, now = 0;
    begin(&p);
    if (p.spot != SPOT_POINTER) {
        contents(&p, &was, &now);
        session_memory(s, word_at(&p), was);
    }
    settle(&p);
    for (unsigned i = rng_below(r, 4); i > 0; i--)
        request(&p, p.slot + rng_below(r, 2));
    if (p.spot == SPOT_POINTER)
        change_pointer(&p);
    else
        session_memory(s, word_at(&p), now);
    if (rng_percent(r, 20))
        request(&p, p.slot);
    unsigned how = rng_below(r, 10);
    if (how >= 8)
        miss(&p);
    else if (how >= 1)
        cover(&p);
    request(&p, p.slot);
    request(&p, p.slot + 1u);
    if (rng_percent(r, 40)) {
        cover(&p);
        request(&p, p.slot);
    }
}
