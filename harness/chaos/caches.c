#include "harness/chaos/caches.h"

#include <stddef.h>

#include "model/second_stage_walk.h"
#include "model/source_id.h"

/* ---- finding: one of those that fit, by reservoir sampling ---- */

static bool take(struct rng *r, unsigned *seen)
{
    return rng_below(r, ++*seen) == 0;
}

const struct held_context *caches_context(const struct caches *c, struct rng *r, uint16_t source)
{
    const struct held_context *found = NULL;
    unsigned seen = 0;
    for (unsigned i = 0; i < HELD_CONTEXTS; i++)
        if (c->context[i].valid && c->context[i].source == source && take(r, &seen))
            found = &c->context[i];
    return found;
}

const struct held_table *caches_table(const struct caches *c, struct rng *r, uint16_t domain, uint64_t page,
                                      unsigned levels)
{
    const struct held_table *found = NULL;
    unsigned seen = 0;
    for (unsigned i = 0; i < HELD_TABLES; i++) {
        const struct held_table *t = &c->table[i];
        if (t->valid && t->domain == domain && t->level <= levels && t->region == page / vtd_span(t->level) &&
            take(r, &seen))
            found = t;
    }
    return found;
}

const struct vtd_cached_page *caches_page(const struct caches *c, struct rng *r, uint16_t source, uint64_t page)
{
    const struct vtd_cached_page *found = NULL;
    unsigned seen = 0;
    for (unsigned i = 0; i < HELD_PAGES; i++) {
        const struct vtd_cached_page *e = &c->page[i];
        if (e->level != 0 && e->source == source && (uint64_t)e->first == page / vtd_span((unsigned)e->level) &&
            take(r, &seen))
            found = e;
    }
    return found;
}

const struct held_entry *caches_entry(const struct caches *c, struct rng *r, uint32_t index)
{
    const struct held_entry *found = NULL;
    unsigned seen = 0;
    for (unsigned i = 0; i < HELD_ENTRIES; i++)
        if (c->entry[i].valid && c->entry[i].index == index && take(r, &seen))
            found = &c->entry[i];
    return found;
}

/* ---- holding: a free place, else any ---- */

void caches_hold_context(struct caches *c, struct rng *r, struct held_context x)
{
    unsigned at = rng_below(r, HELD_CONTEXTS);
    for (unsigned i = 0; i < HELD_CONTEXTS && c->context[at].valid; i++)
        at = c->context[i].valid ? at : i;
    c->context[at] = x;
}

void caches_hold_table(struct caches *c, struct rng *r, struct held_table x)
{
    unsigned at = rng_below(r, HELD_TABLES);
    for (unsigned i = 0; i < HELD_TABLES && c->table[at].valid; i++)
        at = c->table[i].valid ? at : i;
    c->table[at] = x;
}

void caches_hold_page(struct caches *c, struct rng *r, struct vtd_cached_page x)
{
    unsigned at = rng_below(r, HELD_PAGES);
    for (unsigned i = 0; i < HELD_PAGES && c->page[at].level != 0; i++)
        at = c->page[i].level != 0 ? at : i;
    c->page[at] = x;
}

void caches_hold_entry(struct caches *c, struct rng *r, struct held_entry x)
{
    unsigned at = rng_below(r, HELD_ENTRIES);
    for (unsigned i = 0; i < HELD_ENTRIES && c->entry[at].valid; i++)
        at = c->entry[i].valid ? at : i;
    c->entry[at] = x;
}

/* ---- dropping: what is covered ---- */

void caches_drop_contexts(struct caches *c, const struct drop *d)
{
    for (unsigned i = 0; i < HELD_CONTEXTS; i++) {
        struct held_context *x = &c->context[i];
        bool domain = d->granularity == VTD_GLOBAL || x->domain == d->domain;
        bool source = d->granularity != VTD_BY_DEVICE || vtd_qualified_match(d->function_mask, d->source, x->source);
        x->valid = x->valid && !(domain && source);
    }
}

/* Do the pages first..first+count-1 meet the block that the request names? */
static bool overlaps(const struct drop *d, uint64_t first, uint64_t count)
{
    uint64_t size = d->address_mask > 51u ? 1ull << 52 : 1ull << d->address_mask;
    uint64_t low = d->page - d->page % size;
    return first < low + size && low < first + count;
}

static bool covers(const struct drop *d, uint16_t domain, uint64_t first, uint64_t count)
{
    if (d->granularity == VTD_GLOBAL)
        return true;
    return domain == d->domain && (d->granularity != VTD_BY_PAGE || overlaps(d, first, count));
}

void caches_drop_pages(struct caches *c, const struct drop *d)
{
    for (unsigned i = 0; i < HELD_PAGES; i++) {
        struct vtd_cached_page *e = &c->page[i];
        uint64_t count = e->level != 0 ? vtd_span((unsigned)e->level) : 1u;
        if (covers(d, (uint16_t)e->domain, (uint64_t)e->first * count, count))
            e->level = 0;
    }
}

void caches_drop_tables(struct caches *c, const struct drop *d)
{
    for (unsigned i = 0; i < HELD_TABLES; i++) {
        struct held_table *t = &c->table[i];
        uint64_t count = t->valid ? vtd_span(t->level) : 1u;
        bool hint = d->hint && d->granularity == VTD_BY_PAGE;
        if (!hint && covers(d, t->domain, t->region * count, count))
            t->valid = false;
    }
}

void caches_drop_entries(struct caches *c, bool by_index, uint16_t index, unsigned mask)
{
    for (unsigned i = 0; i < HELD_ENTRIES; i++)
        if (!by_index || c->entry[i].index >> mask == (uint32_t)index >> mask)
            c->entry[i].valid = false;
}
