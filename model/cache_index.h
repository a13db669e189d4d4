/* What all caches share: which set a number belongs to, and powers of two for masks. */
#ifndef MODEL_CACHE_INDEX_H
#define MODEL_CACHE_INDEX_H

#include "spec/spec.h"

/* The set, 0..sets-1, that holds entries for `number`. */
/*@ requires 1 <= sets <= 65536 && 0 <= number;
    terminates \true; exits \false; assigns \nothing;
    ensures set: \result == set_of(sets, number);
    ensures range: 0 <= \result < sets; */
int32_t vtd_set_of(int32_t sets, int64_t number);

/* 2^exponent. */
/*@ requires exponent <= 52;
    terminates \true; exits \false; assigns \nothing;
    ensures power: \result == pow2(exponent);
    ensures range: 1 <= \result <= 0x10000000000000;
    ensures low: exponent <= 7 ==> \result <= 128;
    ensures table: 1 <= exponent <= 16 ==> 2 <= \result <= 65536; */
int64_t vtd_power_of_two(unsigned exponent);

#endif
