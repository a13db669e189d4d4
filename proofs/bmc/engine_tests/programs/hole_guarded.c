/* code: 0 */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

struct s {
    uint8_t a;
    uint32_t b; /* after padding */
    uint32_t unset;
};
int main(void)
{
    unsigned x;
    bool c = __VERIFIER_nondet_bool();
    if (c)
        x = __VERIFIER_nondet_uint();
    struct s s, t;
    s.a = 1;
    s.b = 2;
    t = s; /* padding and what was never written are copied, not used */
    if (c && x == 7)
        check(t.a + t.b == 3);
}
