/* code: 1 */
/* finds: out of bounds */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

static uint64_t words[512];
static uint64_t get(const uint64_t *p, uint64_t i)
{
    return p[i];
}
int main(void)
{
    __VERIFIER_nondet_memory(words, sizeof words);
    return get(words, any_bits(10)) == 1;
}
