#include "term.h"

#include "util.h"

enum { BUCKETS = 1 << 21 };

void terms_begin(struct terms *t)
{
    *t = (struct terms){.bucket = fresh(BUCKETS, sizeof(struct term *))};
    t->no = constant(t, 1, 0);
    t->yes = constant(t, 1, 1);
}

static int64_t as_signed(uint64_t v, uint32_t width)
{
    return width >= 64 ? (int64_t)v : (int64_t)(v << (64 - width)) >> (64 - width);
}

static uint64_t divide(enum op op, uint32_t width, uint64_t a, uint64_t b)
{
    int64_t x = as_signed(a, width), y = as_signed(b, width);
    if (op == OP_UDIV)
        return b != 0 ? a / b : ~UINT64_C(0);
    if (op == OP_UREM)
        return b != 0 ? a % b : a;
    if (op == OP_SDIV)
        return b == 0 ? (x < 0 ? 1 : ~UINT64_C(0)) : y == -1 ? 0 - a : (uint64_t)(x / y);
    return b == 0 ? a : y == -1 ? 0 : (uint64_t)(x % y);
}

uint64_t operate(enum op op, uint32_t width, const uint64_t value[3], const uint32_t widths[3], uint64_t low)
{
    uint64_t a = value[0], b = value[1], all = ones(width);
    switch (op) {
    case OP_NOT:
        return ~a & all;
    case OP_AND:
        return a & b;
    case OP_OR:
        return a | b;
    case OP_XOR:
        return a ^ b;
    case OP_ADD:
        return (a + b) & all;
    case OP_SUB:
        return (a - b) & all;
    case OP_MUL:
        return (a * b) & all;
    case OP_UDIV:
    case OP_UREM:
    case OP_SDIV:
    case OP_SREM:
        return divide(op, width, a, b) & all;
    case OP_SHL:
        return b >= width ? 0 : (a << b) & all;
    case OP_LSHR:
        return b >= width ? 0 : a >> b;
    case OP_ASHR:
        return (uint64_t)(as_signed(a, width) >> (b >= width ? width - 1 : b)) & all;
    case OP_EQ:
        return a == b;
    case OP_ULT:
        return a < b;
    case OP_SLT:
        return as_signed(a, widths[0]) < as_signed(b, widths[1]);
    case OP_ITE:
        return a != 0 ? b : value[2];
    case OP_CONCAT:
        return a << widths[1] | b;
    case OP_EXTRACT:
        return a >> low & all;
    case OP_ZEXT:
        return a;
    case OP_SEXT:
        return (uint64_t)as_signed(a, widths[0]) & all;
    default:
        stop(EXIT_FAILED, "internal: operation %d has no value", (int)op);
    }
}

static uint64_t at_most(uint64_t a, uint64_t limit)
{
    return a < limit ? a : limit;
}

/* All bits below the highest that is set. */
static uint64_t fill(uint64_t v)
{
    return v == 0 ? 0 : ~UINT64_C(0) >> __builtin_clzll(v);
}

static uint64_t arithmetic_max(const struct term *t, term a, term b)
{
    uint64_t r;
    bool fixed = b != NULL && is_constant(b);
    switch (t->op) {
    case OP_ADD:
        return __builtin_add_overflow(a->max, b->max, &r) || r > ones(t->width) ? ones(t->width) : r;
    case OP_MUL:
        return __builtin_mul_overflow(a->max, b->max, &r) || r > ones(t->width) ? ones(t->width) : r;
    case OP_UDIV:
        return fixed && b->value != 0 ? a->max / b->value : ones(t->width);
    case OP_UREM:
        return fixed && b->value != 0 ? at_most(a->max, b->value - 1) : a->max;
    case OP_LSHR:
        return fixed && b->value < 64 ? a->max >> b->value : a->max;
    case OP_SHL:
        return fixed && b->value < 64 && a->max <= ones(t->width) >> b->value ? a->max << b->value : ones(t->width);
    default:
        return ones(t->width);
    }
}

static uint64_t max_of(const struct term *t)
{
    term a = t->kid[0], b = t->kid[1], c = t->kid[2];
    switch (t->op) {
    case OP_CONST:
        return t->value;
    case OP_ZEXT:
        return a->max;
    case OP_SEXT:
        return a->max < UINT64_C(1) << (a->width - 1) ? a->max : ones(t->width);
    case OP_AND:
        return at_most(a->max, b->max);
    case OP_OR:
    case OP_XOR:
        return fill(a->max | b->max);
    case OP_ITE:
        return b->max > c->max ? b->max : c->max;
    case OP_EXTRACT:
        return at_most(a->max >> t->value, ones(t->width));
    case OP_CONCAT:
        return a->max << b->width | ones(b->width);
    default:
        return arithmetic_max(t, a, b);
    }
}

static uint32_t fewer(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t zeros_of(const struct term *t)
{
    term a = t->kid[0], b = t->kid[1];
    switch (t->op) {
    case OP_CONST:
        return t->value == 0 ? t->width : (uint32_t)__builtin_ctzll(t->value);
    case OP_ADD:
    case OP_SUB:
    case OP_OR:
    case OP_XOR:
        return fewer(a->zeros, b->zeros);
    case OP_AND:
        return a->zeros > b->zeros ? a->zeros : b->zeros;
    case OP_MUL:
        return fewer(a->zeros + b->zeros, t->width);
    case OP_SHL:
        return is_constant(b) ? fewer(a->zeros + (uint32_t)at_most(b->value, 64), t->width) : a->zeros;
    case OP_ITE:
        return fewer(b->zeros, t->kid[2]->zeros);
    case OP_ZEXT:
    case OP_SEXT:
        return a->zeros == a->width ? 0 : a->zeros;
    case OP_EXTRACT:
        return a->zeros > t->value ? fewer(a->zeros - (uint32_t)t->value, t->width) : 0;
    case OP_CONCAT:
        return b->zeros == b->width ? b->width + a->zeros : b->zeros;
    default:
        return 0;
    }
}

/* What is known about a term's value besides the term itself. */
static void learn(struct term *t)
{
    if (t->width == 0)
        return;
    t->max = max_of(t);
    t->zeros = zeros_of(t);
    if (t->op == OP_CONST)
        t->leaves = 1;
    else if (t->op == OP_ITE && t->kid[1]->leaves != 0 && t->kid[2]->leaves != 0)
        t->leaves = t->kid[1]->leaves + t->kid[2]->leaves > 64 ? 0 : t->kid[1]->leaves + t->kid[2]->leaves;
}

static uint64_t hash_of(const struct term *t)
{
    uint64_t h = (uint64_t)t->op * 0x9E3779B97F4A7C15u ^ t->value * 0xC2B2AE3D27D4EB4Fu ^ (uint64_t)t->width << 40;
    for (int i = 0; i < 3; i++) {
        h = (h ^ (t->kid[i] != NULL ? t->kid[i]->id + 1u : 0u)) * 0xFF51AFD7ED558CCDu;
        h ^= h >> 29;
    }
    return h & (BUCKETS - 1);
}

static term intern(struct terms *t, const struct term *wanted, bool unique)
{
    uint64_t h = hash_of(wanted);
    for (struct term *x = t->bucket[h]; x != NULL && !unique; x = x->chain)
        if (x->op == wanted->op && x->width == wanted->width && x->value == wanted->value &&
            x->kid[0] == wanted->kid[0] && x->kid[1] == wanted->kid[1] && x->kid[2] == wanted->kid[2])
            return x;
    struct term *n = fresh(1, sizeof *n);
    *n = *wanted;
    n->id = (uint32_t)t->count;
    n->chain = t->bucket[h];
    learn(n);
    t->bucket[h] = n;
    t->all = room((void *)t->all, t->count, &t->capacity, sizeof *t->all);
    t->all[t->count++] = n;
    return n;
}

term constant(struct terms *t, uint32_t width, uint64_t value)
{
    return intern(t, &(struct term){.op = OP_CONST, .width = width, .value = value & ones(width)}, false);
}

term variable(struct terms *t, uint32_t width)
{
    return intern(t, &(struct term){.op = OP_VAR, .width = width}, true);
}

term array_variable(struct terms *t, uint32_t element, bool zero)
{
    return intern(t, &(struct term){.op = OP_ARRAY, .element = element, .value = zero}, true);
}

term make_raw(struct terms *t, enum op op, uint32_t width, term a, term b, term c, uint64_t value)
{
    struct term wanted = {.op = op, .width = width, .value = value, .kid = {a, b, c}};
    if (width == 0)
        wanted.element = op == OP_ITE ? b->element : a->element;
    return intern(t, &wanted, false);
}
