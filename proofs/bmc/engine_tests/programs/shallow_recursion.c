/* code: 0 */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

static unsigned sum(unsigned n)
{
    return n == 0 ? 0 : n + sum(n - 1);
}
int main(void)
{
    check(sum(20) == 210);
}
