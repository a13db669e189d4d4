/* What a check found, in the form that every output is written from: text, JSON (check.schema.json), JUnit, SARIF. */
#ifndef CHECK_OUTCOME_H
#define CHECK_OUTCOME_H

#include <stdio.h>

#include "harness/check/judge.h"

struct outcome_class {
    const struct finding *finding;
    const char *config; /* configuration or profile */
    uint64_t count;
    const char *known; /* the ledger entry that covers it, NULL: new */
    char trace[300];   /* file with the shortest trace, or empty */
};

struct outcome {
    int exit;
    const char *word; /* CONFORMS, VIOLATION, INTERRUPTED, FAILED */
    const char *target, *version, *config;
    uint64_t seed, requests, sessions, operations, undefined, unconfirmed;
    uint64_t new_differences;
    const char *failure; /* why the target could not be used to the end; NULL: it could */
    unsigned count;
    const struct outcome_class *class;
};

/* The clause of a finding, from its rules or its register; "" if there is none. */
void outcome_clause(const struct finding *f, char *text, size_t size);

/* Write to an open stream; the caller checks for write errors. */
void outcome_json(FILE *out, const struct outcome *o);
void outcome_junit(FILE *out, const struct outcome *o);
void outcome_sarif(FILE *out, const struct outcome *o);

/* Write to a file, whole or not at all (PATH.part is renamed). false: *message says why. */
bool outcome_save(const char *path, void (*write)(FILE *out, const struct outcome *o), const struct outcome *o,
                  char *message, size_t size);

#endif
