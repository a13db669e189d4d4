/* Making a session that shows a difference as short and plain as it will go. */
#include <stdlib.h>
#include <string.h>

#include "harness/session/sessions.h"

/* A target that ended has to be started again each time. */
enum { MAX_TRIES = 1500, MAX_ENDS = 120, BITS_BELOW = 24 };

struct search {
    struct peer *peer;
    struct judge *judge;
    const struct vtd_caps *caps;
    const struct finding *wanted;
    struct session *best, *candidate;
    unsigned tries;
};

/* The operation that shows the wanted difference, or -1. */
static int shown_at(const struct session_findings *f, const struct finding *wanted)
{
    for (unsigned i = 0; i < f->count; i++)
        if (same_finding(&f->finding[i], wanted))
            return (int)f->at[i];
    return -1;
}

/* A target may end by itself for good reason when software does what has no defined effect. Nothing was seen of the
 * session: what it did must not matter. */
static bool leaves_architecture(struct search *x)
{
    struct session_findings f;
    memset(x->candidate->seen, 0, sizeof x->candidate->seen);
    session_judge(x->judge, x->caps, x->candidate, &f);
    return x->judge->lost;
}

/* Keep the candidate if it still shows the difference. */
static bool keeps(struct search *x)
{
    struct session_findings f;
    if (x->tries++ >= MAX_TRIES || x->candidate->count == 0)
        return false;
    enum peer_status status = session_try(x->peer, x->judge, x->caps, x->candidate, &f);
    if (status == PEER_ENDED)
        x->tries += MAX_TRIES / MAX_ENDS;
    if (status == PEER_FAILED || (status == PEER_ENDED && leaves_architecture(x)))
        return false;
    int at = shown_at(&f, x->wanted);
    if (at < 0)
        return false;
    *x->best = *x->candidate;
    x->best->count = (unsigned)at + 1u;
    return true;
}

static void remove_operations(struct session *s, unsigned first, unsigned count)
{
    memmove(&s->operation[first], &s->operation[first + count], (s->count - first - count) * sizeof s->operation[0]);
    s->count -= count;
}

static void drop_chunks(struct search *x)
{
    for (unsigned size = x->best->count / 2u; size >= 1; size /= 2u)
        for (unsigned first = 0; first + size <= x->best->count && x->tries < MAX_TRIES;) {
            *x->candidate = *x->best;
            remove_operations(x->candidate, first, size);
            if (!keeps(x))
                first += size;
        }
}

/* The first descriptor of the ring goes, the others move up. */
static bool shift_ring(struct session *s)
{
    const uint64_t ring = (uint64_t)FRAME_RING << 12, end = ring + 0x1000u;
    bool shifted = false;
    for (unsigned i = s->count; i-- > 0;) {
        struct operation *o = &s->operation[i];
        bool tail = o->kind == OP_WRITE && o->offset == 0x88u;
        bool inside = o->kind == OP_MEMORY && o->repeat == 1 && o->address >= ring && o->address < end;
        if (tail && o->value >= 16u)
            o->value -= 16u;
        if (!inside)
            continue;
        shifted = true;
        if (o->address < ring + 16u)
            remove_operations(s, i, 1);
        else
            o->address -= 16u;
    }
    return shifted;
}

static void shorten_ring(struct search *x)
{
    do
        *x->candidate = *x->best;
    while (shift_ring(x->candidate) && keeps(x));
}

static void clear_bits(struct search *x)
{
    for (unsigned i = 0; i < x->best->count && x->best->count <= BITS_BELOW; i++)
        for (unsigned bit = 0; bit < 64; bit++) {
            if (!((x->best->operation[i].value >> bit) & 1u))
                continue;
            *x->candidate = *x->best;
            x->candidate->operation[i].value &= ~(1ull << bit);
            keeps(x);
        }
}

void session_minimise(struct peer *p, struct judge *j, const struct vtd_caps *caps, struct session *s,
                      const struct finding *wanted)
{
    struct search x = {p, j, caps, wanted, s, malloc(sizeof *s), 0};
    if (x.candidate == NULL)
        return;
    drop_chunks(&x);
    shorten_ring(&x);
    clear_bits(&x);
    drop_chunks(&x);
    shorten_ring(&x);
    /* What the shortest one showed. */
    struct session_findings f;
    session_try(p, j, caps, s, &f);
    free(x.candidate);
}
