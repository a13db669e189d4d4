/* Decision procedures. Each answers one question: is there an assignment that makes the formula true? */
#ifndef ENGINE_BACKEND_H
#define ENGINE_BACKEND_H

#include <stdio.h>

#include "question.h"

enum answer { ANSWER_NONE, ANSWER_NO, ANSWER_YES };

/* Looks for an assignment, without end if need be. With ANSWER_YES the variables are in `values`. */
typedef enum answer (*backend)(const struct question *q, struct values *values);

enum answer solve_cadical(const struct question *q, struct values *values);
enum answer solve_z3(const struct question *q, struct values *values);
enum answer solve_boolector(const struct question *q, struct values *values);

/* The formula as SMT-LIB 2, as nested lets. */
void write_smtlib(FILE *out, const struct terms *t, term formula);

struct outcome {
    const char *name;
    enum answer answer;
    double seconds; /* of processor time */
};

/* Runs one back end by name in a process of its own, with a limit of processor time. Whatever else ends it is no answer. */
struct outcome ask(const char *name, const struct question *q, double seconds, struct values *values);

#endif
