/* The top statements about one whole unit with its caches, queue and registers. As in theorems.h, each function
 * calls the model and promises in its contract what the project claims. */
#ifndef PROOFS_UNIT_THEOREMS_H
#define PROOFS_UNIT_THEOREMS_H

#include "model/command.h"
#include "model/context_cache.h"
#include "model/interrupt_cache.h"
#include "model/iotlb.h"
#include "model/queue.h"
#include "model/registers.h"
#include "model/unit.h"

/* Coherence. If all that the caches hold was told by the tables at some moment that still counts, and what the
 * tables say now counts too, then after a request the same is true, and a request that passes landed where
 * something told puts it, with the rights told. Nothing is assumed about when the tables changed. */
/*@ requires iommu_ok(io) && memory_ok(m) && legacy(&io->unit);
    requires request.access <= VTD_ZERO_LENGTH_READ && choice.way < VTD_WAYS;
    requires cached: contexts_told(0, &io->contexts) && pages_told(0, &io->iotlb);
    requires now: tables_tell_contexts(0, &io->unit, m) && tables_tell_pages(0, &io->unit.caps, m) &&
      tables_tell_refusals(0, &io->unit.caps, m);
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1],
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1],
      io->faults.next, io->faults.first, io->faults.overflow, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->fault_event.pending;
    ensures invariant: iommu_ok(io);
    ensures contexts: contexts_told(0, &io->contexts);
    ensures pages: pages_told(0, &io->iotlb);
    ensures coherent: \result.result.allowed ==>
      told_landing(0, request.source_id, request.address / 4096, \result.result.host_address / 4096,
                   request.access) ||
      told_through{Pre}(0, &io->unit.caps, request.source_id, request.address / 4096,
                        \result.result.host_address / 4096); */
struct vtd_dma_answer theorem_coherence(struct vtd_iommu *io, const struct vtd_memory *m,
                                        struct vtd_dma_request request, struct vtd_choice choice);

/* The same for interrupts: delivered only through an entry that was told, accepts the requester, has nothing
 * reserved, and as that entry's message. */
/*@ requires iommu_ok(io) && memory_ok(m) && choice.way < VTD_WAYS;
    requires strict: !forwarded(&io->unit, request.address);
    requires cached: interrupts_told(0, &io->interrupts) && tables_tell_interrupts(0, &io->unit, m);
    terminates \true; exits \false;
    assigns io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1],
      io->faults.next, io->faults.first, io->faults.overflow, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->fault_event.pending;
    ensures invariant: iommu_ok(io);
    ensures entries: interrupts_told(0, &io->interrupts);
    ensures coherent: \result.result.delivered ==>
      told_delivery(0, index_of(request.address, request.data), request.source_id, \old(io->unit.extended_mode),
                    \result.result.message); */
struct vtd_interrupt_answer theorem_cached_interrupt(struct vtd_iommu *io, const struct vtd_memory *m,
                                                     struct vtd_interrupt_request request, struct vtd_choice choice);

/* Invalidation forgets. Moment 1 remembers of moment 0 only what the invalidation does not cover; what the
 * IOTLB holds afterwards was told at moment 1. */
/*@ requires iotlb_ok(t) && granularity <= 3 && 0 <= page < 0x10000000000000 && mask <= 52;
    requires held: pages_told(0, t);
    requires forget: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
      page_told(0, t->entry[i]) ==> !page_covered(t, i, granularity, domain, page, mask) ==>
      page_told(1, t->entry[i]);
    terminates \true; exits \false;
    assigns t->entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level;
    ensures remembered: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> t->entry[i].level != 0 ==>
      page_told(1, \old(t->entry[i])) && t->entry[i].level == \old(t->entry[i].level); */
void theorem_page_invalidation(struct vtd_iotlb *t, unsigned granularity, uint16_t domain, int64_t page, unsigned mask);

/* The same for context entries and interrupt entries. */
/*@ requires context_cache_ok(t) && granularity <= 3 && function_mask <= 3;
    requires held: contexts_told(0, t);
    requires forget: \forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
      told_context(0, t->entry[i].source, cached_context_lo(t, i), cached_context_hi(t, i)) ==>
      !context_covered(t, i, granularity, domain, source, function_mask) ==>
      told_context(1, t->entry[i].source, cached_context_lo(t, i), cached_context_hi(t, i));
    terminates \true; exits \false;
    assigns t->entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid;
    ensures remembered: \forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==> t->entry[i].valid != 0 ==>
      told_context(1, t->entry[i].source, cached_context_lo{Pre}(t, i), cached_context_hi{Pre}(t, i)); */
void theorem_context_invalidation(struct vtd_context_cache *t, unsigned granularity, uint16_t domain, uint16_t source,
                                  unsigned function_mask);
/*@ requires interrupt_cache_ok(t) && mask <= 31;
    requires held: interrupts_told(0, t);
    requires forget: \forall integer i; 0 <= i < VTD_INTERRUPT_SETS * VTD_WAYS ==>
      told_interrupt(0, t->entry[i].index, cached_interrupt_lo(t, i), cached_interrupt_hi(t, i)) ==>
      !interrupt_covered(t, i, by_index, index, mask) ==>
      told_interrupt(1, t->entry[i].index, cached_interrupt_lo(t, i), cached_interrupt_hi(t, i));
    terminates \true; exits \false;
    assigns t->entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid;
    ensures remembered: \forall integer i; 0 <= i < VTD_INTERRUPT_SETS * VTD_WAYS ==> t->entry[i].valid != 0 ==>
      told_interrupt(1, t->entry[i].index, cached_interrupt_lo{Pre}(t, i), cached_interrupt_hi{Pre}(t, i)); */
void theorem_interrupt_invalidation(struct vtd_interrupt_cache *t, bool by_index, uint16_t index, unsigned mask);

/* The present walk. After invalidations that cover whatever the caches hold for this requester and page, the
 * answer is that of the tables as they are: it passes if and only if they let it pass (and no protected region
 * stops it), and it lands where they put it. Nothing is asked of what was told before. */
/*@ requires iommu_ok(io) && memory_ok(m) && legacy(&io->unit);
    requires request.access <= VTD_ZERO_LENGTH_READ && choice.way < VTD_WAYS;
    requires granularity <= 3 && function_mask <= 3 && 0 <= page < 0x10000000000000 && mask <= 52;
    requires covers_context: \forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
      context_held(&io->contexts, i, request.source_id) ==>
      context_covered(&io->contexts, i, granularity, domain, source, function_mask);
    requires covers_page: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
      page_held(&io->iotlb, i, request.source_id, request.address / 4096) ==>
      page_covered(&io->iotlb, i, granularity, domain, page, mask);
    requires now: tables_tell_contexts(0, &io->unit, m) && tables_tell_pages(0, &io->unit.caps, m);
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1],
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1],
      io->faults.next, io->faults.first, io->faults.overflow, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->fault_event.pending;
    ensures passes: \result.result.allowed || \result.result.rule == VTD_PMR <==>
      lets_pass{Pre}(&io->unit, m, request.source_id, request.address / 4096, request.access);
    ensures lands: \result.result.allowed ==>
      told_landing(0, request.source_id, request.address / 4096, \result.result.host_address / 4096,
                   request.access) ||
      told_through{Pre}(0, &io->unit.caps, request.source_id, request.address / 4096,
                        \result.result.host_address / 4096); */
struct vtd_dma_answer theorem_present_walk(struct vtd_iommu *io, const struct vtd_memory *m,
                                           struct vtd_dma_request request, struct vtd_choice choice,
                                           unsigned granularity, uint16_t domain, uint16_t source,
                                           unsigned function_mask, int64_t page, unsigned mask);

/* No silent loss. Every blocked request is in the log, or PFO says that faults were lost, unless a protected
 * region stopped it (never recorded) or an entry with FPD=1 that was told for it suppresses its condition. */
/*@ requires iommu_ok(io) && memory_ok(m);
    requires request.access <= VTD_ZERO_LENGTH_READ && choice.way < VTD_WAYS && !choice.compress;
    requires told: contexts_told(0, &io->contexts) && tables_tell_contexts(0, &io->unit, m) &&
      pages_told(0, &io->iotlb);
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1],
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1],
      io->faults.next, io->faults.first, io->faults.overflow, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->fault_event.pending;
    ensures loud: !\result.result.allowed && \result.result.rule != VTD_PMR &&
      (!rule_qualified(\result.result.rule) ||
       !told_suppression(0, request.source_id, request.address / 4096, 1)) ==>
      fault_recorded(&io->faults, \old(io->faults.next), \result.result.fault.lo, \result.result.fault.hi) ||
      io->faults.overflow;
    ensures kept: \result.result.recorded ==>
      fault_recorded(&io->faults, \old(io->faults.next), \result.result.fault.lo, \result.result.fault.hi) ||
      io->faults.overflow;
    ensures suppressed: rule_qualified(\result.result.rule) &&
      !told_suppression(0, request.source_id, request.address / 4096, 0) ==>
      fault_dropped{Pre,Post}(&io->faults) && !\result.effects.fault_event;
    ensures told: \result.result.recorded && !fault_status{Pre}(&io->faults) && !\old(io->fault_event.masked) ==>
      \result.effects.fault_event; */
struct vtd_dma_answer theorem_no_silent_loss(struct vtd_iommu *io, const struct vtd_memory *m,
                                             struct vtd_dma_request request, struct vtd_choice choice);

/* The same for interrupts. */
/*@ requires iommu_ok(io) && memory_ok(m) && choice.way < VTD_WAYS && !choice.compress;
    requires told: interrupts_told(0, &io->interrupts) && tables_tell_interrupts(0, &io->unit, m);
    terminates \true; exits \false;
    assigns io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1],
      io->faults.next, io->faults.first, io->faults.overflow, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->fault_event.pending;
    ensures loud: !\result.result.delivered && (!rule_qualified(\result.result.rule) ||
       !told_interrupt_suppression(0, index_of(request.address, request.data), 1)) ==>
      fault_recorded(&io->faults, \old(io->faults.next), \result.result.fault.lo, \result.result.fault.hi) ||
      io->faults.overflow;
    ensures suppressed: rule_qualified(\result.result.rule) &&
      !told_interrupt_suppression(0, index_of(request.address, request.data), 0) ==>
      fault_dropped{Pre,Post}(&io->faults) && !\result.effects.fault_event; */
struct vtd_interrupt_answer theorem_no_silent_interrupt(struct vtd_iommu *io, const struct vtd_memory *m,
                                                        struct vtd_interrupt_request request, struct vtd_choice choice);

/* Queue. A step takes the descriptor at the head and moves on by exactly one, inside the ring, or reports an
 * error and stays; the only memory write is the status of a wait descriptor, to its address. */
/*@ requires iommu_ok(io) && memory_ok(m) && queue_ready(io) && !tags_exhausted(&io->queue);
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid,
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level,
      io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid,
      io->queue.itag[0 .. VTD_ITAGS - 1], io->queue.wait_complete, io->completion_event.pending,
      io->queue.waiting, io->queue.wait_status, io->queue.wait_interrupt, io->queue.wait_data,
      io->queue.wait_address, io->queue.head, io->queue.error, io->faults.queue_error, io->fault_event.pending;
    ensures invariant: iommu_ok(io);
    ensures progress: \result.done;
    ensures one: head_good{Pre}(&io->unit, &io->queue, m) ==>
      io->queue.head == head_next{Pre}(&io->queue) && io->queue.head < queue_bytes{Pre}(&io->queue);
    ensures stays: !head_good{Pre}(&io->unit, &io->queue, m) ==>
      io->queue.head == \old(io->queue.head) && io->faults.queue_error && !\result.effects.status_write &&
      head_error_is{Pre}(&io->unit, &io->queue, m, io->queue.error);
    ensures contexts: head_good{Pre}(&io->unit, &io->queue, m) ==>
      contexts_after{Pre,Post}(io, head_word{Pre}(&io->queue, m, 0));
    ensures pages: head_good{Pre}(&io->unit, &io->queue, m) &&
      descriptor_type(head_word{Pre}(&io->queue, m, 0)) == VTD_INVALIDATE_IOTLB ==>
      pages_gone{Pre,Post}(io, head_word{Pre}(&io->queue, m, 0), head_word{Pre}(&io->queue, m, 1)) &&
      pages_kept{Pre,Post}(io, head_word{Pre}(&io->queue, m, 0), head_word{Pre}(&io->queue, m, 1));
    ensures other_pages: descriptor_type(head_word{Pre}(&io->queue, m, 0)) != VTD_INVALIDATE_IOTLB ==>
      pages_same{Pre,Post}(io);
    ensures interrupts: head_good{Pre}(&io->unit, &io->queue, m) ==>
      interrupts_after{Pre,Post}(io, head_word{Pre}(&io->queue, m, 0));
    ensures write: \result.effects.status_write ==>
      descriptor_type(head_word{Pre}(&io->queue, m, 0)) == VTD_WAIT &&
      only_status(\result.effects, qi_wait_DATA(head_word{Pre}(&io->queue, m, 0)),
        qi_wait_ADDR(head_word{Pre}(&io->queue, m, 1)) % (io->unit.caps.host_frames * 1024)); */
struct vtd_queue_step theorem_queue(struct vtd_iommu *io, const struct vtd_memory *m);

/* Register file. After any write of any word: reserved bits of any word still read 0; what software cannot
 * write reads as before; words that hold what was written change only by being written.
 * For a write of GCMD only the invariant and the reserved bits are claimed here; the rest is in its contract.
 * VER, CAP and ECAP: theorem_read_only. */
struct vtd_reading {
    uint32_t before, after;
};
/*@ requires iommu_ok(io) && offset % 4 == 0 && other % 4 == 0 && other < 0xF0;
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
    ensures invariant: iommu_ok(io);
    ensures reserved: reserved_zero(other, \result.after);
    ensures tes: other == 0x1C && offset != 0x18 ==>
      (bit_set(\result.after, 0x80000000) <==> bit_set(\result.before, 0x80000000));
    ensures qies: other == 0x1C && offset != 0x18 ==>
      (bit_set(\result.after, 0x4000000) <==> bit_set(\result.before, 0x4000000));
    ensures ires: other == 0x1C && offset != 0x18 ==>
      (bit_set(\result.after, 0x2000000) <==> bit_set(\result.before, 0x2000000));
    ensures cfis: other == 0x1C && offset != 0x18 ==>
      (bit_set(\result.after, 0x800000) <==> bit_set(\result.before, 0x800000));
    ensures head: other == 0x80 && offset != 0x18 ==> \result.after == \result.before;
    ensures errors: (other == 0xB0 || other == 0xB4) && offset != 0x18 ==> \result.after == \result.before;
    ensures absent: is_absent(&io->unit.caps, other) ==> \result.after == 0;
    ensures held: offset != other && offset != 0x18 && (other == 0x20 || other == 0x24 || other == 0x28 || other == 0x3C ||
      other == 0x40 || other == 0x44 || other == 0xBC) ==> \result.after == \result.before; */
struct vtd_reading theorem_registers(struct vtd_iommu *io, uint32_t offset, uint32_t value, uint32_t other);

/* No write of any word, GCMD among them, changes VER, CAP and ECAP. */
/*@ requires iommu_ok(io) && offset % 4 == 0;
    requires other == 0x0 || other == 0x8 || other == 0xC || other == 0x10 || other == 0x14;
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
    ensures read_only: \result.after == \result.before; */
struct vtd_reading theorem_read_only(struct vtd_iommu *io, uint32_t offset, uint32_t value, uint32_t other);

#endif
