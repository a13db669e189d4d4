/* Power on (clauses 11.4, 6.2): nothing enabled, nothing cached, nothing recorded. */
#ifndef MODEL_RESET_H
#define MODEL_RESET_H

#include "spec/spec.h"

/* Make *io a unit with these capabilities in its reset state. The numbers of sets of its
 * caches are powers of two up to the limits of the vocabulary, or 0 for a unit without that cache; each set has
 * VTD_WAYS ways. */
/*@ requires \valid(io) && caps_ok(c) && \separated(io, c);
    requires 0 <= context_sets <= VTD_CONTEXT_SETS && 0 <= iotlb_sets <= VTD_IOTLB_SETS;
    requires 0 <= interrupt_sets <= VTD_INTERRUPT_SETS;
    terminates \true; exits \false;
    assigns *io;
    ensures ok: iommu_ok(io);
    ensures sets: io->contexts.sets == context_sets && io->iotlb.sets == iotlb_sets &&
      io->interrupts.sets == interrupt_sets;
    ensures off: !io->unit.translation_enabled && !io->unit.remapping_enabled && !io->queue.enabled &&
      !io->unit.compatibility_allowed;
    ensures widths: io->unit.caps.host_frames == \old(c->host_frames) && io->unit.caps.version == \old(c->version);
    ensures words: io->unit.caps.cap_lo == \old(c->cap_lo) && io->unit.caps.cap_hi == \old(c->cap_hi) &&
      io->unit.caps.ecap_lo == \old(c->ecap_lo) && io->unit.caps.ecap_hi == \old(c->ecap_hi);
    ensures contexts: contexts_empty(&io->contexts);
    ensures pages: pages_empty(&io->iotlb);
    ensures entries: interrupts_empty(&io->interrupts);
    ensures quiet: !fault_status(&io->faults);
    ensures idle: !io->queue.waiting && !devices_busy(&io->queue);
    ensures registers: io->registers.root_lo == 0 && io->registers.root_hi == 0 && !io->registers.regions_protected;
    ensures fault_event: io->fault_event.masked && !io->fault_event.pending;
    ensures completion_event: io->completion_event.masked && !io->completion_event.pending; */
void vtd_reset(struct vtd_iommu *io, const struct vtd_caps *c, int32_t context_sets, int32_t iotlb_sets,
               int32_t interrupt_sets);

#endif
