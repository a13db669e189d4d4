/* code: 4 */
/* finds: in none of the sources */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

#include <stdlib.h>
int main(void)
{
    uint32_t *p = malloc(4);
    return p != 0;
}
