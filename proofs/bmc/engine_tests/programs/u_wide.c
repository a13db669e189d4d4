/* code: 4 */
/* finds: not supported */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    unsigned __int128 x = __VERIFIER_nondet_ulong();
    return x * x == 9;
}
