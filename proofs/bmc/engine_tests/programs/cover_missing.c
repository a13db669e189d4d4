/* code: 0 */
/* mode: reset */
/* cover-code: 9 */
/* cover: yes */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    unsigned a = __VERIFIER_nondet_uint();
    if (a == 5)
        reach_cover();
    if (a > 5 && a < 4)
        reach_cover();
}
