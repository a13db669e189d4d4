/* code: 4 */
/* finds: function pointer */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

static int one(void)
{
    return 1;
}
int main(void)
{
    int (*f)(void) = __VERIFIER_nondet_bool() ? one : 0;
    return f ? f() : 0;
}
