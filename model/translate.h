/* Requests through the caches (clauses 6.2, 6.3). */
#ifndef MODEL_TRANSLATE_H
#define MODEL_TRANSLATE_H

#include "model/cached_page.h"

/* The context entry of a requester: the cached one, else the one in memory. */
struct vtd_context_source {
    bool cached;
    struct vtd_context_fetch fetch;
};

/*@ requires iommu_ok(io) && memory_ok(m);
    terminates \true; exits \false; assigns \nothing;
    ensures cached: \result.cached ==> !(\result.fetch.lrt_1 || \result.fetch.lrt_2 || \result.fetch.lrt_3 ||
      \result.fetch.lct_1) && (\exists integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS &&
        context_held(&io->contexts, i, source_id) && \result.fetch.lo == cached_context_lo(&io->contexts, i) &&
        \result.fetch.hi == cached_context_hi(&io->contexts, i));
    ensures held: (\exists integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS &&
      context_held(&io->contexts, i, source_id)) ==> \result.cached;
    ensures lrt_1: !\result.cached ==> (\result.fetch.lrt_1 <==> holds_lrt_1(&io->unit, m, source_id));
    ensures lrt_2: !\result.cached ==> (\result.fetch.lrt_2 <==> holds_lrt_2(&io->unit, m, source_id));
    ensures lrt_3: !\result.cached ==> (\result.fetch.lrt_3 <==> holds_lrt_3(&io->unit, m, source_id));
    ensures lct_1: !\result.cached ==> (\result.fetch.lct_1 <==> holds_lct_1(&io->unit, m, source_id));
    ensures met: !\result.cached ==> (context_met(&io->unit, m, source_id) <==>
      !(\result.fetch.lrt_1 || \result.fetch.lrt_2 || \result.fetch.lrt_3 || \result.fetch.lct_1));
    ensures fresh: !\result.cached && context_met(&io->unit, m, source_id) ==>
      \result.fetch.lo == context_lo(&io->unit, m, source_id) &&
      \result.fetch.hi == context_hi(&io->unit, m, source_id);
    ensures told: contexts_told(0, &io->contexts) && tables_tell_contexts(0, &io->unit, m) &&
      !(\result.fetch.lrt_1 || \result.fetch.lrt_2 || \result.fetch.lrt_3 || \result.fetch.lct_1) ==>
      told_context(0, source_id, \result.fetch.lo, \result.fetch.hi); */
struct vtd_context_source vtd_context_for(const struct vtd_iommu *io, const struct vtd_memory *m, uint16_t source_id);

/* A request to memory: answered from the IOTLB, else by a walk, whose result is cached if it may be. Fault
 * recording, protected regions and events are not part of it (see unit.h). */
/*@ requires iommu_ok(io) && memory_ok(m);
    requires request.access <= VTD_ZERO_LENGTH_READ && choice.way < VTD_WAYS;
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1],
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1];
    ensures ok: iommu_ok(io);
    ensures allowed: \result.allowed <==> \result.rule == VTD_NONE;
    ensures recorded: \result.recorded ==> !\result.allowed;
    ensures no_region: \result.rule != VTD_PMR;
    ensures unqualified: !\result.allowed && !rule_qualified(\result.rule) ==> \result.recorded;
    ensures suppressed: !\result.allowed && rule_qualified(\result.rule) && contexts_told{Pre}(0, &io->contexts) &&
      tables_tell_contexts{Pre}(0, &io->unit, m) && pages_told{Pre}(0, &io->iotlb) ==>
      told_suppression(0, request.source_id, request.address / 4096, \result.recorded ? 0 : 1);
    ensures fresh: legacy{Pre}(&io->unit) && nothing_held{Pre}(io, request.source_id, request.address / 4096) ==>
      (\result.allowed <==>
        lets_pass{Pre}(&io->unit, m, request.source_id, request.address / 4096, request.access));
    ensures fresh_landing: legacy{Pre}(&io->unit) && \result.allowed &&
      nothing_held{Pre}(io, request.source_id, request.address / 4096) &&
      tables_tell_contexts{Pre}(0, &io->unit, m) && tables_tell_pages{Pre}(0, &io->unit.caps, m) ==>
      told_landing(0, request.source_id, request.address / 4096, \result.host_address / 4096, request.access) ||
      told_through{Pre}(0, &io->unit.caps, request.source_id, request.address / 4096, \result.host_address / 4096);
    ensures off: !\old(io->unit.translation_enabled) ==>
      \result.allowed && \result.host_address == request.address;
    ensures mode: \old(io->unit.translation_enabled) && \result.allowed ==> legacy{Pre}(&io->unit);
    ensures contexts_told: contexts_told{Pre}(0, &io->contexts) && tables_tell_contexts{Pre}(0, &io->unit, m) ==>
      contexts_told(0, &io->contexts);
    ensures pages_told: contexts_told{Pre}(0, &io->contexts) && tables_tell_contexts{Pre}(0, &io->unit, m) &&
      pages_told{Pre}(0, &io->iotlb) && tables_tell_pages{Pre}(0, &io->unit.caps, m) &&
      tables_tell_refusals{Pre}(0, &io->unit.caps, m) ==> pages_told(0, &io->iotlb);
    ensures coherent: legacy{Pre}(&io->unit) && \result.allowed &&
      contexts_told{Pre}(0, &io->contexts) && tables_tell_contexts{Pre}(0, &io->unit, m) &&
      pages_told{Pre}(0, &io->iotlb) && tables_tell_pages{Pre}(0, &io->unit.caps, m) ==>
      told_landing(0, request.source_id, request.address / 4096, \result.host_address / 4096, request.access) ||
      told_through{Pre}(0, &io->unit.caps, request.source_id, request.address / 4096, \result.host_address / 4096);
    ensures fr: frcd_FR(\result.fault.hi) == rule_code(\result.rule) &&
      frcd_SID(\result.fault.hi) == request.source_id && \result.fault.hi >= 0x8000000000000000; */
struct vtd_dma_result vtd_cached_dma(struct vtd_iommu *io, const struct vtd_memory *m, struct vtd_dma_request request,
                                     struct vtd_choice choice);

#endif
