#include "tests/runtime/translate/bounds.h"

#include <string.h>

#include "tests/runtime/translate/memory.h"

enum { DEPTH = 8 };

struct search {
    const struct logic *logic;
    const char *name;
    struct bounds *b;
};

static bool is_name(const struct formula *f, const char *name)
{
    return f->kind == F_NAME && strcmp(f->text, name) == 0;
}

/* Only numbers, names, sums and functions of them: the same in every state. Outside the predicate itself (depth 0) a bound may
 * read fields. */
static bool usable(const struct search *s, const struct formula *f, unsigned depth)
{
    const struct definition *d;
    switch (f->kind) {
    case F_CALL:
        d = logic_find(s->logic, f->text);
        for (int i = 0; i < f->arguments; i++)
            if (!usable(s, f->argument[i], depth))
                return false;
        return d != NULL && d->labels == 0;
    case F_NUMBER:
        return true;
    case F_NAME:
        return strcmp(f->text, s->name) != 0;
    case F_ARITHMETIC:
        return usable(s, f->a, depth) && usable(s, f->b, depth);
    case F_BUILTIN:
        return f->argument[0] != NULL && f->text[1] == 'm'; /* its arguments were usable */
    case F_FIELD:
    case F_ARROW:
    case F_AT:
        return depth == 0 && usable(s, f->a, depth);
    default:
        return false;
    }
}

static void take_relation(struct search *s, const struct formula *f, unsigned depth)
{
    bool upward = f->text[0] == '<', strict = f->text[1] == '\0', equal = f->text[0] == '=';
    if (f->text[0] == '!')
        return;
    for (int side = 0; side < 2; side++) {
        const struct formula *self = side == 0 ? f->a : f->b, *other = side == 0 ? f->b : f->a;
        bool above = equal || upward == (side == 1); /* the other is below the name: a first value */
        bool below = equal || upward == (side == 0);
        if (!is_name(self, s->name) || !usable(s, other, depth))
            continue;
        if (above && s->b->first == NULL) {
            s->b->first = other;
            s->b->first_excluded = strict;
        }
        if (below && s->b->last == NULL) {
            s->b->last = other;
            s->b->last_excluded = strict;
        }
    }
}

/* The formula with arguments in place of parameters. */
static const struct formula *replaced(const struct formula *f, const struct definition *d, const struct formula *call)
{
    if (f == NULL)
        return NULL;
    if (f->kind == F_NAME) {
        for (int i = 0; i < d->parameters; i++)
            if (strcmp(d->parameter[i].name, f->text) == 0)
                return call->argument[i];
        return f;
    }
    struct formula *copy = memory_new(sizeof *copy);
    *copy = *f;
    copy->a = replaced(f->a, d, call);
    copy->b = replaced(f->b, d, call);
    copy->c = replaced(f->c, d, call);
    if (f->arguments > 0)
        copy->argument = memory_new((size_t)f->arguments * sizeof(const struct formula *));
    for (int i = 0; i < f->arguments; i++)
        copy->argument[i] = replaced(f->argument[i], d, call);
    return copy;
}

static void look(struct search *s, const struct formula *f, bool truth, unsigned depth);

/* The bound itself, included. */
static const struct formula *closed(const struct formula *bound, bool excluded, const char *sign)
{
    struct formula *one = memory_new(sizeof *one), *sum = memory_new(sizeof *sum);
    *one = (struct formula){.kind = F_NUMBER, .text = "1"};
    *sum = (struct formula){.kind = F_ARITHMETIC, .text = sign, .a = bound, .b = one};
    return excluded ? sum : bound;
}

static const struct formula *extreme(const char *which, const struct formula *a, const struct formula *b)
{
    struct formula *f = memory_new(sizeof *f);
    *f = (struct formula){.kind = F_BUILTIN, .text = which, .arguments = 2};
    f->argument = memory_new(2 * sizeof(const struct formula *));
    f->argument[0] = a;
    f->argument[1] = b;
    return f;
}

/* One of the two has to hold: bounds that suit both. */
static void either(struct search *s, const struct formula *f, bool truth, unsigned depth)
{
    struct bounds a = {NULL, NULL, false, false}, b = a;
    struct search left = {s->logic, s->name, &a}, right = {s->logic, s->name, &b};
    look(&left, f->a, truth, depth);
    look(&right, f->b, truth, depth);
    if (s->b->first == NULL && a.first != NULL && b.first != NULL) {
        s->b->first = extreme("\\min", closed(a.first, a.first_excluded, "+"), closed(b.first, b.first_excluded, "+"));
        s->b->first_excluded = false;
    }
    if (s->b->last == NULL && a.last != NULL && b.last != NULL) {
        s->b->last = extreme("\\max", closed(a.last, a.last_excluded, "-"), closed(b.last, b.last_excluded, "-"));
        s->b->last_excluded = false;
    }
}

/* Look into a formula that has to be true (or false) for this value to make a difference. */
static void look(struct search *s, const struct formula *f, bool truth, unsigned depth)
{
    const struct definition *d;
    if (f == NULL || depth > DEPTH)
        return;
    switch (f->kind) {
    case F_AND:
    case F_OR:
        if (truth == (f->kind == F_AND)) {
            look(s, f->a, truth, depth);
            look(s, f->b, truth, depth);
        } else {
            either(s, f, truth, depth);
        }
        break;
    case F_IMPLIES:
        if (!truth) {
            look(s, f->a, true, depth);
            look(s, f->b, false, depth);
        }
        break;
    case F_NOT:
        look(s, f->a, !truth, depth);
        break;
    case F_FORALL:
    case F_EXISTS:
        if (truth == (f->kind == F_EXISTS))
            look(s, f->a, truth, depth);
        break;
    case F_RELATION:
        if (truth)
            take_relation(s, f, depth);
        break;
    case F_CALL:
        d = logic_find(s->logic, f->text);
        if (truth && d != NULL && d->predicate && d->body != NULL && d->parameters == f->arguments)
            look(s, replaced(d->body, d, f), truth, depth + 1);
        break;
    default:
        break;
    }
}

bool bounds_find(const struct logic *logic, enum formula_kind quantifier, const struct formula *body, const char *name,
                 struct bounds *b)
{
    struct search s = {logic, name, b};
    *b = (struct bounds){NULL, NULL, false, false};
    look(&s, body, quantifier == F_EXISTS, 0);
    return b->first != NULL && b->last != NULL;
}
