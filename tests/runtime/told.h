/* A meaning for the predicates told_...: the least one that satisfies the premises of the contracts that use them. */
#ifndef RUNTIME_TOLD_H
#define RUNTIME_TOLD_H

#include "spec/vocabulary.h"

/* Until rt_tell_end, told is what the caches of *io hold now and what the tables in *m say now about this requester and
 * page (or interrupt entry). That is a part of what they say about all, and all that the answer can rest on. */
void told_dma(const struct vtd_iommu *io, const struct vtd_memory *m, struct vtd_dma_request request);
void told_interrupt(const struct vtd_iommu *io, const struct vtd_memory *m, struct vtd_interrupt_request request);

#endif
