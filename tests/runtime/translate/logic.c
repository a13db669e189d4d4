#include "tests/runtime/translate/logic.h"

#include <string.h>

#include "tests/runtime/translate/memory.h"

const struct definition *logic_find(const struct logic *logic, const char *name)
{
    for (int i = 0; i < logic->count; i++)
        if (strcmp(logic->definition[i].name, name) == 0)
            return &logic->definition[i];
    return NULL;
}

static char *take_name(struct lexer *l)
{
    char *name = lexer_text(l);
    lexer_next(l);
    return name;
}

/* One of "struct x *name", "struct x name", "integer name". */
static void take_parameter(struct lexer *l, struct parameter *p)
{
    p->type = TYPE_INTEGER;
    if (lexer_take(l, "struct")) {
        p->structure = memory_text("struct %s", take_name(l));
        p->type = lexer_take(l, "*") ? TYPE_POINTER : TYPE_STRUCT;
    } else {
        lexer_next(l); /* integer */
    }
    p->name = take_name(l);
}

static void take_heading(struct lexer *l, struct definition *d)
{
    d->line = l->token.line;
    d->name = take_name(l);
    if (lexer_take(l, "{")) {
        do {
            d->label[d->labels++] = take_name(l);
        } while (d->labels < 2 && lexer_take(l, ","));
        lexer_take(l, "}");
    }
    if (lexer_take(l, "(")) {
        do {
            take_parameter(l, &d->parameter[d->parameters++]);
        } while (d->parameters < 10 && lexer_take(l, ","));
        if (!lexer_take(l, ")"))
            d->impossible = "too many parameters";
    }
}

static void take_definition(struct logic *logic, struct lexer *l, const char *file, bool predicate)
{
    struct definition d = {.file = file, .predicate = predicate};
    const char *wrong = NULL;
    take_heading(l, &d);
    if (lexer_take(l, "=")) {
        d.body = formula_parse(l, &wrong);
        if (wrong != NULL)
            d.impossible = wrong;
    } else {
        d.impossible = memory_text("%s is declared and never defined", d.name);
    }
    logic->definition = memory_grow(logic->definition, (size_t)logic->count, sizeof d);
    logic->definition[logic->count++] = d;
}

void logic_read(struct logic *logic, const char *file, const char *text, const char *end, int line)
{
    struct lexer l;
    lexer_start(&l, text, end, line);
    while (l.token.kind != TOKEN_END) {
        if (lexer_take(&l, "predicate")) {
            take_definition(logic, &l, file, true);
        } else if (lexer_take(&l, "logic")) {
            lexer_next(&l); /* integer */
            take_definition(logic, &l, file, false);
        } else {
            lexer_next(&l); /* words of lemmas, axiomatic blocks, what a failed definition left */
        }
    }
}

bool logic_begins(const char *text, const char *end)
{
    struct lexer l;
    lexer_start(&l, text, end, 1);
    return lexer_is(&l, "predicate") || lexer_is(&l, "logic") || lexer_is(&l, "axiomatic") || lexer_is(&l, "lemma");
}
