/* code: 1 */
/* finds: array index out of bounds */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

struct s {
    uint32_t a[4], b[4];
};
int main(void)
{
    struct s s = {{0}, {0}};
    unsigned i = __VERIFIER_nondet_uchar() & 7u;
    s.a[i] = 1; /* inside the object, outside the array */
    return (int)s.b[0];
}
