/* What is asked about a run, and what came out. */
#ifndef ENGINE_VERDICT_H
#define ENGINE_VERDICT_H

#include "backend.h"
#include "machine.h"

enum { MAX_BACKENDS = 3 };

struct options {
    const char *module, *choices, *json, *replay, *smtlib;
    const char *backend[MAX_BACKENDS];
    int backends;
    double timeout; /* seconds until the first answer */
    double second;  /* seconds more for each further back end */
    unsigned unwind;
    bool cover;
};

struct finding {
    const struct check *check; /* NULL: none */
    bool replayed;
};

struct verdict {
    int code; /* enum exit_code */
    double run_seconds, solve_seconds;
    size_t cone, pairs; /* terms of the question, pairs of reads in it */
    struct outcome outcome[64];
    int outcomes;
    struct finding finding[64]; /* the violation, or the cover points */
    int findings;
};

/* Runs every question and replays what it finds. */
void decide(struct machine *m, const struct options *o, struct verdict *v);

/* ---- choices.c ---- */
/* The choices on the path to the check, in program order, as a file; returns how many. `cover` counts the cover points
 * on the path, the check's own included. */
size_t write_choices(const struct machine *m, const char *path, struct values *values, const struct check *check);

/* Makes variables 0 and clears single bits as long as the assignment answers the question. */
void shrink(const struct question *q, struct values *values);

/* ---- report.c ---- */
const char *kind_name(enum check_kind kind);
const char *code_name(int code);
void write_json(const struct machine *m, const struct options *o, const struct verdict *v);
void print_verdict(const struct machine *m, const struct options *o, const struct verdict *v);

#endif
