#include "tests/runtime/translate/wrap.h"

#include <ctype.h>
#include <string.h>

#include "tests/runtime/translate/emit.h"
#include "tests/runtime/translate/heading.h"
#include "tests/runtime/translate/memory.h"

struct wrap {
    struct output *o;
    FILE *out;
    const struct contract *k;
    const struct heading *h;
    unsigned skips;
};

/* The names of the contract; before: the call has not been made yet, there is one state. */
static struct emitter emitter(const struct wrap *w, bool before)
{
    struct emitter e = {&w->o->logic, NULL, {"Pre", before ? NULL : "Post"}, before ? 0 : 1, &w->o->unique, NULL};
    for (int i = 0; i < w->h->arguments; i++) {
        const struct argument *a = &w->h->argument[i];
        struct variable *v = memory_new(sizeof *v);
        const char *then = a->copied && !before ? memory_text("rt_pre_%s", a->name) : a->name;
        *v = (struct variable){a->name, a->pointer, {then, a->name}, e.scope};
        e.scope = v;
    }
    return e;
}

static unsigned row(struct wrap *w, const struct clause *c)
{
    fprintf(w->o->table, "    {%u, \"%s\", \"%s\", \"%s\", %d},\n", w->o->functions, clause_word[c->kind], c->name,
            w->k->file, c->line);
    return w->o->clauses++;
}

static void skip(struct wrap *w, const struct clause *c, const char *why)
{
    fprintf(w->o->skipped, "%s\t%s %s\t%s:%d\t%s\n", w->k->function, clause_word[c->kind],
            c->name[0] != '\0' ? c->name : "-", w->k->file, c->line, why);
    w->o->skips++;
    w->skips++;
}

/* The condition of the behaviour of a clause, as C; NULL if it cannot be executed. */
static const char *behavior_flag(const struct wrap *w, const struct clause *c)
{
    if (c->behavior < 0)
        return "true";
    return w->k->behavior[c->behavior].wrong == NULL ? memory_text("rt_behavior_%d", c->behavior) : NULL;
}

static void behaviors(struct wrap *w)
{
    for (int i = 0; i < w->k->behaviors; i++) {
        struct behavior *b = &w->k->behavior[i];
        struct emitter e = emitter(w, true);
        char *text = b->assumes != NULL && b->wrong == NULL ? emit_formula(&e, b->assumes) : memory_text("true");
        if (b->wrong == NULL)
            b->wrong = e.wrong;
        if (b->wrong == NULL)
            fprintf(w->out, "    const bool rt_behavior_%d __attribute__((unused)) = %s;\n", i, text);
    }
}

static void preconditions(struct wrap *w)
{
    fputs("    bool rt_held = true;\n", w->out);
    for (int i = 0; i < w->k->clauses; i++) {
        const struct clause *c = &w->k->clause[i];
        const char *flag = behavior_flag(w, c);
        if (c->kind != CLAUSE_REQUIRES)
            continue;
        struct emitter e = emitter(w, true);
        char *text = c->wrong == NULL ? emit_formula(&e, c->formula) : NULL;
        if (c->wrong != NULL || e.wrong != NULL || flag == NULL)
            skip(w, c, c->wrong != NULL ? c->wrong : e.wrong != NULL ? e.wrong : "its behavior cannot be decided");
        else
            fprintf(w->out, "    rt_held = rt_requires(%uu, !%s || %s) && rt_held;\n", row(w, c), flag, text);
    }
}

static void postcondition(struct wrap *w, const struct clause *c)
{
    const char *flag = behavior_flag(w, c), *why = c->wrong;
    struct emitter e = emitter(w, false);
    char *premise = memory_text("%s", "true"), *text = NULL;
    if (why == NULL && c->formula->kind == F_IMPLIES) {
        premise = emit_formula(&e, c->formula->a);
        text = emit_formula(&e, c->formula->b);
    } else if (why == NULL) {
        text = emit_formula(&e, c->formula);
    }
    why = why != NULL ? why : e.wrong;
    if (why != NULL || flag == NULL) {
        skip(w, c, why != NULL ? why : "its behavior cannot be decided");
        return;
    }
    fprintf(w->out,
            "    if (%s) {\n        const bool rt_met = %s;\n        rt_ensures(%uu, rt_met, !rt_met || %s);\n    }\n",
            flag, premise, row(w, c), text);
}

/* A copy in which the index range is a name; the range itself is stored in *range. */
static const struct formula *without_range(const struct formula *f, const struct formula **range)
{
    if (f == NULL)
        return NULL;
    struct formula *copy = memory_new(sizeof *copy);
    *copy = *f;
    if (f->kind == F_RANGE) {
        *range = f;
        *copy = (struct formula){.kind = F_NAME, .text = "rt_i", .line = f->line};
        return copy;
    }
    copy->a = without_range(f->a, range);
    copy->b = without_range(f->b, range);
    return copy;
}

/* What may change is taken over into the copy of the state before; then the rest has to be equal. */
static const char *taken_over(struct wrap *w, const struct formula *place)
{
    static const char loop[] = "for (Z rt_i = (Z)(%s); rt_i <= (Z)(%s); rt_i++)\n            ";
    const struct formula *range = NULL, *plain = without_range(place, &range);
    struct emitter then = emitter(w, false), now = emitter(w, false);
    then.state = 0;
    char *heading = memory_text("%s", "");
    if (range != NULL)
        heading = memory_text(loop, emit_formula(&then, range->a), emit_formula(&then, range->b));
    char *before = emit_formula(&then, plain), *after = emit_formula(&now, plain);
    fprintf(w->out, "        %smemcpy(&%s, &%s, sizeof %s);\n", heading, before, after, after);
    return then.wrong;
}

static void frame(struct wrap *w, const struct clause *c)
{
    const char *why = c->wrong;
    if (why == NULL && w->h->copies == 0) {
        w->o->by_type++;
        return;
    }
    if (why != NULL || c->behavior >= 0) {
        skip(w, c, why != NULL ? why : "assigns of a behavior");
        return;
    }
    fputs("    {\n        bool rt_same = true;\n", w->out);
    for (int i = 0; i < c->places; i++)
        why = why == NULL ? taken_over(w, c->place[i]) : why;
    for (int i = 0; i < w->h->arguments; i++)
        if (w->h->argument[i].copied)
            fprintf(w->out, "        rt_same = rt_same && memcmp(rt_pre_%s, %s, sizeof *%s) == 0;\n",
                    w->h->argument[i].name, w->h->argument[i].name, w->h->argument[i].name);
    if (why != NULL)
        skip(w, c, why);
    else
        fprintf(w->out, "        rt_ensures(%uu, true, rt_same);\n", row(w, c));
    fputs("    }\n", w->out);
}

static void around_call(struct wrap *w)
{
    const struct heading *h = w->h;
    for (int i = 0; i < h->arguments; i++)
        if (h->argument[i].copied)
            fprintf(w->out, "    %s *const rt_pre_%s = rt_copy(%s, sizeof *%s);\n", h->argument[i].structure,
                    h->argument[i].name, h->argument[i].name, h->argument[i].name);
    fputs("    ", w->out);
    if (!h->nothing)
        fprintf(w->out, "const %s rt_result = ", h->result);
    fprintf(w->out, "rt_body_%s(%s);\n", h->name, h->call);
    for (int i = 0; i < w->k->clauses; i++)
        if (w->k->clause[i].kind == CLAUSE_ENSURES)
            postcondition(w, &w->k->clause[i]);
    for (int i = 0; i < w->k->clauses; i++)
        if (w->k->clause[i].kind == CLAUSE_ASSIGNS)
            frame(w, &w->k->clause[i]);
    for (int i = h->arguments - 1; i >= 0; i--)
        if (h->argument[i].copied)
            fprintf(w->out, "    rt_drop(sizeof *%s);\n", h->argument[i].name);
    fputs(h->nothing ? "    rt_leave();\n" : "    rt_leave();\n    return rt_result;\n", w->out);
}

void wrap_function(struct output *o, FILE *out, const char *file, const struct piece *p, const struct contract *k)
{
    struct heading h = heading_read(p);
    struct wrap w = {o, out, k, &h, 0};
    unsigned first = o->clauses;
    fprintf(out, "static %s rt_body_%s(%s)\n#line %d \"%s\"\n%.*s\n", h.result, h.name, h.list, p->line, file,
            (int)(p->outer_end - p->head_end), p->head_end);
    fprintf(out, "#line 1 \"checks of %s\"\n%s%s %s(%s)\n{\n    rt_enter(%uu);\n", h.name, h.hidden ? "static " : "",
            h.result, h.name, h.list, o->functions);
    behaviors(&w);
    preconditions(&w);
    fputs("    rt_called(rt_held);\n    if (!rt_held) {\n        rt_leave();\n        ", out);
    fprintf(out, h.nothing ? "rt_body_%s(%s);\n        return;\n    }\n" : "return rt_body_%s(%s);\n    }\n", h.name,
            h.call);
    around_call(&w);
    fprintf(out, "}\n#line %d \"%s\"\n", p->line + 1, file);
    fprintf(o->names, "    {\"%s\", \"%s\", %d, %u, %u, %u},\n", h.name, file, p->line, first, o->clauses - first,
            w.skips);
    o->functions++;
}
