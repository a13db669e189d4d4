/* Function contracts. */
#ifndef RUNTIME_CONTRACT_H
#define RUNTIME_CONTRACT_H

#include "tests/runtime/translate/formula.h"

enum clause_kind { CLAUSE_REQUIRES, CLAUSE_ENSURES, CLAUSE_ASSIGNS };
extern const char *const clause_word[];

struct clause {
    enum clause_kind kind;
    const char *name; /* "" if it has none */
    int line;
    int behavior;                  /* -1: none */
    const struct formula *formula; /* CLAUSE_REQUIRES, CLAUSE_ENSURES */
    const struct formula **place;  /* CLAUSE_ASSIGNS */
    int places;                    /* 0: \nothing */
    const char *wrong;             /* why it could not be read */
};

struct behavior {
    const char *name;
    const struct formula *assumes; /* NULL: none, it always applies */
    const char *wrong;
};

struct contract {
    const char *function, *file;
    int line;
    struct clause *clause;
    int clauses;
    struct behavior *behavior;
    int behaviors;
};

/* Does an annotation begin like a contract? */
bool contract_begins(const char *text, const char *end);

/* The contract in an annotation; the caller sets its function. */
struct contract *contract_read(const char *file, const char *text, const char *end, int line);

#endif
