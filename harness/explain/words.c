/* Words that are read, and what stood there before. */
#include <string.h>

#include "harness/explain/parts.h"
#include "model/memory.h"

/* Does operation o write this address, and what? */
static bool writes(const struct operation *o, uint64_t address, uint64_t *value)
{
    bool hit = o->kind == OP_MEMORY && address >= o->address && (address - o->address) % 16u == 0 &&
               (address - o->address) / 16u < o->repeat;
    if (hit)
        *value = o->value;
    return hit;
}

static void add_past(struct explained_word *w, uint64_t value, unsigned from, unsigned until)
{
    if (w->pasts == EXPLAINED_PASTS) { /* the latest are kept */
        memmove(w->past, w->past + 1, (EXPLAINED_PASTS - 1) * sizeof w->past[0]);
        w->pasts--;
    }
    w->past[w->pasts++] = (struct explained_past){value, from, until, false};
}

static void history(const struct session *s, unsigned step, struct explained_word *w)
{
    uint64_t value = 0, next;
    for (unsigned i = 0; i + 1u < step; i++) {
        if (!writes(&s->operation[i], w->address, &next) || next == value)
            continue;
        add_past(w, value, w->since, i + 1u);
        value = next;
        w->since = i + 1u;
    }
}

uint64_t explain_word(const struct explained *x, const char *name, uint64_t frame, uint64_t index,
                      struct explained_word **word)
{
    struct explanation *e = x->e;
    *word = NULL;
    bool readable = vtd_memory_has(x->memory, frame, index);
    uint64_t value = readable ? vtd_memory_word(x->memory, frame, index) : 0;
    if (e->words == EXPLAINED_WORDS)
        return value;
    struct explained_word *w = &e->word[e->words++];
    *w = (struct explained_word){.address = (frame << 12) + index * 8u, .value = value, .readable = readable};
    snprintf(w->name, sizeof w->name, "%s", name);
    snprintf(w->says, sizeof w->says, "%s", readable ? "" : "not in memory: the fetch fails");
    if (x->session != NULL)
        history(x->session, x->step, w);
    *word = w;
    return value;
}
