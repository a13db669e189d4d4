#include "model/translate.h"

#include "model/context_cache.h"
#include "model/iotlb.h"
#include "spec/coherence_lemmas.acsl"
#include "spec/second_stage_lemmas.acsl"

struct vtd_context_source vtd_context_for(const struct vtd_iommu *io, const struct vtd_memory *m, uint16_t source_id)
{
    struct vtd_context_source s = {false, {false, false, false, false, 0u, 0u}};
    int32_t at = vtd_context_cache_find(&io->contexts, source_id);
    if (at < 0) {
        s.fetch = vtd_fetch_context(&io->unit, m, source_id);
        return s;
    }
    s.cached = true;
    s.fetch.lo = io->contexts.entry[at].word0 + (uint64_t)io->contexts.entry[at].word1 * 0x100000000u;
    s.fetch.hi = io->contexts.entry[at].word2 + (uint64_t)io->contexts.entry[at].word3 * 0x100000000u;
    //@ assert lo: s.fetch.lo == cached_context_lo(&io->contexts, at);
    //@ assert hi: s.fetch.hi == cached_context_hi(&io->contexts, at);
    return s;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures tags: \result.source == source && \result.domain == domain && \result.valid == 1;
    ensures lo: joined(\result.word0, \result.word1) == lo;
    ensures hi: joined(\result.word2, \result.word3) == hi; */
static struct vtd_cached_context context_to_cache(uint64_t lo, uint64_t hi, uint16_t source, uint16_t domain)
{
    struct vtd_cached_context e;
    e.word0 = (uint32_t)(lo % 0x100000000u);
    e.word1 = (uint32_t)(lo / 0x100000000u);
    e.word2 = (uint32_t)(hi % 0x100000000u);
    e.word3 = (uint32_t)(hi / 0x100000000u);
    e.source = source;
    e.domain = domain;
    e.valid = 1u;
    return e;
}

/* Hold a context entry that was read; one that faults is tagged with domain 0 (clause 6.2.2). */
/*@ requires iommu_ok(io) && way < VTD_WAYS;
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1];
    ensures ok: iommu_ok(io);
    ensures told: told_context(0, source, lo, hi) && contexts_told{Pre}(0, &io->contexts) ==>
      contexts_told(0, &io->contexts); */
static void remember_context(struct vtd_iommu *io, uint64_t lo, uint64_t hi, uint16_t source, uint16_t domain,
                             unsigned way)
{
    struct vtd_cached_context e = context_to_cache(lo, hi, source, domain);
    vtd_context_cache_insert(&io->contexts, e, way);
    //@ assert new: \forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==> io->contexts.entry[i] == e ==> cached_context_lo(&io->contexts, i) == lo && cached_context_hi(&io->contexts, i) == hi && io->contexts.entry[i].source == source;
    //@ assert old: \forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==> io->contexts.entry[i] == \at(io->contexts.entry[i], Pre) ==> cached_context_lo(&io->contexts, i) == cached_context_lo{Pre}(&io->contexts, i) && cached_context_hi(&io->contexts, i) == cached_context_hi{Pre}(&io->contexts, i) && io->contexts.entry[i].source == \at(io->contexts.entry[i].source, Pre) && io->contexts.entry[i].valid == \at(io->contexts.entry[i].valid, Pre);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
}

/* Hold the result of a walk. */
/*@ requires iommu_ok(io) && way < VTD_WAYS && cached_page_ok(e) && e.level != 0;
    terminates \true; exits \false;
    assigns io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1];
    ensures ok: iommu_ok(io);
    ensures told: page_told(0, e) && pages_told{Pre}(0, &io->iotlb) ==> pages_told(0, &io->iotlb); */
static void remember_page(struct vtd_iommu *io, struct vtd_cached_page e, unsigned way)
{
    vtd_iotlb_insert(&io->iotlb, e, way);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert interrupts: interrupt_cache_ok(&io->interrupts);
}

/* The IOTLB entry for the outcome of a walk, with what it means. */
/*@ requires caps_ok(c) && memory_ok(m) && o.translated && page < 0x10000000000000 && 1 <= o.level <= 5;
    requires walk: walks(c, lo, hi, page) &&
      path_ends(c, m, ce_SSPTPTR(lo), context_levels(hi), page, o.level);
    requires mapped: o.mapped <==> maps(c, m, ce_SSPTPTR(lo), context_levels(hi), page, o.level);
    requires frame: o.mapped ==> o.level <= 3 && o.page_frame < 0x10000000000 &&
      o.page_frame == ss_ADDR(entry_at(m, ce_SSPTPTR(lo), context_levels(hi), page, o.level));
    requires read: o.read <==> all_read(m, ce_SSPTPTR(lo), context_levels(hi), page, o.level);
    requires write: o.write <==> all_write(m, ce_SSPTPTR(lo), context_levels(hi), page, o.level);
    requires top: o.holds.lct_4_3 <==> holds_lct_4_3(m, ce_SSPTPTR(lo), context_levels(hi), page, o.level);
    requires lower: o.holds.lss_1 <==> holds_lss_1(m, ce_SSPTPTR(lo), context_levels(hi), page, o.level);
    requires reserved: o.holds.lss_2 <==> holds_lss_2(c, m, ce_SSPTPTR(lo), context_levels(hi), page, o.level);
    requires level: o.level <= context_levels(hi);
    requires tags: o.domain == ce_DID(hi) && (o.fault_disabled <==> ce_FPD(lo) == 1);
    terminates \true; exits \false; assigns \nothing;
    ensures ok: cached_page_ok(\result) && \result.level != 0;
    ensures told: told_context(0, source, lo, hi) && tables_tell_pages(0, c, m) && tables_tell_refusals(0, c, m) ==>
      page_told(0, \result);
    ensures page: told_context(0, source, lo, hi) && tables_tell_pages(0, c, m) && o.mapped ==>
      told_page(0, source, o.domain, o.level, page / span(o.level), o.page_frame, rights_of(o.read, o.write),
                ce_FPD(lo)); */
static struct vtd_cached_page page_of_walk(const struct vtd_caps *c, const struct vtd_memory *m,
                                           struct vtd_dma_outcome o, uint64_t lo, uint64_t hi, uint64_t page,
                                           uint16_t source)
{
    struct vtd_cached_page e = vtd_page_to_cache(o, page, source);
    (void)c, (void)m, (void)lo, (void)hi;
    //@ assert fpd: e.fault_disabled == ce_FPD(lo);
    //@ assert map: o.mapped ==> tables_map(c, m, lo, hi, page, o.level, o.read, o.write);
    //@ assert page: told_context(0, source, lo, hi) && tables_tell_pages(0, c, m) && o.mapped ==> told_page(0, source, o.domain, o.level, page / span(o.level), o.page_frame, rights_of(o.read, o.write), ce_FPD(lo));
    //@ assert breaks: !o.mapped ==> breaks(c, m, ce_SSPTPTR(lo), context_levels(hi), page, o.level);
    //@ assert absent: !o.mapped && e.rule == VTD_LGN_2 ==> !grants_write(entry_at(m, ce_SSPTPTR(lo), context_levels(hi), page, o.level)) && fetched_at(m, ce_SSPTPTR(lo), context_levels(hi), page, o.level);
    //@ assert refuse: !o.mapped ==> tables_refuse(c, m, lo, hi, page, o.level, e.rule);
    return e;
}

/* A request that missed the IOTLB, with its context entry at hand. */
/*@ requires iommu_ok(io) && memory_ok(m) && request.access <= VTD_ZERO_LENGTH_READ && choice.way < VTD_WAYS;
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1],
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1];
    ensures ok: iommu_ok(io);
    ensures allowed: \result.allowed <==> \result.rule == VTD_NONE;
    ensures recorded: \result.recorded ==> !\result.allowed;
    ensures contexts: told_context(0, request.source_id, s.fetch.lo, s.fetch.hi) &&
      contexts_told{Pre}(0, &io->contexts) ==> contexts_told(0, &io->contexts);
    ensures pages: told_context(0, request.source_id, s.fetch.lo, s.fetch.hi) && pages_told{Pre}(0, &io->iotlb) &&
      tables_tell_pages{Pre}(0, &io->unit.caps, m) && tables_tell_refusals{Pre}(0, &io->unit.caps, m) ==>
      pages_told(0, &io->iotlb);
    ensures qualified: !\result.allowed ==> rule_qualified(\result.rule);
    ensures suppressed: !\result.allowed && told_context(0, request.source_id, s.fetch.lo, s.fetch.hi) ==>
      told_suppression(0, request.source_id, request.address / 4096, \result.recorded ? 0 : 1);
    ensures now: \result.allowed <==> context_lets_pass{Pre}(&io->unit.caps, m, s.fetch.lo, s.fetch.hi,
      request.address / 4096, request.access);
    ensures coherent: \result.allowed && told_context(0, request.source_id, s.fetch.lo, s.fetch.hi) &&
      tables_tell_pages{Pre}(0, &io->unit.caps, m) ==>
      told_landing(0, request.source_id, request.address / 4096, \result.host_address / 4096, request.access) ||
      told_through{Pre}(0, &io->unit.caps, request.source_id, request.address / 4096, \result.host_address / 4096);
    ensures fr: frcd_FR(\result.fault.hi) == rule_code(\result.rule) &&
      frcd_SID(\result.fault.hi) == request.source_id && \result.fault.hi >= 0x8000000000000000; */
static struct vtd_dma_result walk(struct vtd_iommu *io, const struct vtd_memory *m, struct vtd_dma_request request,
                                  struct vtd_choice choice, struct vtd_context_source s)
{
    uint64_t page = request.address / 0x1000u;
    uint16_t source = request.source_id;
    const struct vtd_caps *c = &io->unit.caps;
    bool faults_too = choice.cache_faults && c->caching_mode;
    struct vtd_dma_outcome o = vtd_dma_in_context(c, m, s.fetch.lo, s.fetch.hi, page, request.access);
    struct vtd_dma_result r = vtd_dma_result_of(o, request);
    bool usable = !(o.holds.lct_2 || o.holds.lct_3 || o.holds.lct_4_1 || o.holds.lct_4_2);
    //@ assert fpd: !r.allowed ==> ce_FPD(s.fetch.lo) == (r.recorded ? 0 : 1);
    //@ assert maps: r.allowed && o.translated ==> tables_let_pass(c, m, ce_SSPTPTR(s.fetch.lo), context_levels(s.fetch.hi), page, o.level, request.access);
    //@ assert only: \forall integer level; o.translated && maps(c, m, ce_SSPTPTR(s.fetch.lo), context_levels(s.fetch.hi), page, level) ==> level == o.level;
    //@ assert now: r.allowed <==> context_lets_pass(c, m, s.fetch.lo, s.fetch.hi, page, request.access);
    //@ assert usable: usable <==> context_usable(c, s.fetch.lo, s.fetch.hi);
    //@ assert through: r.allowed && !o.translated ==> context_usable(c, s.fetch.lo, s.fetch.hi) && context_pass_through(s.fetch.lo) && page < c->host_frames && r.host_address / 4096 == page;
    if (o.translated) {
        struct vtd_cached_page e = page_of_walk(c, m, o, s.fetch.lo, s.fetch.hi, page, source);
        //@ assert mapped: r.allowed ==> o.mapped && o.frame == o.page_frame + page % span(o.level);
        //@ assert landing: r.allowed ==> r.host_address / 4096 == o.page_frame + page % span(o.level);
        //@ assert rights: r.allowed ==> (reads(request.access) ==> o.read) && (writes(request.access) ==> o.write);
        //@ assert r: rights_of(o.read, o.write) % 2 == (o.read ? 1 : 0) && rights_of(o.read, o.write) / 2 == (o.write ? 1 : 0);
        //@ assert told: r.allowed && told_context(0, source, s.fetch.lo, s.fetch.hi) && tables_tell_pages(0, c, m) ==> told_page(0, source, o.domain, o.level, page / span(o.level), o.page_frame, rights_of(o.read, o.write), ce_FPD(s.fetch.lo));
        //@ assert coherent: r.allowed && told_context(0, source, s.fetch.lo, s.fetch.hi) && tables_tell_pages(0, c, m) ==> told_landing(0, source, page, r.host_address / 4096, request.access);
        if (r.allowed || faults_too)
            remember_page(io, e, choice.way);
    }
    if (!s.cached && (usable || faults_too))
        remember_context(io, s.fetch.lo, s.fetch.hi, source, usable ? o.domain : 0u, choice.way);
    return r;
}

/* A request that hits the IOTLB at position `at`. */
/*@ requires iommu_ok(io) && request.access <= VTD_ZERO_LENGTH_READ;
    requires 0 <= at < VTD_IOTLB_SETS * VTD_WAYS;
    requires page_held(&io->iotlb, at, request.source_id, request.address / 4096);
    terminates \true; exits \false; assigns \nothing;
    ensures allowed: \result.allowed <==> \result.rule == VTD_NONE;
    ensures recorded: \result.recorded ==> !\result.allowed;
    ensures qualified: !\result.allowed ==> rule_qualified(\result.rule);
    ensures suppressed: !\result.allowed && pages_told(0, &io->iotlb) ==>
      told_suppression(0, request.source_id, request.address / 4096, \result.recorded ? 0 : 1);
    ensures coherent: \result.allowed && pages_told(0, &io->iotlb) ==>
      told_landing(0, request.source_id, request.address / 4096, \result.host_address / 4096, request.access);
    ensures fr: frcd_FR(\result.fault.hi) == rule_code(\result.rule) &&
      frcd_SID(\result.fault.hi) == request.source_id && \result.fault.hi >= 0x8000000000000000; */
static struct vtd_dma_result hit(const struct vtd_iommu *io, struct vtd_dma_request request, int32_t at)
{
    struct vtd_cached_page e = io->iotlb.entry[at];
    struct vtd_dma_result r = vtd_answer_from_page(&io->unit.caps, e, request);
    //@ assert fpd: !r.allowed ==> e.fault_disabled == (r.recorded ? 0 : 1);
    //@ assert told_entry: pages_told(0, &io->iotlb) ==> page_told(0, e);
    //@ assert found: e.source == request.source_id && e.first == request.address / 4096 / span(e.level);
    //@ assert silent: pages_told(0, &io->iotlb) && e.rule == VTD_NONE ==> told_suppression(0, request.source_id, request.address / 4096, e.fault_disabled);
    //@ assert silent_too: pages_told(0, &io->iotlb) && e.rule != VTD_NONE ==> told_suppression(0, request.source_id, request.address / 4096, e.fault_disabled);
    //@ assert told: r.allowed && pages_told(0, &io->iotlb) ==> told_page(0, request.source_id, e.domain, e.level, request.address / 4096 / span(e.level), e.frame, e.rights, e.fault_disabled);
    //@ assert landing: r.allowed ==> r.host_address / 4096 == e.frame + request.address / 4096 % span(e.level);
    //@ assert coherent: r.allowed && pages_told(0, &io->iotlb) ==> told_landing(0, request.source_id, request.address / 4096, e.frame + request.address / 4096 % span(e.level), request.access);
    return r;
}

struct vtd_dma_result vtd_cached_dma(struct vtd_iommu *io, const struct vtd_memory *m, struct vtd_dma_request request,
                                     struct vtd_choice choice)
{
    uint64_t page = request.address / 0x1000u;
    if (!io->unit.translation_enabled || io->unit.table_mode != VTD_LEGACY)
        return vtd_dma_result_of(vtd_dma_without_tables(&io->unit, page), request);
    int32_t at = vtd_iotlb_find(&io->iotlb, request.source_id, (int64_t)page);
    if (at >= 0)
        return hit(io, request, at);
    struct vtd_context_source s = vtd_context_for(io, m, request.source_id);
    if (s.fetch.lrt_1 || s.fetch.lrt_2 || s.fetch.lrt_3 || s.fetch.lct_1)
        return vtd_dma_result_of(vtd_dma_without_context(s.fetch, page), request);
    return walk(io, m, request, choice, s);
}
