#include "model/second_stage_entry.h"
#include "spec/second_stage_lemmas.acsl"

/*@ requires 1 <= level <= 5;
    terminates \true; exits \false; assigns \nothing;
    ensures leaf: \result <==> ss_leaf(level, e); */
static bool is_leaf(unsigned level, uint64_t e)
{
    return level == 1u || (level <= 3u && (e / 0x80u) % 2u == 1u);
}

/* The page-size bit: where a page may be mapped, and its alignment. */
/*@ requires caps_ok(c);
    requires 1 <= level <= 5;
    terminates \true; exits \false; assigns \nothing;
    ensures bad: \result <==> ss_page_size_bad(c, level, e) || ss_page_unaligned(level, e); */
static bool page_size_reserved(const struct vtd_caps *c, unsigned level, uint64_t e)
{
    if ((e / 0x80u) % 2u == 0u)
        return false;
    switch (level) {
    case 1:
        return false;
    case 2:
        return !c->page_2m || (e / 0x1000u) % 0x200u != 0u;
    case 3:
        return !c->page_1g || (e / 0x1000u) % 0x40000u != 0u;
    default:
        return true;
    }
}

/*@ requires caps_ok(c);
    requires 1 <= level <= 5;
    terminates \true; exits \false; assigns \nothing;
    ensures reserved: \result <==> ss_reserved(c, level, e); */
static bool is_reserved(const struct vtd_caps *c, unsigned level, uint64_t e)
{
    bool leaf = is_leaf(level, e);
    bool snoop = (e / 0x800u) % 2u == 1u;
    bool transient = (e / 0x4000000000000000u) % 2u == 1u;
    if ((e / 0x1000u) % 0x10000000000u >= c->host_frames)
        return true;
    if (snoop && !(leaf && c->snoop_control))
        return true;
    if (transient && !(leaf && c->device_tlb))
        return true;
    return page_size_reserved(c, level, e);
}

struct vtd_second_stage_step vtd_second_stage_step(const struct vtd_caps *c, unsigned level, uint64_t e)
{
    struct vtd_second_stage_step s;
    s.read = e % 2u == 1u;
    s.write = (e / 2u) % 2u == 1u;
    s.leaf = is_leaf(level, e);
    s.reserved = (s.read || s.write) && is_reserved(c, level, e);
    s.reserved_optional = (s.read || s.write) && s.leaf && c->device_tlb && (e / 0x4000000000000000u) % 2u == 1u;
    s.frame = (e / 0x1000u) % 0x10000000000u;
    return s;
}
