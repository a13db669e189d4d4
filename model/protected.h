/* Protected memory regions (clause 11.4.8). The model's regions are aligned to 2 MB. */
#ifndef MODEL_PROTECTED_H
#define MODEL_PROTECTED_H

#include "spec/spec.h"

/* Is a DMA that lands in this 4 KB host frame blocked? translated: it went through second-stage tables. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false; assigns \nothing;
    ensures protected: \result <==> is_protected(io, frame, translated); */
bool vtd_is_protected(const struct vtd_iommu *io, uint64_t frame, bool translated);

#endif
