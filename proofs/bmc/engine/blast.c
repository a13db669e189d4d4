/* Bit vectors as gates: the textbook circuits. */
#include <stdlib.h>
#include <string.h>

#include "gates.h"
#include "util.h"

/* a + (b ^ flip) + carry */
static void add(struct gates *g, lit *r, const lit *a, const lit *b, uint32_t w, lit flip)
{
    lit carry = flip;
    for (uint32_t i = 0; i < w; i++) {
        lit x = a[i], y = b[i] ^ flip, half = gate_xor(g, x, y);
        r[i] = gate_xor(g, half, carry);
        carry = gate_or(g, gate_and(g, x, y), gate_and(g, half, carry));
    }
}

static lit less(struct gates *g, const lit *a, const lit *b, uint32_t w)
{
    lit r = 0;
    for (uint32_t i = 0; i < w; i++)
        r = gate_mux(g, gate_xor(g, a[i], b[i]), b[i], r);
    return r;
}

static lit less_signed(struct gates *g, const lit *a, const lit *b, uint32_t w)
{
    lit x[64], y[64];
    memcpy(x, a, w * sizeof *x);
    memcpy(y, b, w * sizeof *y);
    x[w - 1] ^= 1U;
    y[w - 1] ^= 1U;
    return less(g, x, y, w);
}

static void multiply(struct gates *g, lit *r, const lit *a, const lit *b, uint32_t w)
{
    lit sum[64] = {0}, part[64], next[64];
    for (uint32_t k = 0; k < w; k++) {
        if (a[k] == 0)
            continue;
        for (uint32_t i = 0; i < w; i++)
            part[i] = i < k ? 0 : gate_and(g, a[k], b[i - k]);
        add(g, next, sum, part, w, 0);
        memcpy(sum, next, sizeof sum);
    }
    memcpy(r, sum, w * sizeof *r);
}

/* Long division; by 0 it gives all ones and the dividend. */
static void divide(struct gates *g, lit *quotient, lit *rest, const lit *a, const lit *b, uint32_t w)
{
    lit r[64] = {0}, less_b[64];
    for (uint32_t k = w; k-- > 0;) {
        lit top = r[w - 1];
        memmove(r + 1, r, (w - 1) * sizeof *r);
        r[0] = a[k];
        lit fits = gate_or(g, top, less(g, r, b, w) ^ 1U);
        add(g, less_b, r, b, w, 1);
        for (uint32_t i = 0; i < w; i++)
            r[i] = gate_mux(g, fits, less_b[i], r[i]);
        quotient[k] = fits;
    }
    memcpy(rest, r, w * sizeof *rest);
}

static void divide_signed(struct gates *g, lit *r, const lit *a, const lit *b, uint32_t w, bool rest)
{
    lit zero[64] = {0}, na[64], nb[64], x[64], y[64], q[64], m[64], negative[64];
    add(g, na, zero, a, w, 1);
    add(g, nb, zero, b, w, 1);
    for (uint32_t i = 0; i < w; i++) {
        x[i] = gate_mux(g, a[w - 1], na[i], a[i]);
        y[i] = gate_mux(g, b[w - 1], nb[i], b[i]);
    }
    divide(g, q, m, x, y, w);
    const lit *v = rest ? m : q;
    lit sign = rest ? a[w - 1] : gate_xor(g, a[w - 1], b[w - 1]);
    add(g, negative, zero, v, w, 1);
    for (uint32_t i = 0; i < w; i++)
        r[i] = gate_mux(g, sign, negative[i], v[i]);
}

static void shift(struct gates *g, lit *r, const lit *a, const lit *b, uint32_t w, enum op op)
{
    lit x[64], y[64], fill = op == OP_ASHR ? a[w - 1] : 0, too_far = 0;
    uint32_t k = 0;
    memcpy(x, a, w * sizeof *x);
    for (; k < w && UINT64_C(1) << k < w; k++) {
        uint32_t by = 1U << k;
        for (uint32_t i = 0; i < w; i++) {
            lit moved = op == OP_SHL ? (i >= by ? x[i - by] : 0) : (i + by < w ? x[i + by] : fill);
            y[i] = gate_mux(g, b[k], moved, x[i]);
        }
        memcpy(x, y, w * sizeof *x);
    }
    for (; k < w; k++) /* amounts from w up to here have shifted everything out already */
        too_far = gate_or(g, too_far, b[k]);
    for (uint32_t i = 0; i < w; i++)
        r[i] = gate_mux(g, too_far, fill, x[i]);
}

static void arithmetic(struct gates *g, term t, lit *r, const lit *a, const lit *b)
{
    lit other[64];
    switch (t->op) {
    case OP_ADD:
        add(g, r, a, b, t->width, 0);
        break;
    case OP_SUB:
        add(g, r, a, b, t->width, 1);
        break;
    case OP_MUL:
        multiply(g, r, a, b, t->width);
        break;
    case OP_UDIV:
        divide(g, r, other, a, b, t->width);
        break;
    case OP_UREM:
        divide(g, other, r, a, b, t->width);
        break;
    case OP_SDIV:
    case OP_SREM:
        divide_signed(g, r, a, b, t->width, t->op == OP_SREM);
        break;
    case OP_SHL:
    case OP_LSHR:
    case OP_ASHR:
        shift(g, r, a, b, t->width, t->op);
        break;
    default:
        stop(EXIT_FAILED, "internal: operation %d in the bit-blaster", (int)t->op);
    }
}

static lit equal(struct gates *g, const lit *a, const lit *b, uint32_t w)
{
    lit r = 1;
    for (uint32_t i = 0; i < w; i++)
        r = gate_and(g, r, gate_xor(g, a[i], b[i]) ^ 1U);
    return r;
}

/* One bit of the operations that work bit by bit; `wide` is the width of kid 0, `low` that of kid 1. */
static lit bit(struct gates *g, term t, const lit *a, const lit *b, const lit *c, uint32_t i)
{
    uint32_t wide = t->kid[0] != NULL ? t->kid[0]->width : 0, low = t->kid[1] != NULL ? t->kid[1]->width : 0;
    switch (t->op) {
    case OP_CONST:
        return (lit)(t->value >> i & 1U);
    case OP_VAR:
        return gate_input(g);
    case OP_NOT:
        return a[i] ^ 1U;
    case OP_AND:
        return gate_and(g, a[i], b[i]);
    case OP_OR:
        return gate_or(g, a[i], b[i]);
    case OP_XOR:
        return gate_xor(g, a[i], b[i]);
    case OP_ITE:
        return gate_mux(g, a[0], b[i], c[i]);
    case OP_CONCAT:
        return i < low ? b[i] : a[i - low];
    case OP_EXTRACT:
        return a[i + t->value];
    case OP_ZEXT:
        return i < wide ? a[i] : 0;
    default:
        return a[i < wide ? i : wide - 1]; /* OP_SEXT */
    }
}

static void blast_term(struct gates *g, lit **bits, term t)
{
    lit *r = bits[t->id] = fresh(t->width, sizeof *r);
    const lit *kid[3] = {NULL, NULL, NULL};
    for (int i = 0; i < 3 && t->kid[i] != NULL; i++)
        kid[i] = bits[t->kid[i]->id];
    if (t->op == OP_EQ)
        r[0] = equal(g, kid[0], kid[1], t->kid[0]->width);
    else if (t->op == OP_ULT)
        r[0] = less(g, kid[0], kid[1], t->kid[0]->width);
    else if (t->op == OP_SLT)
        r[0] = less_signed(g, kid[0], kid[1], t->kid[0]->width);
    else if (t->op >= OP_ADD && t->op <= OP_ASHR)
        arithmetic(g, t, r, kid[0], kid[1]);
    else
        for (uint32_t i = 0; i < t->width; i++)
            r[i] = bit(g, t, kid[0], kid[1], kid[2], i);
}

void blast(struct gates *g, lit **bits, const struct cone *cone, size_t from)
{
    for (size_t i = from; i < cone->count; i++)
        blast_term(g, bits, cone->all[i]);
}
