/* What is inside a unit, for people. */
#ifndef STATE_PRINT_H
#define STATE_PRINT_H

#include <stdio.h>

#include "spec/vocabulary.h"

/* Every field; of the arrays the rows that hold something (a fault record, an open device-TLB invalidation, a
 * valid cache entry), each with what it means; and the registers as software reads them. Also for a unit that
 * violates the invariant, which is then said first. */
void state_print(FILE *out, const struct vtd_iommu *io);

#endif
