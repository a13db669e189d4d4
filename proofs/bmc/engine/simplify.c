/* make(): the simplifier. Each rule either returns a simpler term of the same value or NULL for "not mine". The
 * differential test of engine_tests/ compares all of it with z3. */
#include "simplify.h"

enum { MASK_DEPTH = 5 };

static bool has_kid(term a, enum op op, term kid)
{
    return a->op == op && (a->kid[0] == kid || a->kid[1] == kid);
}

/* g&c | g&!c = g */
static term merge_guards(term a, term b)
{
    if (a->op != OP_AND || b->op != OP_AND)
        return NULL;
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            if (a->kid[i] == b->kid[j] && opposite(a->kid[1 - i], b->kid[1 - j]))
                return a->kid[i];
    return NULL;
}

/* A constant mask on something of which it leaves only bits that are known, in whole or in part. */
static term mask_deep(struct terms *t, term mask, term b)
{
    uint32_t w = mask->width;
    uint64_t possible = b->max == 0 ? 0 : ~UINT64_C(0) >> __builtin_clzll(b->max);
    if ((mask->value & possible & ~ones(b->zeros)) == 0)
        return constant(t, w, 0);
    if (b->op == OP_OR || b->op == OP_XOR) {
        term x = t_and(t, mask, b->kid[0]), y = t_and(t, mask, b->kid[1]);
        return is_constant(x) || is_constant(y) ? t_op(t, b->op, x, y) : NULL;
    }
    if (b->op == OP_ITE) {
        term x = t_and(t, mask, b->kid[1]), y = t_and(t, mask, b->kid[2]);
        return is_constant(x) && is_constant(y) ? t_ite(t, b->kid[0], x, y) : NULL;
    }
    if (b->op == OP_LSHR && is_constant(b->kid[1]) && b->kid[1]->value < w) {
        uint64_t by = b->kid[1]->value;
        term inner = t_and(t, constant(t, w, mask->value << by), b->kid[0]);
        return is_constant(inner) ? constant(t, w, inner->value >> by) : NULL;
    }
    return NULL;
}

/* A shared term is looked at once per way to it: few ways only. */
static term mask_inside(struct terms *t, term mask, term b)
{
    if (t->depth == MASK_DEPTH)
        return NULL;
    t->depth++;
    term r = mask_deep(t, mask, b);
    t->depth--;
    return r;
}

static term simplify_and(struct terms *t, const struct plan *p)
{
    term a = p->a, b = p->b;
    uint64_t all = ones(p->width);
    if (a == b || (is_constant(a) && a->value == 0) || (is_constant(b) && b->value == all))
        return a;
    if (is_constant(a) && (a->value == all || ((a->value & (a->value + 1)) == 0 && b->max <= a->value)))
        return b;
    if (opposite(a, b))
        return constant(t, p->width, 0);
    if (is_constant(a) && b->op == OP_AND && is_constant(b->kid[0]))
        return t_and(t, constant(t, p->width, a->value & b->kid[0]->value), b->kid[1]);
    term masked = is_constant(a) && p->width > 1 ? mask_inside(t, a, b) : NULL;
    if (masked != NULL)
        return masked;
    if (p->width != 1)
        return NULL;
    if (has_kid(a, OP_AND, b))
        return a;
    if (has_kid(b, OP_AND, a))
        return b;
    if (a->op == OP_AND && (opposite(a->kid[0], b) || opposite(a->kid[1], b)))
        return t->no;
    if (b->op == OP_AND && (opposite(b->kid[0], a) || opposite(b->kid[1], a)))
        return t->no;
    if (has_kid(a, OP_OR, b))
        return b;
    return has_kid(b, OP_OR, a) ? a : NULL;
}

static term simplify_or(struct terms *t, const struct plan *p)
{
    term a = p->a, b = p->b;
    if (a == b || (is_constant(a) && a->value == ones(p->width)))
        return a;
    if (is_constant(a) && a->value == 0)
        return b;
    if (is_constant(a) && b->op == OP_OR && is_constant(b->kid[0]))
        return t_or(t, constant(t, p->width, a->value | b->kid[0]->value), b->kid[1]);
    if (opposite(a, b))
        return constant(t, p->width, ones(p->width));
    if (p->width != 1)
        return NULL;
    if (has_kid(a, OP_AND, b) || has_kid(b, OP_OR, a))
        return b;
    if (has_kid(b, OP_AND, a) || has_kid(a, OP_OR, b))
        return a;
    if (a->op == OP_AND && (opposite(a->kid[0], b) || opposite(a->kid[1], b)))
        return t_or(t, b, opposite(a->kid[0], b) ? a->kid[1] : a->kid[0]);
    if (b->op == OP_AND && (opposite(b->kid[0], a) || opposite(b->kid[1], a)))
        return t_or(t, a, opposite(b->kid[0], a) ? b->kid[1] : b->kid[0]);
    term merged = merge_guards(a, b);
    for (int i = 0; i < 2 && merged == NULL; i++) {
        if (a->op == OP_OR && (merged = merge_guards(a->kid[i], b)) != NULL)
            return t_or(t, a->kid[1 - i], merged);
        if (b->op == OP_OR && (merged = merge_guards(b->kid[i], a)) != NULL)
            return t_or(t, b->kid[1 - i], merged);
    }
    return merged;
}

static term simplify_xor(struct terms *t, const struct plan *p)
{
    if (p->a == p->b)
        return constant(t, p->width, 0);
    if (is_constant(p->a) && p->a->value == 0)
        return p->b;
    return is_constant(p->a) && p->a->value == ones(p->width) ? t_not(t, p->b) : NULL;
}

static term simplify_choice(struct terms *t, const struct plan *p)
{
    term c = p->a, yes = p->b, no = p->c;
    if (yes == no || (is_constant(c) && c->value != 0))
        return yes;
    if (is_constant(c))
        return no;
    if (c->op == OP_NOT)
        return t_ite(t, c->kid[0], no, yes);
    if (p->width == 1 && is_constant(yes))
        return yes->value != 0 ? t_or(t, c, no) : t_and(t, t_not(t, c), no);
    if (p->width == 1 && is_constant(no))
        return no->value != 0 ? t_or(t, t_not(t, c), yes) : t_and(t, c, yes);
    if (yes->op == OP_ITE && yes->kid[0] == c)
        return t_ite(t, c, yes->kid[1], no);
    if (no->op == OP_ITE && no->kid[0] == c)
        return t_ite(t, c, yes, no->kid[2]);
    if (no->op == OP_ITE && no->kid[1] == yes) /* c ? x : d ? x : y */
        return t_ite(t, t_or(t, c, no->kid[0]), yes, no->kid[2]);
    return NULL;
}

static term simplify_extract(struct terms *t, const struct plan *p)
{
    term a = p->a;
    uint32_t low = (uint32_t)p->value, w = p->width;
    if (w == a->width)
        return a;
    if (low + w <= a->zeros || a->max >> low == 0)
        return constant(t, w, 0);
    switch (a->op) {
    case OP_EXTRACT:
        return t_extract(t, a->kid[0], (uint32_t)a->value + low, w);
    case OP_CONCAT:
        if (low + w <= a->kid[1]->width)
            return t_extract(t, a->kid[1], low, w);
        return low >= a->kid[1]->width ? t_extract(t, a->kid[0], low - a->kid[1]->width, w) : NULL;
    case OP_ZEXT:
    case OP_SEXT:
        if (low + w <= a->kid[0]->width)
            return t_extract(t, a->kid[0], low, w);
        return low == 0 ? make(t, a->op, w, a->kid[0], NULL, NULL, 0) : NULL;
    case OP_LSHR:
        if (!is_constant(a->kid[1]) || a->kid[1]->value + low + w > a->width)
            return NULL;
        return t_extract(t, a->kid[0], low + (uint32_t)a->kid[1]->value, w);
    case OP_AND:
    case OP_OR:
    case OP_XOR:
        if (!is_constant(a->kid[0]))
            return NULL;
        return t_op(t, a->op, constant(t, w, a->kid[0]->value >> low), t_extract(t, a->kid[1], low, w));
    case OP_ADD: /* low bits do not depend on higher ones */
        return low == 0 && is_constant(a->kid[0])
                   ? t_add(t, constant(t, w, a->kid[0]->value), t_extract(t, a->kid[1], 0, w))
                   : NULL;
    case OP_ITE:
        if (!is_constant(a->kid[1]) && !is_constant(a->kid[2]))
            return NULL;
        return t_ite(t, a->kid[0], t_extract(t, a->kid[1], low, w), t_extract(t, a->kid[2], low, w));
    default:
        return NULL;
    }
}

static term simplify_widen(struct terms *t, const struct plan *p)
{
    if (p->width == p->a->width)
        return p->a;
    if (p->a->op == OP_ZEXT || p->a->op == p->op)
        return make(t, p->a->op, p->width, p->a->kid[0], NULL, NULL, 0);
    if (p->op == OP_SEXT && p->a->max < UINT64_C(1) << (p->a->width - 1))
        return t_zext(t, p->a, p->width);
    return NULL;
}

static term simplify_one(struct terms *t, const struct plan *p)
{
    switch (p->op) {
    case OP_NOT:
        return p->a->op == OP_NOT ? p->a->kid[0] : NULL;
    case OP_AND:
        return simplify_and(t, p);
    case OP_OR:
        return simplify_or(t, p);
    case OP_XOR:
        return simplify_xor(t, p);
    case OP_ADD:
        return simplify_add(t, p);
    case OP_SUB:
        if (is_constant(p->b))
            return t_add(t, constant(t, p->width, 0 - p->b->value), p->a);
        return p->a == p->b ? constant(t, p->width, 0) : NULL;
    case OP_MUL:
        return simplify_mul(t, p);
    case OP_UDIV:
    case OP_UREM:
    case OP_SDIV:
    case OP_SREM:
        return simplify_divide(t, p);
    case OP_SHL:
    case OP_LSHR:
    case OP_ASHR:
        return simplify_shift(t, p);
    case OP_EQ:
        return simplify_eq(t, p);
    case OP_ULT:
    case OP_SLT:
        return simplify_less(t, p);
    case OP_STORE: /* over a store at the same place */
        return p->a->op == OP_STORE && p->a->kid[1] == p->b ? make(t, OP_STORE, 0, p->a->kid[0], p->b, p->c, 0) : NULL;
    case OP_ITE:
        return simplify_choice(t, p);
    case OP_EXTRACT:
        return simplify_extract(t, p);
    case OP_ZEXT:
    case OP_SEXT:
        return simplify_widen(t, p);
    default:
        return NULL;
    }
}

static bool commutes(enum op op)
{
    return op == OP_AND || op == OP_OR || op == OP_XOR || op == OP_ADD || op == OP_MUL || op == OP_EQ;
}

/* An operation of a constant and a choice between constants is a choice between constants; division by a choice
 * between constants is a choice between divisions by constants. */
static term push_into_choice(struct terms *t, const struct plan *p)
{
    bool divides = p->op == OP_UDIV || p->op == OP_UREM || p->op == OP_SDIV || p->op == OP_SREM;
    if (p->b == NULL || p->c != NULL || p->op == OP_STORE || p->width == 0)
        return NULL;
    if (p->b->op == OP_ITE && p->b->leaves != 0 && (is_constant(p->a) || divides))
        return t_ite(t, p->b->kid[0], make(t, p->op, p->width, p->a, p->b->kid[1], NULL, p->value),
                     make(t, p->op, p->width, p->a, p->b->kid[2], NULL, p->value));
    if (p->a->op == OP_ITE && p->a->leaves != 0 && is_constant(p->b))
        return t_ite(t, p->a->kid[0], make(t, p->op, p->width, p->a->kid[1], p->b, NULL, p->value),
                     make(t, p->op, p->width, p->a->kid[2], p->b, NULL, p->value));
    return NULL;
}

term make(struct terms *t, enum op op, uint32_t width, term a, term b, term c, uint64_t value)
{
    struct plan p = {op, width, a, b, c, value};
    if (op != OP_STORE && is_constant(a) && (b == NULL || is_constant(b)) && (c == NULL || is_constant(c))) {
        const uint64_t values[3] = {a->value, b != NULL ? b->value : 0, c != NULL ? c->value : 0};
        const uint32_t widths[3] = {a->width, b != NULL ? b->width : 0, c != NULL ? c->width : 0};
        return constant(t, width, operate(op, width, values, widths, value));
    }
    if (commutes(op) && (is_constant(b) || (!is_constant(a) && a->id > b->id))) { /* constants first */
        p.a = b;
        p.b = a;
    }
    term simple = push_into_choice(t, &p);
    if (simple == NULL)
        simple = simplify_one(t, &p);
    return simple != NULL ? simple : make_raw(t, op, width, p.a, p.b, p.c, value);
}
