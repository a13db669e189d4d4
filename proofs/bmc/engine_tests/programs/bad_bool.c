/* code: 1 */
/* finds: bool or enum */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    bool b;
    __VERIFIER_nondet_memory(&b, sizeof b);
    return b ? 1 : 0;
}
