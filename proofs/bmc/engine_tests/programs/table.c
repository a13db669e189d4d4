/* code: 0 */
/* mode: reset */
/* backends: cadical,z3,boolector */
#include "proofs/bmc/properties/checks.h"

static uint64_t words[8192];
int main(void)
{
    __VERIFIER_nondet_memory(words, sizeof words);
    uint64_t i = any_bits(13), j = any_bits(13), before = words[j], v = __VERIFIER_nondet_ulong();
    words[i] = v;
    check(words[j] == (i == j ? v : before));
    uint64_t k = words[j] & 8191u;
    words[k] ^= 1;
    check(words[k] != v || k != i || i == j || (words[k] ^ 1) == v);
}
