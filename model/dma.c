#include "model/dma.h"
#include "spec/second_stage_lemmas.acsl"

/*@ terminates \true; exits \false; assigns \nothing;
    ensures range: \result <==> in_interrupt_range(frame); */
static bool in_interrupt_range(uint64_t frame)
{
    return frame / 0x100u == 0xFEEu;
}

/* LGN.3 as far as it is certain: R is missing and nothing stands in for it. */
/*@ requires caps_ok(c) && access <= VTD_ZERO_LENGTH_READ;
    terminates \true; exits \false; assigns \nothing;
    ensures denied: \result <==>
      (reads(access) && !all_grant) || (zero_length(access) && !c->zero_length_read && !all_grant) ||
      (zero_length(access) && c->zero_length_read && absent); */
static bool read_denied(const struct vtd_caps *c, unsigned access, bool all_grant, bool absent)
{
    switch (access) {
    case VTD_WRITE:
        return false;
    case VTD_ZERO_LENGTH_READ:
        return c->zero_length_read ? absent : !all_grant;
    default:
        return !all_grant;
    }
}

struct vtd_second_stage vtd_second_stage(const struct vtd_caps *c, const struct vtd_memory *m, uint64_t root,
                                         unsigned top, uint64_t page, unsigned access)
{
    struct vtd_second_stage s;
    s.walk = vtd_second_stage_walk(c, m, root, top, page);
    s.lct_4_3 = s.walk.unreadable && s.walk.level == top;
    s.lss_1 = s.walk.unreadable && s.walk.level < top;
    s.lss_2 = s.walk.reserved;
    s.lss_2_optional = s.walk.reserved_optional;
    s.lgn_2 = (access == VTD_WRITE || access == VTD_ATOMIC) && !s.walk.write;
    s.lgn_3 = read_denied(c, access, s.walk.read, s.walk.absent);
    s.lgn_3_optional =
        access == VTD_ZERO_LENGTH_READ && c->zero_length_read && !s.walk.read && !s.walk.write && !s.walk.absent;
    s.lgn_4 = s.walk.mapped && in_interrupt_range(s.walk.frame);
    s.lgn_4_optional = s.walk.mapped && !s.lgn_4 && s.walk.page_frame <= 0xFEEFFu &&
                       s.walk.page_frame + vtd_span(s.walk.level) > 0xFEE00u;
    return s;
}

/* 2^min(MGAW, AGAW) / 4096 is not above `page`. */
/*@ requires caps_ok(c) && 2 <= levels <= 9;
    terminates \true; exits \false; assigns \nothing;
    ensures beyond: \result <==> beyond_guest(c, levels, page); */
static bool beyond_guest(const struct vtd_caps *c, unsigned levels, uint64_t page)
{
    if (page >= c->guest_pages)
        return true;
    switch (levels) {
    case 2:
        return page >= 0x40000u;
    case 3:
        return page >= 0x8000000u;
    case 4:
        return page >= 0x1000000000u;
    default:
        return page >= 0x200000000000u;
    }
}

/* An outcome in which nothing holds: the request passes with its own address. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures none: no_conditions(\result.holds) && no_conditions(\result.optional);
    ensures frame: \result.frame == page && \result.read && \result.write;
    ensures rest: !\result.fault_disabled && !\result.translated && !\result.mapped && \result.level == 0;
    ensures nothing: \result.domain == 0 && \result.page_frame == 0; */
static struct vtd_dma_outcome passing(uint64_t page)
{
    struct vtd_dma_conditions none = {false, false, false, false, false, false, false, false, false,
                                      false, false, false, false, false, false, false, false, false};
    struct vtd_dma_outcome o;
    o.holds = none;
    o.optional = none;
    o.fault_disabled = false;
    o.translated = false;
    o.read = true;
    o.write = true;
    o.level = 0u;
    o.domain = 0u;
    o.mapped = false;
    o.frame = page;
    o.page_frame = 0u;
    return o;
}

struct vtd_dma_outcome vtd_dma_in_context(const struct vtd_caps *c, const struct vtd_memory *m, uint64_t lo,
                                          uint64_t hi, uint64_t page, unsigned access)
{
    struct vtd_dma_outcome o = passing(page);
    struct vtd_context_step entry = vtd_context_step(c, lo, hi, VTD_UNTRANSLATED);
    o.holds.lct_2 = entry.lct_2;
    o.holds.lct_3 = entry.lct_3;
    o.holds.lct_4_1 = entry.lct_4_1;
    o.holds.lct_4_2 = entry.lct_4_2;
    o.optional.lct_3 = entry.lct_3_optional;
    o.optional.lct_4_1 = entry.lct_4_1_optional;
    o.fault_disabled = entry.fault_disabled;
    if (!vtd_context_usable(entry))
        return o;
    //@ assert usable: context_usable(c, lo, hi);
    o.domain = entry.domain;
    bool beyond = beyond_guest(c, entry.levels, page);
    if (entry.pass_through) {
        o.optional.lgn_1_1 = beyond;
        o.holds.lgn_1_3 = page >= c->host_frames;
        o.holds.lgn_4 = in_interrupt_range(page);
        return o;
    }
    o.holds.lgn_1_1 = beyond;
    if (beyond)
        return o;
    //@ assert walks: walks(c, lo, hi, page);
    struct vtd_second_stage s = vtd_second_stage(c, m, entry.table_frame, entry.levels, page, access);
    o.translated = true;
    o.level = s.walk.level;
    o.mapped = s.walk.mapped;
    o.frame = s.walk.frame;
    o.page_frame = s.walk.page_frame;
    o.read = s.walk.read;
    o.write = s.walk.write;
    o.holds.lct_4_3 = s.lct_4_3;
    o.holds.lss_1 = s.lss_1;
    o.holds.lss_2 = s.lss_2;
    o.holds.lgn_2 = s.lgn_2;
    o.holds.lgn_3 = s.lgn_3;
    o.holds.lgn_4 = s.lgn_4;
    o.optional.lss_2 = s.lss_2_optional;
    o.optional.lgn_3 = s.lgn_3_optional;
    o.optional.lgn_4 = s.lgn_4_optional;
    return o;
}

struct vtd_dma_outcome vtd_dma_without_tables(const struct vtd_unit *u, uint64_t page)
{
    struct vtd_dma_outcome o = passing(page);
    if (u->translation_enabled) {
        o.holds.rta_4 = u->table_mode == VTD_ABORT_DMA && u->caps.abort_dma;
        o.holds.rta_1 = !o.holds.rta_4;
    }
    return o;
}

struct vtd_dma_outcome vtd_dma_without_context(struct vtd_context_fetch f, uint64_t page)
{
    struct vtd_dma_outcome o = passing(page);
    o.holds.lrt_1 = f.lrt_1;
    o.holds.lrt_2 = f.lrt_2;
    o.holds.lrt_3 = f.lrt_3;
    o.holds.lct_1 = f.lct_1;
    return o;
}

struct vtd_dma_outcome vtd_dma_classify(const struct vtd_unit *u, const struct vtd_memory *m,
                                        const struct vtd_dma_request *request)
{
    uint64_t page = request->address / 0x1000u;
    if (!u->translation_enabled || u->table_mode != VTD_LEGACY)
        return vtd_dma_without_tables(u, page);
    struct vtd_context_fetch context = vtd_fetch_context(u, m, request->source_id);
    if (context.lrt_1 || context.lrt_2 || context.lrt_3 || context.lct_1)
        return vtd_dma_without_context(context, page);
    //@ assert lo: context.lo == context_lo(u, m, request->source_id);
    //@ assert hi: context.hi == context_hi(u, m, request->source_id);
    return vtd_dma_in_context(&u->caps, m, context.lo, context.hi, page, request->access);
}
