/* code: 1 */
/* finds: shift by too much */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    unsigned n = __VERIFIER_nondet_uint();
    assume(n < 34);
    return 1u << n == 7u;
}
