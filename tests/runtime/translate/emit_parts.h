/* What the files of emit.h share. */
#ifndef RUNTIME_EMIT_PARTS_H
#define RUNTIME_EMIT_PARTS_H

#include "tests/runtime/translate/emit.h"

/* Say why it cannot be done, unless something was said before. */
char *emit_fail(struct emitter *e, const char *why);

/* A predicate that is declared and left to the run: a set of rows that the run fills. */
bool emit_is_told(const struct definition *d);
char *emit_told(struct emitter *e, const struct formula *f);

char *emit_quantified(struct emitter *e, const struct formula *f);
char *emit_let(struct emitter *e, const struct formula *f);

#endif
