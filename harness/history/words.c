#include "harness/history/words.h"

#include <stddef.h>
#include <string.h>

void history_words_clear(struct history_words *w)
{
    if (w->count > 0)
        memset(w->slot, 0, sizeof w->slot);
    memset(w->frames, 0, sizeof w->frames);
    w->count = 0;
    w->full = false;
}

static unsigned first_slot(uint64_t at)
{
    return (unsigned)((at * 0x9E3779B97F4A7C15u) >> 52) % HISTORY_SLOTS;
}

static unsigned slot_of(const struct history_words *w, uint64_t at)
{
    unsigned i = first_slot(at);
    while (w->slot[i] != 0 && w->word[w->slot[i] - 1u].at != at)
        i = (i + 1u) % HISTORY_SLOTS;
    return i;
}

static bool in_changed_frame(const struct history_words *w, uint64_t at)
{
    return (w->frames[at / 512u % 4096u / 64u] >> at / 512u % 64u) & 1u;
}

static void mark_frame(struct history_words *w, uint64_t at)
{
    w->frames[at / 512u % 4096u / 64u] |= 1ull << at / 512u % 64u;
}

const struct history_word *history_words_find(const struct history_words *w, uint64_t at)
{
    if (!in_changed_frame(w, at))
        return NULL;
    unsigned i = slot_of(w, at);
    return w->slot[i] != 0 ? &w->word[w->slot[i] - 1u] : NULL;
}

void history_words_add(struct history_words *w, uint64_t at, struct history_version v)
{
    unsigned i = slot_of(w, at);
    if (w->slot[i] == 0) {
        w->full = w->count == HISTORY_WORDS;
        if (w->full)
            return;
        w->word[w->count] = (struct history_word){.at = at};
        w->slot[i] = (uint16_t)++w->count;
        mark_frame(w, at);
    }
    struct history_word *x = &w->word[w->slot[i] - 1u];
    if (x->count == HISTORY_VERSIONS)
        x->wild = true;
    else
        x->past[x->count++] = v;
}

static void drop_versions(struct history_word *x, uint32_t floor)
{
    uint8_t kept = 0;
    for (uint8_t i = 0; i < x->count; i++)
        if (x->past[i].until > floor)
            x->past[kept++] = x->past[i];
    x->wild = x->wild && kept == x->count;
    x->count = kept;
}

void history_words_prune(struct history_words *w, uint32_t floor)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < w->count; i++) {
        drop_versions(&w->word[i], floor);
        if (w->word[i].count > 0)
            w->word[kept++] = w->word[i];
    }
    memset(w->slot, 0, sizeof w->slot);
    memset(w->frames, 0, sizeof w->frames);
    w->count = kept;
    for (unsigned i = 0; i < kept; i++) {
        mark_frame(w, w->word[i].at);
        w->slot[slot_of(w, w->word[i].at)] = (uint16_t)(i + 1u);
    }
}

/* One word: value at a moment, last moment of it, what ended it. */
static void value_at(const struct history_words *w, const struct vtd_memory *m, uint64_t at, uint32_t from,
                     uint64_t *value, uint32_t *to, uint32_t *event)
{
    const struct history_word *x = history_words_find(w, at);
    *value = m->words[at];
    for (unsigned i = 0; x != NULL && i < x->count; i++)
        if (from < x->past[i].until) {
            *value = x->past[i].value;
            if (x->past[i].until - 1u < *to) {
                *to = x->past[i].until - 1u;
                *event = x->past[i].event;
            }
            return;
        }
}

struct history_segment history_words_at(const struct history_words *w, const struct vtd_memory *m, uint64_t at,
                                        bool pair, uint32_t from, uint32_t now)
{
    struct history_segment s = {.from = from, .to = now};
    value_at(w, m, at, from, &s.lo, &s.to, &s.event);
    if (pair)
        value_at(w, m, at + 1u, from, &s.hi, &s.to, &s.event);
    return s;
}

bool history_words_wild(const struct history_words *w, uint64_t at, bool pair)
{
    const struct history_word *x = history_words_find(w, at);
    return (x != NULL && x->wild) || (pair && history_words_wild(w, at + 1u, false));
}
