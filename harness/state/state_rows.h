/* What a row of an array means. */
#ifndef STATE_ROWS_H
#define STATE_ROWS_H

#include "harness/state/state_fields.h"

/* False: the row holds nothing. */
bool state_row_meaning(const struct vtd_iommu *io, const struct state_group *g, unsigned row, char *text, size_t size);

#endif
