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

/* Does the unit have the feature that this word belongs to? */
/*@ requires \valid_read(c);
    terminates \true; exits \false; assigns \nothing;
    ensures absent: \result <==> is_absent(c, offset); */
bool vtd_register_absent(const struct vtd_caps *c, uint32_t offset);

/* What software reads. Words that do not exist or belong to an absent feature, and write-only ones, read as 0. */
/*@ requires iommu_ok(io) && offset % 4 == 0;
    terminates \true; exits \false; assigns \nothing;
    ensures reserved: offset < 0xF0 ==> reserved_zero(offset, \result);
    ensures absent: is_absent(&io->unit.caps, offset) ==> \result == 0;
    ensures nothing: offset < 0xF0 && !is_word(offset) ==> \result == 0;
    ensures commands: reads_commands(io, offset, \result);
    ensures faults: reads_faults(io, offset, \result);
    ensures regions: offset < 0x80 ==> reads_regions(io, offset, \result);
    ensures queue: !is_absent(&io->unit.caps, offset) ==> reads_queue(io, offset, \result);
    ensures completions: !is_absent(&io->unit.caps, offset) ==> reads_completions(io, offset, \result);
    ensures record: \forall integer i, w; 0 <= i < io->faults.count ==> 0 <= w < 4 ==>
      offset == io->unit.caps.fault_offset + 16 * i + 4 * w ==>
      \result == io->faults.record[i].word[w];
    ensures iotlb: offset >= 0xF0 && !is_fault_word(&io->unit.caps, offset) ==>
      \result == (offset == io->unit.caps.iotlb_offset + 12 ? io->registers.iotlb_hi : 0); */
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
    ensures no_status: !\result.status_write && !\result.device_request;
    behavior command:
      assumes offset == 0x18;
      ensures gcmd: (io->unit.translation_enabled <==> bit_set(value, 0x80000000)) &&
        (io->queue.enabled <==> bit_set(value, 0x4000000) && io->unit.caps.queued_invalidation) &&
        (io->unit.remapping_enabled <==> bit_set(value, 0x2000000) && io->unit.caps.interrupt_remapping) &&
        (io->unit.compatibility_allowed <==> bit_set(value, 0x800000) && io->unit.caps.interrupt_remapping);
      ensures srtp: bit_set(value, 0x40000000) ==> root_latched{Pre,Post}(io);
      ensures sirtp: bit_set(value, 0x1000000) && io->unit.caps.interrupt_remapping ==>
        interrupt_table_latched{Pre,Post}(io);
      ensures srtp_flush: bit_set(value, 0x40000000) && io->unit.caps.root_pointer_flushes ==>
        contexts_empty(&io->contexts) && pages_empty(&io->iotlb);
      ensures sirtp_flush: offset == 0x18 && bit_set(value, 0x1000000) && io->unit.caps.interrupt_remapping &&
        io->unit.caps.interrupt_pointer_flushes ==> interrupts_empty(&io->interrupts);
    behavior context:
      assumes offset == 0x2C;
      ensures words: word_written{Pre,Post}(io, offset, value);
      ensures ccmd: bit_set(value, 0x80000000) && value / 0x20000000 % 4 != 0 &&
        register_invalidation{Pre}(io) ==>
        (\forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
          (io->contexts.entry[i].valid != 0 <==> \old(io->contexts.entry[i].valid) != 0 &&
            !context_covered{Pre}(&io->contexts, i, value / 0x20000000 % 4,
              \old(io->registers.context_lo) % 0x10000 % io->unit.caps.domain_count,
              \old(io->registers.context_lo) / 0x10000, value % 4)));
    behavior status:
      assumes offset == 0x34;
      ensures words: word_written{Pre,Post}(io, offset, value);
      ensures fsts: status_written{Pre,Post}(&io->faults, value);
    behavior completion_status:
      assumes offset == 0x9C && !is_absent(&io->unit.caps, offset);
      ensures words: word_written{Pre,Post}(io, offset, value);
      ensures ics: io->queue.wait_complete <==> \old(io->queue.wait_complete) && !bit_set(value, 0x1);
    behavior fault_event:
      assumes 0x38 <= offset < 0x48;
      ensures words: word_written{Pre,Post}(io, offset, value);
      ensures fault_mask: offset == 0x38 ==>
        event_unmasked{Pre,Post}(&io->fault_event, value / 0x80000000, \result.fault_event);
    behavior completion_event:
      assumes 0xA0 <= offset < 0xB0 && !is_absent(&io->unit.caps, offset);
      ensures words: word_written{Pre,Post}(io, offset, value);
      ensures completion_mask: offset == 0xA0 && !is_absent(&io->unit.caps, offset) ==>
        event_unmasked{Pre,Post}(&io->completion_event, value / 0x80000000, \result.completion_event);
    behavior record:
      assumes is_fault_word(&io->unit.caps, offset);
      ensures words: word_written{Pre,Post}(io, offset, value);
      ensures record: (offset - \old(io->unit.caps.fault_offset)) / 4 % 4 == 3 && bit_set(value, 0x80000000) ==>
        !fault_pending(&io->faults, (offset - \old(io->unit.caps.fault_offset)) / 16);
    behavior iotlb:
      assumes offset == io->unit.caps.iotlb_offset + 12 && !is_fault_word(&io->unit.caps, offset);
      ensures words: word_written{Pre,Post}(io, offset, value);
      ensures granted: bit_set(value, 0x80000000) ==>
        actual_granularity{Pre}(io, value / 0x10000000 % 4, io->registers.iotlb_hi / 0x2000000 % 4);
      ensures gone: bit_set(value, 0x80000000) && io->registers.iotlb_hi / 0x2000000 % 4 != 0 ==>
        (\forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
          page_covered{Pre}(&io->iotlb, i, \at(io->registers.iotlb_hi, Post) / 0x2000000 % 4,
            value % 0x10000 % io->unit.caps.domain_count, iva_page{Pre}(io),
            block_bits(\old(io->registers.address_lo) % 64)) ==> io->iotlb.entry[i].level == 0);
    behavior absent:
      assumes is_absent(&io->unit.caps, offset);
      ensures words: word_written{Pre,Post}(io, offset, value);
      ensures ignored: is_absent(&io->unit.caps, offset) ==> no_effects(\result);
    behavior stored:
      assumes offset != 0x18 && offset != 0x2C && offset != 0x34 && !(0x38 <= offset < 0x48) &&
        !(0x9C <= offset < 0xB0) && !is_absent(&io->unit.caps, offset) && !is_fault_word(&io->unit.caps, offset) &&
        offset != io->unit.caps.iotlb_offset + 12;
      ensures words: word_written{Pre,Post}(io, offset, value); */
struct vtd_effects vtd_register_write(struct vtd_iommu *io, uint32_t offset, uint32_t value);

#endif
