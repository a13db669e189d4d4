#include "model/translate.h"

#include "model/context_cache.h"
#include "model/iotlb.h"

struct vtd_context_source vtd_context_for(const struct vtd_iommu *io, const struct vtd_memory *m, uint16_t source_id)
{
    struct vtd_context_source s = {false, {false, false, false, false, 0u, 0u}};
    int32_t at = vtd_context_cache_find(&io->contexts, source_id);
    if (at < 0) {
        s.fetch = vtd_fetch_context(&io->unit, m, source_id);
        return s;
    }
    s.cached = true;
    s.fetch.lo = io->contexts.entry[at].word[0] + (uint64_t)io->contexts.entry[at].word[1] * 0x100000000u;
    s.fetch.hi = io->contexts.entry[at].word[2] + (uint64_t)io->contexts.entry[at].word[3] * 0x100000000u;
    //@ assert lo: s.fetch.lo == cached_context_lo(&io->contexts, at);
    //@ assert hi: s.fetch.hi == cached_context_hi(&io->contexts, at);
    return s;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures tags: \result.source == source && \result.domain == domain && \result.valid != 0;
    ensures lo: joined(\result.word[0], \result.word[1]) == lo;
    ensures hi: joined(\result.word[2], \result.word[3]) == hi; */
static struct vtd_cached_context context_to_cache(uint64_t lo, uint64_t hi, uint16_t source, uint16_t domain)
{
    struct vtd_cached_context e;
    e.word[0] = (uint32_t)(lo % 0x100000000u);
    e.word[1] = (uint32_t)(lo / 0x100000000u);
    e.word[2] = (uint32_t)(hi % 0x100000000u);
    e.word[3] = (uint32_t)(hi / 0x100000000u);
    e.source = source;
    e.domain = domain;
    e.valid = 1u;
    return e;
}

/* Hold what a walk that missed both caches has found. Faulting entries only where the unit may (CM=1) and
 * does; a context entry that faults is tagged with domain 0 (clause 6.2.2). */
/*@ requires iommu_ok(io) && way < VTD_WAYS && page < 0x10000000000000;
    requires o.translated ==> 1 <= o.level <= 5;
    requires o.mapped ==> o.translated && o.level <= 3 && o.page_frame < 0x10000000000;
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1],
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1];
    ensures ok: iommu_ok(io);
    ensures contexts: told_context(0, source_id, s.fetch.lo, s.fetch.hi) &&
      contexts_told{Pre}(0, &io->contexts) ==> contexts_told(0, &io->contexts);
    ensures pages: (o.mapped ==> told_page(0, source_id, o.domain, o.level, page / span(o.level), o.page_frame,
                                           rights_of(o.read, o.write), o.fault_disabled ? 1 : 0)) &&
      (o.translated && !o.mapped ==> told_no_page(0, source_id, o.domain, page,
        o.holds.lct_4_3 ? VTD_LCT_4_3 : o.holds.lss_1 ? VTD_LSS_1 : o.holds.lss_2 ? VTD_LSS_2 : VTD_LGN_2,
        o.fault_disabled ? 1 : 0)) &&
      pages_told{Pre}(0, &io->iotlb) ==> pages_told(0, &io->iotlb); */
static void remember(struct vtd_iommu *io, struct vtd_context_source s, struct vtd_dma_outcome o, uint64_t page,
                     uint16_t source_id, unsigned way, bool faults_too)
{
    bool usable = !(o.holds.lct_2 || o.holds.lct_3 || o.holds.lct_4_1 || o.holds.lct_4_2);
    bool allowed = vtd_first_condition(o.holds) == VTD_NONE;
    if (!s.cached && (usable || faults_too))
        vtd_context_cache_insert(&io->contexts,
                                 context_to_cache(s.fetch.lo, s.fetch.hi, source_id, usable ? o.domain : 0u), way);
    if (o.translated && (allowed || faults_too))
        vtd_iotlb_insert(&io->iotlb, vtd_page_to_cache(o, page, source_id), way);
}

struct vtd_dma_result vtd_cached_dma(struct vtd_iommu *io, const struct vtd_memory *m, struct vtd_dma_request request,
                                     struct vtd_choice choice)
{
    uint64_t page = request.address / 0x1000u;
    uint16_t source_id = request.source_id;
    if (!io->unit.translation_enabled || io->unit.table_mode != VTD_LEGACY)
        return vtd_dma_result_of(vtd_dma_without_tables(&io->unit, page), request);
    int32_t at = vtd_iotlb_find(&io->iotlb, source_id, (int64_t)page);
    if (at >= 0)
        return vtd_answer_from_page(&io->unit.caps, io->iotlb.entry[at], request);
    struct vtd_context_source s = vtd_context_for(io, m, source_id);
    if (s.fetch.lrt_1 || s.fetch.lrt_2 || s.fetch.lrt_3 || s.fetch.lct_1)
        return vtd_dma_result_of(vtd_dma_without_context(s.fetch, page), request);
    struct vtd_dma_outcome o = vtd_dma_in_context(&io->unit.caps, m, s.fetch.lo, s.fetch.hi, page, request.access);
    struct vtd_dma_result r = vtd_dma_result_of(o, request);
    remember(io, s, o, page, source_id, choice.way, choice.cache_faults && io->unit.caps.caching_mode);
    return r;
}
