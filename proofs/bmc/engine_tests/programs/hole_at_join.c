/* code: 1 */
/* finds: never written in main */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    unsigned x;
    bool c = __VERIFIER_nondet_bool(), d = __VERIFIER_nondet_bool();
    if (c)
        x = 3;
    if (d && x == 3)
        return 1;
    return 0;
}
