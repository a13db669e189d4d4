#include "tests/runtime/translate/contract.h"

#include <string.h>

#include "tests/runtime/translate/memory.h"

const char *const clause_word[] = {"requires", "ensures", "assigns"};
static const char *const words[] = {"requires", "ensures",  "assigns", "terminates", "exits",
                                    "behavior", "complete", "assumes", "disjoint",   "decreases"};

static bool clause_begins(const struct lexer *l)
{
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
        if (lexer_is(l, words[i]))
            return true;
    return false;
}

bool contract_begins(const char *text, const char *end)
{
    struct lexer l;
    lexer_start(&l, text, end, 1);
    return clause_begins(&l);
}

/* Past the end of a clause, also of one that could not be read: formulas have semicolons inside. */
static void end_clause(struct lexer *l)
{
    while (l->token.kind != TOKEN_END) {
        bool semicolon = lexer_is(l, ";");
        lexer_next(l);
        if (semicolon && (clause_begins(l) || l->token.kind == TOKEN_END))
            return;
    }
}

/* "name:" before a formula. */
static const char *take_label(struct lexer *l)
{
    struct lexer before = *l;
    const char *text = lexer_text(l);
    if (l->token.kind == TOKEN_NAME) {
        lexer_next(l);
        if (lexer_take(l, ":"))
            return text;
        *l = before;
    }
    return "";
}

static void take_places(struct lexer *l, struct clause *c)
{
    if (lexer_take(l, "\\nothing"))
        return;
    do {
        const struct formula *place = formula_parse(l, &c->wrong);
        c->place = memory_grow(c->place, (size_t)c->places, sizeof *c->place);
        c->place[c->places++] = place;
    } while (c->wrong == NULL && lexer_take(l, ","));
}

static void take_clause(struct contract *k, struct lexer *l, enum clause_kind kind)
{
    struct clause c = {.kind = kind, .line = l->token.line, .behavior = k->behaviors - 1};
    lexer_next(l);
    c.name = take_label(l);
    if (kind == CLAUSE_ASSIGNS)
        take_places(l, &c);
    else
        c.formula = formula_parse(l, &c.wrong);
    if (c.wrong == NULL && !lexer_is(l, ";"))
        c.wrong = memory_text("not understood from '%.*s' on", l->token.length, l->token.start);
    k->clause = memory_grow(k->clause, (size_t)k->clauses, sizeof c);
    k->clause[k->clauses++] = c;
    end_clause(l);
}

static void take_behavior(struct contract *k, struct lexer *l)
{
    struct behavior b = {.name = lexer_text(l)};
    lexer_next(l);
    lexer_take(l, ":");
    if (lexer_take(l, "assumes")) {
        b.assumes = formula_parse(l, &b.wrong);
        end_clause(l);
    }
    k->behavior = memory_grow(k->behavior, (size_t)k->behaviors, sizeof b);
    k->behavior[k->behaviors++] = b;
}

struct contract *contract_read(const char *file, const char *text, const char *end, int line)
{
    struct contract *k = memory_new(sizeof *k);
    struct lexer l;
    *k = (struct contract){.file = file, .line = line};
    lexer_start(&l, text, end, line);
    while (l.token.kind != TOKEN_END) {
        if (lexer_is(&l, "requires"))
            take_clause(k, &l, CLAUSE_REQUIRES);
        else if (lexer_is(&l, "ensures"))
            take_clause(k, &l, CLAUSE_ENSURES);
        else if (lexer_is(&l, "assigns"))
            take_clause(k, &l, CLAUSE_ASSIGNS);
        else if (lexer_take(&l, "behavior"))
            take_behavior(k, &l);
        else
            end_clause(&l); /* terminates, exits: that the call returns */
    }
    return k;
}
