/* Leaving out operations. */
#include "harness/shrink/shrink_parts.h"

/* From the end: what comes late depends on what comes early, not the other way round. */
static bool drop_chunks(struct shrink *x, unsigned size)
{
    bool dropped = false;
    for (unsigned end = x->best->count; end > 0;) {
        unsigned first = end > size ? end - size : 0;
        shrink_begin(x);
        shrink_remove(x->candidate, first, end - first);
        dropped |= shrink_keeps(x);
        end = first < x->best->count ? first : x->best->count;
    }
    return dropped;
}

/* Two operations that make sense only together: a word and the one that makes it known, say. */
static bool drop_pairs(struct shrink *x)
{
    enum { FEW = 48 };
    for (unsigned late = x->best->count; x->best->count <= FEW && late-- > 1;)
        for (unsigned early = late; early-- > 0;) {
            shrink_begin(x);
            shrink_remove(x->candidate, late, 1);
            shrink_remove(x->candidate, early, 1);
            if (shrink_keeps(x))
                return true;
        }
    return false;
}

void shrink_drop(struct shrink *x)
{
    for (unsigned size = x->best->count / 2u; size > 1; size /= 2u)
        drop_chunks(x, size);
    do
        while (drop_chunks(x, 1))
            ;
    while (drop_pairs(x));
}
