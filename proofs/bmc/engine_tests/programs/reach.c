/* code: 1 */
/* finds: called in main */
/* mode: reset */
/* backends: cadical,z3,boolector */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    uint64_t a = __VERIFIER_nondet_ulong(), b = __VERIFIER_nondet_ulong();
    uint16_t c = __VERIFIER_nondet_ushort();
    assume(a > b && c != 0);
    check((a ^ b) % 0x10001u != c);
}
