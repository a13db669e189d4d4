#include "harness/history/history.h"

#include <stddef.h>
#include <string.h>

#include "model/second_stage_walk.h"
#include "model/source_id.h"

void history_begin(struct history *h)
{
    history_words_clear(&h->dma);
    history_words_clear(&h->interrupts);
    if (h->any_domain)
        memset(h->domains, 0, sizeof h->domains);
    h->any_domain = false;
    h->now = h->event = 0;
    h->floor[0] = h->floor[1] = h->doubt[0] = h->doubt[1] = 0;
    h->roots.count = h->tables.count = h->invalidations = 0;
    h->last_id = 0;
    h->sources = 0;
    h->roots.wild = h->tables.wild = false;
}

void history_source(struct history *h, uint16_t source)
{
    for (unsigned i = 0; i < h->sources; i++)
        if (h->source[i] == source)
            return;
    if (h->sources == HISTORY_SOURCES)
        h->doubt[0] = HISTORY_NEVER;
    else
        h->source[h->sources++] = source;
}

/* ---- what changes ---- */

/* If the words could be a context entry: its domain-id has more than one way. */
static void note_domain(struct history *h, const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    struct vtd_context_step s = vtd_context_step(c, lo, hi, VTD_UNTRANSLATED);
    if (!vtd_context_usable(s))
        return;
    h->domains[s.domain / 8u] |= (uint8_t)(1u << s.domain % 8u);
    h->any_domain = true;
}

void history_write(struct history *h, bool interrupts, const struct vtd_caps *c, const struct vtd_memory *m,
                   uint64_t word, uint64_t before)
{
    uint64_t first = word - word % 2u;
    if (m->words[word] == before)
        return;
    h->now++;
    history_words_add(interrupts ? &h->interrupts : &h->dma, word, (struct history_version){before, h->now, h->event});
    if ((interrupts ? &h->interrupts : &h->dma)->full)
        h->doubt[interrupts] = h->now;
    if (interrupts || first + 1u >= m->word_count)
        return;
    note_domain(h, c, m->words[first], m->words[first + 1u]);
    note_domain(h, c, word == first ? before : m->words[first], word == first ? m->words[first + 1u] : before);
}

void history_move(struct history *h, bool interrupts, struct history_pointer before)
{
    struct history_pointers *p = interrupts ? &h->tables : &h->roots;
    before.until = ++h->now;
    before.event = h->event;
    if (p->count == HISTORY_POINTERS)
        p->wild = true;
    else
        p->past[p->count++] = before;
}

void history_doubt(struct history *h, bool interrupts)
{
    h->doubt[interrupts] = ++h->now;
}

/* ---- invalidations ---- */

static void prune_pointers(struct history_pointers *p, uint32_t floor)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < p->count; i++)
        if (p->past[i].until > floor)
            p->past[kept++] = p->past[i];
    p->wild = p->wild && kept == p->count;
    p->count = kept;
}

static void raise_floor(struct history *h, bool interrupts, uint32_t floor)
{
    struct history_words *w = interrupts ? &h->interrupts : &h->dma;
    unsigned kept = 0;
    if (floor <= h->floor[interrupts])
        return;
    h->floor[interrupts] = floor;
    history_words_prune(w, floor);
    prune_pointers(interrupts ? &h->tables : &h->roots, floor);
    if (!interrupts && w->count == 0 && h->any_domain) {
        memset(h->domains, 0, sizeof h->domains);
        h->any_domain = false;
    }
    for (unsigned i = 0; i < h->invalidations; i++) {
        struct history_invalidation *x = &h->invalidation[i];
        if ((x->kind == INVALIDATED_ENTRIES) != interrupts || x->submitted > floor || x->completed == HISTORY_NEVER)
            h->invalidation[kept++] = *x;
    }
    h->invalidations = kept;
}

/* Everything is gone that was read before all contexts were invalidated, if all pages were invalidated after that. */
static void settle(struct history *h)
{
    uint32_t floor[2] = {0, 0};
    for (unsigned i = 0; i < h->invalidations; i++) {
        const struct history_invalidation *p = &h->invalidation[i];
        bool done = p->completed != HISTORY_NEVER && p->granularity == VTD_GLOBAL;
        if (done && p->kind == INVALIDATED_ENTRIES && p->submitted > floor[1])
            floor[1] = p->submitted;
        for (unsigned k = 0; done && p->kind == INVALIDATED_PAGES && k < h->invalidations; k++) {
            const struct history_invalidation *x = &h->invalidation[k];
            if (x->kind == INVALIDATED_CONTEXTS && x->granularity == VTD_GLOBAL && x->completed <= p->submitted &&
                x->submitted > floor[0])
                floor[0] = x->submitted;
        }
    }
    raise_floor(h, true, floor[1]);
    raise_floor(h, false, floor[0]);
}

/* What is not needed for later: requests that name single things, once there are many of them. */
static void make_room(struct history *h)
{
    unsigned i = 0;
    while (i < h->invalidations &&
           (h->invalidation[i].granularity == VTD_GLOBAL || h->invalidation[i].completed == HISTORY_NEVER))
        i++;
    if (h->invalidations < HISTORY_INVALIDATIONS || i == h->invalidations)
        return;
    h->invalidations--;
    memmove(&h->invalidation[i], &h->invalidation[i + 1u], (h->invalidations - i) * sizeof h->invalidation[0]);
}

uint32_t history_submit(struct history *h, struct history_invalidation i, uint32_t since)
{
    make_room(h);
    i.submitted = ++h->now;
    if (since != 0 && since < i.submitted)
        i.submitted = since;
    i.id = ++h->last_id;
    i.completed = HISTORY_NEVER;
    if (h->invalidations == HISTORY_INVALIDATIONS)
        return 0;
    h->invalidation[h->invalidations++] = i;
    return i.id;
}

void history_complete(struct history *h, uint32_t id)
{
    for (unsigned k = 0; k < h->invalidations; k++) {
        struct history_invalidation *i = &h->invalidation[k];
        if (i->id != id || i->completed != HISTORY_NEVER)
            continue;
        i->completed = ++h->now;
        if (i->granularity == VTD_GLOBAL)
            settle(h);
        return;
    }
}

void history_invalidate(struct history *h, struct history_invalidation i)
{
    if (history_submit(h, i, 0) == 0)
        return;
    struct history_invalidation *x = &h->invalidation[h->invalidations - 1u];
    x->completed = x->submitted;
    if (x->granularity == VTD_GLOBAL)
        settle(h);
}

void history_drop_all(struct history *h, bool interrupts)
{
    struct history_invalidation all = {.kind = interrupts ? INVALIDATED_ENTRIES : INVALIDATED_CONTEXTS,
                                       .granularity = VTD_GLOBAL};
    history_invalidate(h, all);
    all.kind = INVALIDATED_PAGES;
    if (!interrupts)
        history_invalidate(h, all);
}

/* ---- how long something may be used ---- */

static uint32_t sooner(uint32_t limit, const struct history_invalidation *i, uint32_t moment, bool covers)
{
    bool gone = covers && i->submitted > moment && i->completed < limit;
    return gone ? i->completed : limit;
}

uint32_t history_context_limit(const struct history *h, uint32_t moment, bool any_source, uint16_t source,
                               uint16_t domain)
{
    uint32_t limit = HISTORY_NEVER;
    for (unsigned k = 0; k < h->invalidations; k++) {
        const struct history_invalidation *i = &h->invalidation[k];
        bool device = !any_source && vtd_qualified_match(i->function_mask, i->source, source);
        bool covers =
            i->granularity == VTD_GLOBAL || (i->domain == domain && (i->granularity == VTD_BY_DOMAIN || device));
        limit = sooner(limit, i, moment, covers && i->kind == INVALIDATED_CONTEXTS);
    }
    return limit;
}

uint32_t history_root_limit(const struct history *h, uint32_t moment)
{
    uint32_t limit = HISTORY_NEVER;
    for (unsigned k = 0; k < h->invalidations; k++) {
        const struct history_invalidation *i = &h->invalidation[k];
        limit = sooner(limit, i, moment, i->kind == INVALIDATED_CONTEXTS && i->granularity == VTD_GLOBAL);
    }
    return limit;
}

static bool covers_page(const struct history_invalidation *i, uint16_t domain, uint64_t page, unsigned level)
{
    if (i->granularity == VTD_GLOBAL)
        return true;
    if (i->domain != domain)
        return false;
    if (i->granularity != VTD_BY_PAGE)
        return true;
    uint64_t size = i->address_mask > 51u ? 1ull << 52 : 1ull << i->address_mask;
    uint64_t span = level > 0 ? vtd_span(level) : 1u;
    uint64_t low = i->page - i->page % size, first = page - page % span;
    return !(i->hint && level > 0) && first < low + size && low < first + span;
}

uint32_t history_page_limit(const struct history *h, uint32_t moment, uint16_t domain, uint64_t page, unsigned level)
{
    uint32_t limit = HISTORY_NEVER;
    for (unsigned k = 0; k < h->invalidations; k++) {
        const struct history_invalidation *i = &h->invalidation[k];
        limit = sooner(limit, i, moment, i->kind == INVALIDATED_PAGES && covers_page(i, domain, page, level));
    }
    return limit;
}

uint32_t history_entry_limit(const struct history *h, uint32_t moment, uint32_t index)
{
    uint32_t limit = HISTORY_NEVER;
    for (unsigned k = 0; k < h->invalidations; k++) {
        const struct history_invalidation *i = &h->invalidation[k];
        bool covers = i->granularity == VTD_GLOBAL || index >> i->index_mask == (uint32_t)i->index >> i->index_mask;
        limit = sooner(limit, i, moment, covers && i->kind == INVALIDATED_ENTRIES);
    }
    return limit;
}
