/* Random terms: the simplifier against the meaning of the operations, and the back ends against each other.
 * test_terms [SEED [ROUNDS]]. Each round makes a heap of terms twice, once simplified and once as written, and demands
 *   - equal values under random assignments (some of them corner values),
 *   - for one pair, that no back end can tell the two apart (all must say so),
 *   - for one question with a known solution, that every back end finds one, and that it is one,
 * and that reads of an array at equal indices agree while reads at different ones need not. */
#include <stdio.h>
#include <stdlib.h>

#include "array.h"
#include "backend.h"
#include "util.h"

enum { TERMS = 60, VARIABLES = 5, ASSIGNMENTS = 40 };

struct heap {
    struct terms terms;
    term simple[TERMS], written[TERMS];
    term variable[VARIABLES];
    uint64_t random;
};

static uint64_t draw(struct heap *h)
{
    h->random ^= h->random << 13;
    h->random ^= h->random >> 7;
    h->random ^= h->random << 17;
    return h->random;
}

static uint64_t corner(struct heap *h, uint32_t width)
{
    const uint64_t some[] = {0,
                             1,
                             ones(width),
                             UINT64_C(1) << (width - 1),
                             ones(width) >> 1,
                             draw(h),
                             draw(h) & 7u,
                             UINT64_C(1) << draw(h) % width};
    return some[draw(h) % (sizeof some / sizeof some[0])] & ones(width);
}

/* A term of the width among the first `count`, or a constant or variable made for it. */
static int find(struct heap *h, int count, uint32_t width)
{
    int start = (int)(draw(h) % (unsigned)count);
    for (int i = 0; i < count; i++)
        if (h->simple[(start + i) % count]->width == width)
            return (start + i) % count;
    return -1;
}

static void leaf(struct heap *h, int at, uint32_t width)
{
    h->simple[at] = h->written[at] = constant(&h->terms, width, corner(h, width));
}

static bool set_term(struct heap *h, int at, enum op op, uint32_t width, const int kid[3], uint64_t value)
{
    term s[3] = {NULL, NULL, NULL}, w[3] = {NULL, NULL, NULL};
    for (int i = 0; i < 3 && kid[i] >= 0; i++) {
        s[i] = h->simple[kid[i]];
        w[i] = h->written[kid[i]];
    }
    h->simple[at] = make(&h->terms, op, width, s[0], s[1], s[2], value);
    h->written[at] = make_raw(&h->terms, op, width, w[0], w[1], w[2], value);
    return true;
}

/* Operations whose width differs from that of their operands. */
static bool reshape(struct heap *h, int at, enum op op)
{
    int a = (int)(draw(h) % (unsigned)at), b = (int)(draw(h) % (unsigned)at);
    uint32_t wa = h->simple[a]->width, wb = h->simple[b]->width, low;
    switch (op) {
    case OP_CONCAT:
        return wa + wb <= 64 && set_term(h, at, op, wa + wb, (int[]){a, b, -1}, 0);
    case OP_EXTRACT:
        low = (uint32_t)(draw(h) % wa);
        return set_term(h, at, op, 1 + (uint32_t)(draw(h) % (wa - low)), (int[]){a, -1, -1}, low);
    case OP_ZEXT:
    case OP_SEXT:
        return wa < 64 && set_term(h, at, op, wa + 1 + (uint32_t)(draw(h) % (64 - wa)), (int[]){a, -1, -1}, 0);
    case OP_EQ:
    case OP_ULT:
    case OP_SLT:
        b = find(h, at, wa);
        return set_term(h, at, op, 1, (int[]){a, b, -1}, 0);
    default: /* OP_ITE */
        b = find(h, at, wa);
        int c = find(h, at, 1);
        return c >= 0 && set_term(h, at, op, wa, (int[]){c, a, b}, 0);
    }
}

/* A constant mask over a constant joined to, chosen against or shifted out of something: what mask_inside() is for. */
static void masked(struct heap *h, int at)
{
    static const enum op inner[] = {OP_OR, OP_XOR, OP_OR, OP_LSHR};
    int a = (int)(draw(h) % (unsigned)(at - 3)), c = find(h, at - 3, 1);
    uint32_t width = h->simple[a]->width, shape = (uint32_t)(draw(h) % 5);
    leaf(h, at - 3, width);
    leaf(h, at - 2, width);
    if (shape == 4)
        set_term(h, at - 1, OP_ITE, width, (int[]){c, at - 2, a}, 0);
    else
        set_term(h, at - 1, inner[shape], width, (int[]){a, at - 2, -1}, 0);
    set_term(h, at, draw(h) % 4 == 0 ? OP_OR : OP_AND, width, (int[]){at - 3, at - 1, -1}, 0);
}

static void grow(struct heap *h, int at)
{
    for (;;) {
        enum op op = (enum op)(OP_NOT + draw(h) % (OP_SEXT - OP_NOT + 1));
        int a = (int)(draw(h) % (unsigned)at), b = find(h, at, h->simple[a]->width);
        uint32_t width = h->simple[a]->width;
        bool heavy = (op == OP_MUL || (op >= OP_UDIV && op <= OP_SREM)) && width > 12; /* slow for any solver */
        if (draw(h) % 6 == 0) {
            leaf(h, at, width);
            return;
        }
        if (op >= OP_EQ ? reshape(h, at, op)
                        : !heavy && set_term(h, at, op, width, (int[]){a, op == OP_NOT ? -1 : b, -1}, 0))
            return;
    }
}

static void fill(struct heap *h, uint64_t seed)
{
    static const uint32_t width[VARIABLES] = {1, 7, 8, 12, 64};
    h->random = seed * 0x9E3779B97F4A7C15u + 1;
    terms_begin(&h->terms);
    for (int i = 0; i < VARIABLES; i++)
        h->variable[i] = h->simple[i] = h->written[i] = variable(&h->terms, width[i]);
    for (int i = VARIABLES; i < TERMS; i++) {
        grow(h, i);
        if (i >= VARIABLES + 4 && draw(h) % 4 == 0 && i + 4 < TERMS)
            masked(h, i += 4);
    }
}

static void assign(struct heap *h, struct values *v)
{
    values_begin(v, &h->terms);
    for (int i = 0; i < VARIABLES; i++)
        values_set(v, h->variable[i], corner(h, h->variable[i]->width));
}

static int same_values(struct heap *h)
{
    int wrong = 0;
    for (int k = 0; k < ASSIGNMENTS; k++) {
        struct values v;
        assign(h, &v);
        for (int i = 0; i < TERMS; i++) {
            uint64_t s = values_of(&v, h->simple[i]), w = values_of(&v, h->written[i]);
            bool known = s <= h->simple[i]->max && (s & ones(h->simple[i]->zeros) & ones(h->simple[i]->width)) == 0;
            if (s != w || !known) {
                printf("term %d: simplified %lx, written %lx, known at most %lx\n", i, (unsigned long)s,
                       (unsigned long)w, (unsigned long)h->simple[i]->max);
                wrong++;
            }
        }
        values_end(&v);
    }
    return wrong;
}

/* Every back end must give this answer, and a model that is one. */
static int all_answer(struct heap *h, const struct reads *reads, term formula, enum answer wanted, const char *what)
{
    static const char *const name[] = {"cadical", "z3", "boolector"};
    int wrong = 0;
    struct question q;
    question_begin(&q, &h->terms, reads, formula);
    for (int i = 0; i < 3; i++) {
        struct values v;
        values_begin(&v, &h->terms);
        struct outcome o = ask(name[i], &q, 20, &v);
        if (o.answer != wanted || (wanted == ANSWER_YES && !question_holds(&q, &v))) {
            printf("%s: %s answers %d, not %d\n", what, name[i], (int)o.answer, (int)wanted);
            wrong++;
        }
        values_end(&v);
    }
    question_end(&q);
    return wrong;
}

static int back_ends_agree(struct heap *h)
{
    int i = TERMS - 1 - (int)(draw(h) % 20), wrong = 0;
    struct terms *t = &h->terms;
    term same = make_raw(t, OP_EQ, 1, h->simple[i], h->written[i], NULL, 0);
    wrong +=
        all_answer(h, NULL, make_raw(t, OP_NOT, 1, same, NULL, NULL, 0), ANSWER_NO, "simplified and written differ");
    struct values v;
    assign(h, &v);
    term question = t->yes;
    for (int k = 0; k < 4; k++) {
        int j = TERMS - 1 - (int)(draw(h) % 30);
        term value = constant(t, h->written[j]->width, values_of(&v, h->written[j]));
        question = make_raw(t, OP_AND, 1, question, make_raw(t, OP_EQ, 1, h->written[j], value, NULL, 0), NULL, 0);
    }
    values_end(&v);
    return wrong + all_answer(h, NULL, question, ANSWER_YES, "a question with a solution");
}

/* Two stores and reads at three indices; what they mean is said with choices only. */
static int arrays_agree(struct heap *h)
{
    struct terms *t = &h->terms;
    struct reads r = {0};
    term i = variable(t, 32), j = variable(t, 32), k = variable(t, 32), x = variable(t, 16), y = variable(t, 16);
    term a = array_variable(t, 16, false);
    term b = make(t, OP_STORE, 0, make(t, OP_STORE, 0, a, i, x, 0), j, y, 0);
    term got = array_read(t, &r, b, k), original = array_read(t, &r, a, k);
    term meant = t_ite(t, t_eq(t, j, k), y, t_ite(t, t_eq(t, i, k), x, original));
    int wrong = all_answer(h, &r, t_not(t, t_eq(t, got, meant)), ANSWER_NO, "read over two writes");
    term c = make(t, OP_STORE, 0, make(t, OP_STORE, 0, a, i, x, 0), i, y, 0);
    meant = t_ite(t, t_eq(t, i, k), y, original);
    term wrong_read = t_not(t, t_eq(t, array_read(t, &r, c, k), meant));
    wrong += all_answer(h, &r, wrong_read, ANSWER_NO, "read over two writes at one place");
    term ai = array_read(t, &r, a, i), aj = array_read(t, &r, a, j);
    term differ = t_not(t, t_eq(t, ai, aj));
    wrong += all_answer(h, &r, t_and(t, differ, t_eq(t, i, j)), ANSWER_NO, "equal indices");
    return wrong + all_answer(h, &r, differ, ANSWER_YES, "different indices");
}

static void end_heap(struct heap *h)
{
    for (size_t i = 0; i < h->terms.count; i++)
        free((void *)(uintptr_t)h->terms.all[i]);
    free((void *)h->terms.all);
    free((void *)h->terms.bucket);
}

int main(int argc, char **argv)
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    unsigned rounds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 50;
    int wrong = 0;
    for (unsigned k = 0; k < rounds; k++) {
        struct heap h;
        fill(&h, seed + k);
        int bad = same_values(&h);
        if (k % 5 == 0)
            bad += back_ends_agree(&h);
        if (k % 25 == 0)
            bad += arrays_agree(&h);
        if (bad != 0)
            printf("seed %lu: %d differences\n", (unsigned long)(seed + k), bad);
        wrong += bad;
        end_heap(&h);
    }
    printf("random terms: %u heaps of %d, %u questions to three back ends, %d differences\n", rounds, TERMS,
           (rounds + 4) / 5 * 2 + (rounds + 24) / 25 * 4, wrong);
    return wrong != 0;
}
