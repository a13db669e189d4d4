/* code: 4 */
/* finds: accessed with */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

static uint64_t words[512];
int main(void)
{
    __VERIFIER_nondet_memory(words, sizeof words);
    return ((const uint8_t *)words)[3];
}
