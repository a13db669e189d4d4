/* code: 4 */
/* finds: jump into a loop */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    unsigned i = __VERIFIER_nondet_uchar();
    if (i > 5)
        goto inside;
    while (i < 100) {
        i += 2;
    inside:
        i++;
    }
    return (int)i;
}
