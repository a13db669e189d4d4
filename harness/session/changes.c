#include "harness/session/changes.h"

#include "model/dma.h"
#include "model/interrupt.h"

void changes_write(struct changes *c, uint64_t word, uint64_t before, uint64_t now)
{
    if (before == now)
        return;
    c->contexts_clear = false;
    c->open = c->open || c->changed;
    if (c->changed)
        return;
    c->changed = true;
    c->at = word;
    c->was = before;
}

void changes_open(struct changes *c)
{
    c->open = true;
    c->contexts_clear = false;
}

static void settle(struct changes *c)
{
    *c = (struct changes){.open = false};
}

void changes_invalidate(struct changes *c, struct invalidation i)
{
    if (i.kind == INVALIDATED_ENTRIES && i.granularity == VTD_GLOBAL) {
        settle(c);
        return;
    }
    if (i.kind == INVALIDATED_CONTEXTS && i.granularity == VTD_GLOBAL)
        c->contexts_clear = true;
    if (i.kind == INVALIDATED_PAGES && i.granularity == VTD_GLOBAL && c->contexts_clear) {
        settle(c);
        return;
    }
    if (c->changed && c->count < CHANGES_SINCE)
        c->since[c->count++] = i;
}

void changes_swap(struct changes *c, uint64_t *words)
{
    if (!c->changed)
        return;
    uint64_t now = words[c->at];
    words[c->at] = c->was;
    c->was = now;
}

static bool is_changed(const struct changes *c, uint64_t word)
{
    return c->changed && c->at == word;
}

static bool same_source(uint16_t a, uint16_t b, unsigned function_mask)
{
    static const uint16_t ignored[] = {0, 4, 6, 7};
    uint16_t mask = (uint16_t)~ignored[function_mask % 4u];
    return (a & mask) == (b & mask);
}

static bool covers_context(const struct invalidation *i, uint16_t source, uint16_t domain)
{
    if (i->kind != INVALIDATED_CONTEXTS)
        return false;
    if (i->granularity == VTD_GLOBAL)
        return true;
    if (i->domain != domain)
        return false;
    return i->granularity == VTD_BY_DOMAIN || same_source(i->source, source, i->function_mask);
}

static bool covers_page(const struct invalidation *i, uint16_t domain, uint64_t page, bool upper)
{
    if (i->kind != INVALIDATED_PAGES)
        return false;
    if (i->granularity == VTD_GLOBAL)
        return true;
    if (i->domain != domain)
        return false;
    if (i->granularity == VTD_BY_DOMAIN)
        return true;
    bool inside = i->address_mask >= 52u || page >> i->address_mask == i->page >> i->address_mask;
    return inside && !(upper && i->hint);
}

/* Where the path of a request meets the changed entry. */
struct meeting {
    bool met;
    bool context; /* in the root or context table */
    bool leaf, cacheable;
};

static struct meeting meet(const struct changes *c, const struct vtd_unit *u, const struct vtd_memory *m,
                           const struct vtd_dma_request *r, const struct vtd_dma_outcome *o)
{
    struct meeting w = {false, false, false, false};
    uint64_t page = r->address >> 12;
    uint64_t root = (uint64_t)u->root_frame * 512u + (r->source_id >> 8) * 2u;
    struct vtd_context_lookup found = vtd_find_context(u, m, r->source_id);
    bool usable = !(o->holds.lrt_1 || o->holds.lrt_2 || o->holds.lrt_3 || o->holds.lct_1 || o->holds.lct_2 ||
                    o->holds.lct_3 || o->holds.lct_4_1 || o->holds.lct_4_2);
    w.cacheable = usable;
    w.met = w.context = is_changed(c, root) || is_changed(c, root + 1u);
    if (!w.met && root < m->word_count && !o->holds.lrt_2 && !o->holds.lrt_3) {
        uint64_t context = (m->words[root] >> 12) * 512u + (r->source_id & 0xFFu) * 2u;
        w.met = w.context = is_changed(c, context) || is_changed(c, context + 1u);
    }
    if (w.met || !o->translated)
        return w;
    uint64_t table = found.entry.table_frame;
    for (unsigned level = found.entry.levels; level >= o->level && level > 0; level--) {
        uint64_t at = table * 512u + ((page >> (9u * (level - 1u))) & 511u);
        if (at >= m->word_count)
            return w;
        if (is_changed(c, at)) {
            w.met = true;
            w.leaf = level == o->level && m->words[at] % 4u != 0;
            w.cacheable = m->words[at] % 4u != 0 && !(w.leaf && o->holds.lss_2);
            return w;
        }
        table = (m->words[at] >> 12) & 0xFFFFFFFFFFu;
    }
    return w;
}

/* A context is gone for good once an invalidation of contexts covers it and one of the IOTLB follows: until then
 * translations may be made from it. */
static bool context_gone(const struct changes *c, const struct vtd_dma_request *r, uint16_t domain, bool usable)
{
    bool context = false;
    for (unsigned i = 0; i < c->count; i++) {
        context = context || covers_context(&c->since[i], r->source_id, usable ? domain : 0u);
        if (context && (!usable || covers_page(&c->since[i], domain, r->address >> 12, true)))
            return true;
    }
    return false;
}

static bool page_gone(const struct changes *c, const struct vtd_dma_request *r, uint16_t domain, bool leaf)
{
    for (unsigned i = 0; i < c->count; i++)
        if (covers_page(&c->since[i], domain, r->address >> 12, !leaf))
            return true;
    return false;
}

bool changes_reach_dma(const struct changes *c, const struct vtd_unit *u, const struct vtd_memory *m,
                       const struct vtd_dma_request *r)
{
    if (!c->changed)
        return false;
    struct vtd_dma_outcome o = vtd_dma_classify(u, m, r);
    struct meeting w = meet(c, u, m, r, &o);
    if (!w.met || (!w.cacheable && !u->caps.caching_mode))
        return false;
    return w.context ? !context_gone(c, r, o.domain, w.cacheable) : !page_gone(c, r, o.domain, w.leaf);
}

bool changes_reach_interrupt(const struct changes *c, const struct vtd_unit *u, const struct vtd_memory *m,
                             uint32_t index, uint16_t source_id)
{
    uint64_t at = (uint64_t)u->interrupt_table_frame * 512u + (uint64_t)index * 2u;
    if (!is_changed(c, at) && !is_changed(c, at + 1u))
        return false;
    struct vtd_interrupt_outcome o = vtd_remap_index(u, m, index, source_id);
    if ((o.holds.int_22 || o.holds.int_24) && !u->caps.caching_mode)
        return false;
    for (unsigned i = 0; i < c->count; i++)
        if (c->since[i].kind == INVALIDATED_ENTRIES &&
            index >> c->since[i].index_mask == (uint32_t)c->since[i].index >> c->since[i].index_mask)
            return false;
    return true;
}
