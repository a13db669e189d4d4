/* A blocked request leaves a record with its requester, address, type and reason, or PFO is set, or (where the unit
 * may) an earlier record of the requester stands for it; nothing that waits for software is overwritten; the event is
 * sent or kept pending exactly when nothing was there before; only software clears (clauses 7.2, 7.3, 11.4.7). */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* unwind: 300 */
/* mode: induction */
/* backends: cadical,z3 */
/* timeout: 200 */
/* cover: yes */
/* geometry: 8192 words, no caches, 2 records (4 in the others) */
/* variant: dma OPERATION=DMA */
/* variant: interrupt OPERATION=INTERRUPT RECORDS=4 */
/* variant: refuse OPERATION=REFUSE RECORDS=4 */
/* variant: one_record OPERATION=REFUSE RECORDS=1 */
/* variant: software OPERATION=SOFTWARE RECORDS=4 */
#define CONTEXT_SETS   0
#define IOTLB_SETS     0
#define INTERRUPT_SETS 0
#define TAGS           0
#include "proofs/bmc/properties/faults.h"
#include "model/registers.h"
#include "model/unit.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/register_access.h"

enum { DMA, INTERRUPT, REFUSE, SOFTWARE };

static struct vtd_fault_log expected;

/* A fault was due, or none was. */
static void check_log(struct vtd_event before, bool fault, struct fault f, bool compress, struct vtd_effects e)
{
    bool news = fault && !any_status(&expected);
    if (fault)
        expect_fault(&expected, f, compress);
    check(same_log(&unit.faults, &expected));
    check(e.fault_event == (news && !before.masked));
    check(unit.fault_event.pending == (news ? before.masked : before.pending));
    check(!e.status_write && !e.completion_event && !e.device_request);
    if (news)
        reach_cover();
    if (fault && expected.overflow)
        reach_cover();
}

static void dma(struct vtd_event before, struct vtd_choice choice)
{
    struct vtd_dma_request request = any_request();
    struct vtd_dma_answer a = vtd_unit_dma(&unit, &ram, request, choice);
    check(!a.result.recorded || !a.result.allowed);
    check_log(before, a.result.recorded, fault_of_dma(request, a.result.rule), choice.compress, a.effects);
}

/* The index field is undefined for the rules that never reach the table. */
static void interrupt(struct vtd_event before, struct vtd_choice choice)
{
    struct vtd_interrupt_request r = any_interrupt();
    uint32_t index = (uint32_t)((r.address >> 5 & 0x7FFF) | (r.address & 4) << 13);
    struct vtd_interrupt_answer a = vtd_unit_interrupt(&unit, &ram, r, choice);
    unsigned rule = a.result.rule;
    struct fault f = {{0, 0, r.source_id, 0x80000000u | reason_code(rule)}};
    if ((r.address & 8) != 0)
        index += r.data & 0xFFFF;
    f.word[1] =
        rule == VTD_INT_21 || rule == VTD_INT_22 || rule == VTD_INT_23 || rule == VTD_INT_24 || rule == VTD_INT_26
            ? index << 16
            : (uint32_t)(a.result.fault.lo >> 32);
    check_log(before, a.result.recorded, f, choice.compress, a.effects);
}

static void refuse(struct vtd_event before, struct vtd_choice choice)
{
    struct vtd_dma_request request = any_request();
    struct vtd_effects e = vtd_unit_refuse(&unit, request, choice);
    check_log(before, true, fault_of_dma(request, VTD_INT_29), choice.compress, e);
}

/* FSTS_REG and the F bits are cleared by writing 1, and by nothing else. */
static void software(struct vtd_event before)
{
    uint32_t offset = any_offset(), value = __VERIFIER_nondet_uint();
    struct vtd_effects e = write_register(offset, value);
    if (offset == 0x34) {
        expected.overflow = expected.overflow && (value & 1) == 0;
        expected.queue_error = expected.queue_error && (value & 0x10) == 0;
        expected.completion_error = expected.completion_error && (value & 0x20) == 0;
        expected.timeout_error = expected.timeout_error && (value & 0x40) == 0;
    }
    for (int i = 0; i < RECORDS; i++)
        if (offset == FAULT_OFFSET + 16u * (uint32_t)i + 12 && value >> 31 != 0)
            expected.record[i].word[3] &= 0x7FFFFFFF;
    if (offset == 0x18 && !unit.unit.translation_enabled && !unit.unit.remapping_enabled)
        expected.next = 0;
    check(same_log(&unit.faults, &expected));
    bool dealt = (offset == 0x34 || (offset >= FAULT_OFFSET && (offset & 12) == 12)) && !any_status(&expected);
    if (dealt && before.pending && !unit.fault_event.pending)
        reach_cover();
    if (offset == 0x34 && !any_status(&expected))
        check(!unit.fault_event.pending);
    if (offset == 0x38) {
        check(e.fault_event == (before.pending && value >> 31 == 0));
        check(unit.fault_event.pending == (before.pending && value >> 31 != 0));
    } else {
        check(!e.fault_event && (before.pending || !unit.fault_event.pending));
    }
}

int main(void)
{
    any_unit();
    struct vtd_event before = unit.fault_event;
    struct vtd_choice choice = any_choice();
    expected = unit.faults;
    if (OPERATION == DMA)
        dma(before, choice);
    if (OPERATION == INTERRUPT)
        interrupt(before, choice);
    if (OPERATION == REFUSE)
        refuse(before, choice);
    if (OPERATION == SOFTWARE)
        software(before);
    return 0;
}
