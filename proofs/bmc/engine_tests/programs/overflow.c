/* code: 1 */
/* finds: signed addition overflows */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    int a = __VERIFIER_nondet_int();
    assume(a > 2147483640);
    return a + 10 > 3;
}
