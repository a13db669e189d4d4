/* All terms that a formula is made of, kids first, and their values under an assignment. */
#ifndef ENGINE_CONE_H
#define ENGINE_CONE_H

#include "term.h"

struct cone {
    term *all;
    size_t count, capacity;
    bool *member; /* by id */
    size_t members;
};

void cone_add(struct cone *c, const struct terms *t, term root);
bool cone_has(const struct cone *c, term a);
void cone_end(struct cone *c);

/* Values of variables, by id of the term, and of everything computed from them so far. Variables that no one has
 * assigned are 0. */
struct values {
    uint64_t *value;
    bool *known;
    size_t count;
};
void values_begin(struct values *v, const struct terms *t);
void values_set(struct values *v, term variable, uint64_t value);
uint64_t values_of(struct values *v, term a);
void values_end(struct values *v);

#endif
