/* code: 1 */
/* finds: never written in main */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

struct s {
    uint32_t a, b;
};
static struct s half(uint32_t a)
{
    struct s s;
    s.a = a;
    return s;
}
int main(void)
{
    struct s s = half(__VERIFIER_nondet_uint());
    if (s.b > 5)
        return 1;
    return 0;
}
