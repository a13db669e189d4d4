/* code: 4 */
/* finds: recursion */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

static unsigned down(unsigned n)
{
    return n == 0 ? 0 : down(n - 1);
}
int main(void)
{
    return (int)down(__VERIFIER_nondet_uint());
}
