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

/* A number below 2^bits. */
static inline uint64_t any_bits(unsigned bits)
{
    return __VERIFIER_nondet_ulong() & ((UINT64_C(1) << bits) - 1u);
}

#endif
