/* Interrupt requests through the interrupt entry cache (clause 6.3). */
#ifndef MODEL_DELIVER_H
#define MODEL_DELIVER_H

#include "model/reference.h"

/* Answer from the cached entry if there is one, else from the table, whose entry is then cached if it may be.
 * Fault recording and events are not part of it (see unit.h). */
/*@ requires iommu_ok(io) && memory_ok(m) && choice.way < VTD_WAYS;
    terminates \true; exits \false;
    assigns io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1];
    ensures ok: iommu_ok(io);
    ensures delivered: \result.delivered <==> \result.rule == VTD_NONE;
    ensures recorded: \result.recorded ==> !\result.delivered;
    ensures unqualified: !\result.delivered && !rule_qualified(\result.rule) ==> \result.recorded;
    ensures suppressed: !\result.delivered && rule_qualified(\result.rule) &&
      interrupts_told{Pre}(0, &io->interrupts) && tables_tell_interrupts{Pre}(0, &io->unit, m) ==>
      told_interrupt_suppression(0, index_of(request.address, request.data), \result.recorded ? 0 : 1);
    ensures forwarded: forwarded{Pre}(&io->unit, request.address) ==> \result.delivered &&
      is_message_of_request(\result.message, request.address, request.data);
    ensures remapped: \result.delivered && !forwarded{Pre}(&io->unit, request.address) ==>
      remapped{Pre}(&io->unit, request.address, request.data) &&
      index_of(request.address, request.data) < \old(io->unit.interrupt_table_size);
    ensures told: interrupts_told{Pre}(0, &io->interrupts) && tables_tell_interrupts{Pre}(0, &io->unit, m) ==>
      interrupts_told(0, &io->interrupts);
    ensures coherent: \result.delivered && !forwarded{Pre}(&io->unit, request.address) &&
      interrupts_told{Pre}(0, &io->interrupts) && tables_tell_interrupts{Pre}(0, &io->unit, m) ==>
      told_delivery(0, index_of(request.address, request.data), request.source_id,
                    \old(io->unit.extended_mode), \result.message);
    ensures fr: frcd_FR(\result.fault.hi) == rule_code(\result.rule) &&
      frcd_SID(\result.fault.hi) == request.source_id && \result.fault.hi >= 0x8000000000000000; */
struct vtd_interrupt_result vtd_cached_interrupt(struct vtd_iommu *io, const struct vtd_memory *m,
                                                 struct vtd_interrupt_request request, struct vtd_choice choice);

#endif
