/* code: 1 */
/* finds: reach_error() in second
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

static void first(unsigned a)
{
    if (a > 1000)
        reach_error();
}
static void second(unsigned a)
{
    if (a == 99)
        reach_error();
}
int main(void)
{
    unsigned a = __VERIFIER_nondet_uchar();
    first(a);
    second(a);
}
