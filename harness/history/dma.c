/* The answers to a memory request: every way through contexts and tables that some order of reads gives. */
#include <stddef.h>
#include <string.h>

#include "harness/history/history.h"
#include "model/second_stage_entry.h"

enum { OWN_CONTEXTS = 32, ROOTS = 48, VISITS = 4000 };

/* What fetching the context entry of the requester gave at moments from..to; gone at `until`. */
struct own_context {
    struct vtd_context_fetch fetch;
    struct vtd_context_step step;
    bool failed, usable;
    uint32_t from, to, until, event;
};

struct own_list {
    unsigned count;
    struct own_context at[OWN_CONTEXTS];
};

/* A top table of the domain, as some context entry named it. */
struct root {
    uint64_t frame;
    unsigned levels;
    uint32_t from, to, until, event;
};

struct search {
    struct history *h;
    const struct vtd_unit *u;
    const struct vtd_memory *m;
    const struct vtd_dma_request *r;
    struct history_dma *out;
    uint64_t page;
    unsigned roots, visits;
    struct own_list own;    /* of the requester */
    struct own_list others; /* of another one */
    struct own_list *list;  /* the one that is being filled */
    uint16_t source;        /* whose */
    struct root root[ROOTS];
    const struct root *from;
    uint16_t domain;
    uint64_t entry[6]; /* of the present path, by level */
    uint32_t event[6]; /* that ended it; 0: it is the present one */
};

static uint32_t last_before(uint32_t limit, uint32_t now)
{
    return limit - 1u < now ? limit - 1u : now;
}

/* ---- collecting answers ---- */

static bool same_outcome(const struct vtd_dma_outcome *a, const struct vtd_dma_outcome *b)
{
    return memcmp(&a->holds, &b->holds, sizeof a->holds) == 0 &&
           memcmp(&a->optional, &b->optional, sizeof a->optional) == 0 && a->fault_disabled == b->fault_disabled &&
           a->translated == b->translated && a->frame == b->frame;
}

static void add(struct history_dma *out, const struct vtd_dma_outcome *o, uint32_t event)
{
    for (unsigned i = 0; i < out->count; i++)
        if (same_outcome(&out->candidate[i].outcome, o))
            return;
    if (out->count == HISTORY_CANDIDATES) {
        out->open = true;
        return;
    }
    out->candidate[out->count++] =
        (struct history_dma_candidate){.outcome = *o, .why = event != 0 ? STALE : FRESH, .event = event};
}

/* May a unit without caching mode hold the last entry of this path? A zero-length read may pass where entries agree on
 * no right. */
static bool holds_nothing_bad(const struct vtd_caps *c, const struct vtd_dma_outcome *o)
{
    bool some_right = o->read || o->write || c->zero_length_read;
    return o->mapped && some_right && (o->level > 1u || !o->holds.lgn_4);
}

/* ---- contexts of the requester ---- */

static void add_own(struct search *s, struct own_context c)
{
    c.step = vtd_context_step(&s->u->caps, c.fetch.lo, c.fetch.hi, VTD_UNTRANSLATED);
    c.usable = !c.failed && vtd_context_usable(c.step);
    uint16_t tag = c.usable ? c.step.domain : (uint16_t)0;
    c.until = history_context_limit(s->h, c.to, false, s->source, tag);
    if (s->list->count == OWN_CONTEXTS)
        s->out->open = true;
    else
        s->list->at[s->list->count++] = c;
}

/* Context entries read through a root entry that was read at from..to. */
static void own_of_root(struct search *s, const struct history_segment *root, uint64_t table, uint32_t event)
{
    uint64_t at = table * 512u + s->source % 256u * 2u;
    uint32_t end = last_before(history_root_limit(s->h, root->to), s->h->now);
    struct own_context c = {.from = root->from, .to = root->to, .failed = true, .event = event};
    c.fetch.lct_1 = true;
    if (at + 1u >= s->m->word_count) {
        add_own(s, c);
        return;
    }
    s->out->open = s->out->open || history_words_wild(&s->h->dma, at, true);
    for (uint32_t t = root->from; t <= end; t = c.to + 1u) {
        struct history_segment x = history_words_at(&s->h->dma, s->m, at, true, t, s->h->now);
        c = (struct own_context){.from = t, .to = x.to < end ? x.to : end, .event = event != 0 ? event : x.event};
        c.fetch = (struct vtd_context_fetch){.lo = x.lo, .hi = x.hi};
        add_own(s, c);
    }
}

/* Everything that a root pointer in force at from..to led to. */
static void own_of_pointer(struct search *s, int64_t frame, uint32_t from, uint32_t to, uint32_t event)
{
    uint64_t at = (uint64_t)frame * 512u + s->source / 256u * 2u;
    if (at + 1u >= s->m->word_count) {
        struct own_context c = {.from = from, .to = to, .failed = true, .event = event};
        c.fetch.lrt_1 = true;
        add_own(s, c);
        return;
    }
    s->out->open = s->out->open || history_words_wild(&s->h->dma, at, true);
    for (uint32_t t = from; t <= to;) {
        struct history_segment x = history_words_at(&s->h->dma, s->m, at, true, t, s->h->now);
        struct vtd_root_step step = vtd_root_step(&s->u->caps, x.lo, x.hi);
        uint32_t first = event != 0 ? event : x.event;
        x.to = x.to < to ? x.to : to;
        if (step.lrt_2 || step.lrt_3) {
            struct own_context c = {.from = t, .to = x.to, .failed = true, .event = first};
            c.fetch.lrt_2 = step.lrt_2;
            c.fetch.lrt_3 = step.lrt_3;
            add_own(s, c);
        } else {
            own_of_root(s, &x, step.context_frame, first);
        }
        t = x.to + 1u;
    }
}

static void find_contexts(struct search *s, uint16_t source, struct own_list *list)
{
    const struct history_pointers *p = &s->h->roots;
    s->source = source;
    s->list = list;
    list->count = 0;
    uint32_t from = s->h->floor[0];
    for (unsigned i = 0; i < p->count; i++) {
        if (p->past[i].until > from)
            own_of_pointer(s, p->past[i].frame, from, p->past[i].until - 1u, p->past[i].event);
        from = p->past[i].until > from ? p->past[i].until : from;
    }
    own_of_pointer(s, s->u->root_frame, from, s->h->now, 0);
}

/* ---- ways into the tables of a domain ---- */

static void add_root(struct search *s, struct root x)
{
    for (unsigned i = 0; i < s->roots; i++) {
        const struct root *y = &s->root[i];
        if (y->frame == x.frame && y->levels == x.levels && y->from <= x.from && y->to >= x.to && y->until >= x.until)
            return;
    }
    if (s->roots == ROOTS)
        s->out->open = true;
    else
        s->root[s->roots++] = x;
}

/* A changed pair of words that is, or was, a context entry of the domain: another requester may have walked from it, and
 * what that left is found by domain-id. */
static void roots_of_pair(struct search *s, uint64_t at)
{
    if (at + 1u >= s->m->word_count)
        return;
    for (uint32_t t = s->h->floor[0]; t <= s->h->now;) {
        struct history_segment x = history_words_at(&s->h->dma, s->m, at, true, t, s->h->now);
        struct vtd_context_step step = vtd_context_step(&s->u->caps, x.lo, x.hi, VTD_UNTRANSLATED);
        if (vtd_context_usable(step) && !step.pass_through && step.domain == s->domain)
            add_root(s, (struct root){step.table_frame, step.levels, t, x.to,
                                      history_context_limit(s->h, x.to, true, 0, s->domain), x.event});
        t = x.to + 1u;
    }
}

/* What contexts of one requester lead to. */
static void add_roots(struct search *s, const struct own_list *list)
{
    for (unsigned i = 0; i < list->count; i++) {
        const struct own_context *c = &list->at[i];
        if (c->usable && !c->step.pass_through && c->step.domain == s->domain)
            add_root(s, (struct root){c->step.table_frame, c->step.levels, c->from, c->to, c->until, c->event});
    }
}

static void find_roots(struct search *s)
{
    const struct history_words *w = &s->h->dma;
    s->roots = 0;
    add_roots(s, &s->own);
    for (unsigned i = 0; i < s->h->sources; i++)
        if (s->h->source[i] != s->r->source_id) {
            find_contexts(s, s->h->source[i], &s->others);
            add_roots(s, &s->others);
        }
    if ((s->h->domains[s->domain / 8u] >> s->domain % 8u & 1u) == 0)
        return;
    for (unsigned i = 0; i < w->count; i++)
        if (w->word[i].at % 2u == 0 || history_words_find(w, w->word[i].at - 1u) == NULL)
            roots_of_pair(s, w->word[i].at - w->word[i].at % 2u);
}

/* ---- one path, judged by the model ---- */

/* Lay the path out as small tables of its own, and let the model walk them. `level`: of the last entry. */
static struct vtd_dma_outcome outcome_of(struct search *s, const struct own_context *c, unsigned level, bool readable)
{
    struct vtd_memory view = {s->h->view, 7u * 512u};
    const uint64_t address = 0x000FFFFFFFFFF000ull;
    unsigned top = s->from->levels;
    uint64_t *word[6] = {0};
    for (unsigned l = top; l >= level; l--) {
        uint64_t next = l == level + 1u && !readable ? 7u : top - l + 1u;
        if (l == level && !readable)
            break;
        word[l] = &s->h->view[(top - l) * 512u + (s->page >> (9u * (l - 1u))) % 512u];
        *word[l] = l == level ? s->entry[l] : (s->entry[l] & ~address) | next << 12;
    }
    uint64_t first = level == top && !readable ? 7u : 0u;
    struct vtd_dma_outcome o =
        vtd_dma_in_context(&s->u->caps, &view, c->fetch.lo % 0x1000u | first << 12, c->fetch.hi, s->page, s->r->access);
    for (unsigned l = 1; l < 6u; l++)
        if (word[l] != NULL)
            *word[l] = 0;
    return o;
}

static uint32_t stale_event(const struct search *s, const struct own_context *c, unsigned level)
{
    uint32_t event = c->event != 0 ? c->event : s->from->event;
    for (unsigned l = s->from->levels; event == 0 && l >= level && l > 0; l--)
        event = s->event[l];
    return event;
}

/* What was read at `moment` is found by page; with caching mode an entry above the last level that gives a fault may be
 * held as such too, and goes as upper levels do. */
static bool may_still_be_held(const struct search *s, const struct vtd_dma_outcome *o, unsigned level, uint32_t moment)
{
    bool as_page = history_page_limit(s->h, moment, s->domain, s->page, 0) > s->h->now;
    bool as_entry = !o->mapped && level > 1u && history_page_limit(s->h, moment, s->domain, s->page, level) > s->h->now;
    return as_page || as_entry;
}

/* The path ends with an entry (or none that can be read) read at from..to. */
static void end(struct search *s, unsigned level, bool readable, uint32_t from, uint32_t to)
{
    for (unsigned i = 0; i < s->own.count; i++) {
        const struct own_context *c = &s->own.at[i];
        uint32_t last = last_before(c->until, to), first = from > c->from ? from : c->from;
        bool from_top = level == s->from->levels && c->step.table_frame != s->from->frame;
        if (!c->usable || c->step.pass_through || c->step.domain != s->domain || first > last || from_top)
            continue;
        if (c->step.levels != s->from->levels) {
            s->out->open = true; /* one domain-id for tables of two depths: not architected (6.2.2.1) */
            continue;
        }
        struct vtd_dma_outcome o = outcome_of(s, c, level, readable);
        bool walk = last == s->h->now;
        bool held = o.translated && (holds_nothing_bad(&s->u->caps, &o) || s->u->caps.caching_mode);
        bool hit = held && may_still_be_held(s, &o, level, last);
        if (walk || hit)
            add(s->out, &o, stale_event(s, c, level));
    }
}

/* Read the entry of a level in a table, at any moment from..to. */
static void descend(struct search *s, unsigned level, uint64_t table, uint32_t from, uint32_t to)
{
    uint64_t at = table * 512u + (s->page >> (9u * (level - 1u))) % 512u;
    if (at >= s->m->word_count) {
        end(s, level, false, from, to);
        return;
    }
    s->out->open = s->out->open || ++s->visits > VISITS || history_words_wild(&s->h->dma, at, false);
    for (uint32_t t = from; t <= to && !s->out->open;) {
        struct history_segment x = history_words_at(&s->h->dma, s->m, at, false, t, s->h->now);
        struct vtd_second_stage_step step = vtd_second_stage_step(&s->u->caps, level, x.lo);
        s->entry[level] = x.lo;
        s->event[level] = x.event;
        x.to = x.to < to ? x.to : to;
        if (step.leaf || step.reserved || !(step.read || step.write))
            end(s, level, true, t, x.to);
        else
            descend(s, level - 1u, step.frame, t,
                    last_before(history_page_limit(s->h, x.to, s->domain, s->page, level), s->h->now));
        t = x.to + 1u;
    }
}

/* ---- the request ---- */

static bool seen_before(const struct search *s, unsigned i)
{
    for (unsigned k = 0; k < i; k++)
        if (s->own.at[k].usable && !s->own.at[k].step.pass_through &&
            s->own.at[k].step.domain == s->own.at[i].step.domain)
            return true;
    return false;
}

static void through_tables(struct search *s, unsigned i)
{
    s->domain = s->own.at[i].step.domain;
    find_roots(s);
    for (unsigned k = 0; k < s->roots && !s->out->open; k++) {
        s->from = &s->root[k];
        descend(s, s->from->levels, s->from->frame, s->from->from, last_before(s->from->until, s->h->now));
    }
}

/* Answers that need no tables: refused on the way to them, or passed through. */
static void without_tables(struct search *s, const struct own_context *c)
{
    struct vtd_memory none = {s->h->view, 0};
    bool alive = c->to == s->h->now || (c->until > s->h->now && (c->usable || s->u->caps.caching_mode));
    struct vtd_dma_outcome o =
        c->failed ? vtd_dma_without_context(c->fetch, s->page)
                  : vtd_dma_in_context(&s->u->caps, &none, c->fetch.lo, c->fetch.hi, s->page, s->r->access);
    if (o.translated)
        return;
    bool passes = c->usable && c->step.pass_through && vtd_first_condition(o.holds) == VTD_NONE;
    bool hit =
        passes && history_page_limit(s->h, last_before(c->until, s->h->now), c->step.domain, s->page, 0) > s->h->now;
    if (alive || hit)
        add(s->out, &o, c->event);
}

/* A hit that denies may be recorded as the context entry of now says. */
static void other_suppression(struct search *s)
{
    unsigned count = s->out->count;
    for (unsigned i = 1; i < count; i++)
        for (unsigned k = 0; k < s->own.count; k++) {
            struct vtd_dma_outcome o = s->out->candidate[i].outcome;
            bool alive = s->own.at[k].usable && s->own.at[k].until > s->h->now;
            bool denies = o.translated && vtd_first_condition(o.holds) != VTD_NONE;
            o.fault_disabled = s->own.at[k].step.fault_disabled;
            if (alive && denies)
                add(s->out, &o, s->out->candidate[i].event);
        }
}

/* Is there no history on the way of the present walk, nor another way to its domain? */
static bool is_clean(const struct history *h, const struct vtd_unit *u, const struct vtd_memory *m,
                     const struct vtd_dma_request *r, const struct vtd_dma_outcome *o)
{
    const struct history_words *w = &h->dma;
    uint64_t at = (uint64_t)u->root_frame * 512u + r->source_id / 256u * 2u;
    if (h->roots.count > 0)
        return false;
    if (w->count == 0)
        return true;
    if (history_words_find(w, at) != NULL || history_words_find(w, at + 1u) != NULL)
        return false;
    if (o->holds.lrt_1 || o->holds.lrt_2 || o->holds.lrt_3 || o->holds.lct_1)
        return true;
    at = (m->words[at] >> 12) * 512u + r->source_id % 256u * 2u;
    if (history_words_find(w, at) != NULL || history_words_find(w, at + 1u) != NULL)
        return false;
    if (!o->translated)
        return true;
    if (h->domains[o->domain / 8u] >> o->domain % 8u & 1u)
        return false;
    uint64_t page = r->address >> 12, table = m->words[at] >> 12;
    for (unsigned level = (unsigned)(m->words[at + 1u] % 8u) + 2u; level >= o->level && level > 0; level--) {
        at = table * 512u + (page >> (9u * (level - 1u))) % 512u;
        if (at >= m->word_count)
            return true;
        if (history_words_find(w, at) != NULL)
            return false;
        table = (m->words[at] >> 12) & 0xFFFFFFFFFFu;
    }
    return true;
}

void history_dma(struct history *h, const struct vtd_unit *u, const struct vtd_memory *m,
                 const struct vtd_dma_request *r, struct history_dma *out)
{
    out->open = out->changed = false;
    out->count = 1;
    out->candidate[0] = (struct history_dma_candidate){vtd_dma_classify(u, m, r), FRESH, 0};
    if (!u->translation_enabled || u->table_mode != VTD_LEGACY)
        return;
    out->open = h->doubt[0] > h->floor[0] || h->roots.wild;
    if (out->open || is_clean(h, u, m, r, &out->candidate[0].outcome))
        return;
    struct search s = {.h = h, .u = u, .m = m, .r = r, .out = out, .page = r->address >> 12};
    out->changed = true;
    find_contexts(&s, r->source_id, &s.own);
    for (unsigned i = 0; i < s.own.count && !out->open; i++) {
        without_tables(&s, &s.own.at[i]);
        if (s.own.at[i].usable && !s.own.at[i].step.pass_through && !seen_before(&s, i))
            through_tables(&s, i);
    }
    other_suppression(&s);
}
