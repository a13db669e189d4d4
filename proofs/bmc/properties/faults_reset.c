/* Fault recording from reset: blocked DMAs and what software clears, in free order. The records are a queue of at most
 * as many faults as there are registers; one fault too many sets PFO; software finds them from FRI on, in order. */
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
/* geometry: 2 records */
/* depth: 8 */
/* variant: free6 DEPTH=6 */
/* variant: free8 DEPTH=8 */
#define CONTEXT_SETS   0
#define IOTLB_SETS     0
#define INTERRUPT_SETS 0
#include "model/unit.h"
#include "proofs/bmc/properties/start.h"

/* The faults that wait for software, oldest first, as a list. */
static uint16_t waiting[RECORDS];

int main(void)
{
    bring_up();
    uint32_t count = 0, oldest = 0;
    bool overflow = false;
    for (int i = 0; i < DEPTH; i++) {
        unsigned kind = (unsigned)any_bits(2);
        if (kind <= 1) {
            struct vtd_dma_request request = any_request();
            struct vtd_choice choice = {0, false, false};
            struct vtd_effects e = vtd_unit_refuse(&unit, request, choice);
            (void)e;
            if (!overflow && count == RECORDS)
                overflow = true;
            else if (!overflow)
                waiting[count++] = request.source_id;
        } else if (kind == 2 && count > 0) {
            uint32_t at = FAULT_OFFSET + 16 * oldest;
            check((vtd_register_read(&unit, at + 12) >> 31) == 1);
            check((vtd_register_read(&unit, at + 8) & 0xFFFF) == waiting[0]);
            vtd_register_write(&unit, at + 12, 0x80000000u);
            for (int k = 1; k < RECORDS; k++)
                waiting[k - 1] = waiting[k];
            oldest = oldest + 1 == RECORDS ? 0 : oldest + 1;
            count--;
        } else if (kind == 3) {
            vtd_register_write(&unit, 0x34, 1);
            overflow = false;
        }
        uint32_t status = vtd_register_read(&unit, 0x34);
        check((status & 1) == overflow && (status >> 1 & 1) == (count > 0));
        if (overflow && count == 0)
            reach_cover();
    }
    return 0;
}
