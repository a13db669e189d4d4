/* code: 1 */
/* finds: called in main */
/* mode: reset */
/* sources: proofs/bmc/engine_tests/programs/other/helper.c */
/* variant: small LIMIT=3 */
/* variant: large LIMIT=300 */
#include "proofs/bmc/properties/checks.h"

unsigned helper(unsigned a);
int main(void)
{
    unsigned char a = __VERIFIER_nondet_uchar();
    check(helper(a) <= LIMIT);
}
