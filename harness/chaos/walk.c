/* From requester and address to an outcome, through context cache, paging-structure caches and IOTLB (clause 6.2). */
#include "harness/chaos/parts.h"

enum { PATCHES = 4 };

/* Words of memory that a mutant sees otherwise while it walks. */
struct patches {
    unsigned count;
    uint64_t at[PATCHES], was[PATCHES];
};

static void patch(struct chaos *c, struct patches *p, uint64_t at, uint64_t value)
{
    if (p->count == PATCHES || at >= c->memory.word_count)
        return;
    p->at[p->count] = at;
    p->was[p->count++] = c->ram[at];
    c->ram[at] = value;
}

static void restore(struct chaos *c, struct patches *p)
{
    while (p->count > 0) {
        p->count--;
        c->ram[p->at[p->count]] = p->was[p->count];
    }
}

/* ---- tables ---- */

/* A walk that may begin below the top: where it stands, and the rights so far. */
struct position {
    uint64_t frame;
    unsigned level;
    bool read, write, below_top;
};

static uint64_t word_of(const struct position *p, uint64_t page)
{
    return p->frame * 512u + page / vtd_span(p->level) % 512u;
}

static void hold_table(struct chaos *c, const struct position *next, uint16_t domain, uint64_t page)
{
    struct held_table t = {.valid = true,
                           .domain = domain,
                           .level = next->level + 1u,
                           .region = page / vtd_span(next->level + 1u),
                           .frame = next->frame,
                           .read = next->read,
                           .write = next->write};
    if (chaos_inclined(c, FREEDOM_CACHED_TABLE))
        caches_hold_table(&c->caches, &c->rng, t);
}

/* Go down as far as entries refer to tables; each of them may be held. */
static struct position descend(struct chaos *c, struct position p, uint16_t domain, uint64_t page)
{
    while (word_of(&p, page) < c->memory.word_count) {
        uint64_t entry = c->ram[word_of(&p, page)];
        struct vtd_walk one = vtd_second_stage_walk(&c->caps, &c->memory, p.frame, p.level, page);
        bool last = p.level == 1u || one.level == p.level;
        if (last)
            break;
        p.frame = (entry >> 12) & 0xFFFFFFFFFFu;
        p.level--;
        p.read = p.read && entry % 2u == 1u;
        p.write = p.write && entry / 2u % 2u == 1u;
        p.below_top = true;
        hold_table(c, &p, domain, page);
    }
    return p;
}

/* What the entry at a position, the last one of the path, gives for an access. */
static struct vtd_second_stage finish(const struct chaos *c, const struct position *p, uint64_t page, unsigned access)
{
    struct vtd_second_stage s = vtd_second_stage(&c->caps, &c->memory, p->frame, p->level, page, access);
    bool zero = access == VTD_ZERO_LENGTH_READ && c->caps.zero_length_read;
    if (c->mutant == MUTANT_UPPER_RIGHTS_IGNORED)
        return s;
    s.walk.read = s.walk.read && p->read;
    s.walk.write = s.walk.write && p->write;
    s.lss_1 = s.lss_1 || (s.lct_4_3 && p->below_top);
    s.lct_4_3 = s.lct_4_3 && !p->below_top;
    s.lgn_2 = (access == VTD_WRITE || access == VTD_ATOMIC) && !s.walk.write;
    s.lgn_3 = zero ? s.walk.absent : access != VTD_WRITE && !s.walk.read;
    s.lgn_3_optional = zero && !s.walk.absent && !s.walk.read && !s.walk.write;
    return s;
}

static void put(struct vtd_dma_outcome *o, const struct vtd_second_stage *s)
{
    o->level = s->walk.level;
    o->mapped = s->walk.mapped;
    o->frame = s->walk.frame;
    o->page_frame = s->walk.page_frame;
    o->read = s->walk.read;
    o->write = s->walk.write;
    o->holds.lct_4_3 = s->lct_4_3;
    o->holds.lss_1 = s->lss_1;
    o->holds.lss_2 = s->lss_2;
    o->holds.lgn_2 = s->lgn_2;
    o->holds.lgn_3 = s->lgn_3;
    o->holds.lgn_4 = s->lgn_4;
    o->optional.lss_2 = s->lss_2_optional;
    o->optional.lgn_3 = s->lgn_3_optional;
    o->optional.lgn_4 = s->lgn_4_optional;
}

static void mutate_walk(struct chaos *c, struct patches *p, const struct position *at, uint64_t page)
{
    uint64_t word = word_of(at, page);
    if (c->mutant == MUTANT_OLD_LEAF && at->level == 1u && c->mutated.leaf_at[page % 512u] == word)
        patch(c, p, word, c->mutated.leaf[page % 512u]);
    if (c->mutant == MUTANT_TABLE_RESERVED_IGNORED && word < c->memory.word_count)
        patch(c, p, word, c->ram[word] & ~0x4000000000000800ull);
}

static uint64_t other_slot(uint64_t page)
{
    return (page & ~0x3FE00ull) | ((page >> 8) & 511u) << 9;
}

static void second_stage(struct chaos *c, struct vtd_dma_outcome *o, const struct vtd_context_step *entry,
                         uint64_t page, unsigned access)
{
    struct patches patches = {0};
    struct position p = {entry->table_frame, entry->levels, true, true, false};
    const struct held_table *t = caches_table(&c->caches, &c->rng, o->domain, page, entry->levels);
    uint64_t slots = c->mutant == MUTANT_WRONG_SLOT ? other_slot(page) : page;
    if (c->mutant == MUTANT_WRONG_TOP)
        p.level--;
    c->count[FREEDOM_CACHED_TABLE][0] += t == NULL;
    if (t != NULL && chaos_choose(c, FREEDOM_CACHED_TABLE))
        p = (struct position){t->frame, t->level - 1u, t->read, t->write, true};
    p = descend(c, p, o->domain, slots);
    mutate_walk(c, &patches, &p, slots);
    if (c->mutant == MUTANT_TABLE_RESERVED_IGNORED)
        p = descend(c, p, o->domain, slots);
    struct vtd_second_stage s = finish(c, &p, slots, access);
    restore(c, &patches);
    if (c->mutant == MUTANT_LARGE_PAGE_OFFSET && s.walk.mapped)
        s.walk.frame = s.walk.page_frame;
    put(o, &s);
}

/* ---- contexts ---- */

static struct vtd_context_fetch fetch_context(struct chaos *c, uint16_t source)
{
    struct patches patches = {0};
    uint64_t root = (uint64_t)c->io->unit.root_frame * 512u + (source >> 8) * 2u;
    if (c->mutant == MUTANT_OTHER_FUNCTION)
        source ^= 8u;
    if (c->mutant == MUTANT_BUS_IGNORED)
        source &= 0xFFu;
    if (c->mutant == MUTANT_ROOT_PRESENT_IGNORED && root < c->memory.word_count && c->ram[root] >= 0x1000u)
        patch(c, &patches, root, c->ram[root] | 1u);
    struct vtd_context_fetch f = vtd_fetch_context(&c->io->unit, &c->memory, source);
    restore(c, &patches);
    if (c->mutant == MUTANT_CONTEXT_RESERVED_IGNORED) {
        f.lo &= ~0xFF0ull;
        f.hi &= 0xFFFF7Full;
    }
    if (c->mutant == MUTANT_CONTEXT_PRESENT_IGNORED)
        f.lo |= 1u;
    if (c->mutant == MUTANT_TYPE_IGNORED)
        f.lo &= ~0xCull;
    return f;
}

static bool failed(const struct vtd_context_fetch *f)
{
    return f->lrt_1 || f->lrt_2 || f->lrt_3 || f->lct_1;
}

static struct vtd_context_fetch context_for(struct chaos *c, uint16_t source)
{
    uint16_t tag = c->mutant == MUTANT_CONTEXT_IGNORES_FUNCTION ? source & 0xFFC0u : source;
    const struct held_context *h = caches_context(&c->caches, &c->rng, tag);
    if (h != NULL && chaos_choose(c, FREEDOM_CACHED_CONTEXT))
        return h->fetch;
    c->count[FREEDOM_CACHED_CONTEXT][0] += h == NULL;
    struct vtd_context_fetch f = fetch_context(c, source);
    struct vtd_context_step step = vtd_context_step(&c->caps, f.lo, f.hi, VTD_UNTRANSLATED);
    bool usable = !failed(&f) && vtd_context_usable(step);
    bool may =
        usable || (c->caps.caching_mode && chaos_choose(c, FREEDOM_CACHED_FAULT)) || c->mutant == MUTANT_FAULT_HELD;
    if (may && chaos_inclined(c, FREEDOM_CACHED_CONTEXT))
        caches_hold_context(&c->caches, &c->rng,
                            (struct held_context){true, tag, usable ? step.domain : (uint16_t)0, f});
    return f;
}

/* ---- whole requests ---- */

struct vtd_dma_outcome chaos_hit(const struct vtd_caps *caps, const struct vtd_cached_page *e,
                                 const struct vtd_dma_request *r)
{
    uint64_t page = r->address >> 12;
    struct vtd_dma_outcome o = {.translated = true,
                                .domain = (uint16_t)e->domain,
                                .level = (uint8_t)e->level,
                                .fault_disabled = e->fault_disabled != 0,
                                .mapped = e->rule == VTD_NONE,
                                .read = e->rights % 2 == 1,
                                .write = e->rights / 2 == 1,
                                .page_frame = (uint64_t)e->frame};
    bool zero = r->access == VTD_ZERO_LENGTH_READ && caps->zero_length_read;
    bool absent = e->rule == VTD_LGN_2;
    o.frame = o.page_frame + page % vtd_span(o.level);
    o.holds.lct_4_3 = e->rule == VTD_LCT_4_3;
    o.holds.lss_1 = e->rule == VTD_LSS_1;
    o.holds.lss_2 = e->rule == VTD_LSS_2;
    if (!o.mapped && !absent)
        return o;
    o.holds.lgn_2 = (r->access == VTD_WRITE || r->access == VTD_ATOMIC) && !o.write;
    o.holds.lgn_3 = zero ? absent : r->access != VTD_WRITE && !o.read;
    o.optional.lgn_3 = zero && !absent && !o.read && !o.write;
    o.holds.lgn_4 = o.mapped && o.frame >> 8 == 0xFEEu;
    return o;
}

static bool nothing_holds(const struct vtd_dma_outcome *o)
{
    return vtd_first_condition(o->holds) == VTD_NONE;
}

/* A page, or a smaller one out of it that contains the request. */
static void hold_page(struct chaos *c, const struct vtd_dma_outcome *o, uint64_t page, uint16_t source)
{
    struct vtd_cached_page e = vtd_page_to_cache(*o, page, source);
    if (o->mapped && o->level > 1u && chaos_choose(c, FREEDOM_FRACTURED)) {
        unsigned level = 1u + rng_below(&c->rng, o->level - 1u);
        e.level = (int8_t)level;
        e.first = (int64_t)(page / vtd_span(level));
        e.frame = (int64_t)(o->frame - page % vtd_span(level));
    }
    caches_hold_page(&c->caches, &c->rng, e);
}

/* The identity of a pass-through requester, held like a page. */
static void hold_identity(struct chaos *c, const struct vtd_dma_outcome *o, uint64_t page, uint16_t source)
{
    struct vtd_cached_page e = {.first = (int64_t)page,
                                .frame = (int64_t)page,
                                .source = source,
                                .domain = o->domain,
                                .level = 1,
                                .rights = 3,
                                .fault_disabled = o->fault_disabled ? 1 : 0};
    if (nothing_holds(o) && chaos_inclined(c, FREEDOM_CACHED_PAGE))
        caches_hold_page(&c->caches, &c->rng, e);
}

static bool can_hold(struct chaos *c, const struct vtd_dma_outcome *o)
{
    if (!o->translated || !chaos_inclined(c, FREEDOM_CACHED_PAGE))
        return false;
    return nothing_holds(o) || (c->caps.caching_mode && chaos_choose(c, FREEDOM_CACHED_FAULT)) ||
           c->mutant == MUTANT_FAULT_HELD;
}

static struct vtd_dma_outcome walk(struct chaos *c, const struct vtd_dma_request *r)
{
    uint64_t page = r->address >> 12;
    struct vtd_context_fetch f = context_for(c, r->source_id);
    if (failed(&f))
        return vtd_dma_without_context(f, page);
    if (c->mutant == MUTANT_WIDTH_IGNORED)
        page %= 1ull << (9u * (unsigned)(f.hi % 8u + 2u) % 54u);
    struct vtd_dma_outcome o = vtd_dma_in_context(&c->caps, &c->memory, f.lo, f.hi, page, r->access);
    struct vtd_context_step step = vtd_context_step(&c->caps, f.lo, f.hi, VTD_UNTRANSLATED);
    if (o.translated)
        second_stage(c, &o, &step, page, r->access);
    if (step.pass_through && vtd_context_usable(step))
        hold_identity(c, &o, page, r->source_id);
    if (can_hold(c, &o))
        hold_page(c, &o, page, r->source_id);
    return o;
}

static const struct vtd_cached_page *find_page(struct chaos *c, const struct vtd_dma_request *r)
{
    const struct vtd_cached_page *e = caches_page(&c->caches, &c->rng, r->source_id, r->address >> 12);
    for (unsigned i = 0; e == NULL && c->mutant == MUTANT_HIT_IGNORES_SOURCE && i < HELD_PAGES; i++) {
        const struct vtd_cached_page *x = &c->caches.page[i];
        if (x->level == 1 && (uint64_t)x->first == r->address >> 12)
            e = x;
    }
    return e;
}

struct vtd_dma_outcome chaos_walk(struct chaos *c, const struct vtd_dma_request *r)
{
    const struct vtd_unit *u = &c->io->unit;
    if (!u->translation_enabled || u->table_mode != VTD_LEGACY || c->mutant == MUTANT_OFF_WHILE_ON) {
        struct vtd_unit off = *u;
        off.translation_enabled = off.translation_enabled && c->mutant != MUTANT_OFF_WHILE_ON;
        return vtd_dma_without_tables(&off, r->address >> 12);
    }
    const struct vtd_cached_page *e = find_page(c, r);
    c->count[FREEDOM_CACHED_PAGE][0] += e == NULL;
    if (e == NULL || !chaos_choose(c, FREEDOM_CACHED_PAGE))
        return walk(c, r);
    struct vtd_cached_page used = *e;
    if (c->mutant == MUTANT_HIT_IGNORES_RIGHTS && used.rule == VTD_NONE)
        used.rights = 3;
    return chaos_hit(&c->caps, &used, r);
}

void chaos_prefetch(struct chaos *c, const struct vtd_dma_request *r)
{
    if (c->io->unit.translation_enabled && c->io->unit.table_mode == VTD_LEGACY)
        walk(c, r);
}
