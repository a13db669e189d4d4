/* The port through which the model reads tables. */
#ifndef MODEL_MEMORY_H
#define MODEL_MEMORY_H

#include "spec/spec.h"

/* Can word `index` (0..511) of 4 KB frame `frame` (below 2^52) be read? */
/*@ requires memory_ok(m);
    requires frame < 0x10000000000000 && index < 512;
    terminates \true; exits \false; assigns \nothing;
    ensures backed: \result <==> readable(m, frame, index); */
bool vtd_memory_has(const struct vtd_memory *m, uint64_t frame, uint64_t index);

/* Read a word that vtd_memory_has() has promised. */
/*@ requires memory_ok(m);
    requires frame < 0x10000000000000 && index < 512;
    requires readable(m, frame, index);
    terminates \true; exits \false; assigns \nothing;
    ensures value: \result == word(m, frame, index); */
uint64_t vtd_memory_word(const struct vtd_memory *m, uint64_t frame, uint64_t index);

#endif
