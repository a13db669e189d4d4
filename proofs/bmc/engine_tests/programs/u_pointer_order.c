/* code: 4 */
/* finds: ordering of pointers */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    uint8_t a[2] = {0};
    return &a[__VERIFIER_nondet_bool()] < &a[1];
}
