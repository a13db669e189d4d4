#include <string.h>

#include "tests/runtime/translate/bounds.h"
#include "tests/runtime/translate/emit_parts.h"
#include "tests/runtime/translate/memory.h"

bool emit_is_told(const struct definition *d)
{
    return d != NULL && d->body == NULL && strncmp(d->name, "told_", 5) == 0;
}

char *emit_told(struct emitter *e, const struct formula *f)
{
    char *row = memory_text("%s", "");
    for (int i = 0; i < f->arguments; i++)
        row = memory_text("%s%s(Z)(%s)", row, i > 0 ? ", " : "", emit_formula(e, f->argument[i]));
    return memory_text("rt_is_told(RT_%s, (const Z[]){%s}, %d)", f->text, row, f->arguments);
}

/* Why a quantified name has no bounds: because what it is about has no meaning of its own, if so. */
static char *without_bounds(struct emitter *e, const struct formula *f, struct variable *v)
{
    v->spelled[0] = v->spelled[1] = v->name;
    e->scope = v;
    (void)emit_formula(e, f->a);
    e->scope = v->next;
    return emit_fail(e, memory_text("no bounds for the quantified %s", v->name));
}

/* A conjunct that is told and has the name as an argument: where its values come from. */
static const struct formula *source_of(const struct emitter *e, const struct formula *f, const char *name)
{
    const struct formula *found = NULL;
    if (f->kind == F_AND) {
        found = source_of(e, f->a, name);
        return found != NULL ? found : source_of(e, f->b, name);
    }
    if (f->kind == F_CALL && emit_is_told(logic_find(e->logic, f->text)))
        for (int i = 0; i < f->arguments; i++)
            if (f->argument[i]->kind == F_NAME && strcmp(f->argument[i]->text, name) == 0)
                found = f;
    return found;
}

/* \exists over the rows of a set: every name is a column. */
static char *rows(struct emitter *e, const struct formula *f, const struct formula *set)
{
    unsigned id = (*e->unique)++;
    const struct variable *before = e->scope;
    char *columns = memory_text("%s", "");
    for (int n = 0; n < f->names; n++) {
        struct variable *v = memory_new(sizeof *v);
        char *spelled = memory_text("q%u_%s", id, f->name[n]);
        int column = -1;
        for (int i = 0; i < set->arguments; i++)
            if (set->argument[i]->kind == F_NAME && strcmp(set->argument[i]->text, f->name[n]) == 0)
                column = i;
        if (column < 0)
            return emit_fail(e, memory_text("no bounds for the quantified %s", f->name[n]));
        *v = (struct variable){f->name[n], false, {spelled, spelled}, e->scope};
        e->scope = v;
        columns =
            memory_text("%sconst Z %s = rt_told_row(RT_%s, q%u_row)[%d]; ", columns, spelled, set->text, id, column);
    }
    char *body = emit_formula(e, f->a);
    e->scope = before;
    return memory_text(
        "({ bool q%u = false; for (unsigned q%u_row = 0; q%u_row < rt_told_rows(RT_%s) && !q%u; q%u_row++) { "
        "%sq%u = %s; } q%u; })",
        id, id, id, set->text, id, id, columns, id, body, id);
}

/* The names from number `n` on, one loop in the other. */
static char *loops(struct emitter *e, const struct formula *f, int n)
{
    struct bounds b = {NULL, NULL, false, false};
    struct variable v = {.name = f->name[n < f->names ? n : 0], .next = e->scope};
    const char *stop = f->kind == F_FORALL ? "!" : "";
    unsigned id = (*e->unique)++;
    if (n == f->names)
        return emit_formula(e, f->a);
    if (!bounds_find(e->logic, f->kind, f->a, v.name, &b))
        return without_bounds(e, f, &v);
    char *first = emit_formula(e, b.first), *last = emit_formula(e, b.last);
    v.spelled[0] = v.spelled[1] = memory_text("q%u_%s", id, v.name);
    e->scope = &v;
    char *body = loops(e, f, n + 1);
    e->scope = v.next;
    return memory_text("({ bool q%u = %d; Z q%u_last = rt_last(%s, (Z)(%s)%s, (Z)(%s)%s); "
                       "for (Z %s = (Z)(%s)%s; %s <= q%u_last; %s++) if (%s(%s)) { q%u = %d; break; } q%u; })",
                       id, f->kind == F_FORALL, id, "__func__", first, b.first_excluded ? " + 1" : "", last,
                       b.last_excluded ? " - 1" : "", v.spelled[0], first, b.first_excluded ? " + 1" : "", v.spelled[0],
                       id, v.spelled[0], stop, body, id, f->kind != F_FORALL, id);
}

char *emit_quantified(struct emitter *e, const struct formula *f)
{
    const struct formula *set = f->kind == F_EXISTS ? source_of(e, f->a, f->name[0]) : NULL;
    return set != NULL ? rows(e, f, set) : loops(e, f, 0);
}

char *emit_let(struct emitter *e, const struct formula *f)
{
    char *spelled = memory_text("q%u_%s", (*e->unique)++, f->text), *value = emit_formula(e, f->a);
    struct variable v = {f->text, false, {spelled, spelled}, e->scope};
    e->scope = &v;
    char *body = emit_formula(e, f->b);
    e->scope = v.next;
    return memory_text("({ Z %s = %s; %s; })", spelled, value, body);
}
