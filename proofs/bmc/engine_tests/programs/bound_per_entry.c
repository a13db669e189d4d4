/* code: 0 */
/* mode: reset */
/* unwind: 12 */
#include "proofs/bmc/properties/checks.h"

int main(void)
{
    unsigned count = 0;
    for (int i = 0; i < 12; i++)
        for (int j = 0; j < 12; j++) {
            if (j == 7)
                continue;
            if (i == 11 && j == 10)
                break;
            count++;
        }
    check(count == 12 * 11 - 2);
}
