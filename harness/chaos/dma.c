/* Memory requests: which of the legal answers is given, what is recorded, where the bytes go. */
#include "harness/chaos/parts.h"
#include "model/protected.h"

enum { RULES = 20 };

struct rules {
    unsigned count;
    unsigned rule[RULES];
};

static void add(struct rules *l, bool holds, unsigned rule)
{
    if (holds && l->count < RULES)
        l->rule[l->count++] = rule;
}

static struct rules rules_of(const struct vtd_dma_conditions *s)
{
    struct rules l = {.count = 0};
    add(&l, s->rta_1, VTD_RTA_1);
    add(&l, s->rta_4, VTD_RTA_4);
    add(&l, s->lrt_1, VTD_LRT_1);
    add(&l, s->lrt_2, VTD_LRT_2);
    add(&l, s->lrt_3, VTD_LRT_3);
    add(&l, s->lct_1, VTD_LCT_1);
    add(&l, s->lct_2, VTD_LCT_2);
    add(&l, s->lct_3, VTD_LCT_3);
    add(&l, s->lct_4_1, VTD_LCT_4_1);
    add(&l, s->lct_4_2, VTD_LCT_4_2);
    add(&l, s->lct_4_3, VTD_LCT_4_3);
    add(&l, s->lss_1, VTD_LSS_1);
    add(&l, s->lss_2, VTD_LSS_2);
    add(&l, s->lgn_1_1, VTD_LGN_1_1);
    add(&l, s->lgn_1_3, VTD_LGN_1_3);
    add(&l, s->lgn_2, VTD_LGN_2);
    add(&l, s->lgn_3, VTD_LGN_3);
    add(&l, s->lgn_4, VTD_LGN_4);
    return l;
}

/* A condition that holds at the unit's choice, VTD_NONE if the unit does not choose it. */
static unsigned optional_rule(struct chaos *c, const struct vtd_dma_conditions *s)
{
    if (s->lct_3 && chaos_choose(c, FREEDOM_THROUGH_POINTER))
        return VTD_LCT_3;
    if (s->lct_4_1 && chaos_choose(c, FREEDOM_THROUGH_WIDTH))
        return VTD_LCT_4_1;
    if (s->lgn_1_1 && chaos_choose(c, FREEDOM_THROUGH_WIDTH))
        return VTD_LGN_1_1;
    if (s->lss_2 && rng_percent(&c->rng, 50))
        return VTD_LSS_2;
    if (s->lgn_3 && rng_percent(&c->rng, 50))
        return VTD_LGN_3;
    return s->lgn_4 && chaos_choose(c, FREEDOM_RANGE_OVERLAP) ? VTD_LGN_4 : VTD_NONE;
}

static void mutate(const struct chaos *c, struct vtd_dma_conditions *s)
{
    s->lgn_2 = s->lgn_2 && c->mutant != MUTANT_WRITE_RIGHT_IGNORED;
    s->lgn_3 = s->lgn_3 && c->mutant != MUTANT_READ_RIGHT_IGNORED;
    s->lgn_4 = s->lgn_4 && c->mutant != MUTANT_RANGE_REACHED;
}

static unsigned choose_rule(struct chaos *c, struct vtd_dma_outcome *o, unsigned access)
{
    if (o->mapped || !o->translated)
        mutate(c, &o->holds);
    struct rules l = rules_of(&o->holds);
    bool both = o->holds.lgn_2 && o->holds.lgn_3 && access == VTD_ATOMIC;
    if (l.count == 0)
        return optional_rule(c, &o->optional);
    if (l.count == 2 && both)
        return chaos_choose(c, FREEDOM_ATOMIC) ? VTD_LGN_3 : VTD_LGN_2;
    if (l.count == 1 || !chaos_choose(c, FREEDOM_OTHER_CONDITION))
        return vtd_first_condition(o->holds);
    return l.rule[rng_below(&c->rng, l.count)];
}

/* ---- recording ---- */

static bool is_recorded(struct chaos *c, const struct vtd_dma_outcome *o, unsigned rule)
{
    if (rule == VTD_RTA_4)
        return !chaos_choose(c, FREEDOM_ABORT_SILENT);
    if (c->mutant == MUTANT_FAULT_SWALLOWED)
        return false;
    return !(o->fault_disabled && vtd_rule_is_qualified(rule)) || c->mutant == MUTANT_SUPPRESSION_IGNORED;
}

static uint64_t largest_address(const struct vtd_caps *c)
{
    return c->agaw_57 ? (1ull << 57) - 1u : c->agaw_48 ? (1ull << 48) - 1u : (1ull << 39) - 1u;
}

static void record(struct chaos *c, struct vtd_dma_request r, unsigned rule)
{
    struct vtd_fault_record f = vtd_dma_fault_record(r, rule);
    if (f.lo > largest_address(&c->caps) && chaos_choose(c, FREEDOM_PAGE_CUT))
        f.lo &= largest_address(&c->caps);
    chaos_log(c, f, false);
}

/* ---- where it goes ---- */

static bool is_protected(struct chaos *c, uint64_t frame, bool translated)
{
    if (c->mutant == MUTANT_PROTECTION_IGNORED || !vtd_is_protected(c->io, frame, false))
        return false;
    bool open = translated && c->caps.version / 16u % 16u < 2u;
    return !open || chaos_choose(c, FREEDOM_PROTECTED_REMAPPED);
}

/* Counts answers that the present tables do not give. */
static void count_stale(struct chaos *c, const struct vtd_dma_request *r, const struct vtd_dma_outcome *o)
{
    struct vtd_dma_outcome now = vtd_dma_classify(&c->io->unit, &c->memory, r);
    bool pass = vtd_first_condition(o->holds) == VTD_NONE;
    bool differs = pass != (vtd_first_condition(now.holds) == VTD_NONE) || (pass && now.frame != o->frame);
    c->count[FREEDOM_STALE][differs]++;
}

/* One access: where it lands, 0 if it is blocked. */
static uint64_t access_to(struct chaos *c, const struct operation *o, enum vtd_access access)
{
    struct vtd_dma_request r = {o->shot.address, o->shot.source_id, (uint8_t)access};
    struct vtd_dma_outcome out = chaos_walk(c, &r);
    count_stale(c, &r, &out);
    unsigned rule = choose_rule(c, &out, access);
    if (rule == VTD_NONE && c->mutant == MUTANT_RECORDED_BUT_PASSED && out.level > 1u)
        record(c, r, VTD_LGN_2);
    if (rule != VTD_NONE) {
        if (is_recorded(c, &out, rule))
            record(c, r, rule);
        return 0;
    }
    if (is_protected(c, out.frame, out.translated))
        return 0;
    return out.frame << 12 | (r.address & 0xFFFu);
}

static bool in_memory(const struct chaos *c, uint64_t at)
{
    return at >= FRAME_DATA * 4096ull && at + 4u <= c->memory.word_count * 8u;
}

void chaos_dma(struct chaos *c, const struct operation *o)
{
    uint32_t *words = (uint32_t *)c->ram;
    uint32_t data = o->shot.kind == SHOT_FILL ? 0x96969696u : 0u;
    if (o->shot.zero_length) {
        access_to(c, o, VTD_ZERO_LENGTH_READ);
        return;
    }
    if (o->shot.kind == SHOT_INVERT) {
        uint64_t from = access_to(c, o, VTD_READ);
        if (from == 0)
            data = chaos_choose(c, FREEDOM_BLOCKED_DATA) ? 0u : 0xFFFFFFFFu;
        else
            data = in_memory(c, from) ? ~words[from / 4u] : 0u;
    }
    uint64_t to = access_to(c, o, o->shot.atomic ? VTD_ATOMIC : VTD_WRITE);
    if (in_memory(c, to))
        words[to / 4u] = data;
}
