/* Interrupts from reset: requests, changes of the table and index invalidations in free order; after an invalidation
 * that covers the index the answer is that of the present entry. Depth 3 is what is reached in 60 s;
 * interrupt_coherence.c says the same by induction. */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* mode: reset */
/* backends: cadical,z3 */
/* timeout: 100 */
/* unwind: 9000 */
/* cover: yes */
/* geometry: 8192 words, 4 entries, table of 256 */
/* depth: 3 */
/* variant: free3 DEPTH=3 */
#include "model/unit.h"
#include "proofs/bmc/properties/coverage.h"
#include "proofs/bmc/properties/interrupts.h"
#include "proofs/bmc/properties/start.h"

int main(void)
{
    bring_up();
    assume(unit.unit.caps.interrupt_remapping);
    uint32_t index = (uint32_t)any_bits(8);
    bool fresh = true, changed = false;
    for (int i = 0; i < DEPTH; i++) {
        unsigned kind = (unsigned)any_bits(2);
        if (kind == 0) {
            change_tables();
            fresh = false;
            changed = true;
        }
        if (kind == 1) {
            uint64_t lo = (__VERIFIER_nondet_ulong() & ~UINT64_C(0xE0F)) | 4;
            uint32_t head = unit.queue.head;
            submit(lo, 0);
            vtd_queue_step(&unit, &ram);
            fresh = fresh || (unit.queue.head != head && reaches_index(lo, index));
        }
        if (kind >= 2) {
            struct vtd_interrupt_request request = any_interrupt();
            struct vtd_interrupt_result r = vtd_unit_interrupt(&unit, &ram, request, any_choice()).result;
            struct entry_read now = interrupt_in_memory(index);
            unsigned rule = now.rule != VTD_NONE ? now.rule : interrupt_flaw(now.lo, now.hi, request.source_id);
            if (fresh && is_remapped(request) && index_of_request(request) == index) {
                check(r.delivered == (rule == VTD_NONE));
                check(!r.delivered || is_message(r.message, now.lo));
                if (changed && r.delivered)
                    reach_cover();
            }
        }
    }
    return 0;
}
