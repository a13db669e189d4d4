/* Plainer words: fewer bits, shorter blocks, simpler requests. */
#include "harness/shrink/shrink_parts.h"

static bool try_value(struct shrink *x, unsigned i, uint64_t value)
{
    shrink_begin(x);
    x->candidate->operation[i].value = value;
    return shrink_keeps(x);
}

static void clear_bits(struct shrink *x, unsigned i)
{
    if (x->best->operation[i].value == 0 || try_value(x, i, 0))
        return;
    for (unsigned bit = 64; bit-- > 0 && i < x->best->count;) {
        uint64_t value = x->best->operation[i].value;
        if ((value >> bit) & 1u)
            try_value(x, i, value & ~(1ull << bit));
    }
}

static void shorten_block(struct shrink *x, unsigned i)
{
    while (i < x->best->count && x->best->operation[i].repeat > 1) {
        shrink_begin(x);
        x->candidate->operation[i].repeat /= 2u;
        if (shrink_keeps(x))
            continue;
        shrink_begin(x);
        x->candidate->operation[i].repeat--;
        if (!shrink_keeps(x))
            return;
    }
}

/* A plain write instead of a read and a write; one watched place less. */
static void plain_request(struct shrink *x, unsigned i)
{
    if (x->best->operation[i].shot.kind == SHOT_INVERT || x->best->operation[i].shot.kind == SHOT_ZERO) {
        shrink_begin(x);
        x->candidate->operation[i].shot.kind = SHOT_FILL;
        shrink_keeps(x);
    }
    if (x->best->operation[i].shot.atomic) {
        shrink_begin(x);
        x->candidate->operation[i].shot.atomic = false;
        shrink_keeps(x);
    }
    for (unsigned k = 0; k < SESSION_PLACES && i < x->best->count; k++) {
        if (x->best->operation[i].place[k] == 0)
            continue;
        shrink_begin(x);
        x->candidate->operation[i].place[k] = 0;
        shrink_keeps(x);
    }
}

void shrink_words(struct shrink *x)
{
    for (unsigned i = 0; i < x->best->count; i++) {
        const struct operation *o = &x->best->operation[i];
        if (o->kind == OP_REQUEST)
            plain_request(x, i);
        else if (o->kind == OP_MEMORY || o->kind == OP_WRITE)
            clear_bits(x, i);
        if (i < x->best->count && x->best->operation[i].kind == OP_MEMORY)
            shorten_block(x, i);
    }
}
