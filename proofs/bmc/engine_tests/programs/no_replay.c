/* code: 8 */
/* finds: reach_error() in main */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

/* Natively the violation is not there: the engine must notice that its counterexample is none. */
int main(void)
{
    unsigned a = __VERIFIER_nondet_uint();
#if !__has_feature(address_sanitizer)
    if (a == 12345)
        reach_error();
#endif
    return a == 1;
}
