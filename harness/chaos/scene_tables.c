/* DMA tables with a history. Two trees of tables with two tables for each level, four domains, each with one of the
 * trees; devices move between domains, and entries between tables. Domain-ids are shared and used again; devices of one
 * domain always have the same tree (clause 6.2.2.1). */
#include "harness/chaos/scenes.h"

enum { TREES = 2, DOMAINS = 4, PAGES = 3, VARIANTS = 2, DEVICES = 3 };

struct plan {
    struct session_generator *g;
    struct session *s;
    struct generated_status status;
    bool queue;
    unsigned levels;
    unsigned devices, device[DEVICES];
    unsigned domain_of[DEVICES];
    unsigned tree_of[DOMAINS];
    uint64_t page[PAGES];
    bool second_root;
    uint32_t data; /* of the next wait descriptor */
};

static struct rng *random_of(struct plan *p)
{
    return &p->g->rng;
}

static unsigned below(struct plan *p, unsigned n)
{
    return rng_below(random_of(p), n);
}

/* ---- where things lie ---- */

static uint64_t table(unsigned tree, unsigned level, unsigned variant)
{
    return FRAME_TABLES + 0x10u + tree * 0x10u + level * 2u + variant;
}

static uint64_t slot(uint64_t page, unsigned level)
{
    return (page >> (9u * (level - 1u))) & 511u;
}

static uint64_t root_of(const struct plan *p)
{
    return FRAME_TABLES + (p->second_root ? 1u : 0u);
}

static uint16_t source_of(const struct plan *p, unsigned i)
{
    return p->g->source_ids[p->device[i]];
}

static uint64_t context_at(const struct plan *p, unsigned i, unsigned variant)
{
    uint16_t source = source_of(p, i);
    return (((uint64_t)FRAME_TABLES + 2u + variant * 4u + (source >> 8)) << 12) + (source & 0xFFu) * 16u;
}

/* Where page number i may land: a frame for each variant of its leaf, or in a large page. */
static uint64_t frame_of(const struct plan *p, unsigned i, unsigned which)
{
    if (which < 2u)
        return FRAME_DATA + 0x10u + i + which * 0x1000u;
    return which == 2u ? 0x6000u + p->page[i] % 512u : p->page[i] % 0x40000u;
}

/* ---- words ---- */

static unsigned rights(struct plan *p)
{
    static const uint8_t some[] = {3, 3, 3, 3, 1, 2, 0};
    return some[below(p, 7)];
}

static uint64_t odd_bit(struct plan *p)
{
    static const uint8_t bits[] = {7, 11, 62, 51, 40, 2, 8, 63};
    return below(p, 25) == 0 ? 1ull << bits[below(p, 8)] : 0;
}

/* An entry of a table of some level, for page i. */
static uint64_t entry_of(struct plan *p, unsigned tree, unsigned level, unsigned i)
{
    uint64_t r = rights(p);
    const struct vtd_caps *c = &p->g->caps;
    if (level == 1u)
        return (below(p, 40) == 0 ? 0xFEE00u + i : frame_of(p, i, below(p, 2))) << 12 | r | odd_bit(p);
    if (level == 2u && (c->page_2m ? below(p, 4) == 0 : below(p, 30) == 0))
        return (below(p, 6) == 0 ? 0xFEE00ull : 0x6000ull) << 12 | 0x80u | r | odd_bit(p);
    if (level == 3u && (c->page_1g ? below(p, 6) == 0 : below(p, 30) == 0))
        return 0x80u | r | odd_bit(p) | (below(p, 6) == 0 ? 0xC0000000u : 0u);
    if (below(p, 40) == 0)
        return (uint64_t)FRAME_END << 12 | r;
    return table(tree, level - 1u, below(p, VARIANTS)) << 12 | r | odd_bit(p);
}

static void put_entry(struct plan *p, unsigned tree, unsigned level, unsigned variant, unsigned i)
{
    session_memory(p->s, (table(tree, level, variant) << 12) + slot(p->page[i], level) * 8u,
                   entry_of(p, tree, level, i));
}

static uint16_t domain_id(unsigned domain)
{
    return (uint16_t)(1u + domain);
}

/* The first word: pointer, type, FPD, P. Changes that leave the domain another tree are not made. */
static uint64_t context_low(struct plan *p, unsigned i)
{
    static const uint8_t low[] = {1, 1, 1, 1, 1, 1, 3, 0, 2, 9, 9, 5, 13, 0x11};
    uint64_t word = table(p->tree_of[p->domain_of[i]], p->levels, 0) << 12 | low[below(p, sizeof low)];
    bool through = word % 16u == 9u && below(p, 4) == 0;
    return through ? word | 1ull << 60 : word;
}

static uint64_t context_high(struct plan *p, unsigned i)
{
    uint64_t word = (p->levels - 2u) | (uint64_t)domain_id(p->domain_of[i]) << 8;
    switch (below(p, 16)) {
    case 0:
        return word ^ (below(p, 2) == 0 ? 0x80u : 1ull << (40u + below(p, 20)));
    case 1:
        return word | 7u;
    default:
        return word;
    }
}

static void put_context(struct plan *p, unsigned i, unsigned variant)
{
    unsigned which = below(p, 4);
    if (which != 0)
        session_memory(p->s, context_at(p, i, variant) + 8u, context_high(p, i));
    if (which != 1)
        session_memory(p->s, context_at(p, i, variant), context_low(p, i));
}

static void put_root(struct plan *p, uint64_t root, unsigned i)
{
    uint64_t contexts = context_at(p, i, below(p, 4) == 0) >> 12;
    uint64_t word = contexts << 12 | (below(p, 12) != 0) | (below(p, 25) == 0 ? 2u : 0u);
    session_memory(p->s, (root << 12) + (source_of(p, i) >> 8) * 16u, word);
}

/* ---- invalidations ---- */

static void drop_contexts(struct plan *p, unsigned granularity, uint16_t domain, uint16_t source, unsigned mask)
{
    uint64_t low = (uint64_t)source << 16 | domain;
    if (p->queue)
        generate_descriptor(
            p->s, &p->status,
            1u | granularity << 4 | (uint64_t)domain << 16 | (uint64_t)source << 32 | (uint64_t)mask << 48, 0);
    else
        session_write(p->s, 0x28, true, (0x80000000ull | granularity << 29 | mask) << 32 | low);
}

static void drop_pages(struct plan *p, unsigned granularity, uint16_t domain, uint64_t page, unsigned mask, bool hint)
{
    uint64_t address = page << 12 | (hint ? 0x40u : 0u) | mask;
    uint32_t at = p->g->caps.iotlb_offset;
    if (granularity == VTD_BY_PAGE && !p->g->caps.page_selective)
        granularity = VTD_BY_DOMAIN;
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
    uint64_t status = ((uint64_t)FRAME_STATUS << 12) + 8u * below(p, 4);
    if (!p->queue)
        return;
    if (below(p, 5) != 0)
        generate_descriptor(p->s, &p->status, 0x25u | (below(p, 2) == 0 ? 0x40u : 0u) | (uint64_t)++p->data << 32,
                            status);
    generate_tail(p->s, &p->status);
    if (below(p, 2) == 0)
        session_look(p->s, status);
}

static void settle(struct plan *p)
{
    drop_contexts(p, VTD_GLOBAL, 0, 0, 0);
    drop_pages(p, VTD_GLOBAL, 0, 0, 0, false);
    finish(p);
}

static unsigned mask_of(struct plan *p)
{
    unsigned limit = p->g->caps.address_mask_max;
    unsigned mask = below(p, 3) == 0 ? below(p, limit + 1u) : below(p, 3) * 9u;
    return mask <= limit ? mask : 0u;
}

static void invalidate(struct plan *p)
{
    unsigned i = below(p, p->devices), granularity = below(p, 8) == 0 ? 1u : 2u + below(p, 2);
    uint16_t domain = domain_id(below(p, 3) != 0 ? p->domain_of[i] : below(p, DOMAINS));
    uint64_t page = p->page[below(p, PAGES)] ^ (below(p, 6) == 0 ? 0x100u : 0u);
    if (below(p, 10) == 0)
        domain = 0;
    if (below(p, 2) == 0)
        drop_contexts(p, granularity, domain, (uint16_t)(source_of(p, i) ^ (below(p, 4) == 0 ? 1u << below(p, 4) : 0u)),
                      below(p, 4));
    if (below(p, 3) != 0)
        drop_pages(p, granularity, domain, page, mask_of(p), below(p, 3) == 0);
    finish(p);
}

/* ---- changes ---- */

static bool in_use(const struct plan *p, unsigned domain)
{
    for (unsigned i = 0; i < p->devices; i++)
        if (p->domain_of[i] == domain)
            return true;
    return false;
}

static void change(struct plan *p)
{
    unsigned i = below(p, p->devices), domain = below(p, DOMAINS);
    switch (below(p, 12)) {
    case 0:
    case 1:
        if (!in_use(p, domain))
            p->tree_of[domain] ^= 1u;
        p->domain_of[i] = domain;
        session_memory(p->s, context_at(p, i, 0), 0);
        session_memory(p->s, context_at(p, i, 0) + 8u, context_high(p, i));
        session_memory(p->s, context_at(p, i, 0), context_low(p, i));
        break;
    case 2:
    case 3:
        put_context(p, i, 0);
        break;
    case 4:
        put_root(p, root_of(p), i);
        break;
    case 5:
        if (below(p, 3) == 0) {
            p->second_root = !p->second_root;
            session_write(p->s, 0x20, true, root_of(p) << 12);
            generate_command(p->s, &p->status, 0, 0, 0x40000000u);
        }
        break;
    default:
        put_entry(p, below(p, TREES), 1u + below(p, below(p, 2) == 0 ? 2u : p->levels), below(p, VARIANTS),
                  below(p, PAGES));
    }
}

/* ---- requests ---- */

static void request(struct plan *p)
{
    static const uint8_t pairs[][2] = {{0, 1}, {0, 1}, {0, 2}, {1, 3}};
    unsigned i = below(p, PAGES), pair = below(p, 4);
    uint64_t at = 4u * below(p, 1024), address = p->page[i] << 12 | at;
    struct shot shot = generate_write(p->g, p->device[below(p, p->devices)], address);
    if (below(p, 40) == 0)
        shot.address |= 1ull << (39u + below(p, 24));
    if (below(p, 8) == 0)
        /* Pass-through. NOLINTNEXTLINE(clang-analyzer-deadcode.DeadStores): `address` stays true, though nothing reads it below */
        shot.address = address = frame_of(p, i, below(p, 2)) << 12 | at;
    if (below(p, 5) == 0)
        shot.kind = SHOT_INVERT;
    else if (below(p, 8) == 0)
        shot.atomic = true;
    else if (below(p, 12) == 0)
        shot.zero_length = true;
    session_request(p->s, shot, frame_of(p, i, pairs[pair][0]) << 12 | at, frame_of(p, i, pairs[pair][1]) << 12 | at);
    if (below(p, 6) != 0) {
        session_write(p->s, p->g->caps.fault_offset + 16u * below(p, p->g->caps.fault_records) + 12u, false,
                      0x80000000u);
        session_write(p->s, 0x34, false, 1);
    }
}

/* ---- the whole ---- */

static void build(struct plan *p)
{
    for (unsigned tree = 0; tree < TREES; tree++)
        for (unsigned level = p->levels; level >= 1u; level--)
            for (unsigned i = 0; i < PAGES; i++)
                for (unsigned variant = 0; variant < (level == p->levels ? 1u : (unsigned)VARIANTS); variant++)
                    put_entry(p, tree, level, variant, i);
    for (unsigned i = 0; i < p->devices; i++) {
        session_memory(p->s, context_at(p, i, 0) + 8u, (p->levels - 2u) | (uint64_t)domain_id(p->domain_of[i]) << 8);
        session_memory(p->s, context_at(p, i, 0), table(p->tree_of[p->domain_of[i]], p->levels, 0) << 12 | 1u);
        put_root(p, FRAME_TABLES, i);
    }
    if (below(p, 3) == 0)
        put_root(p, FRAME_TABLES + 1u, 0);
}

static void begin(struct plan *p)
{
    const struct vtd_caps *c = &p->g->caps;
    uint64_t high = below(p, 0x100);
    bool registers = c->version / 16u % 16u < 6u;
    p->levels = c->agaw_39 && below(p, 2) == 0 ? 3 : c->agaw_48 && (!c->agaw_57 || below(p, 2) == 0) ? 4 : 0;
    if (p->levels == 0)
        p->levels = c->agaw_57 ? 5 : c->agaw_48 ? 4 : 3;
    p->queue = c->queued_invalidation && (below(p, 3) != 0 || !registers);
    p->devices = 1u + below(p, DEVICES);
    unsigned first = below(p, p->g->devices);
    for (unsigned i = 0; i < p->devices; i++) {
        p->device[i] = (i + first) % p->g->devices;
        p->domain_of[i] = below(p, 2);
    }
    p->tree_of[1] = p->tree_of[3] = 1;
    for (unsigned i = 0; i < PAGES; i++)
        p->page[i] = high << 18 | (0x7000u + below(p, 2) * 0x200u + below(p, 0x180));
    if (p->queue)
        generate_queue_on(p->s, &p->status, 0);
}

void scene_tables(struct session_generator *g, struct session *s)
{
    struct plan p = {.g = g, .s = s, .status = generate_running(g)};
    if (!g->caps.interrupt_remapping)
        p.status.on &= ~(1u << GENERATED_IRE);
    begin(&p);
    build(&p);
    if (below(&p, 2) == 0)
        settle(&p);
    while (s->count < SCENE_OPERATIONS) {
        unsigned turn = below(&p, 10);
        if (turn < 5)
            request(&p);
        else if (turn < 8)
            change(&p);
        else if (turn == 8 || below(&p, 6) != 0)
            invalidate(&p);
        else
            settle(&p);
    }
}
