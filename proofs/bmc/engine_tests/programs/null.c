/* code: 1 */
/* finds: invalid pointer */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    uint32_t x = 1, *p = __VERIFIER_nondet_bool() ? &x : 0;
    return (int)*p;
}
