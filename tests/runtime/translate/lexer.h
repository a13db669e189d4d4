/* Tokens of ACSL text: what stands inside an annotation, or in a part of one. */
#ifndef RUNTIME_LEXER_H
#define RUNTIME_LEXER_H

#include <stdbool.h>

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_BACKSLASH, TOKEN_NUMBER, TOKEN_SIGN, TOKEN_WRONG };

struct token {
    enum token_kind kind;
    const char *start;
    int length;
    int line;
};

/* Text between at and end; `line` is the line of *at in its file. */
struct lexer {
    const char *at, *end;
    int line;
    struct token token; /* the one that is looked at */
};

/* The lexer looks at the first token then. */
void lexer_start(struct lexer *l, const char *text, const char *end, int line);
void lexer_next(struct lexer *l);

/* Is it this token? */
bool lexer_is(const struct lexer *l, const char *text);
/* Go past it, if it is. */
bool lexer_take(struct lexer *l, const char *text);
/* The text of the token, in memory of its own. */
char *lexer_text(const struct lexer *l);

#endif
