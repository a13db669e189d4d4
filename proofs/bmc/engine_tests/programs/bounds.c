/* code: 1 */
/* finds: out of bounds */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

static uint32_t sum(const uint32_t *p, unsigned n)
{
    uint32_t s = 0;
    for (unsigned i = 0; i < n; i++)
        s += p[i];
    return s;
}
int main(void)
{
    uint32_t words[5] = {1, 2, 3, 4, 5};
    unsigned n = __VERIFIER_nondet_uchar();
    assume(n <= 6);
    return sum(words, n) == 1000;
}
