/* Decision procedures. Each answers one question: is there an assignment that makes the formula true? */
#ifndef ENGINE_BACKEND_H
#define ENGINE_BACKEND_H

#include <stdio.h>

#include "cone.h"

enum answer { ANSWER_NONE, ANSWER_NO, ANSWER_YES };

/* Looks for an assignment for at most `seconds`. With ANSWER_YES the variables are in `values`. */
typedef enum answer (*backend)(const struct terms *t, term formula, double seconds, struct values *values);

enum answer solve_cadical(const struct terms *t, term formula, double seconds, struct values *values);
enum answer solve_z3(const struct terms *t, term formula, double seconds, struct values *values);
enum answer solve_boolector(const struct terms *t, term formula, double seconds, struct values *values);

/* The formula as SMT-LIB 2, as nested lets. */
void write_smtlib(FILE *out, const struct terms *t, term formula);

struct outcome {
    const char *name;
    enum answer answer;
    double seconds;
};

/* Runs one back end by name in a process of its own that is killed when time is up, or fails on its own. */
struct outcome ask(const char *name, const struct terms *t, term formula, double seconds, struct values *values);

#endif
