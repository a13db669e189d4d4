/* Register latching from reset: any register writes; what is in force is what RTADDR_REG and IRTA_REG held at the last
 * SRTP and SIRTP. Depth 3 is what is reached: at 6 no back end answers in 60 s. latching.c says the same by induction. */
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
/* geometry: registers */
/* depth: 3 */
/* variant: free3 DEPTH=3 */
#define CONTEXT_SETS   1
#define IOTLB_SETS     1
#define INTERRUPT_SETS 1
#include "proofs/bmc/properties/register_access.h"
#include "proofs/bmc/properties/start.h"

int main(void)
{
    uint64_t root = 0, table = 0, root_in_force = 0, table_in_force = 0;
    reset_unit();
    bool remapping = unit.unit.caps.interrupt_remapping, latched = false;
    for (int i = 0; i < DEPTH; i++) {
        uint32_t offset = any_offset(), value = __VERIFIER_nondet_uint();
        uint64_t upper = (uint64_t)value << 32, low = 0xFFFFFFFFu;
        root = offset == 0x20 ? (root & ~low) | (value & ~0x3FFu) : offset == 0x24 ? (root & low) | upper : root;
        if (remapping)
            table = offset == 0xB8 ? (table & ~low) | value : offset == 0xBC ? (table & low) | upper : table;
        if (offset == 0x18 && (value >> 30 & 1) != 0)
            root_in_force = root;
        if (offset == 0x18 && (value >> 24 & 1) != 0 && remapping) {
            latched = true;
            table_in_force = table;
        }
        write_register(offset, value);
        check(unit.unit.root_frame == (int64_t)(root_in_force >> 12));
        check(unit.unit.table_mode == (root_in_force >> 10 & 3));
        check(unit.unit.interrupt_table_frame == (int64_t)(table_in_force >> 12));
        check(unit.unit.interrupt_table_size == 2 << (table_in_force & 15));
        check(unit.unit.extended_mode == ((table_in_force >> 11 & 1) != 0 && unit.unit.caps.extended_int_mode));
    }
    bool root_waits = root_in_force != 0 && root_in_force != root;
    bool table_waits = latched && table_in_force != 0 && table_in_force != table;
    if (root_waits || table_waits)
        reach_cover();
    return 0;
}
