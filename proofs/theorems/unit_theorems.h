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
/*@ requires iotlb_ok(t) && 0 <= page < 0x10000000000000 && mask <= 52;
    requires held: pages_told(0, t);
    requires forget: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
      page_told(0, t->entry[i]) ==> !page_covered(t, i, granularity, domain, page, mask) ==>
      page_told(1, t->entry[i]);
    terminates \true; exits \false;
    assigns t->entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level;
    ensures remembered: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> t->entry[i].level != 0 ==>
      page_told(1, \old(t->entry[i])) && t->entry[i].level == \old(t->entry[i].level); */
void theorem_page_invalidation(struct vtd_iotlb *t, unsigned granularity, uint16_t domain, int64_t page, unsigned mask);

/* No silent loss. Every blocked request that FPD does not suppress is in the log, or PFO says that faults were
 * lost, or a pending record of the same requester stands for it. */
/*@ requires iommu_ok(io) && memory_ok(m);
    requires request.access <= VTD_ZERO_LENGTH_READ && choice.way < VTD_WAYS && !choice.compress;
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1],
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1],
      io->faults.next, io->faults.first, io->faults.overflow, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->fault_event.pending;
    ensures loud: \result.result.recorded ==>
      fault_recorded(&io->faults, \old(io->faults.next), \result.result.fault.lo, \result.result.fault.hi) ||
      io->faults.overflow;
    ensures told: \result.result.recorded && !fault_status{Pre}(&io->faults) && !\old(io->fault_event.masked) ==>
      \result.effects.fault_event; */
struct vtd_dma_answer theorem_no_silent_loss(struct vtd_iommu *io, const struct vtd_memory *m,
                                             struct vtd_dma_request request, struct vtd_choice choice);

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
      io->queue.head == \old(io->queue.head) && io->faults.queue_error && !\result.effects.status_write;
    ensures write: \result.effects.status_write ==>
      descriptor_type(head_word{Pre}(&io->queue, m, 0)) == VTD_WAIT &&
      only_status(\result.effects, qi_wait_DATA(head_word{Pre}(&io->queue, m, 0)),
        qi_wait_ADDR(head_word{Pre}(&io->queue, m, 1)) % (io->unit.caps.host_frames * 1024)); */
struct vtd_queue_step theorem_queue(struct vtd_iommu *io, const struct vtd_memory *m);

/* Register file. After any write of any word: reserved bits of any word still read 0, and the capability words
 * read what they read before. */
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
    ensures reserved: reserved_zero(other, \result);
    ensures read_only: other == 0x8 ==> \result == \old(io->unit.caps.cap_lo); */
uint32_t theorem_registers(struct vtd_iommu *io, uint32_t offset, uint32_t value, uint32_t other);

#endif
