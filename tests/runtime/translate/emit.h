/* From formulas to C expressions. Integers are __int128 (`Z`); a state of the program is a set of pointers: `\at`,
 * `\old` and labels choose which pointers a formula is read with. */
#ifndef RUNTIME_EMIT_H
#define RUNTIME_EMIT_H

#include "tests/runtime/translate/logic.h"

/* A name in scope and how C spells it in the two states. */
struct variable {
    const char *name;
    bool pointer;
    const char *spelled[2];
    const struct variable *next;
};

struct emitter {
    const struct logic *logic;
    const struct variable *scope;
    const char *label[2]; /* the labels of the two states */
    int state;            /* the one in force */
    unsigned *unique;     /* for names of its own */
    const char *wrong;    /* out: why it cannot be done */
};

/* A C expression, meaningless if e->wrong is set then. */
char *emit_formula(struct emitter *e, const struct formula *f);

/* A predicate over all requesters and pages, "the tables count as told": the run sees to it (told.h). */
bool emit_is_assumed(const struct definition *d);

/* A C function acsl_NAME for a definition; NULL, and definition->impossible says why. */
char *emit_definition(const struct logic *logic, struct definition *d, unsigned *unique);

#endif
