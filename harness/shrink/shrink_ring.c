/* The invalidation queue: descriptors that nobody needs any more leave gaps in the ring. */
#include "harness/shrink/shrink_parts.h"

enum { TAIL = 0x88, DESCRIPTOR = 16 };

/* The first descriptor goes, the others and the tails move up. false: there is none. */
static bool shift(struct session *s)
{
    const uint64_t ring = (uint64_t)FRAME_RING << 12, end = ring + 0x1000u;
    bool shifted = false;
    for (unsigned i = s->count; i-- > 0;) {
        struct operation *o = &s->operation[i];
        bool inside = o->kind == OP_MEMORY && o->repeat == 1 && o->address >= ring && o->address < end;
        if (o->kind == OP_WRITE && o->offset == TAIL && o->value >= DESCRIPTOR)
            o->value -= DESCRIPTOR;
        shifted = shifted || inside;
        if (inside && o->address < ring + DESCRIPTOR)
            shrink_remove(s, i, 1);
        else if (inside)
            o->address -= DESCRIPTOR;
    }
    return shifted;
}

void shrink_ring(struct shrink *x)
{
    do
        shrink_begin(x);
    while (shift(x->candidate) && shrink_keeps(x));
}
