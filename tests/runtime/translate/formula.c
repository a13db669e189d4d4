#include "tests/runtime/translate/formula.h"

#include <string.h>

#include "tests/runtime/translate/memory.h"

struct parser {
    struct lexer *l;
    const char *wrong;
};

static const struct formula *whole(struct parser *p);
static const struct formula *unary(struct parser *p);

static const struct formula *fail(struct parser *p, const char *what)
{
    if (p->wrong == NULL)
        p->wrong = memory_text("%s at '%.*s'", what, p->l->token.length, p->l->token.start);
    return NULL;
}

static struct formula *make(const struct parser *p, enum formula_kind kind, const char *text, const struct formula *a,
                            const struct formula *b)
{
    struct formula *f = memory_new(sizeof *f);
    *f = (struct formula){.kind = kind, .line = p->l->token.line, .text = text, .a = a, .b = b};
    return f;
}

static void expect(struct parser *p, const char *sign)
{
    if (!lexer_take(p->l, sign))
        fail(p, memory_text("'%s' is missing", sign));
}

static void take_arguments(struct parser *p, struct formula *f)
{
    expect(p, "(");
    do {
        const struct formula *argument = whole(p);
        f->argument = memory_grow(f->argument, (size_t)f->arguments, sizeof *f->argument);
        f->argument[f->arguments++] = argument;
    } while (p->wrong == NULL && lexer_take(p->l, ","));
    expect(p, ")");
}

static void take_labels(struct parser *p, struct formula *f)
{
    do {
        if (p->l->token.kind != TOKEN_NAME || f->labels == 2) {
            fail(p, "not a label, or too many");
            return;
        }
        f->label[f->labels++] = lexer_text(p->l);
        lexer_next(p->l);
    } while (lexer_take(p->l, ","));
    expect(p, "}");
}

/* \forall and \exists over integers. */
static const struct formula *quantified(struct parser *p, enum formula_kind kind)
{
    struct formula *f = make(p, kind, NULL, NULL, NULL);
    if (!lexer_take(p->l, "integer"))
        return fail(p, "quantification over something else than integers");
    do {
        f->name = memory_grow(f->name, (size_t)f->names, sizeof *f->name);
        f->name[f->names++] = lexer_text(p->l);
        lexer_next(p->l);
    } while (lexer_take(p->l, ","));
    expect(p, ";");
    f->a = whole(p);
    return f;
}

static const struct formula *let(struct parser *p)
{
    struct formula *f = make(p, F_LET, lexer_text(p->l), NULL, NULL);
    lexer_next(p->l);
    expect(p, "=");
    f->a = whole(p);
    expect(p, ";");
    f->b = whole(p);
    return f;
}

/* What begins with a backslash; the lexer is past that word. */
static const struct formula *backslash(struct parser *p, const char *word)
{
    struct formula *f;
    if (strcmp(word, "\\true") == 0 || strcmp(word, "\\false") == 0)
        return make(p, F_NUMBER, strcmp(word, "\\true") == 0 ? "1" : "0", NULL, NULL);
    if (strcmp(word, "\\result") == 0)
        return make(p, F_RESULT, NULL, NULL, NULL);
    if (strcmp(word, "\\forall") == 0 || strcmp(word, "\\exists") == 0)
        return quantified(p, word[1] == 'f' ? F_FORALL : F_EXISTS);
    if (strcmp(word, "\\let") == 0)
        return let(p);
    if (strcmp(word, "\\old") == 0 || strcmp(word, "\\at") == 0) {
        f = make(p, F_AT, NULL, NULL, NULL);
        f->label[f->labels++] = "Pre";
        expect(p, "(");
        f->a = whole(p);
        if (word[1] == 'a') {
            expect(p, ",");
            f->label[0] = lexer_text(p->l);
            lexer_next(p->l);
        }
        expect(p, ")");
        return f;
    }
    if (strcmp(word, "\\valid") != 0 && strcmp(word, "\\valid_read") != 0 && strcmp(word, "\\separated") != 0)
        return fail(p, memory_text("%s is not translated", word));
    f = make(p, F_BUILTIN, word, NULL, NULL);
    take_arguments(p, f);
    return f;
}

static const struct formula *primary(struct parser *p)
{
    struct formula *f;
    char *text = lexer_text(p->l);
    enum token_kind kind = p->l->token.kind;
    if (lexer_take(p->l, "(")) {
        const struct formula *inner = whole(p);
        expect(p, ")");
        return inner;
    }
    if (kind != TOKEN_NUMBER && kind != TOKEN_NAME && kind != TOKEN_BACKSLASH)
        return fail(p, "no term begins");
    lexer_next(p->l);
    if (kind == TOKEN_BACKSLASH)
        return backslash(p, text);
    if (kind == TOKEN_NUMBER)
        return make(p, F_NUMBER, text, NULL, NULL);
    f = make(p, F_NAME, text, NULL, NULL);
    if (lexer_take(p->l, "{"))
        take_labels(p, f);
    if (lexer_is(p->l, "(") || f->labels > 0) {
        f->kind = F_CALL;
        take_arguments(p, f);
    }
    return f;
}

static const struct formula *postfix(struct parser *p)
{
    const struct formula *f = primary(p);
    while (p->wrong == NULL) {
        if (lexer_is(p->l, ".") || lexer_is(p->l, "->")) {
            enum formula_kind kind = lexer_is(p->l, ".") ? F_FIELD : F_ARROW;
            lexer_next(p->l);
            f = make(p, kind, lexer_text(p->l), f, NULL);
            lexer_next(p->l);
        } else if (lexer_take(p->l, "[")) {
            f = make(p, F_INDEX, NULL, f, whole(p));
            expect(p, "]");
        } else {
            break;
        }
    }
    return f;
}

static const struct formula *unary(struct parser *p)
{
    static const struct {
        const char *sign;
        enum formula_kind kind;
    } prefix[] = {{"!", F_NOT}, {"-", F_NEGATIVE}, {"&", F_ADDRESS}, {"*", F_CONTENT}};
    for (unsigned i = 0; i < 4; i++)
        if (lexer_take(p->l, prefix[i].sign)) {
            const struct formula *inner = unary(p);
            return make(p, prefix[i].kind, NULL, inner, NULL);
        }
    return postfix(p);
}

/* Operators by how tightly they bind, loosest first; relations chain. */
enum { RANGE, SAME, IMPLIES, OR, AND, BIT_OR, BIT_AND, RELATION, SHIFT, SUM, PRODUCT, UNARY };
static const struct {
    int level;
    const char *sign;
    enum formula_kind kind;
} binary[] = {{SAME, "<==>", F_SAME},       {IMPLIES, "==>", F_IMPLIES},  {OR, "||", F_OR},
              {AND, "&&", F_AND},           {BIT_OR, "|", F_ARITHMETIC},  {BIT_AND, "&", F_ARITHMETIC},
              {RELATION, "<", F_RELATION},  {RELATION, "<=", F_RELATION}, {RELATION, ">", F_RELATION},
              {RELATION, ">=", F_RELATION}, {RELATION, "==", F_RELATION}, {RELATION, "!=", F_RELATION},
              {SUM, "+", F_ARITHMETIC},     {SUM, "-", F_ARITHMETIC},     {PRODUCT, "*", F_ARITHMETIC},
              {PRODUCT, "/", F_ARITHMETIC}, {PRODUCT, "%", F_ARITHMETIC}, {RANGE, "..", F_RANGE}};

static int operator_at(const struct parser *p, int level)
{
    for (unsigned i = 0; i < sizeof binary / sizeof binary[0]; i++)
        if (binary[i].level == level && lexer_is(p->l, binary[i].sign))
            return (int)i;
    return -1;
}

static const struct formula *operators(struct parser *p, int level)
{
    if (level == UNARY)
        return unary(p);
    const struct formula *f = operators(p, level + 1), *left = f, *chain = NULL;
    for (int at; p->wrong == NULL && (at = operator_at(p, level)) >= 0;) {
        lexer_next(p->l);
        /* ==> associates to the right */
        const struct formula *right = operators(p, level == IMPLIES ? level : level + 1);
        struct formula *now = make(p, binary[at].kind, binary[at].sign, left, right);
        if (level == RELATION) {
            chain = chain != NULL ? make(p, F_AND, "&&", chain, now) : now;
            f = chain;
            left = right;
        } else {
            f = left = now;
        }
    }
    return f;
}

static const struct formula *whole(struct parser *p)
{
    const struct formula *f = operators(p, RANGE);
    if (p->wrong == NULL && lexer_take(p->l, "?")) {
        const struct formula *yes = whole(p);
        expect(p, ":");
        struct formula *choice = make(p, F_CONDITIONAL, NULL, f, yes);
        choice->c = whole(p);
        return choice;
    }
    return f;
}

const struct formula *formula_parse(struct lexer *l, const char **wrong)
{
    struct parser p = {l, NULL};
    const struct formula *f = whole(&p);
    *wrong = p.wrong;
    return p.wrong == NULL ? f : NULL;
}
