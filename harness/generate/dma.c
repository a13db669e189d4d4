/* DMA requests: build the tables that the requests walk, then damage some of them. */
#include "harness/generate/batch.h"

/* The batch under construction. */
struct build {
    struct generator *g;
    struct batch *b;
    uint64_t *ram;
    uint64_t next; /* next free table frame */
};

static uint64_t new_table(struct build *x)
{
    return x->next < FRAME_TABLES + 0xF0 ? x->next++ : FRAME_TABLES + 0xF0;
}

/* A frame on the edge of what can be read. */
static uint64_t edge_frame(struct rng *r, const struct generator *g)
{
    switch (rng_below(r, 4)) {
    case 0:
        return FRAME_LAST;
    case 1:
        return FRAME_END;
    case 2:
        return g->caps.host_frames - 1u;
    default:
        return g->caps.host_frames;
    }
}

static uint64_t data_frame(struct rng *r, unsigned level)
{
    switch (level) {
    case 1:
        return FRAME_DATA + rng_below(r, FRAME_LAST - FRAME_DATA);
    case 2:
        return 512u * (FRAME_DATA / 512u + rng_below(r, (FRAME_LAST - FRAME_DATA) / 512u));
    default:
        return 0;
    }
}

/* One mistake, of the kinds that software and hardware make. */
static uint64_t damage(struct build *x, uint64_t e)
{
    struct rng *r = &x->g->rng;
    const uint64_t address = 0x000FFFFFFFFFF000u;
    switch (rng_below(r, 12)) {
    case 0:
        return e & ~1ull;
    case 1:
        return e & ~2ull;
    case 2:
        return e & ~3ull;
    case 3:
        return e ^ 0x80u;
    case 4:
        return e ^ 0x800u;
    case 5:
        return e ^ (1ull << 62);
    case 6:
        return e | 1ull << (x->g->host_width - 1u + rng_below(r, 2));
    case 7:
        return (e & ~address) | edge_frame(r, x->g) << 12;
    case 8:
        return (e & ~address) | (0xFEE00ull + rng_below(r, 0x110)) << 12;
    case 9:
        return rng_next(r);
    default:
        return e ^ 1ull << rng_below(r, 64);
    }
}

static uint64_t rights(struct rng *r)
{
    static const uint8_t some[] = {1, 2, 3, 3};
    return rng_percent(r, 80) ? 3u : some[rng_below(r, 4)];
}

/* Make the page mapped by a leaf of `leaf`, then damage one entry of its path if asked to. */
static void map_page(struct build *x, uint64_t root, unsigned top, uint64_t page, unsigned leaf)
{
    struct rng *r = &x->g->rng;
    uint64_t table = root;
    unsigned spoiled = rng_percent(r, 45) ? leaf + rng_below(r, top - leaf + 1u) : 0;
    for (unsigned level = top; level >= leaf; level--) {
        unsigned slot = (unsigned)(page >> (9u * (level - 1u))) & 511u;
        uint64_t e = x->ram[table * 512u + slot];
        uint64_t frame = (e >> 12) & 0xFFFFFFFFFFu;
        bool reusable = frame >= FRAME_TABLES && frame < FRAME_TABLES + 0xF0 && !(e & 0x80u);
        if (level == leaf)
            e = data_frame(r, leaf) << 12 | rights(r) | (leaf > 1 ? 0x80u : 0u);
        else if (!reusable)
            e = new_table(x) << 12 | rights(r);
        uint64_t next = (e >> 12) & 0xFFFFFFFFFFu;
        batch_set(x->b, x->ram, table, slot, level == spoiled ? damage(x, e) : e);
        table = next;
    }
}

static unsigned pick_levels(struct generator *g)
{
    unsigned from = rng_below(&g->rng, 3);
    for (unsigned k = 0; k < 3; k++) {
        unsigned levels = 3u + (from + k) % 3u;
        if ((levels == 3 && g->caps.agaw_39) || (levels == 4 && g->caps.agaw_48) || (levels == 5 && g->caps.agaw_57))
            return levels;
    }
    return 4;
}

/* The context entry of a requester; the top table's frame is returned, its depth in *top. */
static uint64_t make_context(struct build *x, uint16_t source_id, unsigned *top)
{
    struct rng *r = &x->g->rng;
    unsigned bus = source_id >> 8, function = source_id & 0xFFu;
    uint64_t root = (uint64_t)x->b->unit.root_frame;
    if (root >= FRAME_END)
        return new_table(x);
    uint64_t entry = x->ram[root * 512u + 2u * bus];
    uint64_t contexts = entry != 0 ? (entry >> 12) & 0xFFFFu : new_table(x);
    if (entry == 0)
        batch_set(x->b, x->ram, root, 2u * bus,
                  rng_percent(r, 4) ? damage(x, contexts << 12 | 1u) : contexts << 12 | 1u);
    if (rng_percent(r, 1))
        batch_set(x->b, x->ram, root, 2u * bus + 1u, 1ull << rng_below(r, 64));
    uint64_t table = new_table(x);
    *top = pick_levels(x->g);
    uint64_t type = rng_percent(r, 88) ? 0 : rng_percent(r, 60) ? 2 : 1 + 2 * (uint64_t)rng_below(r, 2);
    uint64_t lo = table << 12 | type << 2 | (rng_percent(r, 15) ? 2u : 0u) | 1u;
    uint64_t hi = (*top - 2u) | (uint64_t)rng_below(r, 0x10000) << 8;
    if (rng_percent(r, 6))
        lo = rng_percent(r, 20) ? edge_frame(r, x->g) << 12 | 1u : lo ^ 1ull << rng_below(r, 64);
    if (rng_percent(r, 5))
        hi ^= 1ull << rng_below(r, 64);
    if (contexts < FRAME_END && contexts >= FRAME_TABLES) {
        batch_set(x->b, x->ram, contexts, 2u * function, lo);
        batch_set(x->b, x->ram, contexts, 2u * function + 1u, hi);
    }
    return table;
}

/* Page numbers at the limits of the address widths. */
static uint64_t limit_page(struct rng *r)
{
    static const uint8_t width[] = {39, 48, 57, 52, 63};
    uint64_t page = 1ull << (width[rng_below(r, 5)] - 12u);
    return rng_percent(r, 50) ? page : page - 1u;
}

static uint64_t pick_page(struct rng *r, unsigned top, unsigned leaf)
{
    static const unsigned liked[] = {0, 1, 2, 511};
    uint64_t page = 0;
    for (unsigned level = top; level >= 1; level--) {
        unsigned slot = rng_percent(r, 70) ? liked[rng_below(r, 4)] : rng_below(r, 512);
        if (leaf == 3 && level == 2)
            slot = FRAME_DATA / 512u + rng_below(r, (FRAME_LAST - FRAME_DATA) / 512u);
        page = page << 9 | slot;
    }
    return page;
}

void generate_dma(struct generator *g, struct batch *b, uint64_t *ram)
{
    struct build x = {g, b, ram, FRAME_TABLES + 1};
    struct rng *r = &g->rng;
    uint64_t table[2] = {0, 0};
    unsigned top[2] = {3, 3}, device[2];
    b->words = 0;
    b->shots = 0;
    b->unit = (struct vtd_unit){.caps = g->caps,
                                .root_frame = rng_percent(r, 1) ? FRAME_END : FRAME_TABLES,
                                .interrupt_table_frame = FRAME_INTERRUPTS,
                                .interrupt_table_size = 2,
                                .translation_enabled = true,
                                .remapping_enabled = true};
    for (unsigned k = 0; k < 2; k++) {
        device[k] = rng_below(r, g->devices);
        table[k] = k == 1 && device[1] == device[0] ? table[0] : make_context(&x, g->source_ids[device[k]], &top[k]);
        if (k == 1 && device[1] == device[0])
            top[1] = top[0];
    }
    for (unsigned i = 0; i < BATCH_SHOTS; i++) {
        unsigned k = rng_below(r, 2), leaf = rng_percent(r, 70) ? 1 : rng_percent(r, 65) ? 2 : 3;
        uint64_t page = pick_page(r, top[k], leaf);
        if (rng_percent(r, 92))
            map_page(&x, table[k], top[k], page, leaf);
        if (rng_percent(r, 4))
            page = rng_percent(r, 60) ? limit_page(r) : rng_next(r) >> 12;
        if (page >= 0xFEE00u && page <= 0xFEEFFu)
            continue;
        static const enum shot_kind kinds[] = {SHOT_FILL, SHOT_ZERO, SHOT_INVERT, SHOT_FILL};
        struct shot *s = &b->shot[b->shots++];
        *s = (struct shot){.kind = kinds[rng_below(r, 4)],
                           .device = device[k],
                           .source_id = g->source_ids[device[k]],
                           .address = page << 12 | rng_below(r, 16) * 256u | i * 8u};
    }
}
