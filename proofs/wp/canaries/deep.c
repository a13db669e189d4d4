/* expect: smoke (a contradiction that takes the whole state of a unit to see: the smoke tests have that much effort) */
#include "model/iotlb.h"
#include "model/registers.h"

/*@ requires iommu_ok(io) && io->iotlb.entry[3].level > 20;
    terminates \true; exits \false; assigns io->queue.head;
    ensures \false; */
void deep(struct vtd_iommu *io)
{
    io->queue.head = 0;
}
