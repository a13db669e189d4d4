#include "model/unit.h"

#include "model/event.h"
#include "model/fault_log.h"
#include "model/protected.h"
#include "spec/coherence_lemmas.acsl"

uint32_t vtd_first_piece(uint64_t address, uint32_t length)
{
    uint32_t room = (uint32_t)(0x1000u - address % 0x1000u);
    return length < room ? length : room;
}

/* A fault goes into a record, or overflow says that it did not, or a record of the same requester stands for it. */
/*@ requires fault_log_ok(g) && hi >= 0x8000000000000000;
    terminates \true; exits \false;
    assigns g->next, g->first, g->overflow, g->record[0 .. VTD_FAULT_RECORDS - 1];
    ensures ok: fault_log_ok(g);
    ensures loud: fault_recorded(g, \old(g->next), lo, hi) || g->overflow || (compress && fault_compressed{Pre}(g, hi));
    ensures left: any_fault_pending(g) || g->overflow;
    ensures event: \result <==> !fault_status{Pre}(g); */
static bool add_fault(struct vtd_fault_log *g, uint64_t lo, uint64_t hi, bool compress)
{
    bool event = vtd_fault_log_add(g, lo, hi, compress);
    //@ assert stored: fault_stored{Pre,Here}(g, lo, hi) ==> fault_recorded(g, \at(g->next, Pre), lo, hi) && fault_pending(g, \at(g->next, Pre));
    //@ assert words: fault_dropped{Pre,Here}(g) ==> \forall integer i; 0 <= i < VTD_FAULT_RECORDS ==> g->record[i].word[3] == \at(g->record[i].word[3], Pre);
    //@ assert same: fault_dropped{Pre,Here}(g) ==> any_fault_pending{Pre}(g) ==> any_fault_pending(g);
    return event;
}

/* Record a fault and raise the fault event if it is due. */
/*@ requires iommu_ok(io) && hi >= 0x8000000000000000;
    terminates \true; exits \false;
    assigns io->faults.next, io->faults.first, io->faults.overflow, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->fault_event.pending;
    ensures ok: iommu_ok(io);
    ensures loud: fault_recorded(&io->faults, \old(io->faults.next), lo, hi) || io->faults.overflow ||
      (compress && fault_compressed{Pre}(&io->faults, hi));
    ensures pending_record: any_fault_pending(&io->faults) || io->faults.overflow;
    ensures event: \result <==> !fault_status{Pre}(&io->faults) && !\old(io->fault_event.masked);
    ensures pending: !fault_status{Pre}(&io->faults) ==> (io->fault_event.pending <==> io->fault_event.masked);
    ensures contexts: contexts_told{Pre}(0, &io->contexts) ==> contexts_told(0, &io->contexts);
    ensures pages: pages_told{Pre}(0, &io->iotlb) ==> pages_told(0, &io->iotlb);
    ensures interrupts: interrupts_told{Pre}(0, &io->interrupts) ==> interrupts_told(0, &io->interrupts); */
static bool record(struct vtd_iommu *io, uint64_t lo, uint64_t hi, bool compress)
{
    bool sent = false;
    bool event = add_fault(&io->faults, lo, hi, compress);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    //@ assert interrupts: interrupt_cache_ok(&io->interrupts);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
    //@ assert told: contexts_told{Pre}(0, &io->contexts) ==> contexts_told(0, &io->contexts);
    //@ assert told_too: interrupts_told{Pre}(0, &io->interrupts) ==> interrupts_told(0, &io->interrupts);
    if (event)
        sent = vtd_event_raise(&io->fault_event);
    return sent;
}

struct vtd_dma_answer vtd_unit_dma(struct vtd_iommu *io, const struct vtd_memory *m, struct vtd_dma_request request,
                                   struct vtd_choice choice)
{
    struct vtd_dma_answer a;
    a.effects = vtd_no_effects();
    a.result = vtd_cached_dma(io, m, request, choice);
    //@ assert counts: io->faults.count == \at(io->faults.count, Pre) && io->faults.next == \at(io->faults.next, Pre) && io->faults.first == \at(io->faults.first, Pre) && io->faults.overflow == \at(io->faults.overflow, Pre);
    //@ assert words: \forall integer i; 0 <= i < VTD_FAULT_RECORDS ==> fault_same{Pre,Here}(&io->faults, i);
    //@ assert log: fault_dropped{Pre,Here}(&io->faults);
    //@ assert third: \forall integer i; 0 <= i < VTD_FAULT_RECORDS ==> io->faults.record[i].word[3] == \at(io->faults.record[i].word[3], Pre) && io->faults.record[i].word[2] == \at(io->faults.record[i].word[2], Pre);
    //@ assert pending: \forall integer i; 0 <= i < io->faults.count ==> (fault_pending(&io->faults, i) <==> fault_pending{Pre}(&io->faults, i)) && fault_source(&io->faults, i) == fault_source{Pre}(&io->faults, i);
    //@ assert any_then: any_fault_pending(&io->faults) ==> any_fault_pending{Pre}(&io->faults);
    //@ assert any_now: any_fault_pending{Pre}(&io->faults) ==> any_fault_pending(&io->faults);
    //@ assert status: fault_status(&io->faults) <==> fault_status{Pre}(&io->faults);
    //@ assert compressed: fault_compressed(&io->faults, a.result.fault.hi) ==> fault_compressed{Pre}(&io->faults, a.result.fault.hi);
    //@ assert told_pages: contexts_told{Pre}(0, &io->contexts) && tables_tell_contexts{Pre}(0, &io->unit, m) && pages_told{Pre}(0, &io->iotlb) && tables_tell_pages{Pre}(0, &io->unit.caps, m) && tables_tell_refusals{Pre}(0, &io->unit.caps, m) ==> pages_told(0, &io->iotlb);
    if (a.result.allowed && vtd_is_protected(io, a.result.host_address / 0x1000u, a.result.page_level != 0u)) {
        a.result.allowed = false;
        a.result.rule = VTD_PMR;
    }
    if (a.result.recorded)
        a.effects.fault_event = record(io, a.result.fault.lo, a.result.fault.hi, choice.compress);
    return a;
}

struct vtd_interrupt_answer vtd_unit_interrupt(struct vtd_iommu *io, const struct vtd_memory *m,
                                               struct vtd_interrupt_request request, struct vtd_choice choice)
{
    struct vtd_interrupt_answer a;
    a.effects = vtd_no_effects();
    a.result = vtd_cached_interrupt(io, m, request, choice);
    //@ assert counts: io->faults.count == \at(io->faults.count, Pre) && io->faults.next == \at(io->faults.next, Pre) && io->faults.first == \at(io->faults.first, Pre) && io->faults.overflow == \at(io->faults.overflow, Pre);
    //@ assert words: \forall integer i; 0 <= i < VTD_FAULT_RECORDS ==> fault_same{Pre,Here}(&io->faults, i);
    //@ assert log: fault_dropped{Pre,Here}(&io->faults);
    //@ assert third: \forall integer i; 0 <= i < VTD_FAULT_RECORDS ==> io->faults.record[i].word[3] == \at(io->faults.record[i].word[3], Pre) && io->faults.record[i].word[2] == \at(io->faults.record[i].word[2], Pre);
    //@ assert pending: \forall integer i; 0 <= i < io->faults.count ==> (fault_pending(&io->faults, i) <==> fault_pending{Pre}(&io->faults, i)) && fault_source(&io->faults, i) == fault_source{Pre}(&io->faults, i);
    //@ assert any_then: any_fault_pending(&io->faults) ==> any_fault_pending{Pre}(&io->faults);
    //@ assert any_now: any_fault_pending{Pre}(&io->faults) ==> any_fault_pending(&io->faults);
    //@ assert status: fault_status(&io->faults) <==> fault_status{Pre}(&io->faults);
    //@ assert compressed: fault_compressed(&io->faults, a.result.fault.hi) ==> fault_compressed{Pre}(&io->faults, a.result.fault.hi);
    if (a.result.recorded)
        a.effects.fault_event = record(io, a.result.fault.lo, a.result.fault.hi, choice.compress);
    return a;
}

struct vtd_effects vtd_unit_refuse(struct vtd_iommu *io, struct vtd_dma_request request, struct vtd_choice choice)
{
    struct vtd_effects e = vtd_no_effects();
    struct vtd_fault_record fault = vtd_dma_fault_record(request, VTD_INT_29);
    e.fault_event = record(io, fault.lo, fault.hi, choice.compress);
    return e;
}
