#include "cone.h"

#include <stdlib.h>
#include <string.h>

#include "util.h"

static void grow_members(struct cone *c, const struct terms *t)
{
    if (c->members >= t->count)
        return;
    bool *n = fresh(t->count, sizeof *n);
    for (size_t i = 0; i < c->members; i++)
        n[i] = c->member[i];
    free(c->member);
    c->member = n;
    c->members = t->count;
}

void cone_add(struct cone *c, const struct terms *t, term root)
{
    size_t depth = 0, capacity = 0;
    term *stack = room(NULL, 0, &capacity, sizeof *stack);
    grow_members(c, t);
    stack[depth++] = root;
    while (depth > 0) {
        term a = stack[depth - 1];
        bool ready = true;
        for (int i = 0; i < 3 && !c->member[a->id]; i++)
            if (a->kid[i] != NULL && !c->member[a->kid[i]->id]) {
                stack = room((void *)stack, depth, &capacity, sizeof *stack);
                stack[depth++] = a->kid[i];
                ready = false;
            }
        if (!ready)
            continue;
        depth--;
        if (c->member[a->id])
            continue;
        c->member[a->id] = true;
        c->all = room((void *)c->all, c->count, &c->capacity, sizeof *c->all);
        c->all[c->count++] = a;
    }
    free((void *)stack);
}

bool cone_has(const struct cone *c, term a)
{
    return a->id < c->members && c->member[a->id];
}

void cone_end(struct cone *c)
{
    free((void *)c->all);
    free(c->member);
    *c = (struct cone){0};
}

void values_begin(struct values *v, const struct terms *t)
{
    v->value = fresh(t->count, sizeof *v->value);
    v->known = fresh(t->count, sizeof *v->known);
    v->count = t->count;
}

void values_set(struct values *v, term variable, uint64_t value)
{
    v->value[variable->id] = value & ones(variable->width);
    v->known[variable->id] = true;
}

static void compute(struct values *v, term a)
{
    uint64_t kid[3] = {0};
    uint32_t width[3] = {0};
    for (int i = 0; i < 3 && a->kid[i] != NULL; i++) {
        kid[i] = v->value[a->kid[i]->id];
        width[i] = a->kid[i]->width;
    }
    v->known[a->id] = true;
    if (a->op == OP_CONST)
        v->value[a->id] = a->value;
    else if (a->op != OP_VAR)
        v->value[a->id] = operate(a->op, a->width, kid, width, a->value);
}

/* Terms made after the assignment have values too. */
static void grow_values(struct values *v, size_t id)
{
    if (id < v->count)
        return;
    struct values n = {fresh(2 * id + 2, sizeof *n.value), fresh(2 * id + 2, sizeof *n.known), 2 * id + 2};
    memcpy(n.value, v->value, v->count * sizeof *n.value);
    memcpy(n.known, v->known, v->count * sizeof *n.known);
    values_end(v);
    *v = n;
}

uint64_t values_of(struct values *v, term root)
{
    size_t depth = 0, capacity = 0;
    grow_values(v, root->id);
    if (v->known[root->id])
        return v->value[root->id];
    term *stack = room(NULL, 0, &capacity, sizeof *stack);
    stack[depth++] = root;
    while (depth > 0) {
        term a = stack[depth - 1];
        bool ready = true;
        for (int i = 0; i < 3 && !v->known[a->id]; i++)
            if (a->kid[i] != NULL && !v->known[a->kid[i]->id]) {
                stack = room((void *)stack, depth, &capacity, sizeof *stack);
                stack[depth++] = a->kid[i];
                ready = false;
            }
        if (!ready)
            continue;
        depth--;
        if (!v->known[a->id])
            compute(v, a);
    }
    free((void *)stack);
    return v->value[root->id];
}

void values_end(struct values *v)
{
    free(v->value);
    free(v->known);
}
