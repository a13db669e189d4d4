/* CaDiCaL on the clauses of the gates that the formula needs, then on those of the clashes that it runs into. */
#include <ccadical.h>
#include <stdlib.h>
#include <string.h>

#include "backend.h"
#include "gates.h"
#include "util.h"

enum { SOLVERS = 64 };

static int number(lit a)
{
    int n = (int)(a / 2) + 1;
    return (a & 1U) != 0 ? -n : n;
}

static void clause(CCaDiCaL *s, int a, int b, int c)
{
    ccadical_add(s, a);
    if (b != 0)
        ccadical_add(s, b);
    if (c != 0)
        ccadical_add(s, c);
    ccadical_add(s, 0);
}

static void define(CCaDiCaL *s, uint32_t node, const struct node *n)
{
    int o = number(2 * node), a = number(n->a), b = number(n->b), c = number(n->c);
    switch (n->gate) {
    case GATE_AND:
        clause(s, -o, a, 0);
        clause(s, -o, b, 0);
        clause(s, o, -a, -b);
        break;
    case GATE_XOR:
        clause(s, -o, a, b);
        clause(s, -o, -a, -b);
        clause(s, o, -a, b);
        clause(s, o, a, -b);
        break;
    case GATE_MUX:
        clause(s, -a, -b, o);
        clause(s, -a, b, -o);
        clause(s, a, -c, o);
        clause(s, a, c, -o);
        clause(s, -b, -c, o);
        clause(s, b, c, -o);
        break;
    default:
        if (node == 0)
            clause(s, -o, 0, 0);
        break;
    }
}

/* What the solver knows so far; it grows. */
struct solving {
    CCaDiCaL *s;
    struct gates gates;
    struct cone cone;
    lit **bits; /* by id of the term */
    size_t terms;
    bool *done; /* by node: it has a variable */
    size_t nodes;
};

/* `old` with room for more, zeroed. */
static void *longer(void *old, size_t count, size_t wanted, size_t size)
{
    void *n = fresh(wanted, size);
    if (count != 0)
        memcpy(n, old, count * size);
    free(old);
    return n;
}

/* Clauses for everything below the root. */
static void define_all(struct solving *x, lit root)
{
    size_t depth = 0, capacity = 0;
    lit *stack = room(NULL, 0, &capacity, sizeof *stack);
    if (x->nodes < x->gates.count) {
        x->done = longer(x->done, x->nodes, 2 * x->gates.count, sizeof *x->done);
        x->nodes = 2 * x->gates.count;
    }
    stack[depth++] = root;
    while (depth > 0) {
        uint32_t node = stack[--depth] / 2;
        if (x->done[node])
            continue;
        x->done[node] = true;
        const struct node *n = &x->gates.node[node];
        define(x->s, node, n);
        const lit kids[3] = {n->a, n->b, n->c};
        for (int i = 0; i < (n->gate == GATE_INPUT ? 0 : n->gate == GATE_MUX ? 3 : 2); i++) {
            stack = room(stack, depth, &capacity, sizeof *stack);
            stack[depth++] = kids[i];
        }
    }
    free(stack);
}

/* The gate of a truth. */
static lit gate_of(struct solving *x, const struct terms *t, term a)
{
    size_t from = x->cone.count;
    cone_add(&x->cone, t, a);
    if (x->terms < t->count) {
        x->bits = longer((void *)x->bits, x->terms, 2 * t->count, sizeof *x->bits);
        x->terms = 2 * t->count;
    }
    blast(&x->gates, x->bits, &x->cone, from);
    return x->bits[a->id][0];
}

static void read_model(const struct solving *x, const struct terms *t, struct values *values)
{
    values_end(values);
    values_begin(values, t);
    for (size_t i = 0; i < x->cone.count; i++) {
        term v = x->cone.all[i];
        uint64_t value = 0;
        if (v->op != OP_VAR)
            continue;
        for (uint32_t b = 0; b < v->width; b++) {
            lit l = x->bits[v->id][b];
            if (x->done[l / 2] && ccadical_val(x->s, number(l)) > 0)
                value |= UINT64_C(1) << b;
        }
        values_set(values, v, value);
    }
}

/* Demands what the assignment contradicts; false: nothing. */
static bool refine(struct solving *x, const struct question *q, struct values *values)
{
    struct clash *clash;
    size_t count = question_clashes(q, values, &clash);
    for (size_t i = 0; i < count; i++) {
        lit agree = gate_of(x, q->t, array_agree(q->t, clash[i]));
        define_all(x, agree);
        clause(x->s, number(agree), 0, 0);
    }
    free(clash);
    return count != 0;
}

static void begin(struct solving *x)
{
    *x = (struct solving){.s = ccadical_init()};
    gates_begin(&x->gates);
    ccadical_set_option(x->s, "quiet", 1);
    ccadical_set_option(x->s, "stabilize", 0); /* most questions have the answer no */
    ccadical_set_option(x->s, "walk", 0);
    ccadical_set_option(x->s, "lucky", 0);
}

static void end(struct solving *x)
{
    ccadical_release(x->s);
    gates_end(&x->gates);
    for (size_t i = 0; i < x->cone.count; i++)
        free(x->bits[x->cone.all[i]->id]);
    free((void *)x->bits);
    free(x->done);
    cone_end(&x->cone);
}

/* Is this possible? If not, that is remembered. */
static int solve_one(struct solving *x, const struct question *q, term wanted, struct values *values)
{
    lit a = gate_of(x, q->t, wanted);
    int r;
    define_all(x, a);
    do {
        ccadical_assume(x->s, number(a));
        r = ccadical_solve(x->s);
        if (r == 10)
            read_model(x, q->t, values);
    } while (r == 10 && refine(x, q, values));
    if (r == 20)
        clause(x->s, -number(a), 0, 0);
    return r;
}

/* Parts that follow each other have much in common, others have not: so many are asked of one solver, one by one. */
enum answer solve_cadical(const struct question *q, struct values *values)
{
    struct solving x;
    int r = 20;
    size_t step = q->parts / SOLVERS + 1;
    for (size_t i = 0; i == 0 || (i < q->parts && r == 20); i++) {
        if (i % step == 0) {
            if (i != 0)
                end(&x);
            begin(&x);
        }
        r = solve_one(&x, q, q->parts == 0 ? q->formula : q->part[i], values);
    }
    end(&x);
    return r == 10 ? ANSWER_YES : r == 20 ? ANSWER_NO : ANSWER_NONE;
}
