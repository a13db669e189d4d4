/* code: 1 */
/* finds: misaligned access */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    uint32_t words[4] = {1, 2, 3, 4};
    uint8_t *bytes = (uint8_t *)words;
    unsigned i = __VERIFIER_nondet_uchar() % 8u;
    uint32_t *p = (uint32_t *)(void *)(bytes + i);
    return *p == 5;
}
