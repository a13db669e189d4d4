/* GCMD_REG: enabling, latching, and what that does to the caches (clauses 11.4.4, 6.6, 6.8). */
#ifndef MODEL_COMMAND_H
#define MODEL_COMMAND_H

#include "spec/spec.h"

/* Drop everything that DMA remapping has cached. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid,
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level;
    ensures ok: iommu_ok(io);
    ensures contexts: contexts_empty(&io->contexts);
    ensures pages: pages_empty(&io->iotlb); */
void vtd_forget_translations(struct vtd_iommu *io);

/* SRTP: latch RTADDR_REG; with ESRTPS the caches of DMA remapping are emptied. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->unit.root_frame, io->unit.table_mode, io->registers.root_pointer_set,
      io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid,
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level;
    ensures ok: iommu_ok(io);
    ensures latched: root_latched{Pre,Post}(io) && io->registers.root_pointer_set;
    ensures flushed: io->unit.caps.root_pointer_flushes ==>
      contexts_empty(&io->contexts) && pages_empty(&io->iotlb);
    ensures kept_contexts: !io->unit.caps.root_pointer_flushes ==>
      (\forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
        io->contexts.entry[i].valid == \old(io->contexts.entry[i].valid));
    ensures kept_pages: !io->unit.caps.root_pointer_flushes ==>
      (\forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
        io->iotlb.entry[i].level == \old(io->iotlb.entry[i].level)); */
void vtd_set_root_pointer(struct vtd_iommu *io);

/* SIRTP: latch IRTA_REG; with ESIRTPS the interrupt entry cache is emptied. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->unit.interrupt_table_frame, io->unit.interrupt_table_size, io->unit.extended_mode,
      io->registers.interrupt_pointer_set,
      io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid;
    ensures ok: iommu_ok(io);
    ensures latched: interrupt_table_latched{Pre,Post}(io) && io->registers.interrupt_pointer_set;
    ensures flushed: io->unit.caps.interrupt_pointer_flushes ==> interrupts_empty(&io->interrupts);
    ensures kept: !io->unit.caps.interrupt_pointer_flushes ==>
      (\forall integer i; 0 <= i < VTD_INTERRUPT_SETS * VTD_WAYS ==>
        io->interrupts.entry[i].valid == \old(io->interrupts.entry[i].valid)); */
void vtd_set_interrupt_pointer(struct vtd_iommu *io);

/* TE. Turning translation off empties the caches (which units without scalable mode may leave). */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->unit.translation_enabled,
      io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid,
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level;
    ensures ok: iommu_ok(io);
    ensures on: io->unit.translation_enabled <==> enable;
    ensures off: !enable && \old(io->unit.translation_enabled) ==>
      contexts_empty(&io->contexts) && pages_empty(&io->iotlb);
    ensures empty: contexts_empty{Pre}(&io->contexts) && pages_empty{Pre}(&io->iotlb) ==>
      contexts_empty(&io->contexts) && pages_empty(&io->iotlb); */
void vtd_enable_translation(struct vtd_iommu *io, bool enable);

/* QIE. Either change puts the head back to 0; turning off drops a waiting wait descriptor. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->queue.enabled, io->queue.head, io->queue.waiting;
    ensures ok: iommu_ok(io);
    ensures on: io->queue.enabled <==> enable && io->unit.caps.queued_invalidation;
    ensures head: (io->queue.enabled <==> \old(io->queue.enabled))
      ? io->queue.head == \old(io->queue.head) && io->queue.waiting == \old(io->queue.waiting)
      : io->queue.head == 0 && !io->queue.waiting; */
void vtd_enable_queue(struct vtd_iommu *io, bool enable);

/* A write to GCMD_REG. Several changes at once are not architected; they are made in the order table
 * pointers, queue, interrupts, translation. Everything is done when the call returns. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->unit.root_frame, io->unit.table_mode, io->registers.root_pointer_set,
      io->unit.interrupt_table_frame, io->unit.interrupt_table_size, io->unit.extended_mode,
      io->registers.interrupt_pointer_set, io->unit.translation_enabled, io->unit.remapping_enabled,
      io->unit.compatibility_allowed, io->queue.enabled, io->queue.head, io->queue.waiting, io->faults.next,
      io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid,
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level,
      io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid;
    ensures ok: iommu_ok(io);
    ensures te: io->unit.translation_enabled <==> bit_set(value, 0x80000000);
    ensures qie: io->queue.enabled <==> bit_set(value, 0x4000000) && io->unit.caps.queued_invalidation;
    ensures ire: io->unit.remapping_enabled <==>
      bit_set(value, 0x2000000) && io->unit.caps.interrupt_remapping;
    ensures cfi: io->unit.compatibility_allowed <==>
      bit_set(value, 0x800000) && io->unit.caps.interrupt_remapping;
    ensures root: bit_set(value, 0x40000000) ==> root_latched{Pre,Post}(io) && io->registers.root_pointer_set;
    ensures no_root: !bit_set(value, 0x40000000) ==> io->unit.root_frame == \old(io->unit.root_frame) &&
      io->unit.table_mode == \old(io->unit.table_mode) &&
      io->registers.root_pointer_set == \old(io->registers.root_pointer_set);
    ensures table: bit_set(value, 0x1000000) && io->unit.caps.interrupt_remapping ==>
      interrupt_table_latched{Pre,Post}(io) && io->registers.interrupt_pointer_set;
    ensures no_table: !(bit_set(value, 0x1000000) && io->unit.caps.interrupt_remapping) ==>
      io->unit.interrupt_table_frame == \old(io->unit.interrupt_table_frame) &&
      io->unit.interrupt_table_size == \old(io->unit.interrupt_table_size) &&
      io->unit.extended_mode == \old(io->unit.extended_mode);
    ensures forgotten: (bit_set(value, 0x40000000) && io->unit.caps.root_pointer_flushes) ||
      (\old(io->unit.translation_enabled) && !bit_set(value, 0x80000000)) ==>
      contexts_empty(&io->contexts) && pages_empty(&io->iotlb);
    ensures forgotten_entries: io->unit.caps.interrupt_pointer_flushes &&
      ((bit_set(value, 0x1000000) && io->unit.caps.interrupt_remapping) ||
       (\old(io->unit.remapping_enabled) && !io->unit.remapping_enabled)) ==> interrupts_empty(&io->interrupts);
    ensures index: !io->unit.translation_enabled && !io->unit.remapping_enabled ==> io->faults.next == 0;
    ensures index_kept: io->unit.translation_enabled || io->unit.remapping_enabled ==>
      io->faults.next == \old(io->faults.next); */
void vtd_global_command(struct vtd_iommu *io, uint32_t value);

#endif
