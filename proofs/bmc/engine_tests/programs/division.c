/* code: 1 */
/* finds: division by 0 */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    unsigned n = __VERIFIER_nondet_uint();
    return 100u / (n & 0xF0u) == 7u;
}
