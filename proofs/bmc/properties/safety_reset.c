/* Reset: whatever the memory of the unit held, afterwards the invariant is true, nothing is enabled, cached or
 * recorded. The base of all inductions. */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* mode: reset */
/* backends: cadical,z3 */
/* timeout: 60 */
/* unwind: 9000 */
/* cover: yes */
/* quick: yes */
/* geometry: all capabilities of a job */
/* depth: 0 */
/* variant: one_set CONTEXT_SETS=1 IOTLB_SETS=1 INTERRUPT_SETS=1 */
/* variant: full CONTEXT_SETS=256 IOTLB_SETS=2048 INTERRUPT_SETS=256 */
#include "model/reset.h"
#include "proofs/bmc/properties/invariant.h"
#include "proofs/bmc/properties/machine.h"

int main(void)
{
    struct vtd_caps caps;
    any_caps(&caps);
    unit.unit.translation_enabled = true;
    unit.faults.overflow = true;
    unit.queue.head = __VERIFIER_nondet_uint();
    unit.contexts.entry[0].valid = __VERIFIER_nondet_uchar();
    unit.iotlb.entry[0].level = 3;
    vtd_reset(&unit, &caps, CONTEXT_SETS, IOTLB_SETS, INTERRUPT_SETS);
    check(iommu_ok(&unit));
    check(!unit.unit.translation_enabled && !unit.unit.remapping_enabled && !unit.queue.enabled);
    check(!unit.faults.overflow && !unit.faults.queue_error && unit.queue.head == 0 && unit.queue.tail == 0);
    check(unit.fault_event.masked && unit.completion_event.masked);
    for (int i = 0; i < VTD_CONTEXT_SETS * VTD_WAYS; i++)
        check(unit.contexts.entry[i].valid == 0 && unit.interrupts.entry[i].valid == 0);
    for (int i = 0; i < VTD_IOTLB_SETS * VTD_WAYS; i++)
        check(unit.iotlb.entry[i].level == 0);
    for (int i = 0; i < VTD_FAULT_RECORDS; i++)
        check(unit.faults.record[i].word[3] == 0);
    reach_cover();
    return 0;
}
