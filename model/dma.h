/* An untranslated memory request in legacy mode: from requester and address to its conditions, and from
 * there to the one answer of the reference model (clauses 3.4, 3.7, 7.1). */
#ifndef MODEL_DMA_H
#define MODEL_DMA_H

#include "model/context.h"
#include "model/rules.h"
#include "model/second_stage_walk.h"

/* A walk together with the conditions that it gives for one access. */
struct vtd_second_stage {
    struct vtd_walk walk;
    bool lct_4_3, lss_1, lss_2, lgn_2, lgn_3, lgn_4;
    bool lss_2_optional, lgn_3_optional, lgn_4_optional;
};

/* Arguments as for vtd_second_stage_walk(); access is an enum vtd_access. */
/*@ requires caps_ok(c) && memory_ok(m);
    requires root < 0x10000000000000;
    requires 3 <= top <= 5;
    requires page < 0x10000000000000;
    requires access <= VTD_ZERO_LENGTH_READ;
    terminates \true; exits \false; assigns \nothing;
    ensures level: 1 <= \result.walk.level <= top;
    ensures end: path_ends(c, m, root, top, page, \result.walk.level);
    ensures mapped: \result.walk.mapped <==> maps(c, m, root, top, page, \result.walk.level);
    ensures lct_4_3: \result.lct_4_3 <==> holds_lct_4_3(m, root, top, page, \result.walk.level);
    ensures lss_1: \result.lss_1 <==> holds_lss_1(m, root, top, page, \result.walk.level);
    ensures lss_2: \result.lss_2 <==> holds_lss_2(c, m, root, top, page, \result.walk.level);
    ensures lgn_2: \result.lgn_2 <==> write_denied(m, root, top, page, \result.walk.level, access);
    ensures lgn_3: \result.lgn_3 <==> read_denied(c, m, root, top, page, \result.walk.level, access);
    ensures lgn_4: \result.lgn_4 <==> holds_lgn_4(c, m, root, top, page, \result.walk.level);
    ensures lss_2_optional: \result.lss_2_optional <==> optional_lss_2(c, m, root, top, page, \result.walk.level);
    ensures lgn_3_optional: \result.lgn_3_optional <==>
      read_denied_optional(c, m, root, top, page, \result.walk.level, access);
    ensures lgn_4_optional: \result.lgn_4_optional <==> optional_lgn_4(c, m, root, top, page, \result.walk.level);
    ensures r: \result.walk.read <==> all_read(m, root, top, page, \result.walk.level);
    ensures w: \result.walk.write <==> all_write(m, root, top, page, \result.walk.level);
    ensures frame: \result.walk.mapped ==>
      \result.walk.frame == frame_of(m, root, top, page, \result.walk.level);
    ensures page_frame: \result.walk.mapped ==>
      \result.walk.page_frame == ss_ADDR(entry_at(m, root, top, page, \result.walk.level)) &&
      \result.walk.page_frame < 0x10000000000 && \result.walk.level <= 3;
    ensures no_frame: !\result.walk.mapped ==> \result.walk.page_frame == 0 && \result.walk.frame == 0;
    ensures frame_range: \result.walk.frame < 0x20000000000; */
struct vtd_second_stage vtd_second_stage(const struct vtd_caps *c, const struct vtd_memory *m, uint64_t root,
                                         unsigned top, uint64_t page, unsigned access);

/* Everything that can be said about a request. It passes if `holds` is empty; a unit may then still report
 * a condition of `optional`. A blocked request is reported with any one condition of either set. */
struct vtd_dma_outcome {
    struct vtd_dma_conditions holds;
    struct vtd_dma_conditions optional;
    bool fault_disabled; /* FPD: qualified conditions are not recorded */
    bool translated;     /* second-stage tables were consulted */
    bool read, write;    /* rights of the page; both for a request that is not translated */
    uint8_t level;       /* where the path ended: leaf level 1..3 if it passes; 0 if not translated */
    uint16_t domain;     /* domain-id, if the context entry is usable */
    bool mapped;         /* translated, and the path ends in a page */
    uint64_t frame;      /* 4 KB host frame, meaningful if `holds` is empty */
    uint64_t page_frame; /* mapped: first frame of the page */
};

/* Classify a request for page number `page` of a requester whose context entry has the words lo and hi. */
/*@ requires caps_ok(c) && memory_ok(m);
    requires page < 0x10000000000000 && access <= VTD_ZERO_LENGTH_READ;
    terminates \true; exits \false; assigns \nothing;
    ensures lct_2: \result.holds.lct_2 <==> !context_present(lo);
    ensures lct_3: \result.holds.lct_3 <==> context_present(lo) &&
      context_reserved(c, lo, hi);
    ensures lct_4_1: \result.holds.lct_4_1 <==> context_present(lo) &&
      context_width_bad(c, lo, hi);
    ensures lct_4_2: \result.holds.lct_4_2 <==> context_present(lo) &&
      context_type_bad(c, lo);
    ensures lgn_1_1: \result.holds.lgn_1_1 <==>
      context_usable(c, lo, hi) && !context_pass_through(lo) &&
      beyond_guest(c, context_levels(hi), page);
    ensures lgn_1_3: \result.holds.lgn_1_3 <==>
      context_usable(c, lo, hi) && context_pass_through(lo) && page >= c->host_frames;
    ensures translated: \result.translated <==>
      walks(c, lo, hi, page);
    ensures level: \result.translated ==> 1 <= \result.level <= context_levels(hi);
    ensures end: \result.translated ==>
      path_ends(c, m, ce_SSPTPTR(lo), context_levels(hi),
                page, \result.level);
    ensures lct_4_3: \result.holds.lct_4_3 <==> \result.translated &&
      holds_lct_4_3(m, ce_SSPTPTR(lo), context_levels(hi),
                    page, \result.level);
    ensures lss_1: \result.holds.lss_1 <==> \result.translated &&
      holds_lss_1(m, ce_SSPTPTR(lo), context_levels(hi),
                  page, \result.level);
    ensures lss_2: \result.holds.lss_2 <==> \result.translated &&
      holds_lss_2(c, m, ce_SSPTPTR(lo), context_levels(hi),
                  page, \result.level);
    ensures lgn_2: \result.holds.lgn_2 <==> \result.translated &&
      write_denied(m, ce_SSPTPTR(lo), context_levels(hi),
                   page, \result.level, access);
    ensures lgn_3: \result.holds.lgn_3 <==> \result.translated &&
      read_denied(c, m, ce_SSPTPTR(lo), context_levels(hi),
                  page, \result.level, access);
    ensures lgn_4_ss: \result.translated ==> (\result.holds.lgn_4 <==>
      holds_lgn_4(c, m, ce_SSPTPTR(lo), context_levels(hi),
                  page, \result.level));
    ensures lgn_4_pt: !\result.translated ==> (\result.holds.lgn_4 <==>
      context_usable(c, lo, hi) && context_pass_through(lo) &&
      in_interrupt_range(page));
    ensures o_lct_3: \result.optional.lct_3 <==> context_present(lo) &&
      context_reserved_optional(c, lo);
    ensures o_lct_4_1: \result.optional.lct_4_1 <==> context_present(lo) && context_width_bad_optional(c,
        lo, hi);
    ensures o_lgn_1_1: \result.optional.lgn_1_1 <==>
      context_usable(c, lo, hi) && context_pass_through(lo) &&
      beyond_guest(c, context_levels(hi), page);
    ensures o_lss_2: \result.optional.lss_2 <==> \result.translated &&
      optional_lss_2(c, m, ce_SSPTPTR(lo), context_levels(hi),
                     page, \result.level);
    ensures o_lgn_3: \result.optional.lgn_3 <==> \result.translated &&
      read_denied_optional(c, m, ce_SSPTPTR(lo), context_levels(hi),
                           page, \result.level, access);
    ensures o_lgn_4: \result.optional.lgn_4 <==> \result.translated &&
      optional_lgn_4(c, m, ce_SSPTPTR(lo), context_levels(hi),
                     page, \result.level);
    ensures before: !\result.holds.rta_1 && !\result.holds.rta_4 && !\result.holds.lrt_1 && !\result.holds.lrt_2 &&
      !\result.holds.lrt_3 && !\result.holds.lct_1;
    ensures o_rest: !\result.optional.rta_1 && !\result.optional.rta_4 && !\result.optional.lrt_1 && !\result.optional.lrt_2 && !\result.optional.lrt_3 &&
      !\result.optional.lct_1 && !\result.optional.lct_2 && !\result.optional.lct_4_2 &&
      !\result.optional.lct_4_3 && !\result.optional.lss_1 && !\result.optional.lgn_1_3 && !\result.optional.lgn_2;
    ensures fpd: \result.fault_disabled <==> ce_FPD(lo) == 1;
    ensures domain: context_usable(c, lo, hi) ==>
      \result.domain == ce_DID(hi);
    ensures r: \result.translated ==> (\result.read <==>
      all_read(m, ce_SSPTPTR(lo), context_levels(hi),
               page, \result.level));
    ensures w: \result.translated ==> (\result.write <==>
      all_write(m, ce_SSPTPTR(lo), context_levels(hi),
                page, \result.level));
    ensures mapped: \result.translated &&
      maps(c, m, ce_SSPTPTR(lo), context_levels(hi),
           page, \result.level) ==>
      \result.frame == frame_of(m, ce_SSPTPTR(lo), context_levels(hi),
                                page, \result.level);
    ensures identity: context_usable(c, lo, hi) && context_pass_through(lo) ==>
      \result.frame == page && \result.read && \result.write;
    ensures frame_range: \result.frame < 0x10000000000000;
    ensures pass_frame: !\result.translated ==> \result.frame == page && \result.read && \result.write;
    ensures pass_level: !\result.translated ==> \result.level == 0;
    ensures is_mapped: \result.mapped <==> \result.translated &&
      maps(c, m, ce_SSPTPTR(lo), context_levels(hi), page, \result.level);
    ensures first: \result.mapped ==>
      \result.page_frame == ss_ADDR(entry_at(m, ce_SSPTPTR(lo), context_levels(hi), page, \result.level));
    ensures first_range: \result.mapped ==> \result.level <= 3 && \result.page_frame < 0x10000000000;
    ensures level_range: \result.translated ==> \result.level <= 5 && \result.frame < 0x20000000000;
    ensures no_page: !\result.mapped ==> \result.page_frame == 0;
    ensures no_domain: !context_usable(c, lo, hi) ==> \result.domain == 0; */
struct vtd_dma_outcome vtd_dma_in_context(const struct vtd_caps *c, const struct vtd_memory *m, uint64_t lo,
                                          uint64_t hi, uint64_t page, unsigned access);

/* Table mode and enable bit decide alone: translation is off, or the mode is not the legacy one. */
/*@ requires unit_ok(u) && !legacy(u) && page < 0x10000000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures rta_1: \result.holds.rta_1 <==> holds_rta_1(u);
    ensures rta_4: \result.holds.rta_4 <==> holds_rta_4(u);
    ensures off: !u->translation_enabled ==> no_conditions(\result.holds);
    ensures on: u->translation_enabled ==> !no_conditions(\result.holds);
    ensures only: !\result.holds.lrt_1 && !\result.holds.lrt_2 && !\result.holds.lrt_3 && !\result.holds.lct_1 &&
      !\result.holds.lct_2 && !\result.holds.lct_3 && !\result.holds.lct_4_1 && !\result.holds.lct_4_2 &&
      !\result.holds.lct_4_3 && !\result.holds.lss_1 && !\result.holds.lss_2 && !\result.holds.lgn_1_1 &&
      !\result.holds.lgn_1_3 && !\result.holds.lgn_2 && !\result.holds.lgn_3 && !\result.holds.lgn_4;
    ensures optional: no_conditions(\result.optional);
    ensures frame: \result.frame == page && \result.read && \result.write;
    ensures rest: !\result.fault_disabled && !\result.translated && !\result.mapped && \result.level == 0;
    ensures nothing: \result.domain == 0 && \result.page_frame == 0; */
struct vtd_dma_outcome vtd_dma_without_tables(const struct vtd_unit *u, uint64_t page);

/* The conditions that the way to the context entry gives; `page` passes if there are none. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures lrt: \result.holds.lrt_1 == f.lrt_1 && \result.holds.lrt_2 == f.lrt_2 &&
      \result.holds.lrt_3 == f.lrt_3 && \result.holds.lct_1 == f.lct_1;
    ensures none: no_conditions(\result.holds) <==> !(f.lrt_1 || f.lrt_2 || f.lrt_3 || f.lct_1);
    ensures only: !\result.holds.rta_1 && !\result.holds.rta_4 &&
      !\result.holds.lct_2 && !\result.holds.lct_3 && !\result.holds.lct_4_1 && !\result.holds.lct_4_2 &&
      !\result.holds.lct_4_3 && !\result.holds.lss_1 && !\result.holds.lss_2 && !\result.holds.lgn_1_1 &&
      !\result.holds.lgn_1_3 && !\result.holds.lgn_2 && !\result.holds.lgn_3 && !\result.holds.lgn_4;
    ensures optional: no_conditions(\result.optional);
    ensures frame: \result.frame == page && \result.read && \result.write;
    ensures rest: !\result.fault_disabled && !\result.translated && !\result.mapped && \result.level == 0;
    ensures nothing: \result.domain == 0 && \result.page_frame == 0; */
struct vtd_dma_outcome vtd_dma_without_context(struct vtd_context_fetch f, uint64_t page);

/* Classify a request to memory (not to the interrupt range: see interrupt.h). */
/*@ requires unit_ok(u) && memory_ok(m);
    requires \valid_read(request) && request->access <= VTD_ZERO_LENGTH_READ;
    terminates \true; exits \false; assigns \nothing;
    ensures off: !u->translation_enabled ==> \result.frame == request->address / 4096 && !\result.translated &&
      !\result.fault_disabled && \result.read && \result.write;
    ensures rta_1: \result.holds.rta_1 <==> holds_rta_1(u);
    ensures rta_4: \result.holds.rta_4 <==> holds_rta_4(u);
    ensures lrt_1: \result.holds.lrt_1 <==> legacy(u) && holds_lrt_1(u, m, request->source_id);
    ensures lrt_2: \result.holds.lrt_2 <==> legacy(u) && holds_lrt_2(u, m, request->source_id);
    ensures lrt_3: \result.holds.lrt_3 <==> legacy(u) && holds_lrt_3(u, m, request->source_id);
    ensures lct_1: \result.holds.lct_1 <==> legacy(u) && holds_lct_1(u, m, request->source_id);
    ensures lct_2: \result.holds.lct_2 <==> legacy(u) && context_met(u, m, request->source_id) &&
      !context_present(context_lo(u, m, request->source_id));
    ensures lct_3: \result.holds.lct_3 <==> legacy(u) && context_valid(u, m, request->source_id) &&
      context_reserved(&u->caps, context_lo(u, m, request->source_id), context_hi(u, m, request->source_id));
    ensures lct_4_1: \result.holds.lct_4_1 <==> legacy(u) && context_valid(u, m, request->source_id) &&
      context_width_bad(&u->caps, context_lo(u, m, request->source_id), context_hi(u, m, request->source_id));
    ensures lct_4_2: \result.holds.lct_4_2 <==> legacy(u) && context_valid(u, m, request->source_id) &&
      context_type_bad(&u->caps, context_lo(u, m, request->source_id));
    ensures lgn_1_1: \result.holds.lgn_1_1 <==>
      legacy(u) && holds_lgn_1_1(u, m, request->source_id, request->address / 4096);
    ensures lgn_1_3: \result.holds.lgn_1_3 <==>
      legacy(u) && holds_lgn_1_3(u, m, request->source_id, request->address / 4096);
    ensures translated: \result.translated <==>
      legacy(u) && walked(u, m, request->source_id, request->address / 4096);
    ensures level: \result.translated ==> 1 <= \result.level <= top_of(u, m, request->source_id);
    ensures end: \result.translated ==>
      path_ends(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                request->address / 4096, \result.level);
    ensures lct_4_3: \result.holds.lct_4_3 <==> \result.translated &&
      holds_lct_4_3(m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                    request->address / 4096, \result.level);
    ensures lss_1: \result.holds.lss_1 <==> \result.translated &&
      holds_lss_1(m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                  request->address / 4096, \result.level);
    ensures lss_2: \result.holds.lss_2 <==> \result.translated &&
      holds_lss_2(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                  request->address / 4096, \result.level);
    ensures lgn_2: \result.holds.lgn_2 <==> \result.translated &&
      write_denied(m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                   request->address / 4096, \result.level, request->access);
    ensures lgn_3: \result.holds.lgn_3 <==> \result.translated &&
      read_denied(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                  request->address / 4096, \result.level, request->access);
    ensures lgn_4_ss: \result.translated ==> (\result.holds.lgn_4 <==>
      holds_lgn_4(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                  request->address / 4096, \result.level));
    ensures lgn_4_pt: !\result.translated ==> (\result.holds.lgn_4 <==>
      legacy(u) && passed_through(u, m, request->source_id) &&
      in_interrupt_range(request->address / 4096));
    ensures o_lct_3: \result.optional.lct_3 <==> legacy(u) && context_valid(u, m, request->source_id) &&
      context_reserved_optional(&u->caps, context_lo(u, m, request->source_id));
    ensures o_lct_4_1: \result.optional.lct_4_1 <==> legacy(u) &&
      context_valid(u, m, request->source_id) && context_width_bad_optional(&u->caps,
        context_lo(u, m, request->source_id), context_hi(u, m, request->source_id));
    ensures o_lgn_1_1: \result.optional.lgn_1_1 <==>
      legacy(u) && optional_lgn_1_1(u, m, request->source_id, request->address / 4096);
    ensures o_lss_2: \result.optional.lss_2 <==> \result.translated &&
      optional_lss_2(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                     request->address / 4096, \result.level);
    ensures o_lgn_3: \result.optional.lgn_3 <==> \result.translated &&
      read_denied_optional(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                           request->address / 4096, \result.level, request->access);
    ensures o_lgn_4: \result.optional.lgn_4 <==> \result.translated &&
      optional_lgn_4(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                     request->address / 4096, \result.level);
    ensures o_rest: !\result.optional.rta_1 && !\result.optional.rta_4 && !\result.optional.lrt_1 && !\result.optional.lrt_2 && !\result.optional.lrt_3 &&
      !\result.optional.lct_1 && !\result.optional.lct_2 && !\result.optional.lct_4_2 &&
      !\result.optional.lct_4_3 && !\result.optional.lss_1 && !\result.optional.lgn_1_3 && !\result.optional.lgn_2;
    ensures fpd_off: !legacy(u) ==> !\result.fault_disabled;
    ensures fpd: legacy(u) ==> (\result.fault_disabled <==>
      context_met(u, m, request->source_id) && ce_FPD(context_lo(u, m, request->source_id)) == 1);
    ensures domain: legacy(u) && has_context(u, m, request->source_id) ==>
      \result.domain == ce_DID(context_hi(u, m, request->source_id));
    ensures r: \result.translated ==> (\result.read <==>
      all_read(m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
               request->address / 4096, \result.level));
    ensures w: \result.translated ==> (\result.write <==>
      all_write(m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                request->address / 4096, \result.level));
    ensures mapped: \result.translated &&
      maps(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
           request->address / 4096, \result.level) ==>
      \result.frame == frame_of(m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                                request->address / 4096, \result.level);
    ensures identity: legacy(u) && passed_through(u, m, request->source_id) ==>
      \result.frame == request->address / 4096 && \result.read && \result.write;
    ensures frame_range: \result.frame < 0x10000000000000; */
struct vtd_dma_outcome vtd_dma_classify(const struct vtd_unit *u, const struct vtd_memory *m,
                                        const struct vtd_dma_request *request);

#endif
