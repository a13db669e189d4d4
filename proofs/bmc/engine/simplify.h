/* What the parts of the simplifier share. Each rule returns a simpler term of the same value, or NULL for "not mine". */
#ifndef ENGINE_SIMPLIFY_H
#define ENGINE_SIMPLIFY_H

#include "term.h"

/* How a term is to be made. */
struct plan {
    enum op op;
    uint32_t width;
    term a, b, c;
    uint64_t value;
};

static inline bool opposite(term a, term b)
{
    return (a->op == OP_NOT && a->kid[0] == b) || (b->op == OP_NOT && b->kid[0] == a) ||
           (is_constant(a) && is_constant(b) && a->value == (~b->value & ones(a->width)));
}

/* ---- simplify_number.c ---- */
term simplify_add(struct terms *t, const struct plan *p);
term simplify_mul(struct terms *t, const struct plan *p);
term simplify_divide(struct terms *t, const struct plan *p);
term simplify_shift(struct terms *t, const struct plan *p);
term simplify_eq(struct terms *t, const struct plan *p);
term simplify_less(struct terms *t, const struct plan *p);

#endif
