/* code: 1 */
/* finds: reach_error() in main */
/* mode: reset */
/* backends: cadical,z3,boolector */
#include "proofs/bmc/properties/checks.h"

/* The read that is not taken would lie outside the table, which must not get into the list of choices. */
static uint64_t words[512];
int main(void)
{
    __VERIFIER_nondet_memory(words, sizeof words);
    uint64_t at = any_bits(12), seen = 0, entry = 0;
    if (at < 512) {
        seen = words[at];
        entry = words[seen % 512u];
    }
    if (at > 1000 ? words[(at - 1000) & 511u] == 5 : entry == 0xFFFF && seen > 3)
        reach_error();
}
