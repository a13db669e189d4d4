/* IOTLB entries: made from a walk, used for a request (clause 6.2.4). */
#ifndef MODEL_CACHED_PAGE_H
#define MODEL_CACHED_PAGE_H

#include "model/reference.h"

/* The answer that an entry gives to a request which it serves. */
/*@ requires caps_ok(c) && cached_page_ok(e) && e.level != 0 && request.access <= VTD_ZERO_LENGTH_READ;
    terminates \true; exits \false; assigns \nothing;
    ensures allowed: \result.allowed <==> \result.rule == VTD_NONE;
    ensures recorded: \result.recorded <==> !\result.allowed && e.fault_disabled == 0;
    ensures qualified: !\result.allowed ==> rule_qualified(\result.rule);
    ensures none: \result.allowed ==> e.rule == VTD_NONE;
    ensures read: \result.allowed && reads(request.access) ==> e.rights % 2 == 1;
    ensures write: \result.allowed && writes(request.access) ==> e.rights / 2 == 1;
    ensures range: \result.allowed ==> !in_interrupt_range(e.frame + request.address / 4096 % span(e.level));
    ensures passes: e.rule == VTD_NONE && (reads(request.access) ==> e.rights % 2 == 1) &&
      (writes(request.access) ==> e.rights / 2 == 1) &&
      (zero_length(request.access) ==> c->zero_length_read || e.rights % 2 == 1) &&
      !in_interrupt_range(e.frame + request.address / 4096 % span(e.level)) ==> \result.allowed;
    ensures address: \result.allowed ==> \result.host_address ==
      (e.frame + request.address / 4096 % span(e.level)) * 4096 + request.address % 4096;
    ensures structural: e.rule != VTD_NONE && e.rule != VTD_LGN_2 ==> \result.rule == e.rule;
    ensures absent: e.rule == VTD_LGN_2 ==>
      \result.rule == (request.access == VTD_WRITE || request.access == VTD_ATOMIC ? VTD_LGN_2 : VTD_LGN_3);
    ensures denied: e.rule == VTD_NONE && !\result.allowed ==>
      (\result.rule == VTD_LGN_2 && writes(request.access) && e.rights / 2 == 0) ||
      (\result.rule == VTD_LGN_3 && !(request.access == VTD_WRITE) && e.rights % 2 == 0) ||
      (\result.rule == VTD_LGN_4 && in_interrupt_range(e.frame + request.address / 4096 % span(e.level)));
    ensures rest: \result.page_level == e.level && \result.domain == e.domain;
    ensures rights: (\result.read <==> e.rights % 2 == 1) && (\result.write <==> e.rights / 2 == 1);
    ensures fr: frcd_FR(\result.fault.hi) == rule_code(\result.rule) &&
      frcd_SID(\result.fault.hi) == request.source_id && \result.fault.hi >= 0x8000000000000000;
    ensures fi: frcd_FI(\result.fault.lo) == request.address / 4096; */
struct vtd_dma_result vtd_answer_from_page(const struct vtd_caps *c, struct vtd_cached_page e,
                                           struct vtd_dma_request request);

/* What a translated outcome leaves to cache: the page, or why there is none (then tagged as 4 KB). */
/*@ requires o.translated && page < 0x10000000000000 && 1 <= o.level <= 5;
    requires o.mapped ==> o.level <= 3 && o.page_frame < 0x10000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures ok: cached_page_ok(\result) && \result.level != 0;
    ensures tags: \result.source == source && \result.domain == o.domain &&
      (\result.fault_disabled != 0 <==> o.fault_disabled);
    ensures page: o.mapped ==> \result.level == o.level && \result.first == page / span(o.level) &&
      \result.frame == o.page_frame && \result.rights == rights_of(o.read, o.write) && \result.rule == VTD_NONE;
    ensures refusal: !o.mapped ==> \result.level == 1 && \result.first == page && \result.frame == 0 && \result.rights == 0;
    ensures top: !o.mapped && o.holds.lct_4_3 ==> \result.rule == VTD_LCT_4_3;
    ensures lower: !o.mapped && !o.holds.lct_4_3 && o.holds.lss_1 ==> \result.rule == VTD_LSS_1;
    ensures reserved: !o.mapped && !o.holds.lct_4_3 && !o.holds.lss_1 && o.holds.lss_2 ==> \result.rule == VTD_LSS_2;
    ensures absent: !o.mapped && !o.holds.lct_4_3 && !o.holds.lss_1 && !o.holds.lss_2 ==> \result.rule == VTD_LGN_2; */
struct vtd_cached_page vtd_page_to_cache(struct vtd_dma_outcome o, uint64_t page, uint16_t source);

#endif
