/* code: 4 */
/* finds: not supported */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    double d = 1.5;
    return d > 1;
}
