/* Raising the unit's own events, and the effects that an operation has outside it. */
#ifndef MODEL_EFFECTS_H
#define MODEL_EFFECTS_H

#include "spec/spec.h"

/*@ terminates \true; exits \false; assigns \nothing;
    ensures none: no_effects(\result);
    ensures zero: \result.status_data == 0 && \result.status_address == 0; */
struct vtd_effects vtd_no_effects(void);

/* A queue error is found (clause 6.5.2.9): FSTS.IQE and IQERCD.IQEI. Returns whether the fault event is sent. */
/*@ requires iommu_ok(io) && 1 <= code <= 7;
    terminates \true; exits \false;
    assigns io->faults.queue_error, io->queue.error, io->fault_event.pending;
    ensures ok: iommu_ok(io);
    ensures set: io->faults.queue_error && io->queue.error == code;
    ensures sent: \result <==> !fault_status{Pre}(&io->faults) && !io->fault_event.masked;
    ensures pending: io->fault_event.pending <==>
      (fault_status{Pre}(&io->faults) ? \old(io->fault_event.pending) != 0 : io->fault_event.masked != 0); */
bool vtd_queue_fail(struct vtd_iommu *io, uint8_t code);

/* A wait descriptor has completed (clauses 6.5.2.8, 6.5.2.10). address: STADDR / 4. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->queue.wait_complete, io->completion_event.pending;
    ensures ok: iommu_ok(io);
    ensures done: wait_completed{Pre,Post}(io, \result, status, interrupt, data, address);
    ensures rest: !\result.fault_event && !\result.device_request; */
struct vtd_effects vtd_wait_complete(struct vtd_iommu *io, bool status, bool interrupt, uint32_t data,
                                     uint64_t address);

#endif
