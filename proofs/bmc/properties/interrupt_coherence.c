/* Interrupts, for any number of operations: once the index has been invalidated after the last change of the table,
 * a request is delivered exactly if the present entry validates it (clauses 6.3, 6.5.2.7, 6.7). */
/* sources: model/unit.c model/translate.c model/cached_page.c model/context.c model/context_cache.c model/iotlb.c */
/* sources: model/dma.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c model/reference.c */
/* sources: model/rules.c model/fault_record.c model/fault_log.c model/event.c model/effects.c model/protected.c */
/* sources: model/cache_index.c model/source_id.c model/queue.c model/queue_fetch.c model/descriptor.c */
/* sources: model/device_tlb.c model/deliver.c model/interrupt.c model/interrupt_cache.c model/irte.c model/reset.c */
/* sources: model/register_write.c model/register_read.c model/register_invalidation.c model/command.c */
/* unwind: 300 */
/* mode: induction */
/* backends: cadical */
/* timeout: 60 */
/* cover: yes */
/* geometry: 8192 words, 4 entries */
/* variant: interrupt OPERATION=INTERRUPT */
/* variant: queue_index OPERATION=QUEUE */
/* variant: queue_others OPERATION=OTHERS */
/* variant: register OPERATION=REGISTER */
#include "model/queue.h"
#include "model/registers.h"
#include "model/unit.h"
#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/coverage.h"
#include "proofs/bmc/properties/descriptors.h"
#include "proofs/bmc/properties/interrupts.h"
#include "proofs/bmc/properties/register_access.h"

enum { INTERRUPT, QUEUE, OTHERS, REGISTER };

/* `fresh`: since the last change of memory or of the table pointer the index has been invalidated. */
struct ghost {
    uint32_t index;
    bool fresh;
};

static bool ghost_holds(struct ghost g)
{
    struct entry_read now = interrupt_in_memory(g.index);
    bool fits = true;
    for (int i = 0; i < INTERRUPT_SETS * VTD_WAYS; i++) {
        const struct vtd_cached_interrupt *e = &unit.interrupts.entry[i];
        if (e->valid != 0 && e->index == (int32_t)g.index)
            fits = fits && now.rule == VTD_NONE && e->word0 == (uint32_t)now.lo && e->word1 == now.lo >> 32 &&
                   e->word2 == (uint32_t)now.hi && e->word3 == now.hi >> 32;
    }
    return fits || !g.fresh;
}

static void interrupt(struct ghost g)
{
    struct vtd_interrupt_request request = any_interrupt();
    struct vtd_interrupt_answer a = vtd_unit_interrupt(&unit, &ram, request, any_choice());
    if (!g.fresh || !is_remapped(request) || index_of_request(request) != g.index)
        return;
    struct entry_read now = interrupt_in_memory(g.index);
    unsigned rule = now.rule != VTD_NONE ? now.rule : interrupt_flaw(now.lo, now.hi, request.source_id);
    check(a.result.delivered == (rule == VTD_NONE));
    check(!a.result.delivered || is_message(a.result.message, now.lo));
    if (a.result.delivered)
        reach_cover();
}

/* The descriptor at the head is taken. Its index mask is a constant on each path: what depends on it are no shifts then,
 * but bits. */
static void queue(struct ghost g, uint64_t lo)
{
    for (uint64_t mask = 0; mask < 32; mask++)
        if ((lo >> 27 & 31) == mask) {
            uint64_t same = (lo & ~(UINT64_C(31) << 27)) | mask << 27;
            step_with_constant(HEAD_WORD, same);
            if (unit.queue.head != HEAD && (same & 15) == 4 && reaches_index(same, g.index)) {
                if (!g.fresh)
                    reach_cover();
                g.fresh = true;
            }
            check(ghost_holds(g));
            end_of_path();
        }
}

static void register_write(struct ghost *g)
{
    uint32_t offset = any_offset(), value = __VERIFIER_nondet_uint();
    write_register(offset, value);
    if (offset == 0x18 && (value & BIT(24)) != 0 && unit.unit.caps.interrupt_remapping) {
        g->fresh = unit.unit.caps.interrupt_pointer_flushes;
        reach_cover();
    }
}

int main(void)
{
    struct ghost g;
    any_unit();
    g.index = __VERIFIER_nondet_ushort();
    g.fresh = __VERIFIER_nondet_bool();
    uint64_t lo = __VERIFIER_nondet_ulong();
    if (OPERATION == QUEUE)
        lo = (lo & ~UINT64_C(15)) | 4;
    if (OPERATION == OTHERS)
        assume((lo & 15) != 4);
    if (OPERATION == QUEUE || OPERATION == OTHERS)
        put_head(lo, __VERIFIER_nondet_ulong());
    assume(ghost_holds(g));
    if (OPERATION == INTERRUPT)
        interrupt(g);
    if (OPERATION == QUEUE)
        queue(g, lo);
    if (OPERATION == OTHERS) {
        vtd_queue_step(&unit, &ram);
        if (unit.queue.head != HEAD)
            reach_cover();
    }
    if (OPERATION == REGISTER)
        register_write(&g);
    check(ghost_holds(g));
    return 0;
}
