/* Terms: bit vectors of 1 to 64 bits (1 bit is also truth) and arrays from 32-bit indices. Hash-consed: equal terms
 * are one term, so == compares them. Every constructor simplifies. */
#ifndef ENGINE_TERM_H
#define ENGINE_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum op {
    OP_CONST, /* value */
    OP_VAR,
    OP_NOT,
    OP_AND,
    OP_OR,
    OP_XOR,
    OP_ADD,
    OP_SUB,
    OP_MUL,
    OP_UDIV, /* by 0: all ones, as in SMT-LIB; the program's own division by 0 is a separate check */
    OP_UREM,
    OP_SDIV,
    OP_SREM,
    OP_SHL, /* by the width or more: 0 */
    OP_LSHR,
    OP_ASHR,
    OP_EQ,
    OP_ULT,
    OP_SLT,
    OP_ITE,
    OP_CONCAT,  /* kid 0 is the high part */
    OP_EXTRACT, /* from bit `value` up */
    OP_ZEXT,
    OP_SEXT,
    OP_ARRAY, /* arbitrary contents; value 1: all zero */
    OP_STORE  /* array, index, element */
};

struct term {
    enum op op;
    uint32_t width; /* 0: an array */
    uint32_t id;
    uint32_t element; /* arrays: width of an element */
    uint64_t value;
    uint64_t max;    /* no value of the term is above */
    uint32_t zeros;  /* so many low bits are certainly 0 */
    uint32_t leaves; /* nested choice between so many constants; 0: something else */
    const struct term *kid[3];
    struct term *chain;
};
typedef const struct term *term;

struct terms {
    term *all; /* by id */
    size_t count, capacity;
    struct term **bucket;
    term no, yes;
    unsigned depth; /* of the simplifier, where it looks into a term */
};

void terms_begin(struct terms *t);

term constant(struct terms *t, uint32_t width, uint64_t value);
term variable(struct terms *t, uint32_t width);
term array_variable(struct terms *t, uint32_t element, bool zero);

/* A term of one to three kids (unused ones NULL); `value` is for OP_EXTRACT only. */
term make(struct terms *t, enum op op, uint32_t width, term a, term b, term c, uint64_t value);
/* The same without simplification: for simplify.c. */
term make_raw(struct terms *t, enum op op, uint32_t width, term a, term b, term c, uint64_t value);

/* Value of an operation on constants. */
uint64_t operate(enum op op, uint32_t width, const uint64_t value[3], const uint32_t widths[3], uint64_t low);

static inline uint64_t ones(uint32_t width)
{
    return width >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << width) - 1;
}
static inline bool is_constant(term a)
{
    return a->op == OP_CONST;
}
static inline term t_not(struct terms *t, term a)
{
    return make(t, OP_NOT, a->width, a, NULL, NULL, 0);
}
/* Operations whose result is as wide as the operands. */
static inline term t_op(struct terms *t, enum op op, term a, term b)
{
    return make(t, op, a->width, a, b, NULL, 0);
}
static inline term t_and(struct terms *t, term a, term b)
{
    return make(t, OP_AND, a->width, a, b, NULL, 0);
}
static inline term t_or(struct terms *t, term a, term b)
{
    return make(t, OP_OR, a->width, a, b, NULL, 0);
}
static inline term t_add(struct terms *t, term a, term b)
{
    return make(t, OP_ADD, a->width, a, b, NULL, 0);
}
static inline term t_eq(struct terms *t, term a, term b)
{
    return make(t, OP_EQ, 1, a, b, NULL, 0);
}
static inline term t_ult(struct terms *t, term a, term b)
{
    return make(t, OP_ULT, 1, a, b, NULL, 0);
}
static inline term t_slt(struct terms *t, term a, term b)
{
    return make(t, OP_SLT, 1, a, b, NULL, 0);
}
static inline term t_ite(struct terms *t, term c, term a, term b)
{
    return make(t, OP_ITE, a->width, c, a, b, 0);
}
static inline term t_extract(struct terms *t, term a, uint32_t low, uint32_t width)
{
    return make(t, OP_EXTRACT, width, a, NULL, NULL, low);
}
static inline term t_concat(struct terms *t, term high, term low)
{
    return make(t, OP_CONCAT, high->width + low->width, high, low, NULL, 0);
}
static inline term t_zext(struct terms *t, term a, uint32_t width)
{
    return make(t, OP_ZEXT, width, a, NULL, NULL, 0);
}
static inline term t_sext(struct terms *t, term a, uint32_t width)
{
    return make(t, OP_SEXT, width, a, NULL, NULL, 0);
}

#endif
