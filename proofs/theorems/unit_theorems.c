#include "proofs/theorems/unit_theorems.h"
#include "spec/second_stage_lemmas.acsl"

#include "spec/coherence_lemmas.acsl"

struct vtd_dma_answer theorem_coherence(struct vtd_iommu *io, const struct vtd_memory *m,
                                        struct vtd_dma_request request, struct vtd_choice choice)
{
    return vtd_unit_dma(io, m, request, choice);
}

struct vtd_interrupt_answer theorem_cached_interrupt(struct vtd_iommu *io, const struct vtd_memory *m,
                                                     struct vtd_interrupt_request request, struct vtd_choice choice)
{
    return vtd_unit_interrupt(io, m, request, choice);
}

void theorem_page_invalidation(struct vtd_iotlb *t, unsigned granularity, uint16_t domain, int64_t page, unsigned mask)
{
    vtd_iotlb_invalidate(t, granularity, domain, page, mask);
}

void theorem_context_invalidation(struct vtd_context_cache *t, unsigned granularity, uint16_t domain, uint16_t source,
                                  unsigned function_mask)
{
    vtd_context_cache_invalidate(t, granularity, domain, source, function_mask);
}

void theorem_interrupt_invalidation(struct vtd_interrupt_cache *t, bool by_index, uint16_t index, unsigned mask)
{
    vtd_interrupt_cache_invalidate(t, by_index, index, mask);
}

struct vtd_dma_answer theorem_present_walk(struct vtd_iommu *io, const struct vtd_memory *m,
                                           struct vtd_dma_request request, struct vtd_choice choice,
                                           unsigned granularity, uint16_t domain, uint16_t source,
                                           unsigned function_mask, int64_t page, unsigned mask)
{
    vtd_context_cache_invalidate(&io->contexts, granularity, domain, source, function_mask);
    //@ assert contexts: \forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==> !context_held(&io->contexts, i, request.source_id);
    //@ assert unit: unit_ok(&io->unit);
    vtd_iotlb_invalidate(&io->iotlb, granularity, domain, page, mask);
    //@ assert pages: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> !page_held(&io->iotlb, i, request.source_id, request.address / 4096);
    //@ assert contexts_still: \forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==> !context_held(&io->contexts, i, request.source_id);
    //@ assert ok_contexts: context_cache_ok(&io->contexts);
    //@ assert unit_still: unit_ok(&io->unit);
    //@ assert ok: iommu_ok(io);
    return vtd_unit_dma(io, m, request, choice);
}

struct vtd_dma_answer theorem_no_silent_loss(struct vtd_iommu *io, const struct vtd_memory *m,
                                             struct vtd_dma_request request, struct vtd_choice choice)
{
    return vtd_unit_dma(io, m, request, choice);
}

struct vtd_interrupt_answer theorem_no_silent_interrupt(struct vtd_iommu *io, const struct vtd_memory *m,
                                                        struct vtd_interrupt_request request, struct vtd_choice choice)
{
    return vtd_unit_interrupt(io, m, request, choice);
}

struct vtd_queue_step theorem_queue(struct vtd_iommu *io, const struct vtd_memory *m)
{
    return vtd_queue_step(io, m);
}

/* What of the contract of vtd_register_write the theorem needs. */
/*@ requires iommu_ok(io) && offset % 4 == 0;
    terminates \true; exits \false;
    assigns io->unit.root_frame, io->unit.table_mode, io->registers, io->unit.interrupt_table_frame,
      io->unit.interrupt_table_size, io->unit.extended_mode, io->unit.translation_enabled,
      io->unit.remapping_enabled, io->unit.compatibility_allowed, io->queue.enabled, io->queue.head,
      io->queue.tail, io->queue.address_lo, io->queue.address_hi, io->queue.waiting, io->queue.wait_complete,
      io->faults.next, io->faults.overflow, io->faults.queue_error, io->faults.completion_error,
      io->faults.timeout_error, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->fault_event, io->completion_event,
      io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid,
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level,
      io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid;
    ensures ok: iommu_ok(io);
    ensures cfi: offset != 0x18 ==> (io->unit.compatibility_allowed <==> \old(io->unit.compatibility_allowed));
    ensures constant: offset != 0x18 ==> constants_same{Pre,Post}(io);
    ensures errors: offset != 0x18 ==> errors_same{Pre,Post}(io);
    ensures enables: offset != 0x18 ==> enables_same{Pre,Post}(io);
    ensures pointers: offset != 0x18 ==> pointers_written{Pre,Post}(io, offset, value);
    ensures event: offset != 0x18 ==>
      event_written{Pre,Post}(&io->fault_event, 0x38, offset, value, io->unit.caps.extended_int_mode); */
static void write_word(struct vtd_iommu *io, uint32_t offset, uint32_t value)
{
    struct vtd_effects e = vtd_register_write(io, offset, value);
    (void)e;
}

struct vtd_reading theorem_registers(struct vtd_iommu *io, uint32_t offset, uint32_t value, uint32_t other)
{
    struct vtd_reading r;
    r.before = vtd_register_read(io, other);
    //@ assert before: other == 0x1C ==> (bit_set(r.before, 0x800000) <==> \at(io->unit.compatibility_allowed, Pre));
    write_word(io, offset, value);
    r.after = vtd_register_read(io, other);
    //@ assert after: other == 0x1C ==> (bit_set(r.after, 0x800000) <==> io->unit.compatibility_allowed);
    return r;
}

/* Of a write, only that it leaves the capabilities alone. */
/*@ requires iommu_ok(io) && offset % 4 == 0;
    terminates \true; exits \false;
    assigns io->unit.root_frame, io->unit.table_mode, io->registers, io->unit.interrupt_table_frame,
      io->unit.interrupt_table_size, io->unit.extended_mode, io->unit.translation_enabled,
      io->unit.remapping_enabled, io->unit.compatibility_allowed, io->queue.enabled, io->queue.head,
      io->queue.tail, io->queue.address_lo, io->queue.address_hi, io->queue.waiting, io->queue.wait_complete,
      io->faults.next, io->faults.overflow, io->faults.queue_error, io->faults.completion_error,
      io->faults.timeout_error, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->fault_event, io->completion_event,
      io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid,
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level,
      io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid;
    ensures ok: iommu_ok(io);
    ensures version: io->unit.caps.version == \old(io->unit.caps.version);
    ensures cap: io->unit.caps.cap_lo == \old(io->unit.caps.cap_lo) &&
      io->unit.caps.cap_hi == \old(io->unit.caps.cap_hi);
    ensures ecap: io->unit.caps.ecap_lo == \old(io->unit.caps.ecap_lo) &&
      io->unit.caps.ecap_hi == \old(io->unit.caps.ecap_hi); */
static void write_any(struct vtd_iommu *io, uint32_t offset, uint32_t value)
{
    struct vtd_effects e = vtd_register_write(io, offset, value);
    (void)e;
}

/*@ requires iommu_ok(io);
    requires offset == 0x0 || offset == 0x8 || offset == 0xC || offset == 0x10 || offset == 0x14;
    terminates \true; exits \false; assigns \nothing;
    ensures version: offset == 0x0 ==> \result == io->unit.caps.version % 0x100;
    ensures cap_lo: offset == 0x8 ==> \result == io->unit.caps.cap_lo;
    ensures cap_hi: offset == 0xC ==> \result == io->unit.caps.cap_hi;
    ensures ecap_lo: offset == 0x10 ==> \result == io->unit.caps.ecap_lo;
    ensures ecap_hi: offset == 0x14 ==> \result == io->unit.caps.ecap_hi; */
static uint32_t read_capability(const struct vtd_iommu *io, uint32_t offset)
{
    return vtd_register_read(io, offset);
}

struct vtd_reading theorem_read_only(struct vtd_iommu *io, uint32_t offset, uint32_t value, uint32_t other)
{
    struct vtd_reading r;
    r.before = read_capability(io, other);
    write_any(io, offset, value);
    r.after = read_capability(io, other);
    return r;
}
