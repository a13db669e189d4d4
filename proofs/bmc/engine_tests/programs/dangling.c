/* code: 1 */
/* finds: whose function has returned */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

static uint32_t *of_stack(uint32_t v)
{
    uint32_t local = v, *p = &local;
    return p;
}
static void reuse(void)
{
    uint32_t other = 9;
    (void)other;
}
int main(void)
{
    uint32_t *p = of_stack(__VERIFIER_nondet_uint());
    reuse();
    if (*p == 9)
        reach_error();
}
