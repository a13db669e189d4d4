#include "model/cache_index.h"

int32_t vtd_set_of(int32_t sets, int64_t number)
{
    int64_t low = number & (int64_t)(sets - 1);
    /* Always so; saying it spares the provers the theory of bit masks. */
    return 0 <= low && low < sets ? (int32_t)low : 0;
}

int64_t vtd_power_of_two(unsigned exponent)
{
    int64_t power = exponent % 2u == 1u ? 2 : 1;
    if (exponent / 2u % 2u == 1u)
        power = power * 4;
    if (exponent / 4u % 2u == 1u)
        power = power * 16;
    //@ assert low: power == pow2_low(exponent);
    //@ assert small: power <= 128 && (exponent % 8 == 7 || power <= 64);
    if (exponent / 8u % 2u == 1u)
        power = power * 0x100;
    if (exponent / 16u % 2u == 1u)
        power = power * 0x10000;
    //@ assert half: power == pow2_half(exponent);
    //@ assert middle: power <= 0x80000000 && (exponent <= 31 || power <= 0x100000);
    if (exponent / 32u % 2u == 1u)
        power = power * 0x100000000;
    return power;
}
