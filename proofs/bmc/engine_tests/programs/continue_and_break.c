/* code: 0 */
/* mode: reset */
/* backends: cadical,z3,boolector */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    uint32_t bits = __VERIFIER_nondet_uint() & 0xFFFu, seen = 0, last = 99;
    for (unsigned i = 0; i < 12; i++) {
        if ((bits >> i & 1u) == 0)
            continue;
        if (i == 10 && (bits & 1u) != 0)
            break;
        seen |= 1u << i;
        last = i;
    }
    check((bits & 1u) == 0 ? seen == bits : (bits & 0x400u) != 0 ? seen == (bits & 0x3FFu) : seen == bits);
    check(last == 99 || (seen >> last) == 1u);
}
