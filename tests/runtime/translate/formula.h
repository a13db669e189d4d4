/* Terms and predicates of the dialect, as trees. */
#ifndef RUNTIME_FORMULA_H
#define RUNTIME_FORMULA_H

#include "tests/runtime/translate/lexer.h"

enum formula_kind {
    F_NUMBER,
    F_NAME,
    F_RESULT,
    F_CALL,    /* text{label...}(argument...) of a predicate or logic function */
    F_BUILTIN, /* \valid, \valid_read, \separated */
    F_FIELD,   /* a.text */
    F_ARROW,   /* a->text */
    F_INDEX,   /* a[b] */
    F_RANGE,   /* a .. b, as an index or added to a pointer */
    F_ADDRESS, /* &a */
    F_CONTENT, /* *a */
    F_NOT,
    F_NEGATIVE,
    F_ARITHMETIC, /* a text b */
    F_RELATION,   /* a text b; chains are conjunctions of these */
    F_AND,
    F_OR,
    F_IMPLIES,
    F_SAME,        /* <==> */
    F_CONDITIONAL, /* a ? b : c */
    F_FORALL,      /* name..., a */
    F_EXISTS,
    F_LET, /* text = a; b */
    F_AT   /* \at(a, label) */
};

struct formula {
    enum formula_kind kind;
    int line;
    const char *text;
    const struct formula *a, *b, *c;
    const char *label[2];
    int labels;
    const struct formula **argument; /* F_CALL, F_BUILTIN */
    int arguments;
    const char **name; /* F_FORALL, F_EXISTS: integers */
    int names;
};

/* NULL: not of the dialect; *wrong says why and the lexer stays at the place. */
const struct formula *formula_parse(struct lexer *l, const char **wrong);

#endif
