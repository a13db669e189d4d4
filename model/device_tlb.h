/* What comes back from devices for device-TLB invalidations (clauses 4.3, 6.5.2.5, 6.5.2.9). */
#ifndef MODEL_DEVICE_TLB_H
#define MODEL_DEVICE_TLB_H

#include "model/effects.h"

/* An invalidation completion of a device for one tag; count as in the message: how many completions make
 * one answer, 0 for 8. A completion that nobody waits for is an error (ICE). A message that names several
 * tags is several calls. While translation is off the message is refused and nothing happens (clause 4.3). */
/*@ requires iommu_ok(io) && tag < VTD_ITAGS && count <= 7;
    terminates \true; exits \false;
    assigns io->queue.itag[tag], io->queue.waiting, io->queue.wait_complete, io->queue.completion_source,
      io->faults.completion_error, io->fault_event.pending, io->completion_event.pending;
    ensures ok: iommu_ok(io);
    ensures refused: !\old(io->unit.translation_enabled) ==> no_effects(\result) &&
      io->queue.itag[tag] == \old(io->queue.itag[tag]) && io->queue.waiting == \old(io->queue.waiting) &&
      io->faults.completion_error == \old(io->faults.completion_error);
    ensures unexpected: \old(io->unit.translation_enabled) && !tag_expected{Pre}(&io->queue, tag, source) ==>
      io->faults.completion_error && io->queue.itag[tag] == \old(io->queue.itag[tag]);
    ensures captured: \old(io->unit.translation_enabled) && !tag_expected{Pre}(&io->queue, tag, source) && !\old(io->faults.completion_error) ==>
      io->queue.completion_source == source;
    ensures last: \old(io->unit.translation_enabled) && tag_expected{Pre}(&io->queue, tag, source) && completions_left{Pre}(&io->queue, tag, count) == 1 ==>
      io->queue.itag[tag].used == 0;
    ensures more: \old(io->unit.translation_enabled) && tag_expected{Pre}(&io->queue, tag, source) && completions_left{Pre}(&io->queue, tag, count) > 1 ==>
      io->queue.itag[tag].used != 0 && io->queue.itag[tag].source == source &&
      io->queue.itag[tag].remaining == completions_left{Pre}(&io->queue, tag, count) - 1;
    ensures released: \old(io->unit.translation_enabled) && \old(io->queue.waiting) && !devices_busy(&io->queue) ==> !io->queue.waiting &&
      wait_completed{Pre,Post}(io, \result, \old(io->queue.wait_status), \old(io->queue.wait_interrupt),
                               \old(io->queue.wait_data), \old(io->queue.wait_address));
    ensures held: \old(io->unit.translation_enabled) && \old(io->queue.waiting) && devices_busy(&io->queue) ==>
      io->queue.waiting && !\result.status_write && !\result.completion_event;
    ensures idle: !\old(io->queue.waiting) ==> !io->queue.waiting && !\result.status_write && !\result.completion_event;
    ensures event: \result.fault_event <==> \old(io->unit.translation_enabled) &&
      !tag_expected{Pre}(&io->queue, tag, source) && !fault_status{Pre}(&io->faults) && !io->fault_event.masked;
    ensures no_request: !\result.device_request; */
struct vtd_effects vtd_device_completion(struct vtd_iommu *io, uint16_t source, uint8_t tag, unsigned count);

/* A device does not answer in time: ITE; its tag is free again, a waiting wait descriptor is dropped without
 * status or event, and nothing is taken from the queue until software clears ITE. */
/*@ requires iommu_ok(io) && tag < VTD_ITAGS;
    terminates \true; exits \false;
    assigns io->queue.itag[tag], io->queue.waiting, io->queue.timeout_source, io->faults.timeout_error,
      io->fault_event.pending;
    ensures ok: iommu_ok(io);
    ensures timeout: \old(io->queue.itag[tag].used) != 0 ==>
      io->faults.timeout_error && !io->queue.waiting && io->queue.itag[tag].used == 0;
    ensures captured: \old(io->queue.itag[tag].used) != 0 && !\old(io->faults.timeout_error) ==>
      io->queue.timeout_source == \old(io->queue.itag[tag].source);
    ensures nothing: \old(io->queue.itag[tag].used) == 0 ==> no_effects(\result) &&
      io->faults.timeout_error == \old(io->faults.timeout_error) && io->queue.waiting == \old(io->queue.waiting);
    ensures event: \result.fault_event <==> \old(io->queue.itag[tag].used) != 0 &&
      !fault_status{Pre}(&io->faults) && !io->fault_event.masked;
    ensures rest: !\result.status_write && !\result.completion_event && !\result.device_request; */
struct vtd_effects vtd_device_timeout(struct vtd_iommu *io, uint8_t tag);

#endif
