/* code: 0 */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

void abort(void);
int main(void)
{
    unsigned a = __VERIFIER_nondet_uint();
    if (a > 10)
        assume(a < 10);
    check(a <= 10);
    if (a == 3)
        abort();
    check(a != 3);
}
