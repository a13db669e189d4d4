#include "tests/runtime/translate/emit_parts.h"

#include <string.h>

#include "tests/runtime/translate/memory.h"

char *emit_fail(struct emitter *e, const char *why)
{
    if (e->wrong == NULL)
        e->wrong = why;
    return memory_text("0");
}

static int state_of(struct emitter *e, const char *label)
{
    if (strcmp(label, "Here") == 0)
        return e->state;
    if (strcmp(label, "Old") == 0)
        label = "Pre";
    for (int i = 0; i < 2; i++)
        if (e->label[i] != NULL && strcmp(e->label[i], label) == 0)
            return i;
    emit_fail(e, memory_text("label %s", label));
    return 0;
}

static char *emit_in(struct emitter *e, const struct formula *f, int state)
{
    int before = e->state;
    e->state = state;
    char *text = emit_formula(e, f);
    e->state = before;
    return text;
}

static char *name(struct emitter *e, const struct formula *f)
{
    for (const struct variable *v = e->scope; v != NULL; v = v->next)
        if (strcmp(v->name, f->text) == 0)
            return memory_text("%s", v->spelled[e->state]);
    if (logic_find(e->logic, f->text) != NULL)
        return emit_fail(e, memory_text("%s without arguments", f->text));
    return memory_text("%s", f->text); /* a constant of the C text */
}

/* An address is the same in every state; which object it names is said by the state that the callee reads. */
static char *address(struct emitter *e, const struct formula *f, int state)
{
    while (f->kind == F_AT)
        f = f->a;
    return emit_in(e, f, state);
}

static char *call(struct emitter *e, const struct formula *f)
{
    const struct definition *d = logic_find(e->logic, f->text);
    char *text;
    if (d == NULL)
        return emit_fail(e, memory_text("%s is not defined", f->text));
    if (emit_is_told(d))
        return emit_told(e, f);
    if (d->impossible != NULL)
        return emit_fail(e, strstr(d->impossible, "declared and never") != NULL
                                ? d->impossible
                                : memory_text("%s (%s)", d->name, d->impossible));
    if (d->parameters != f->arguments || (f->labels > 0 && f->labels != d->labels) ||
        (d->labels == 2 && f->labels != 2))
        return emit_fail(e, memory_text("%s with other parameters or labels", f->text));
    text = memory_text("acsl_%s(", d->name);
    for (int i = 0; i < d->parameters; i++) {
        const char *separator = i > 0 ? ", " : "";
        if (d->parameter[i].type != TYPE_POINTER) {
            text = memory_text("%s%s%s", text, separator, emit_formula(e, f->argument[i]));
            continue;
        }
        int first = f->labels > 0 ? state_of(e, f->label[0]) : e->state;
        text = memory_text("%s%s%s", text, separator, address(e, f->argument[i], first));
        if (d->labels == 2)
            text = memory_text("%s, %s", text, address(e, f->argument[i], state_of(e, f->label[1])));
    }
    return memory_text("%s)", text);
}

/* Memory that the C text owns is not tracked: a pointer is valid when it is not null. */
static char *builtin(struct emitter *e, const struct formula *f)
{
    const struct formula *p = f->argument[0];
    if (strcmp(f->text, "\\min") == 0 || strcmp(f->text, "\\max") == 0)
        return memory_text("rt_%s(%s, %s)", f->text + 1, emit_formula(e, p), emit_formula(e, f->argument[1]));
    if (strcmp(f->text, "\\separated") == 0) {
        if (f->arguments != 2)
            return emit_fail(e, "\\separated of other than two pointers");
        char *a = emit_formula(e, p), *b = emit_formula(e, f->argument[1]);
        return memory_text("rt_separated(%s, sizeof *(%s), %s, sizeof *(%s))", a, a, b, b);
    }
    if (f->arguments != 1)
        return emit_fail(e, "\\valid of several pointers");
    if (p->kind == F_ARITHMETIC && p->b->kind == F_RANGE)
        return memory_text("(%s != NULL || (Z)(%s) < (Z)(%s))", emit_formula(e, p->a), emit_formula(e, p->b->b),
                           emit_formula(e, p->b->a));
    return memory_text("(%s != NULL)", emit_formula(e, p));
}

static char *element(struct emitter *e, const struct formula *f)
{
    char *at = emit_formula(e, f->b);
    if (f->a->kind == F_ARROW && strcmp(f->a->text, "words") == 0)
        return memory_text("rt_word(%s, %s)", emit_formula(e, f->a->a), at);
    char *array = emit_formula(e, f->a);
    return memory_text("%s[rt_at(%s, sizeof %s / sizeof %s[0])]", array, at, array, array);
}

/* A place of the C text may be a structure: those are compared field by field. */
static bool is_place(const struct formula *f)
{
    while (f->kind == F_AT)
        f = f->a;
    return f->kind == F_NAME || f->kind == F_RESULT || f->kind == F_FIELD || f->kind == F_ARROW || f->kind == F_INDEX;
}

static char *operation(struct emitter *e, const struct formula *f)
{
    char *a = emit_formula(e, f->a), *b = emit_formula(e, f->b);
    if (f->kind == F_RELATION && (strcmp(f->text, "==") == 0 || strcmp(f->text, "!=") == 0) && is_place(f->a) &&
        is_place(f->b))
        return memory_text("(%srt_equal(%s, %s))", f->text[0] == '!' ? "!" : "", a, b);
    if (strcmp(f->text, "/") == 0 || strcmp(f->text, "%") == 0 || strcmp(f->text, "*") == 0)
        return memory_text("rt_%s(%s, %s)", f->text[0] == '/' ? "div" : f->text[0] == '*' ? "mul" : "mod", a, b);
    return memory_text("((Z)(%s) %s (Z)(%s))", a, f->text, b);
}

static char *place(struct emitter *e, const struct formula *f)
{
    switch (f->kind) {
    case F_NAME:
        return name(e, f);
    case F_FIELD:
        return memory_text("%s.%s", emit_formula(e, f->a), f->text);
    case F_ARROW:
        return memory_text("%s->%s", emit_formula(e, f->a), f->text);
    case F_INDEX:
        return element(e, f);
    case F_ADDRESS:
        return memory_text("(&%s)", emit_formula(e, f->a));
    case F_CONTENT:
        return memory_text("(*%s)", emit_formula(e, f->a));
    default:
        return memory_text("rt_result");
    }
}

static char *connective(struct emitter *e, const struct formula *f)
{
    switch (f->kind) {
    case F_NOT:
        return memory_text("(!%s)", emit_formula(e, f->a));
    case F_NEGATIVE:
        return memory_text("(-(Z)%s)", emit_formula(e, f->a));
    case F_AND:
        return memory_text("(%s && %s)", emit_formula(e, f->a), emit_formula(e, f->b));
    case F_OR:
        return memory_text("(%s || %s)", emit_formula(e, f->a), emit_formula(e, f->b));
    case F_IMPLIES:
        return memory_text("(!%s || %s)", emit_formula(e, f->a), emit_formula(e, f->b));
    case F_SAME:
        return memory_text("(!%s == !%s)", emit_formula(e, f->a), emit_formula(e, f->b));
    case F_CONDITIONAL:
        return memory_text("(%s ? %s : %s)", emit_formula(e, f->a), emit_formula(e, f->b), emit_formula(e, f->c));
    default:
        return emit_fail(e, "a range");
    }
}

char *emit_formula(struct emitter *e, const struct formula *f)
{
    switch (f->kind) {
    case F_NUMBER:
        return memory_text("%s", f->text);
    case F_NAME:
    case F_RESULT:
    case F_FIELD:
    case F_ARROW:
    case F_INDEX:
    case F_ADDRESS:
    case F_CONTENT:
        return place(e, f);
    case F_CALL:
        return call(e, f);
    case F_BUILTIN:
        return builtin(e, f);
    case F_ARITHMETIC:
    case F_RELATION:
        return operation(e, f);
    case F_FORALL:
    case F_EXISTS:
        return emit_quantified(e, f);
    case F_LET:
        return emit_let(e, f);
    case F_AT:
        return emit_in(e, f->a, state_of(e, f->label[0]));
    default:
        return connective(e, f);
    }
}

/* Parameters of the C function, and the same as names in scope. */
static char *parameters(const struct definition *d, struct variable *v)
{
    char *text = memory_text("%s", "");
    for (int i = 0; i < d->parameters; i++) {
        const struct parameter *p = &d->parameter[i];
        const char *separator = i > 0 ? ", " : "";
        bool two = p->type == TYPE_POINTER && d->labels == 2;
        char *one = memory_text("p_%s%s", p->name, two ? "_1" : "");
        char *other = two ? memory_text("p_%s_2", p->name) : one;
        v[i] = (struct variable){p->name, p->type == TYPE_POINTER, {one, other}, i > 0 ? &v[i - 1] : NULL};
        if (p->type == TYPE_INTEGER)
            text = memory_text("%s%sZ %s", text, separator, one);
        else if (p->type == TYPE_STRUCT)
            text = memory_text("%s%s%s %s", text, separator, p->structure, one);
        else
            text = memory_text("%s%sconst %s *%s", text, separator, p->structure, one);
        if (two)
            text = memory_text("%s, const %s *%s", text, p->structure, other);
    }
    return d->parameters > 0 ? text : memory_text("void");
}

bool emit_is_assumed(const struct definition *d)
{
    return strncmp(d->name, "tables_tell_", 12) == 0;
}

char *emit_definition(const struct logic *logic, struct definition *d, unsigned *unique)
{
    struct variable v[10];
    char *list = parameters(d, v);
    struct emitter e = {logic, d->parameters > 0 ? &v[d->parameters - 1] : NULL, {"L", "L"}, 0, unique, NULL};
    for (int i = 0; i < d->labels; i++)
        e.label[i] = d->label[i];
    if (d->impossible != NULL)
        return NULL;
    char *body = emit_is_assumed(d) ? memory_text("rt_tables_tell()") : emit_formula(&e, d->body);
    d->impossible = e.wrong;
    if (e.wrong != NULL)
        return NULL;
    return memory_text("__attribute__((unused)) static inline %s acsl_%s(%s)\n{\n    return %s;\n}\n",
                       d->predicate ? "bool" : "Z", d->name, list, body);
}
