/* CaDiCaL on the clauses of the gates that the formula needs. */
#include <ccadical.h>
#include <stdlib.h>

#include "backend.h"
#include "gates.h"
#include "util.h"

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

/* Clauses for everything below the root; returns which nodes have a variable. */
static bool *define_all(CCaDiCaL *s, const struct gates *g, lit root)
{
    bool *done = fresh(g->count, sizeof *done);
    size_t depth = 0, capacity = 0;
    lit *stack = room(NULL, 0, &capacity, sizeof *stack);
    stack[depth++] = root;
    while (depth > 0) {
        uint32_t node = stack[--depth] / 2;
        if (done[node])
            continue;
        done[node] = true;
        const struct node *n = &g->node[node];
        define(s, node, n);
        const lit kids[3] = {n->a, n->b, n->c};
        for (int i = 0; i < (n->gate == GATE_INPUT ? 0 : n->gate == GATE_MUX ? 3 : 2); i++) {
            stack = room(stack, depth, &capacity, sizeof *stack);
            stack[depth++] = kids[i];
        }
    }
    free(stack);
    return done;
}

static void read_model(CCaDiCaL *s, const bool *done, lit **bits, const struct cone *cone, struct values *values)
{
    for (size_t i = 0; i < cone->count; i++) {
        term v = cone->all[i];
        uint64_t value = 0;
        if (v->op != OP_VAR)
            continue;
        for (uint32_t b = 0; b < v->width; b++) {
            lit l = bits[v->id][b];
            if (done[l / 2] && ccadical_val(s, number(l)) > 0)
                value |= UINT64_C(1) << b;
        }
        values_set(values, v, value);
    }
}

enum answer solve_cadical(const struct terms *t, term formula, struct values *values)
{
    struct gates g;
    struct cone cone = {0};
    cone_add(&cone, t, formula);
    gates_begin(&g);
    lit **bits = blast(&g, t, &cone), root = bits[formula->id][0];
    CCaDiCaL *s = ccadical_init();
    ccadical_set_option(s, "quiet", 1);
    ccadical_set_option(s, "stabilize", 0); /* most questions have the answer no */
    ccadical_set_option(s, "walk", 0);
    bool *done = define_all(s, &g, root);
    clause(s, number(root), 0, 0);
    int r = ccadical_solve(s);
    if (r == 10)
        read_model(s, done, bits, &cone, values);
    ccadical_release(s);
    gates_end(&g);
    free(done);
    for (size_t i = 0; i < cone.count; i++)
        free(bits[cone.all[i]->id]);
    free((void *)bits);
    cone_end(&cone);
    return r == 10 ? ANSWER_YES : r == 20 ? ANSWER_NO : ANSWER_NONE;
}
