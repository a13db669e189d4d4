/* The answers to an interrupt request that goes through the table (clauses 5.1, 6.3). */
#include <string.h>

#include "harness/history/history.h"

struct search {
    struct history *h;
    const struct vtd_unit *u;
    const struct vtd_memory *m;
    uint32_t index;
    uint16_t source;
    struct history_entry *out;
};

static bool same_message(const struct vtd_message *a, const struct vtd_message *b)
{
    return a->destination == b->destination && a->vector == b->vector && a->delivery_mode == b->delivery_mode &&
           a->logical == b->logical && a->redirection_hint == b->redirection_hint && a->level == b->level;
}

static bool same_outcome(const struct vtd_interrupt_outcome *a, const struct vtd_interrupt_outcome *b)
{
    return memcmp(&a->holds, &b->holds, sizeof a->holds) == 0 && a->int_24_optional == b->int_24_optional &&
           a->fault_disabled == b->fault_disabled && same_message(&a->message, &b->message);
}

static void add(struct history_entry *out, const struct vtd_interrupt_outcome *o, uint32_t event)
{
    for (unsigned i = 0; i < out->count; i++)
        if (same_outcome(&out->candidate[i].outcome, o))
            return;
    if (out->count == HISTORY_CANDIDATES)
        out->open = true;
    else
        out->candidate[out->count++] =
            (struct history_entry_candidate){.outcome = *o, .why = event != 0 ? STALE : FRESH, .event = event};
}

/* An entry that was read in a table with this EIME: held as words, or as what they meant then. */
static void add_held(struct search *s, const struct history_segment *x, bool extended, uint32_t event)
{
    struct vtd_interrupt_outcome then = vtd_remap_entry(extended, x->lo, x->hi, s->index, s->source);
    struct vtd_interrupt_outcome now = vtd_remap_entry(s->u->extended_mode, x->lo, x->hi, s->index, s->source);
    if ((then.holds.int_22 || then.holds.int_24) && !s->u->caps.caching_mode)
        return;
    if (history_entry_limit(s->h, x->to, s->index) <= s->h->now)
        return;
    add(s->out, &now, event);
    add(s->out, &then, event);
}

/* What the table of moments from..to told. */
static void through_table(struct search *s, struct history_pointer p, uint32_t from, uint32_t to)
{
    uint64_t at = (uint64_t)p.frame * 512u + (uint64_t)s->index * 2u;
    if (s->index >= (uint32_t)p.size || at + 1u >= s->m->word_count)
        return;
    s->out->open = s->out->open || history_words_wild(&s->h->interrupts, at, true);
    for (uint32_t t = from; t <= to;) {
        struct history_segment x = history_words_at(&s->h->interrupts, s->m, at, true, t, s->h->now);
        x.to = x.to < to ? x.to : to;
        if (x.to != s->h->now)
            add_held(s, &x, p.extended, p.event != 0 ? p.event : x.event);
        t = x.to + 1u;
    }
}

void history_entry(struct history *h, const struct vtd_unit *u, const struct vtd_memory *m, uint32_t index,
                   uint16_t source_id, struct history_entry *out)
{
    const struct history_pointers *p = &h->tables;
    uint32_t from = h->floor[1];
    uint64_t at = (uint64_t)u->interrupt_table_frame * 512u + (uint64_t)index * 2u;
    out->open = h->doubt[1] > h->floor[1] || p->wild;
    out->changed = p->count > 0 || history_words_find(&h->interrupts, at) != NULL ||
                   history_words_find(&h->interrupts, at + 1u) != NULL;
    out->count = 1;
    out->candidate[0] = (struct history_entry_candidate){vtd_remap_index(u, m, index, source_id), FRESH, 0};
    if (out->open || !out->changed)
        return;
    struct search s = {h, u, m, index, source_id, out};
    for (unsigned i = 0; i < p->count; i++) {
        if (p->past[i].until > from)
            through_table(&s, p->past[i], from, p->past[i].until - 1u);
        from = p->past[i].until > from ? p->past[i].until : from;
    }
    struct history_pointer present = {
        .frame = u->interrupt_table_frame, .size = u->interrupt_table_size, .extended = u->extended_mode};
    through_table(&s, present, from, h->now);
}
