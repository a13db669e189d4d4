/* The queue from reset: waits with consecutive numbers come out in the order in which they went in, each once, also
 * round the end of the ring and across an error that software repairs. */
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
/* geometry: 8192 words, ring of 256 descriptors */
/* depth: 6 */
/* variant: free6 DEPTH=6 */
#define CONTEXT_SETS   0
#define IOTLB_SETS     0
#define INTERRUPT_SETS 0
#include "proofs/bmc/properties/start.h"

/* Bring the ring to any place: as if that many descriptors had gone through it. */
static void turn_ring(void)
{
    uint32_t at = (uint32_t)any_bits(8) << 4;
    vtd_register_write(&unit, 0x88, at);
    unit.queue.head = at;
}

int main(void)
{
    bring_up();
    turn_ring();
    uint32_t put = 0, got = 0, failures = 0;
    bool broken = false;
    for (int i = 0; i < DEPTH; i++) {
        unsigned kind = (unsigned)any_bits(2);
        uint64_t slot = QUEUE_FRAME * 512 + vtd_register_read(&unit, 0x80) / 8;
        if (kind == 0) {
            submit((uint64_t)put << 32 | 0x25, 0x3000);
            put++;
        } else if (kind == 1 && put > got && !broken) {
            /* the descriptor at the head is spoilt before it is taken */
            write_memory(slot, (uint64_t)got << 32 | 0x2F);
            broken = true;
        } else if (kind == 2 && broken) {
            write_memory(slot, (uint64_t)got << 32 | 0x25);
            vtd_register_write(&unit, 0x34, 0x10);
            broken = false;
        } else {
            struct vtd_queue_step s = vtd_queue_step(&unit, &ram);
            check(s.effects.status_write == (put > got && !broken));
            check(!s.effects.status_write || s.effects.status_data == got);
            got += s.effects.status_write;
            failures += broken && put > got;
            if (got == 1 && failures > 0)
                reach_cover();
        }
    }
    return 0;
}
