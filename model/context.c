#include "model/context.h"

struct vtd_root_step vtd_root_step(const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    struct vtd_root_step s;
    bool present = lo % 2u == 1u;
    s.context_frame = lo / 0x1000u;
    s.lrt_2 = !present;
    s.lrt_3 = present && ((lo / 2u) % 0x800u != 0u || hi != 0u || s.context_frame >= c->host_frames);
    return s;
}

/* Is a table of this depth supported? */
/*@ requires caps_ok(c);
    terminates \true; exits \false; assigns \nothing;
    ensures supported: \result <==> levels_supported(c, levels); */
static bool supports_levels(const struct vtd_caps *c, unsigned levels)
{
    switch (levels) {
    case 3:
        return c->agaw_39;
    case 4:
        return c->agaw_48;
    case 5:
        return c->agaw_57;
    default:
        return false;
    }
}

/* Is TT reserved, or a translation type that the unit lacks? */
/*@ requires caps_ok(c);
    terminates \true; exits \false; assigns \nothing;
    ensures bad: \result <==> context_type_bad(c, lo); */
static bool type_bad(const struct vtd_caps *c, uint64_t lo)
{
    switch ((lo / 4u) % 4u) {
    case 0:
        return false;
    case 1:
        return !c->device_tlb;
    case 2:
        return !c->pass_through;
    default:
        return true;
    }
}

/* Reserved bits whatever the translation type. */
/*@ requires caps_ok(c);
    terminates \true; exits \false; assigns \nothing;
    ensures reserved: \result <==> ce_rsvd_lo(lo) != 0 || ce_rsvd_71(hi) != 0 || ce_rsvd_hi(hi) != 0 ||
      ce_DID(hi) >= c->domain_count; */
static bool fixed_reserved(const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    return (lo / 0x10u) % 0x100u != 0u || (hi / 0x80u) % 2u != 0u || hi / 0x1000000u != 0u ||
           (hi / 0x100u) % 0x10000u >= c->domain_count;
}

struct vtd_context_step vtd_context_step(const struct vtd_caps *c, uint64_t lo, uint64_t hi, unsigned address_type)
{
    struct vtd_context_step s;
    bool present = lo % 2u == 1u;
    s.fault_disabled = (lo / 2u) % 2u == 1u;
    s.pass_through = (lo / 4u) % 4u == 2u;
    s.levels = (uint8_t)(hi % 8u + 2u);
    s.domain = (uint16_t)((hi / 0x100u) % 0x10000u);
    s.table_frame = lo / 0x1000u;
    bool wide = s.table_frame >= c->host_frames;
    bool width_bad = !supports_levels(c, s.levels);
    s.lct_2 = !present;
    s.lct_3 = present && (fixed_reserved(c, lo, hi) || (wide && !s.pass_through));
    s.lct_3_optional = present && wide && s.pass_through;
    s.lct_4_1 = present && width_bad && !s.pass_through;
    s.lct_4_1_optional = present && width_bad && s.pass_through;
    s.lct_4_2 = present && type_bad(c, lo);
    s.lct_5 = present && address_type != VTD_UNTRANSLATED && (lo / 4u) % 4u != 1u;
    return s;
}

struct vtd_context_fetch vtd_fetch_context(const struct vtd_unit *u, const struct vtd_memory *m, uint16_t source_id)
{
    struct vtd_context_fetch found = {false, false, false, false, 0u, 0u};
    uint64_t root = (uint64_t)u->root_frame;
    uint64_t bus = (uint64_t)source_id / 256u;
    uint64_t function = (uint64_t)source_id % 256u;
    if (!vtd_memory_has(m, root, bus * 2u + 1u)) {
        found.lrt_1 = true;
        return found;
    }
    struct vtd_root_step step =
        vtd_root_step(&u->caps, vtd_memory_word(m, root, bus * 2u), vtd_memory_word(m, root, bus * 2u + 1u));
    found.lrt_2 = step.lrt_2;
    found.lrt_3 = step.lrt_3;
    if (step.lrt_2 || step.lrt_3)
        return found;
    //@ assert usable: root_usable(u, m, source_id);
    if (!vtd_memory_has(m, step.context_frame, function * 2u + 1u)) {
        found.lct_1 = true;
        return found;
    }
    //@ assert met: context_met(u, m, source_id);
    found.lo = vtd_memory_word(m, step.context_frame, function * 2u);
    found.hi = vtd_memory_word(m, step.context_frame, function * 2u + 1u);
    return found;
}

bool vtd_context_usable(struct vtd_context_step step)
{
    return !(step.lct_2 || step.lct_3 || step.lct_4_1 || step.lct_4_2);
}

struct vtd_context_lookup vtd_find_context(const struct vtd_unit *u, const struct vtd_memory *m, uint16_t source_id)
{
    struct vtd_context_lookup found = {
        false, false, false, false, false, {false, false, false, false, false, false, false, false, false, 0u, 0u, 0u}};
    struct vtd_context_fetch fetch = vtd_fetch_context(u, m, source_id);
    found.lrt_1 = fetch.lrt_1;
    found.lrt_2 = fetch.lrt_2;
    found.lrt_3 = fetch.lrt_3;
    found.lct_1 = fetch.lct_1;
    if (fetch.lrt_1 || fetch.lrt_2 || fetch.lrt_3 || fetch.lct_1)
        return found;
    found.entry = vtd_context_step(&u->caps, fetch.lo, fetch.hi, VTD_UNTRANSLATED);
    found.usable = vtd_context_usable(found.entry);
    return found;
}
