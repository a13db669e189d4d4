/* Table pointers take effect when they are latched and not before: RTADDR_REG by SRTP, IRTA_REG by SIRTP; and nothing
 * else changes what is in force but the enable bits of GCMD_REG, which GSTS_REG shows (clauses 6.6, 6.7, 11.4.4). */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* unwind: 300 */
/* mode: induction */
/* backends: cadical,z3 */
/* timeout: 60 */
/* cover: yes */
/* quick: yes */
/* geometry: 8192 words, 4 entries in each cache */
/* variant: register OPERATION=REGISTER */
/* variant: dma OPERATION=DMA */
/* variant: interrupt OPERATION=INTERRUPT */
/* variant: queue OPERATION=QUEUE */
#include "model/queue.h"
#include "model/registers.h"
#include "model/unit.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/register_access.h"

enum { REGISTER, DMA, INTERRUPT, QUEUE };

static uint64_t long_register(uint32_t offset)
{
    return (uint64_t)vtd_register_read(&unit, offset + 4) << 32 | vtd_register_read(&unit, offset);
}

static bool root_is(int64_t frame, uint8_t mode)
{
    return unit.unit.root_frame == frame && unit.unit.table_mode == mode;
}

static bool table_is(int64_t frame, int32_t size, bool extended)
{
    return unit.unit.interrupt_table_frame == frame && unit.unit.interrupt_table_size == size &&
           unit.unit.extended_mode == extended;
}

static bool nothing_held_for_dma(void)
{
    bool none = true;
    for (int i = 0; i < CONTEXT_SETS * VTD_WAYS; i++)
        none = none && unit.contexts.entry[i].valid == 0;
    for (int i = 0; i < IOTLB_SETS * VTD_WAYS; i++)
        none = none && unit.iotlb.entry[i].level == 0;
    return none;
}

static bool nothing_held_for_interrupts(void)
{
    bool none = true;
    for (int i = 0; i < INTERRUPT_SETS * VTD_WAYS; i++)
        none = none && unit.interrupts.entry[i].valid == 0;
    return none;
}

static void register_write(struct vtd_unit was)
{
    uint32_t offset = any_offset(), value = __VERIFIER_nondet_uint();
    uint64_t root = long_register(0x20), table = long_register(0xB8);
    bool command = offset == 0x18, remapping = was.caps.interrupt_remapping;
    bool srtp = command && (value & 0x40000000u) != 0, sirtp = command && (value & 0x01000000u) != 0 && remapping;
    write_register(offset, value);
    check(srtp ? root_is((int64_t)(root >> 12), root >> 10 & 3) : root_is(was.root_frame, was.table_mode));
    check(sirtp ? table_is((int64_t)(table >> 12), 2 << (table & 15), (table & 0x800) != 0)
                : table_is(was.interrupt_table_frame, was.interrupt_table_size, was.extended_mode));
    check(!srtp || !was.caps.root_pointer_flushes || nothing_held_for_dma());
    check(!sirtp || !was.caps.interrupt_pointer_flushes || nothing_held_for_interrupts());
    uint32_t status = vtd_register_read(&unit, 0x1C);
    check(unit.unit.translation_enabled == (command ? value >> 31 != 0 : was.translation_enabled));
    check(unit.unit.remapping_enabled == (command ? (value >> 25 & 1) != 0 && remapping : was.remapping_enabled));
    check(unit.unit.compatibility_allowed ==
          (command ? (value >> 23 & 1) != 0 && remapping : was.compatibility_allowed));
    check((status >> 31 != 0) == unit.unit.translation_enabled && (status >> 25 & 1) == unit.unit.remapping_enabled);
    check((status >> 23 & 1) == unit.unit.compatibility_allowed && (status >> 26 & 1) == unit.queue.enabled);
    check(!srtp || (status >> 30 & 1) == 1);
    check(!sirtp || (status >> 24 & 1) == 1);
    if (srtp && sirtp)
        reach_cover();
    if (!command)
        reach_cover();
}

static void other_operation(struct vtd_unit was)
{
    if (OPERATION == DMA)
        vtd_unit_dma(&unit, &ram, any_request(), any_choice());
    if (OPERATION == INTERRUPT)
        vtd_unit_interrupt(&unit, &ram, any_interrupt(), any_choice());
    if (OPERATION == QUEUE)
        vtd_queue_step(&unit, &ram);
    check(root_is(was.root_frame, was.table_mode));
    check(table_is(was.interrupt_table_frame, was.interrupt_table_size, was.extended_mode));
    check(unit.unit.translation_enabled == was.translation_enabled);
    check(unit.unit.remapping_enabled == was.remapping_enabled);
    check(unit.unit.compatibility_allowed == was.compatibility_allowed);
    reach_cover();
}

int main(void)
{
    any_unit();
    struct vtd_unit was = unit.unit;
    if (OPERATION == REGISTER)
        register_write(was);
    else
        other_operation(was);
    return 0;
}
