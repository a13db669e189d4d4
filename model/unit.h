/* One whole unit as devices see it: requests through caches, protected regions, fault recording and events. */
#ifndef MODEL_UNIT_H
#define MODEL_UNIT_H

#include "model/deliver.h"
#include "model/effects.h"
#include "model/translate.h"

struct vtd_dma_answer {
    struct vtd_dma_result result;
    struct vtd_effects effects;
};
struct vtd_interrupt_answer {
    struct vtd_interrupt_result result;
    struct vtd_effects effects;
};

/* How many bytes of an access lie in the 4 KB page of its address; the rest is a request of its own
 * (clause 3.15). length: 1 upward. */
/*@ requires length >= 1;
    terminates \true; exits \false; assigns \nothing;
    ensures page: address % 4096 + \result <= 4096;
    ensures part: 1 <= \result <= length;
    ensures longest: \result == length || address % 4096 + \result == 4096; */
uint32_t vtd_first_piece(uint64_t address, uint32_t length);

/* A memory request (vtd_request_class says VTD_TO_MEMORY) within one 4 KB page. */
/*@ requires iommu_ok(io) && memory_ok(m);
    requires request.access <= VTD_ZERO_LENGTH_READ && choice.way < VTD_WAYS;
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1],
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1],
      io->faults.next, io->faults.first, io->faults.overflow, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->fault_event.pending;
    ensures ok: iommu_ok(io);
    ensures allowed: \result.result.allowed <==> \result.result.rule == VTD_NONE;
    ensures protected: \result.result.allowed ==>
      !is_protected(io, \result.result.host_address / 4096, \result.result.page_level != 0 ? 1 : 0);
    ensures unqualified: !\result.result.allowed && \result.result.rule != VTD_PMR &&
      !rule_qualified(\result.result.rule) ==> \result.result.recorded;
    ensures suppressed: !\result.result.allowed && rule_qualified(\result.result.rule) &&
      contexts_told{Pre}(0, &io->contexts) && tables_tell_contexts{Pre}(0, &io->unit, m) &&
      pages_told{Pre}(0, &io->iotlb) ==>
      told_suppression(0, request.source_id, request.address / 4096, \result.result.recorded ? 0 : 1);
    ensures never: \result.result.rule == VTD_PMR ==> !\result.result.allowed && !\result.result.recorded;
    ensures fresh: legacy{Pre}(&io->unit) && nothing_held{Pre}(io, request.source_id, request.address / 4096) ==>
      (\result.result.allowed || \result.result.rule == VTD_PMR <==>
        lets_pass{Pre}(&io->unit, m, request.source_id, request.address / 4096, request.access));
    ensures fresh_landing: legacy{Pre}(&io->unit) && \result.result.allowed &&
      nothing_held{Pre}(io, request.source_id, request.address / 4096) &&
      tables_tell_contexts{Pre}(0, &io->unit, m) && tables_tell_pages{Pre}(0, &io->unit.caps, m) ==>
      told_landing(0, request.source_id, request.address / 4096, \result.result.host_address / 4096,
                   request.access) ||
      told_through{Pre}(0, &io->unit.caps, request.source_id, request.address / 4096,
                        \result.result.host_address / 4096);
    ensures silent: !\result.result.recorded ==> fault_dropped{Pre,Post}(&io->faults) &&
      io->faults.overflow == \old(io->faults.overflow) && !\result.effects.fault_event;
    ensures loud: \result.result.recorded ==>
      fault_recorded(&io->faults, \old(io->faults.next), \result.result.fault.lo, \result.result.fault.hi) ||
      io->faults.overflow || (choice.compress && fault_compressed{Pre}(&io->faults, \result.result.fault.hi));
    ensures event: \result.effects.fault_event <==> \result.result.recorded && !fault_status{Pre}(&io->faults) &&
      !\old(io->fault_event.masked);
    ensures pending: \result.result.recorded && !fault_status{Pre}(&io->faults) ==>
      (io->fault_event.pending <==> io->fault_event.masked);
    ensures rest: !\result.effects.status_write && !\result.effects.completion_event &&
      !\result.effects.device_request;
    ensures contexts_told: contexts_told{Pre}(0, &io->contexts) && tables_tell_contexts{Pre}(0, &io->unit, m) ==>
      contexts_told(0, &io->contexts);
    ensures pages_told: contexts_told{Pre}(0, &io->contexts) && tables_tell_contexts{Pre}(0, &io->unit, m) &&
      pages_told{Pre}(0, &io->iotlb) && tables_tell_pages{Pre}(0, &io->unit.caps, m) &&
      tables_tell_refusals{Pre}(0, &io->unit.caps, m) ==> pages_told(0, &io->iotlb);
    ensures coherent: legacy{Pre}(&io->unit) && \result.result.allowed &&
      contexts_told{Pre}(0, &io->contexts) && tables_tell_contexts{Pre}(0, &io->unit, m) &&
      pages_told{Pre}(0, &io->iotlb) && tables_tell_pages{Pre}(0, &io->unit.caps, m) ==>
      told_landing(0, request.source_id, request.address / 4096, \result.result.host_address / 4096,
                   request.access) ||
      told_through{Pre}(0, &io->unit.caps, request.source_id, request.address / 4096,
                        \result.result.host_address / 4096); */
struct vtd_dma_answer vtd_unit_dma(struct vtd_iommu *io, const struct vtd_memory *m, struct vtd_dma_request request,
                                   struct vtd_choice choice);

/* An interrupt request (vtd_request_class says VTD_TO_INTERRUPT). */
/*@ requires iommu_ok(io) && memory_ok(m) && choice.way < VTD_WAYS;
    terminates \true; exits \false;
    assigns io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1],
      io->faults.next, io->faults.first, io->faults.overflow, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->fault_event.pending;
    ensures ok: iommu_ok(io);
    ensures delivered: \result.result.delivered <==> \result.result.rule == VTD_NONE;
    ensures silent: !\result.result.recorded ==> fault_dropped{Pre,Post}(&io->faults) &&
      io->faults.overflow == \old(io->faults.overflow) && !\result.effects.fault_event;
    ensures loud: \result.result.recorded ==>
      fault_recorded(&io->faults, \old(io->faults.next), \result.result.fault.lo, \result.result.fault.hi) ||
      io->faults.overflow || (choice.compress && fault_compressed{Pre}(&io->faults, \result.result.fault.hi));
    ensures event: \result.effects.fault_event <==> \result.result.recorded && !fault_status{Pre}(&io->faults) &&
      !\old(io->fault_event.masked);
    ensures unqualified: !\result.result.delivered && !rule_qualified(\result.result.rule) ==> \result.result.recorded;
    ensures suppressed: !\result.result.delivered && rule_qualified(\result.result.rule) &&
      interrupts_told{Pre}(0, &io->interrupts) && tables_tell_interrupts{Pre}(0, &io->unit, m) ==>
      told_interrupt_suppression(0, index_of(request.address, request.data), \result.result.recorded ? 0 : 1);
    ensures told: interrupts_told{Pre}(0, &io->interrupts) && tables_tell_interrupts{Pre}(0, &io->unit, m) ==>
      interrupts_told(0, &io->interrupts);
    ensures coherent: \result.result.delivered && !forwarded{Pre}(&io->unit, request.address) &&
      interrupts_told{Pre}(0, &io->interrupts) && tables_tell_interrupts{Pre}(0, &io->unit, m) ==>
      told_delivery(0, index_of(request.address, request.data), request.source_id,
                    \old(io->unit.extended_mode), \result.result.message); */
struct vtd_interrupt_answer vtd_unit_interrupt(struct vtd_iommu *io, const struct vtd_memory *m,
                                               struct vtd_interrupt_request request, struct vtd_choice choice);

/* An access to the interrupt range that is no interrupt request (VTD_INVALID_INTERRUPT): always blocked and
 * recorded (INT.29). */
/*@ requires iommu_ok(io) && request.access <= VTD_ZERO_LENGTH_READ;
    terminates \true; exits \false;
    assigns io->faults.next, io->faults.first, io->faults.overflow, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->fault_event.pending;
    ensures ok: iommu_ok(io);
    ensures loud: any_fault_pending(&io->faults) || io->faults.overflow;
    ensures event: \result.fault_event <==> !fault_status{Pre}(&io->faults) && !\old(io->fault_event.masked); */
struct vtd_effects vtd_unit_refuse(struct vtd_iommu *io, struct vtd_dma_request request, struct vtd_choice choice);

#endif
