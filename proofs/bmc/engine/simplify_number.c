/* Simplification of arithmetic and comparisons. */
#include "simplify.h"

static bool power_of_two(term b)
{
    return is_constant(b) && b->value != 0 && (b->value & (b->value - 1)) == 0;
}

term simplify_add(struct terms *t, const struct plan *p)
{
    term a = p->a, b = p->b;
    if (is_constant(a) && a->value == 0)
        return b;
    if (p->width == 1)
        return t_op(t, OP_XOR, a, b);
    if (is_constant(a) && b->op == OP_ADD && is_constant(b->kid[0]))
        return t_add(t, constant(t, p->width, a->value + b->kid[0]->value), b->kid[1]);
    if (!is_constant(a) && (a->max <= ones(b->zeros) || b->max <= ones(a->zeros))) /* no bit in common */
        return t_or(t, a, b);
    if (!is_constant(a) && a->op == OP_ADD && is_constant(a->kid[0]))
        return t_add(t, a->kid[0], t_add(t, a->kid[1], b));
    if (!is_constant(a) && b->op == OP_ADD && is_constant(b->kid[0]))
        return t_add(t, b->kid[0], t_add(t, b->kid[1], a));
    return NULL;
}

term simplify_mul(struct terms *t, const struct plan *p)
{
    if (is_constant(p->a) && p->a->value == 0)
        return p->a;
    if (is_constant(p->a) && p->a->value == 1)
        return p->b;
    if (power_of_two(p->a) && p->a->value != 1 && p->b->op == OP_MUL && is_constant(p->b->kid[0]))
        return t_op(t, OP_MUL, constant(t, p->width, p->a->value * p->b->kid[0]->value), p->b->kid[1]);
    return NULL;
}

/* Signed division by 2^k, rounding to 0. */
static term divide_signed(struct terms *t, const struct plan *p)
{
    uint64_t sign = UINT64_C(1) << (p->width - 1);
    if (p->a->max < sign && p->b->max < sign)
        return t_op(t, p->op == OP_SDIV ? OP_UDIV : OP_UREM, p->a, p->b);
    if (!power_of_two(p->b) || p->b->value == sign)
        return NULL;
    term zero = constant(t, p->width, 0), minus = t_op(t, OP_SUB, zero, p->a);
    enum op op = p->op == OP_SDIV ? OP_UDIV : OP_UREM;
    return t_ite(t, t_slt(t, p->a, zero), t_op(t, OP_SUB, zero, t_op(t, op, minus, p->b)), t_op(t, op, p->a, p->b));
}

term simplify_divide(struct terms *t, const struct plan *p)
{
    if (p->op == OP_SDIV || p->op == OP_SREM)
        return divide_signed(t, p);
    if (!is_constant(p->b) || p->b->value == 0)
        return NULL;
    if (p->op == OP_UREM && p->a->max < p->b->value)
        return p->a;
    if (p->op == OP_UDIV && p->a->max < p->b->value)
        return constant(t, p->width, 0);
    if (!power_of_two(p->b))
        return NULL;
    if (p->op == OP_UREM)
        return t_and(t, constant(t, p->width, p->b->value - 1), p->a);
    return t_op(t, OP_LSHR, p->a, constant(t, p->width, (uint64_t)__builtin_ctzll(p->b->value)));
}

term simplify_shift(struct terms *t, const struct plan *p)
{
    term a = p->a, b = p->b;
    if ((is_constant(b) && b->value == 0) || (is_constant(a) && a->value == 0))
        return a;
    if (!is_constant(b) || p->op == OP_ASHR)
        return NULL;
    if (b->value >= p->width || (p->op == OP_LSHR && a->max >> b->value == 0))
        return constant(t, p->width, 0);
    if ((a->op == OP_AND || a->op == OP_OR || a->op == OP_XOR) && is_constant(a->kid[0]))
        return t_op(t, a->op, t_op(t, p->op, a->kid[0], b), t_op(t, p->op, a->kid[1], b));
    if (p->op == OP_LSHR && a->op == OP_LSHR && is_constant(a->kid[1])) {
        uint64_t by = a->kid[1]->value + b->value;
        return t_op(t, OP_LSHR, a->kid[0], constant(t, p->width, by > p->width ? p->width : by));
    }
    return NULL;
}

/* constant = b */
static term simplify_eq_constant(struct terms *t, uint64_t v, term b)
{
    if (v > b->max || (b->zeros != 0 && (v & ones(b->zeros)) != 0))
        return t->no;
    if (b->op == OP_ZEXT)
        return t_eq(t, constant(t, b->kid[0]->width, v), b->kid[0]);
    if (b->op == OP_ADD && is_constant(b->kid[0]))
        return t_eq(t, constant(t, b->width, v - b->kid[0]->value), b->kid[1]);
    if (b->op == OP_AND && is_constant(b->kid[0]) && (v & ~b->kid[0]->value) != 0)
        return t->no;
    if (b->op == OP_ITE && is_constant(b->kid[1]))
        return b->kid[1]->value == v ? t_or(t, b->kid[0], t_eq(t, constant(t, b->width, v), b->kid[2]))
                                     : t_and(t, t_not(t, b->kid[0]), t_eq(t, constant(t, b->width, v), b->kid[2]));
    if (b->op == OP_ITE && is_constant(b->kid[2]))
        return b->kid[2]->value == v ? t_or(t, t_not(t, b->kid[0]), t_eq(t, constant(t, b->width, v), b->kid[1]))
                                     : t_and(t, b->kid[0], t_eq(t, constant(t, b->width, v), b->kid[1]));
    return NULL;
}

term simplify_eq(struct terms *t, const struct plan *p)
{
    term a = p->a, b = p->b;
    if (a == b)
        return t->yes;
    if (opposite(a, b))
        return t->no;
    if (a->width == 1 && is_constant(a))
        return a->value != 0 ? b : t_not(t, b);
    if (is_constant(a))
        return simplify_eq_constant(t, a->value, b);
    if (a->op == OP_ZEXT && b->op == OP_ZEXT && a->kid[0]->width == b->kid[0]->width)
        return t_eq(t, a->kid[0], b->kid[0]);
    if (a->op == OP_ADD && b->op == OP_ADD && is_constant(a->kid[0]) && is_constant(b->kid[0]))
        return t_eq(t, a->kid[1], t_add(t, constant(t, a->width, b->kid[0]->value - a->kid[0]->value), b->kid[1]));
    for (int i = 0; i < 2; i++) /* x = x + y */
        if ((b->op == OP_ADD && b->kid[i] == a) || (a->op == OP_ADD && a->kid[i] == b))
            return t_eq(t, constant(t, a->width, 0), b->op == OP_ADD && b->kid[i] == a ? b->kid[1 - i] : a->kid[1 - i]);
    return NULL;
}

term simplify_less(struct terms *t, const struct plan *p)
{
    term a = p->a, b = p->b;
    if (a == b)
        return t->no;
    if (p->op == OP_SLT) {
        uint64_t sign = UINT64_C(1) << (a->width - 1);
        return a->max < sign && b->max < sign ? t_ult(t, a, b) : NULL;
    }
    if (is_constant(b) && (b->value == 0 || a->max < b->value))
        return b->value == 0 ? t->no : t->yes;
    if (is_constant(b) && b->value == 1)
        return t_eq(t, constant(t, a->width, 0), a);
    if (is_constant(a) && b->max <= a->value)
        return t->no;
    if (a->op == OP_ZEXT && is_constant(b)) /* otherwise a->max had decided */
        return t_ult(t, a->kid[0], constant(t, a->kid[0]->width, b->value));
    if (b->op == OP_ZEXT && is_constant(a))
        return t_ult(t, constant(t, b->kid[0]->width, a->value), b->kid[0]);
    if (a->op == OP_ZEXT && b->op == OP_ZEXT && a->kid[0]->width == b->kid[0]->width)
        return t_ult(t, a->kid[0], b->kid[0]);
    return NULL;
}
