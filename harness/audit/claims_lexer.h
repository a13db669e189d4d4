/* The words of one line of a claims file, with their columns. */
#ifndef AUDIT_CLAIMS_LEXER_H
#define AUDIT_CLAIMS_LEXER_H

#include "harness/audit/claims.h"

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_STRING, TOKEN_SIGN /* one of = , + - */ };

struct token {
    enum token_kind kind;
    const char *text; /* in the line; a string without its quotes */
    size_t length;
    int column;
};

struct lexer {
    const char *path;
    const char *at, *end; /* the rest of the line */
    const char *begin;
    int line;
    struct token token; /* the one that is looked at */
    char *message;      /* empty as long as nothing is wrong */
    size_t room;
};

/* Start a line; the first token is looked at. */
void lexer_start(struct lexer *x, const char *line, size_t length);
void lexer_next(struct lexer *x);
/* Note what was expected at the token that is looked at; the first complaint stands. Returns false. */
bool lexer_expected(struct lexer *x, const char *what);
bool lexer_wrong(struct lexer *x, struct claim_place place, const char *what);

bool lexer_is(const struct lexer *x, const char *text); /* word or sign */
/* Take it if it is there. */
bool lexer_take(struct lexer *x, const char *text);
bool lexer_demand(struct lexer *x, const char *text);
struct claim_place lexer_place(const struct lexer *x);

/* A number: decimal, or 0x hexadecimal, with K, M, G or T for 2^10, 2^20, 2^30, 2^40, at most `high`. */
bool lexer_number(struct lexer *x, uint64_t high, uint64_t *value);
/* A name: letters, digits, _ . and -, beginning with a letter. The caller owns it. */
bool lexer_name(struct lexer *x, char **name);
/* [SSSS:]BB:DD.F */
bool lexer_device(struct lexer *x, struct claim_device *d);
/* Does the word look like [SSSS:]BB:DD.F? */
bool lexer_at_device(const struct lexer *x);

#endif
