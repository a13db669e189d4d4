/* Recording a fault, with or without compression (clause 7.2). */
#include "harness/chaos/parts.h"
#include "model/event.h"
#include "model/fault_log.h"

static bool others_pending(const struct vtd_fault_log *g, uint64_t hi, bool same)
{
    for (int32_t i = 0; i < g->count; i++)
        if (g->record[i].word[3] >> 31 == 1u && (g->record[i].word[2] % 0x10000u == hi % 0x10000u) == same)
            return true;
    return false;
}

static struct vtd_fault_record mutate(const struct chaos *c, struct vtd_fault_record r, bool interrupt)
{
    switch (c->mutant) {
    case MUTANT_RECORD_REASON:
        r.hi ^= 1ull << 33;
        break;
    case MUTANT_RECORD_SOURCE:
        r.hi ^= 1u;
        break;
    case MUTANT_RECORD_TYPE:
        r.hi ^= interrupt ? 0 : 1ull << 62;
        break;
    case MUTANT_RECORD_PAGE:
        r.lo += interrupt ? 0 : 0x1000u;
        break;
    case MUTANT_RECORD_OFFSET:
        r.lo |= interrupt ? 0 : 0x8u;
        break;
    case MUTANT_RECORD_INDEX:
        r.lo ^= interrupt ? 1ull << 50 : 0;
        break;
    case MUTANT_RECORD_F_MISSING:
        r.hi &= ~(1ull << 63);
        break;
    default:
        break;
    }
    return r;
}

static bool compresses(struct chaos *c, uint64_t hi)
{
    const struct vtd_fault_log *g = &c->io->faults;
    if (c->mutant == MUTANT_COMPRESSES_OTHERS)
        return others_pending(g, hi, false);
    return !g->overflow && others_pending(g, hi, true) && chaos_choose(c, FREEDOM_COMPRESSION);
}

/* What went wrong with the place of the record. */
static void mutate_log(struct chaos *c, const struct vtd_fault_log *before, struct vtd_fault_record r)
{
    struct vtd_fault_log *g = &c->io->faults;
    bool overflows = g->overflow && !before->overflow;
    if (c->mutant == MUTANT_OVERFLOW_NOT_SET)
        g->overflow = before->overflow;
    if (c->mutant == MUTANT_RECORD_OVERWRITTEN && overflows) {
        g->record[g->next].word[0] = (uint32_t)r.lo;
        g->record[g->next].word[1] = (uint32_t)(r.lo >> 32);
        g->record[g->next].word[2] = (uint32_t)r.hi;
    }
    if (c->mutant == MUTANT_RECORD_NOT_WRAPPED && g->next < before->next)
        g->next = before->next;
    if (c->mutant == MUTANT_FIRST_RECORD_WRONG)
        g->first = g->next;
}

static bool both_off(const struct chaos *c)
{
    return !c->io->unit.translation_enabled && !c->io->unit.remapping_enabled;
}

void chaos_log(struct chaos *c, struct vtd_fault_record r, bool interrupt)
{
    struct vtd_iommu *io = c->io;
    struct vtd_fault_log *g = &io->faults;
    bool status = vtd_fault_status(g), all = compresses(c, r.hi);
    if (both_off(c))
        c->count[FREEDOM_INDEX_HELD][c->held_at_zero]++;
    if (both_off(c) && c->held_at_zero)
        g->next = 0;
    struct vtd_fault_log *before = &c->before_fault;
    *before = *g;
    r = mutate(c, r, interrupt);
    if (c->mutant == MUTANT_COMPRESSES_OTHERS && all)
        return;
    bool due = vtd_fault_log_add(g, r.lo, r.hi, all);
    mutate_log(c, before, r);
    if (both_off(c) && c->held_at_zero)
        g->next = 0;
    if (c->mutant == MUTANT_EVENT_AGAIN && status && !g->overflow && !io->fault_event.masked)
        chaos_message(c, &io->fault_event);
    if (c->mutant == MUTANT_EVENT_ALTHOUGH_MASKED && due && io->fault_event.masked)
        chaos_message(c, &io->fault_event);
    if (due && vtd_event_raise(&io->fault_event) && c->mutant != MUTANT_EVENT_MISSING)
        chaos_message(c, &io->fault_event);
}
