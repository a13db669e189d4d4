/* Interrupt requests through the interrupt entry cache (clauses 5.1, 6.3). */
#include "harness/chaos/parts.h"

static uint64_t swapped_range(uint64_t hi)
{
    bool range = (hi >> 18) % 4u == 2u;
    return range ? (hi & ~0xFFFFull) | ((hi & 0xFFu) << 8) | ((hi >> 8) & 0xFFu) : hi;
}

/* The entry as a mutant reads it. */
static void mutate_entry(const struct chaos *c, uint64_t *lo, uint64_t *hi, bool cached)
{
    if (c->mutant == MUTANT_ENTRY_PRESENT_IGNORED)
        *lo |= 1u;
    if (c->mutant == MUTANT_ENTRY_RESERVED_IGNORED) {
        *lo &= c->io->unit.extended_mode ? 0xFFFFFFFF00FF0FFFull : 0x0000FF0000FF0FFFull;
        *hi &= 0xFFFFFull;
    }
    if (c->mutant == MUTANT_SOURCE_NOT_CHECKED || (c->mutant == MUTANT_CACHED_SOURCE_NOT_CHECKED && cached))
        *hi &= ~0xC0000ull;
    if (c->mutant == MUTANT_QUALIFIER_IGNORED)
        *hi &= ~0x30000ull;
    if (c->mutant == MUTANT_BUS_RANGE_SWAPPED)
        *hi = swapped_range(*hi);
}

static bool faultless(const struct vtd_interrupt_outcome *o)
{
    return !o->holds.int_22 && !o->holds.int_24;
}

static void hold(struct chaos *c, uint32_t index, const struct vtd_interrupt_fetch *f)
{
    struct vtd_interrupt_outcome o = vtd_remap_entry(c->io->unit.extended_mode, f->lo, f->hi, index, 0);
    bool may = faultless(&o) || (c->caps.caching_mode && chaos_choose(c, FREEDOM_CACHED_FAULT)) ||
               c->mutant == MUTANT_ENTRY_FAULT_HELD;
    if (may && chaos_inclined(c, FREEDOM_CACHED_ENTRY))
        caches_hold_entry(&c->caches, &c->rng, (struct held_entry){true, index, f->lo, f->hi});
}

void chaos_prefetch_entry(struct chaos *c, uint32_t index)
{
    struct vtd_interrupt_fetch f = vtd_fetch_interrupt(&c->io->unit, &c->memory, index);
    if (!f.int_21 && !f.int_23)
        hold(c, index, &f);
}

static struct vtd_interrupt_outcome through_table(struct chaos *c, uint32_t index, uint16_t source)
{
    struct vtd_unit u = c->io->unit;
    if (c->mutant == MUTANT_TABLE_LIMIT_IGNORED)
        u.interrupt_table_size = 0x10000;
    const struct held_entry *e = caches_entry(&c->caches, &c->rng, index);
    c->count[FREEDOM_CACHED_ENTRY][0] += e == NULL;
    bool cached = e != NULL && chaos_choose(c, FREEDOM_CACHED_ENTRY);
    struct vtd_interrupt_fetch f = vtd_fetch_interrupt(&u, &c->memory, index);
    if (f.int_21 || f.int_23)
        return vtd_remap_index(&u, &c->memory, index, source);
    if (cached)
        f = (struct vtd_interrupt_fetch){.lo = e->lo, .hi = e->hi};
    else
        hold(c, index, &f);
    mutate_entry(c, &f.lo, &f.hi, cached);
    c->source_type = (unsigned)(f.hi >> 18) % 4u;
    return vtd_remap_entry(u.extended_mode, f.lo, f.hi, index, source);
}

static uint32_t index_of(const struct chaos *c, const struct operation *o)
{
    uint64_t address = o->shot.address;
    if (c->mutant == MUTANT_SUBHANDLE_IGNORED)
        address &= ~8ull;
    if (c->mutant == MUTANT_HANDLE_BIT_LOST)
        address &= ~4ull;
    return vtd_interrupt_index(address, o->shot.data);
}

static struct vtd_interrupt_outcome classify(struct chaos *c, const struct operation *o)
{
    struct vtd_interrupt_request r = {o->shot.address, o->shot.data, o->shot.source_id};
    struct vtd_unit u = c->io->unit;
    if (c->mutant == MUTANT_COMPATIBILITY_PASSES && !u.compatibility_allowed)
        u.compatibility_allowed = true, u.extended_mode = false;
    if (c->mutant == MUTANT_COMPATIBILITY_BLOCKED)
        u.compatibility_allowed = false;
    if (c->mutant == MUTANT_REMAPS_WHILE_OFF && (r.address / 16u) % 2u == 1u)
        u.remapping_enabled = true;
    struct vtd_interrupt_outcome out = vtd_interrupt_request_step(&u, r);
    if (!out.remapped)
        return out;
    uint32_t index = index_of(c, o);
    if (index > 0xFFFFu && chaos_choose(c, FREEDOM_INDEX_WRAPS))
        index %= 0x10000u;
    return through_table(c, index, r.source_id);
}

static unsigned choose_rule(struct chaos *c, const struct vtd_interrupt_outcome *o)
{
    unsigned first = vtd_first_interrupt_condition(o->holds);
    if (first == VTD_NONE)
        return o->int_24_optional && chaos_choose(c, FREEDOM_DELIVERY_MODE) ? VTD_INT_24 : VTD_NONE;
    if (first != VTD_INT_26)
        return first;
    if (o->holds.int_24)
        return chaos_choose(c, c->source_type == 3u ? FREEDOM_SOURCE_TYPE : FREEDOM_OTHER_INTERRUPT_CONDITION)
                   ? VTD_INT_26
                   : VTD_INT_24;
    return VTD_INT_26;
}

static bool has_index(unsigned rule)
{
    return rule == VTD_INT_21 || rule == VTD_INT_22 || rule == VTD_INT_23 || rule == VTD_INT_24 || rule == VTD_INT_26;
}

static struct vtd_message mutate_message(const struct chaos *c, struct vtd_message m)
{
    m.vector ^= c->mutant == MUTANT_MESSAGE_VECTOR ? 1u : 0u;
    m.destination ^= c->mutant == MUTANT_MESSAGE_DESTINATION ? 1u : 0u;
    m.delivery_mode ^= c->mutant == MUTANT_MESSAGE_MODE ? 1u : 0u;
    m.level = m.level != (c->mutant == MUTANT_MESSAGE_LEVEL);
    m.logical = m.logical != (c->mutant == MUTANT_MESSAGE_LOGICAL);
    return m;
}

static void refuse(struct chaos *c, const struct operation *o, const struct vtd_interrupt_outcome *out, unsigned rule)
{
    bool suppressed = out->fault_disabled && vtd_rule_is_qualified(rule) && c->mutant != MUTANT_SUPPRESSION_IGNORED;
    if (suppressed || c->mutant == MUTANT_INTERRUPT_FAULT_SWALLOWED)
        return;
    struct vtd_fault_record f = vtd_interrupt_fault_record(out->index, o->shot.source_id, rule);
    if (!has_index(rule) && chaos_choose(c, FREEDOM_NO_INDEX))
        f.lo = rng_next(&c->rng) & ~0xFFFull;
    chaos_log(c, f, true);
}

void chaos_interrupt(struct chaos *c, const struct operation *o)
{
    struct vtd_interrupt_outcome out = classify(c, o);
    unsigned rule = choose_rule(c, &out);
    if (rule != VTD_NONE) {
        refuse(c, o, &out, rule);
        return;
    }
    if (c->seen->messages < SESSION_MESSAGES)
        c->seen->message[c->seen->messages] = mutate_message(c, out.message);
    c->seen->messages++;
}
