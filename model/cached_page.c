#include "model/cached_page.h"
#include "spec/second_stage_lemmas.acsl"

/* Why the page does not allow the access, VTD_NONE if it does. */
/*@ requires caps_ok(c) && cached_page_ok(e) && access <= VTD_ZERO_LENGTH_READ;
    terminates \true; exits \false; assigns \nothing;
    ensures structural: e.rule != VTD_NONE && e.rule != VTD_LGN_2 ==> \result == e.rule;
    ensures absent: e.rule == VTD_LGN_2 ==>
      \result == (access == VTD_WRITE || access == VTD_ATOMIC ? VTD_LGN_2 : VTD_LGN_3);
    ensures allowed: e.rule == VTD_NONE ==> (\result == VTD_NONE <==>
      (writes(access) ==> e.rights / 2 == 1) && (reads(access) ==> e.rights % 2 == 1) &&
      (zero_length(access) ==> c->zero_length_read || e.rights % 2 == 1) && !in_interrupt_range(frame));
    ensures write: e.rule == VTD_NONE && \result == VTD_LGN_2 ==> writes(access) && e.rights / 2 == 0;
    ensures read: e.rule == VTD_NONE && \result == VTD_LGN_3 ==> access != VTD_WRITE && e.rights % 2 == 0;
    ensures place: \result == VTD_LGN_4 && e.rule == VTD_NONE ==> in_interrupt_range(frame);
    ensures known: e.rule == VTD_NONE ==>
      \result == VTD_NONE || \result == VTD_LGN_2 || \result == VTD_LGN_3 || \result == VTD_LGN_4;
    ensures range: \result < VTD_RULE_END; */
static unsigned refusal(const struct vtd_caps *c, struct vtd_cached_page e, unsigned access, uint64_t frame)
{
    bool writing = access == VTD_WRITE || access == VTD_ATOMIC;
    bool reading =
        access == VTD_READ || access == VTD_ATOMIC || (access == VTD_ZERO_LENGTH_READ && !c->zero_length_read);
    if (e.rule != VTD_NONE && e.rule != VTD_LGN_2)
        return (unsigned)e.rule;
    if (writing && (e.rule == VTD_LGN_2 || e.rights / 2 == 0))
        return VTD_LGN_2;
    if (e.rule == VTD_LGN_2 || (reading && e.rights % 2 == 0))
        return VTD_LGN_3;
    return frame / 0x100u == 0xFEEu ? VTD_LGN_4 : VTD_NONE;
}

/* The 4 KB frame that a page number lands in. */
/*@ requires cached_page_ok(e) && e.level != 0 && page < 0x10000000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures frame: \result == e.frame + page % span(e.level);
    ensures range: \result < 0x20000040000; */
static uint64_t frame_in(struct vtd_cached_page e, uint64_t page)
{
    switch (e.level) {
    case 1:
        return (uint64_t)e.frame;
    case 2:
        return (uint64_t)e.frame + page % 0x200u;
    default:
        return (uint64_t)e.frame + page % 0x40000u;
    }
}

struct vtd_dma_result vtd_answer_from_page(const struct vtd_caps *c, struct vtd_cached_page e,
                                           struct vtd_dma_request request)
{
    struct vtd_dma_result r;
    uint64_t frame = frame_in(e, request.address / 0x1000u);
    r.rule = refusal(c, e, request.access, frame);
    r.allowed = r.rule == VTD_NONE;
    r.recorded = !r.allowed && e.fault_disabled == 0;
    r.read = e.rights % 2 == 1;
    r.write = e.rights / 2 == 1;
    r.page_level = (uint8_t)e.level;
    r.domain = (uint16_t)e.domain;
    r.host_address = frame * 0x1000u + request.address % 0x1000u;
    r.fault = vtd_dma_fault_record(request, r.rule);
    return r;
}

/* Page number in units of the page of a level. */
/*@ requires page < 0x10000000000000 && 1 <= level <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures first: \result == page / span(level); */
static uint64_t first_of(uint64_t page, unsigned level)
{
    switch (level) {
    case 1:
        return page;
    case 2:
        return page / 0x200u;
    default:
        return page / 0x40000u;
    }
}

struct vtd_cached_page vtd_page_to_cache(struct vtd_dma_outcome o, uint64_t page, uint16_t source)
{
    struct vtd_cached_page e;
    e.source = source;
    e.domain = o.domain;
    e.fault_disabled = o.fault_disabled ? 1 : 0;
    if (o.mapped) {
        e.first = (int64_t)first_of(page, o.level);
        e.frame = (int64_t)o.page_frame;
        e.level = (int8_t)o.level;
        e.rights = (int16_t)((o.read ? 1 : 0) + (o.write ? 2 : 0));
        e.rule = VTD_NONE;
        return e;
    }
    e.first = (int64_t)page;
    e.frame = 0;
    e.level = 1;
    e.rights = 0;
    e.rule = o.holds.lct_4_3 ? VTD_LCT_4_3 : o.holds.lss_1 ? VTD_LSS_1 : o.holds.lss_2 ? VTD_LSS_2 : VTD_LGN_2;
    return e;
}
