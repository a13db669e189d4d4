/* Invalidation through CCMD_REG and IVA_REG/IOTLB_REG (clauses 6.5.1, 11.4.6). */
#ifndef MODEL_REGISTER_INVALIDATION_H
#define MODEL_REGISTER_INVALIDATION_H

#include "spec/spec.h"

/* The upper half of CCMD_REG is written. With ICC the request is carried out at once and CAIG says how; a
 * request that cannot be (reserved granularity, other table mode, queue in use, version 6 and later) is
 * dropped with CAIG 0. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->registers.context_hi, io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid;
    ensures ok: iommu_ok(io);
    ensures kept_words: words_kept{Pre,Post}(io);
    ensures kept_fault_event: event_kept{Pre,Post}(&io->fault_event);
    ensures kept_completion_event: event_kept{Pre,Post}(&io->completion_event);
    ensures kept_status: status_kept{Pre,Post}(io);
    ensures kept_records: records_kept{Pre,Post}(io);
    ensures same: enables_same{Pre,Post}(io);
    ensures request: io->registers.context_hi / 0x20000000 == value / 0x20000000 % 4;
    ensures done: bit_set(value, 0x80000000) && value / 0x20000000 % 4 != 0 && register_invalidation{Pre}(io) ==>
      io->registers.context_hi / 0x8000000 % 4 == value / 0x20000000 % 4 &&
      (\forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
        (io->contexts.entry[i].valid != 0 <==> \old(io->contexts.entry[i].valid) != 0 &&
          !context_covered{Pre}(&io->contexts, i, value / 0x20000000 % 4,
            \old(io->registers.context_lo) % 0x10000 % io->unit.caps.domain_count,
            \old(io->registers.context_lo) / 0x10000, value % 4)));
    ensures refused: bit_set(value, 0x80000000) &&
      !(value / 0x20000000 % 4 != 0 && register_invalidation{Pre}(io)) ==>
      io->registers.context_hi / 0x8000000 % 4 == 0;
    ensures kept: !(bit_set(value, 0x80000000) && value / 0x20000000 % 4 != 0 && register_invalidation{Pre}(io)) ==>
      (\forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
        io->contexts.entry[i].valid == \old(io->contexts.entry[i].valid)); */
void vtd_context_command(struct vtd_iommu *io, uint32_t value);

/* The upper half of IOTLB_REG is written; IVT and IAIG as above. A page request on a unit without PSI is
 * done for the whole domain; one with AM above MAMV is dropped. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->registers.iotlb_hi, io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level;
    ensures ok: iommu_ok(io);
    ensures kept_words: words_kept{Pre,Post}(io);
    ensures kept_fault_event: event_kept{Pre,Post}(&io->fault_event);
    ensures kept_completion_event: event_kept{Pre,Post}(&io->completion_event);
    ensures kept_status: status_kept{Pre,Post}(io);
    ensures kept_records: records_kept{Pre,Post}(io);
    ensures same: enables_same{Pre,Post}(io);
    ensures request: io->registers.iotlb_hi / 0x10000000 == value / 0x10000000 % 4;
    ensures actual: bit_set(value, 0x80000000) ==>
      actual_granularity{Pre}(io, value / 0x10000000 % 4, io->registers.iotlb_hi / 0x2000000 % 4);
    ensures gone: bit_set(value, 0x80000000) && io->registers.iotlb_hi / 0x2000000 % 4 != 0 ==>
      (\forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
        page_covered{Pre}(&io->iotlb, i, \at(io->registers.iotlb_hi, Post) / 0x2000000 % 4,
          value % 0x10000 % io->unit.caps.domain_count, iva_page{Pre}(io),
          block_bits(\old(io->registers.address_lo) % 64)) ==> io->iotlb.entry[i].level == 0);
    ensures kept: bit_set(value, 0x80000000) && io->registers.iotlb_hi / 0x2000000 % 4 != 0 ==>
      (\forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
        !page_covered{Pre}(&io->iotlb, i, \at(io->registers.iotlb_hi, Post) / 0x2000000 % 4,
           value % 0x10000 % io->unit.caps.domain_count, iva_page{Pre}(io),
           block_bits(\old(io->registers.address_lo) % 64)) ==>
        io->iotlb.entry[i].level == \old(io->iotlb.entry[i].level));
    ensures still: !(bit_set(value, 0x80000000) && io->registers.iotlb_hi / 0x2000000 % 4 != 0) ==>
      (\forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
        io->iotlb.entry[i].level == \old(io->iotlb.entry[i].level)); */
void vtd_iotlb_command(struct vtd_iommu *io, uint32_t value);

#endif
