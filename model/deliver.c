#include "model/deliver.h"

#include "model/interrupt_cache.h"
#include "spec/coherence_lemmas.acsl"

/* An entry and where it came from. */
struct entry_source {
    bool cached;
    struct vtd_interrupt_fetch fetch;
};

/* The entry with this index: the cached one, else the one in memory. */
/*@ requires iommu_ok(io) && memory_ok(m) && index < io->unit.interrupt_table_size;
    terminates \true; exits \false; assigns \nothing;
    ensures cached: \result.cached ==> !(\result.fetch.int_21 || \result.fetch.int_23);
    ensures held: \result.cached <==> \exists integer i; 0 <= i < VTD_INTERRUPT_SETS * VTD_WAYS &&
      interrupt_held(&io->interrupts, i, index);
    ensures int_21: !\result.cached ==> (\result.fetch.int_21 <==> holds_int_21(&io->unit, index));
    ensures int_23: !\result.cached ==> (\result.fetch.int_23 <==> holds_int_23(&io->unit, m, index));
    ensures told: interrupts_told(0, &io->interrupts) && tables_tell_interrupts(0, &io->unit, m) &&
      !(\result.fetch.int_21 || \result.fetch.int_23) ==>
      told_interrupt(0, index, \result.fetch.lo, \result.fetch.hi); */
static struct entry_source entry_for(const struct vtd_iommu *io, const struct vtd_memory *m, uint32_t index)
{
    struct entry_source s = {false, {false, false, 0u, 0u}};
    int32_t at = vtd_interrupt_cache_find(&io->interrupts, (int32_t)index);
    if (at < 0) {
        s.fetch = vtd_fetch_interrupt(&io->unit, m, index);
        return s;
    }
    s.cached = true;
    s.fetch.lo = io->interrupts.entry[at].word0 + (uint64_t)io->interrupts.entry[at].word1 * 0x100000000u;
    s.fetch.hi = io->interrupts.entry[at].word2 + (uint64_t)io->interrupts.entry[at].word3 * 0x100000000u;
    //@ assert lo: s.fetch.lo == cached_interrupt_lo(&io->interrupts, at);
    //@ assert hi: s.fetch.hi == cached_interrupt_hi(&io->interrupts, at);
    return s;
}

/*@ requires index <= 0xFFFF;
    terminates \true; exits \false; assigns \nothing;
    ensures tags: \result.index == index && \result.valid == 1;
    ensures lo: joined(\result.word0, \result.word1) == lo;
    ensures hi: joined(\result.word2, \result.word3) == hi; */
static struct vtd_cached_interrupt entry_to_cache(uint64_t lo, uint64_t hi, uint32_t index)
{
    struct vtd_cached_interrupt e;
    e.word0 = (uint32_t)(lo % 0x100000000u);
    e.word1 = (uint32_t)(lo / 0x100000000u);
    e.word2 = (uint32_t)(hi % 0x100000000u);
    e.word3 = (uint32_t)(hi / 0x100000000u);
    e.index = (int32_t)index;
    e.valid = 1;
    return e;
}

/* Hold an entry that was read. */
/*@ requires iommu_ok(io) && way < VTD_WAYS && index <= 0xFFFF;
    terminates \true; exits \false;
    assigns io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1];
    ensures ok: iommu_ok(io);
    ensures told: told_interrupt(0, index, lo, hi) && interrupts_told{Pre}(0, &io->interrupts) ==>
      interrupts_told(0, &io->interrupts); */
static void remember(struct vtd_iommu *io, uint64_t lo, uint64_t hi, uint32_t index, unsigned way)
{
    struct vtd_cached_interrupt e = entry_to_cache(lo, hi, index);
    vtd_interrupt_cache_insert(&io->interrupts, e, way);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert tags: \forall integer i; 0 <= i < VTD_ITAGS ==> io->queue.itag[i] == \at(io->queue.itag[i], Pre);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert pages: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> io->iotlb.entry[i] == \at(io->iotlb.entry[i], Pre);
    //@ assert iotlb: iotlb_ok(&io->iotlb);
}

/* A request for entry `index` of the table. */
/*@ requires iommu_ok(io) && memory_ok(m) && choice.way < VTD_WAYS && index < io->unit.interrupt_table_size;
    terminates \true; exits \false;
    assigns io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1];
    ensures ok: iommu_ok(io);
    ensures index: \result.index == index;
    ensures only: !\result.holds.int_20 && !\result.holds.int_25 && !\result.holds.int_2a && !\result.holds.int_2b;
    ensures alone: \result.holds.int_21 || \result.holds.int_23 ==>
      !\result.holds.int_22 && !\result.holds.int_24 && !\result.holds.int_26;
    ensures unread: \result.holds.int_21 || \result.holds.int_23 ==> !\result.fault_disabled;
    ensures suppressed: !\result.holds.int_21 && !\result.holds.int_23 &&
      interrupts_told{Pre}(0, &io->interrupts) && tables_tell_interrupts{Pre}(0, &io->unit, m) ==>
      told_interrupt_suppression(0, index, \result.fault_disabled ? 1 : 0);
    ensures told: interrupts_told{Pre}(0, &io->interrupts) && tables_tell_interrupts{Pre}(0, &io->unit, m) ==>
      interrupts_told(0, &io->interrupts);
    ensures coherent: no_interrupt_conditions(\result.holds) &&
      interrupts_told{Pre}(0, &io->interrupts) && tables_tell_interrupts{Pre}(0, &io->unit, m) ==>
      told_delivery(0, index, source_id, \old(io->unit.extended_mode), \result.message); */
static struct vtd_interrupt_outcome through_entry(struct vtd_iommu *io, const struct vtd_memory *m, uint32_t index,
                                                  uint16_t source_id, struct vtd_choice choice)
{
    struct entry_source s = entry_for(io, m, index);
    if (s.fetch.int_21 || s.fetch.int_23)
        return vtd_remap_index(&io->unit, m, index, source_id);
    struct vtd_interrupt_outcome o = vtd_remap_entry(io->unit.extended_mode, s.fetch.lo, s.fetch.hi, index, source_id);
    bool allowed = vtd_first_interrupt_condition(o.holds) == VTD_NONE;
    if (!s.cached && (allowed || (choice.cache_faults && io->unit.caps.caching_mode)))
        remember(io, s.fetch.lo, s.fetch.hi, index, choice.way);
    return o;
}

struct vtd_interrupt_result vtd_cached_interrupt(struct vtd_iommu *io, const struct vtd_memory *m,
                                                 struct vtd_interrupt_request request, struct vtd_choice choice)
{
    struct vtd_interrupt_outcome o = vtd_interrupt_request_step(&io->unit, request);
    if (!o.remapped)
        return vtd_interrupt_result_of(o, request.source_id);
    if (o.index >= (uint32_t)io->unit.interrupt_table_size) {
        struct vtd_interrupt_outcome beyond = vtd_remap_index(&io->unit, m, o.index, request.source_id);
        //@ assert beyond: beyond.holds.int_21 && !beyond.holds.int_22 && !beyond.holds.int_24 && !beyond.holds.int_26;
        return vtd_interrupt_result_of(beyond, request.source_id);
    }
    struct vtd_interrupt_outcome through = through_entry(io, m, o.index, request.source_id, choice);
    struct vtd_interrupt_result r = vtd_interrupt_result_of(through, request.source_id);
    //@ assert unread: rule_qualified(r.rule) ==> !through.holds.int_21 && !through.holds.int_23;
    //@ assert recorded: !r.delivered ==> (r.recorded <==> !through.fault_disabled);
    return r;
}
