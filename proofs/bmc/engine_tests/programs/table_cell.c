/* code: 1 */
/* finds: reach_error() in main */
/* mode: reset */
/* backends: cadical,z3,boolector */
#include "proofs/bmc/properties/checks.h"

static uint64_t words[8192];
int main(void)
{
    __VERIFIER_nondet_memory(words, sizeof words);
    uint64_t at = 5;
    for (int level = 0; level < 3; level++)
        at = words[at % 8192u];
    if (at == 0xABCDEF && words[5] == 8000 && words[8000] != 8000)
        reach_error();
}
