/* Does a unit satisfy the invariant that every operation of the model needs and keeps (spec/iommu.acsl)? */
#ifndef STATE_CHECK_H
#define STATE_CHECK_H

#include <stddef.h>

#include "spec/vocabulary.h"

/* What is wrong: `name` is the place as it stands in a state file ("queue.head", "iotlb.entry[12]"), `why` says
 * field, value and what was expected. */
struct state_fault {
    char name[64];
    char why[256];
};

/* Every conjunct of iommu_ok and of the predicates that it names; the first one that fails is reported. */
bool state_check(const struct vtd_iommu *io, struct state_fault *fault);

/* The same in one line. */
bool state_valid(const struct vtd_iommu *io, char *message, size_t size);

#endif
