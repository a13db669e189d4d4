/* Elimination of arrays: a read becomes a choice over the writes before it and a fresh variable for the original
 * content, with one constraint for each pair of such variables: equal indices, equal content (Ackermann). */
#ifndef ENGINE_ARRAY_H
#define ENGINE_ARRAY_H

#include "term.h"

/* A read of original content. */
struct read {
    term array, index, content;
};
struct reads {
    struct read *all;
    size_t count, capacity;
    struct memo {
        term array, index, result;
    } * memo;
};

/* Element `index` (32 bits) of the array. */
term array_read(struct terms *t, struct reads *r, term array, term index);

/* What the contents must satisfy: the conjunction over all reads whose content occurs in the cone of `formula` or of
 * such a constraint, together with the formula. */
term array_constrain(struct terms *t, const struct reads *r, term formula);

#endif
