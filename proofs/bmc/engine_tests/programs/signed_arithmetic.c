/* code: 0 */
/* mode: reset */
/* backends: cadical,z3,boolector */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    int a = __VERIFIER_nondet_int(), b = (int)(__VERIFIER_nondet_uchar() & 15u) - 8;
    assume(b != 0 && a != -2147483647 - 1 && a > -1000 && a < 1000);
    check(a / b * b + a % b == a);
    check((a % b < 0) == (a < 0 && a % b != 0));
    check(a / 8 == (a < 0 ? -(-a / 8) : a >> 3));
    check((a >> 31) == (a < 0 ? -1 : 0));
}
