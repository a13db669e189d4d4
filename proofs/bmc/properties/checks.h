/* Short names for what a property file says to the checker. */
#ifndef PROPERTIES_CHECKS_H
#define PROPERTIES_CHECKS_H

#include "proofs/bmc/properties/verifier.h"

#include <stdbool.h>
#include <stdint.h>

/* The property is broken unless the condition holds. */
static inline void check(bool condition)
{
    if (!condition)
        reach_error();
}

static inline void assume(bool condition)
{
    __VERIFIER_assume(condition);
}

/* Nothing follows on this path. Not a `return`: in a loop over constants that would make one path of all of them. */
static inline void end_of_path(void)
{
    __VERIFIER_assume(0);
}

/* A number below 2^bits. */
static inline uint64_t any_bits(unsigned bits)
{
    return __VERIFIER_nondet_ulong() & ((UINT64_C(1) << bits) - 1u);
}

#endif
