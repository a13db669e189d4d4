/* code: 4 */
/* finds: variable length */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    unsigned n = 1u + (__VERIFIER_nondet_uchar() & 3u);
    uint8_t a[n];
    a[0] = 1;
    return a[0];
}
