/* Things that sessions rarely or never do. */
#ifndef RUNTIME_STIR_H
#define RUNTIME_STIR_H

#include "tests/runtime/machine.h"

/* Perhaps put a descriptor of some kind into the ring: the words of the operation that makes the unit take it are left
 * to the caller. false: nothing was done; else *tail is what to write to IQT. */
bool stir_descriptor(struct machine *m, uint32_t *tail);

/* Let a context entry point to tables that are beyond memory, or change one bit of it or of its root entry. */
void stir_tables(struct machine *m);

/* Calls of the functions of the model that only the oracle makes. */
void stir_questions(struct machine *m, uint16_t source);

#endif
