/* code: 1 */
/* finds: called in main */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    unsigned a = __VERIFIER_nondet_uint();
    check(a != 7); /* violated: what is assumed later does not help */
    assume(a != 7);
}
