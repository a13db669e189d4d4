/* Elimination of arrays: a read becomes a choice over the writes before it and a fresh variable for the original
 * content. Two such variables of one array must agree where the indices do (Ackermann); question.h says when that
 * matters. */
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

/* Two reads of one array. */
struct clash {
    const struct read *a, *b;
};

/* Element `index` (32 bits) of the array. */
term array_read(struct terms *t, struct reads *r, term array, term index);

/* Equal indices, equal content. */
term array_agree(struct terms *t, struct clash c);

#endif
