/* code: 0 */
/* mode: reset */
/* unwind: 32 */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    unsigned n = __VERIFIER_nondet_uint(), steps = 0;
    while (n != 0) {
        n = n & (n - 1);
        steps++;
    }
    check(steps <= 32);
}
