/* code: 0 */
/* mode: reset */
/* cover-code: 0 */
/* cover: yes */
#include "proofs/bmc/properties/checks.h"

static void deep(unsigned a)
{
    if (a == 77)
        reach_cover();
}
int main(void)
{
    unsigned a = __VERIFIER_nondet_uint();
    deep(a & 3u);
    deep(a);
    if (a > 500 && a % 1000u == 3)
        reach_cover();
}
