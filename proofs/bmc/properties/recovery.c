/* Recovery from a queue error: nothing is taken while IQE is set, whatever software does to the tail; once it has
 * repaired the descriptor and cleared IQE, the queue goes on with that very descriptor (clause 6.5.2.9). */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* mode: induction */
/* backends: cadical,z3 */
/* timeout: 60 */
/* depth: 5 */
/* cover: yes */
/* geometry: 8192 words */
#define CONTEXT_SETS   0
#define IOTLB_SETS     0
#define INTERRUPT_SETS 0
#define TAGS           0
#include "model/queue.h"
#include "model/registers.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/descriptors.h"

int main(void)
{
    any_unit();
    assume(unit.unit.caps.queued_invalidation && !wide_queue());
    uint32_t head = unit.queue.head;
    bool failed = unit.faults.queue_error;
    vtd_queue_step(&unit, &ram);
    assume(!failed && unit.faults.queue_error);
    check(unit.queue.head == head);

    /* a new tail does not help, nor does another step */
    vtd_register_write(&unit, 0x88, __VERIFIER_nondet_uint());
    struct vtd_queue_step idle = vtd_queue_step(&unit, &ram);
    check(!idle.done && unit.queue.head == head && unit.faults.queue_error);

    /* software puts a wait descriptor with status in the place */
    uint64_t at = ring_base() + head;
    uint32_t data = __VERIFIER_nondet_uint();
    assume(ring_base() >> 3 < WORDS && at >> 3 < WORDS && unit.queue.tail != head && unit.queue.tail < ring_size() &&
           head < ring_size());
    assume(unit.unit.table_mode == VTD_LEGACY);
    write_memory(at >> 3, (uint64_t)data << 32 | 0x25);
    write_memory((at >> 3) + 1, 0x5000);
    vtd_register_write(&unit, 0x34, 0x10);
    check(!unit.faults.queue_error && unit.queue.head == head);
    struct vtd_queue_step again = vtd_queue_step(&unit, &ram);
    if (unit.faults.timeout_error || unit.queue.waiting || !unit.queue.enabled) {
        check(!again.done);
        return 0;
    }
    check(again.done && again.effects.status_write && again.effects.status_data == data);
    check(again.effects.status_address == 0x5000 / 4 && unit.queue.head == ((head + 16) & (ring_size() - 1)));
    reach_cover();
    return 0;
}
