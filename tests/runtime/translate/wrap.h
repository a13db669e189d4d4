/* A function under its contract: the body under another name, and a function of the old name that checks around it. */
#ifndef RUNTIME_WRAP_H
#define RUNTIME_WRAP_H

#include <stdio.h>

#include "tests/runtime/translate/contract.h"
#include "tests/runtime/translate/logic.h"
#include "tests/runtime/translate/source.h"

/* What all files share. */
struct output {
    struct logic logic;
    FILE *table;   /* C initialisers of the clauses */
    FILE *names;   /* C initialisers of the functions */
    FILE *skipped; /* what is not executed, and why */
    unsigned clauses, functions, skips, by_type, unique;
};

/* Write the function of piece *p, which has the contract *k, to `out`. */
void wrap_function(struct output *o, FILE *out, const char *file, const struct piece *p, const struct contract *k);

#endif
