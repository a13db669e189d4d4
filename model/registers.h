/* The register file (clause 11.4, layout in spec/registers.tsv). Offsets are in bytes from the register base;
 * software reads and writes aligned 32-bit words, a 64-bit access is its lower word and then its upper one. */
#ifndef MODEL_REGISTERS_H
#define MODEL_REGISTERS_H

#include "spec/spec.h"

/* GSTS_REG. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false; assigns \nothing;
    ensures tes: bit_set(\result, 0x80000000) <==> io->unit.translation_enabled;
    ensures rtps: bit_set(\result, 0x40000000) <==> io->registers.root_pointer_set;
    ensures qies: bit_set(\result, 0x4000000) <==> io->queue.enabled;
    ensures ires: bit_set(\result, 0x2000000) <==> io->unit.remapping_enabled;
    ensures irtps: bit_set(\result, 0x1000000) <==> io->registers.interrupt_pointer_set;
    ensures cfis: bit_set(\result, 0x800000) <==> io->unit.compatibility_allowed;
    ensures reserved: reserved_zero_01C(\result); */
uint32_t vtd_global_status(const struct vtd_iommu *io);

/* FSTS_REG. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false; assigns \nothing;
    ensures pfo: bit_set(\result, 0x1) <==> io->faults.overflow;
    ensures ppf: bit_set(\result, 0x2) <==> any_fault_pending(&io->faults);
    ensures iqe: bit_set(\result, 0x10) <==> io->faults.queue_error;
    ensures ice: bit_set(\result, 0x20) <==> io->faults.completion_error;
    ensures ite: bit_set(\result, 0x40) <==> io->faults.timeout_error;
    ensures fri: any_fault_pending(&io->faults) ==> \result / 0x100 % 0x100 == io->faults.first;
    ensures reserved: reserved_zero_034(\result); */
uint32_t vtd_fault_status_word(const struct vtd_iommu *io);

/* FECTL_REG and IECTL_REG. */
/*@ requires \valid_read(e);
    terminates \true; exits \false; assigns \nothing;
    ensures im: bit_set(\result, 0x80000000) <==> e->masked;
    ensures ip: bit_set(\result, 0x40000000) <==> e->pending;
    ensures reserved: \result % 0x40000000 == 0; */
uint32_t vtd_event_control(const struct vtd_event *e);

/* What software reads. Words that do not exist, and write-only ones, read as 0. */
/*@ requires iommu_ok(io) && offset % 4 == 0;
    terminates \true; exits \false; assigns \nothing;
    ensures reserved: offset < 0xF0 ==> reserved_zero(offset, \result);
    ensures capability: (offset == 0x8 ==> \result == io->unit.caps.cap_lo) &&
      (offset == 0xC ==> \result == io->unit.caps.cap_hi) && (offset == 0x10 ==> \result == io->unit.caps.ecap_lo) &&
      (offset == 0x14 ==> \result == io->unit.caps.ecap_hi);
    ensures tes: offset == 0x1C ==> (bit_set(\result, 0x80000000) <==> io->unit.translation_enabled);
    ensures root: (offset == 0x20 ==> \result == io->registers.root_lo) &&
      (offset == 0x24 ==> \result == io->registers.root_hi);
    ensures pfo: offset == 0x34 ==> (bit_set(\result, 0x1) <==> io->faults.overflow);
    ensures ppf: offset == 0x34 ==> (bit_set(\result, 0x2) <==> any_fault_pending(&io->faults));
    ensures head: (offset == 0x80 ==> \result == io->queue.head) && (offset == 0x88 ==> \result == io->queue.tail);
    ensures record: \forall integer i, w; 0 <= i < io->faults.count ==> 0 <= w < 4 ==>
      offset == io->unit.caps.fault_offset + 16 * i + 4 * w ==>
      \result == io->faults.record[i].word[w]; */
uint32_t vtd_register_read(const struct vtd_iommu *io, uint32_t offset);

/* Software writes a 32-bit word. Reserved, read-only and undefined words ignore it. The result is what the
 * write makes the unit do outside. Invalidation commands are done when the call returns; the queue moves only
 * by vtd_queue_step. */
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
    ensures enables: offset != 0x18 ==> enables_same{Pre,Post}(io);
    ensures rtp: offset != 0x18 ==> io->unit.root_frame == \old(io->unit.root_frame);
    ensures ttm: offset != 0x18 ==> io->unit.table_mode == \old(io->unit.table_mode);
    ensures irtp: offset != 0x18 ==> io->unit.interrupt_table_frame == \old(io->unit.interrupt_table_frame);
    ensures root: offset == 0x20 ==> io->registers.root_lo == value - value % 0x400;
    ensures root_hi: offset == 0x24 ==> io->registers.root_hi == value;
    ensures tail: offset == 0x88 ==> io->queue.tail == value % 0x80000 - value % 16;
    ensures no_status: !\result.status_write && !\result.device_request; */
struct vtd_effects vtd_register_write(struct vtd_iommu *io, uint32_t offset, uint32_t value);

#endif
