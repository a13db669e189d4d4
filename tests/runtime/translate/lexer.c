#include "tests/runtime/translate/lexer.h"

#include <ctype.h>
#include <string.h>

#include "tests/runtime/translate/memory.h"

/* Longer ones first. */
static const char *const signs[] = {"<==>", "==>", "<=", ">=", "==", "!=", "&&", "||", "->", "..", "<<", ">>", "^^",
                                    "<",    ">",   "+",  "-",  "*",  "/",  "%",  "&",  "|",  "!",  "?",  ":",  ";",
                                    ",",    ".",   "(",  ")",  "[",  "]",  "{",  "}",  "=",  "~",  "@"};

static void skip_blank(struct lexer *l)
{
    while (l->at < l->end) {
        if (l->at + 1 < l->end && l->at[0] == '/' && l->at[1] == '/') {
            while (l->at < l->end && *l->at != '\n')
                l->at++;
        } else if (isspace((unsigned char)*l->at)) {
            l->line += *l->at == '\n';
            l->at++;
        } else {
            return;
        }
    }
}

static int word_length(const char *at, const char *end)
{
    int n = 0;
    while (at + n < end && (isalnum((unsigned char)at[n]) || at[n] == '_'))
        n++;
    return n;
}

static int sign_length(const char *at, const char *end)
{
    for (unsigned i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t n = strlen(signs[i]);
        if ((size_t)(end - at) >= n && strncmp(at, signs[i], n) == 0)
            return (int)n;
    }
    return 0;
}

void lexer_next(struct lexer *l)
{
    skip_blank(l);
    struct token *t = &l->token;
    *t = (struct token){TOKEN_END, l->at, 0, l->line};
    if (l->at >= l->end)
        return;
    if (*l->at == '\\') {
        t->kind = TOKEN_BACKSLASH;
        t->length = 1 + word_length(l->at + 1, l->end);
    } else if (isalnum((unsigned char)*l->at) || *l->at == '_') {
        t->kind = isdigit((unsigned char)*l->at) ? TOKEN_NUMBER : TOKEN_NAME;
        t->length = word_length(l->at, l->end);
    } else {
        t->length = sign_length(l->at, l->end);
        t->kind = t->length > 0 ? TOKEN_SIGN : TOKEN_WRONG;
        t->length += t->length == 0;
    }
    l->at += t->length;
}

void lexer_start(struct lexer *l, const char *text, const char *end, int line)
{
    *l = (struct lexer){.at = text, .end = end, .line = line};
    lexer_next(l);
}

bool lexer_is(const struct lexer *l, const char *text)
{
    return l->token.kind != TOKEN_END && strlen(text) == (size_t)l->token.length &&
           strncmp(text, l->token.start, (size_t)l->token.length) == 0;
}

bool lexer_take(struct lexer *l, const char *text)
{
    bool is = lexer_is(l, text);
    if (is)
        lexer_next(l);
    return is;
}

char *lexer_text(const struct lexer *l)
{
    return memory_text("%.*s", l->token.length, l->token.start);
}
