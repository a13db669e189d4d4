/* What the present tables say about a memory request, stated once more and in another way than the model does: on
 * byte addresses, bit masks and one table of levels, from clauses 3.4, 3.7, 9.1, 9.3 and 9.8. Where several
 * conditions hold, the first one in the order of spec/rules.tsv is meant. */
#ifndef PROPERTIES_TABLES_H
#define PROPERTIES_TABLES_H

#include "model/reference.h"
#include "proofs/bmc/properties/machine.h"

#define BIT(n) (UINT64_C(1) << (n))

/* There is memory at this word of a frame. */
static inline bool has_word(uint64_t frame, uint64_t index)
{
    return frame * 512 + index < WORDS;
}

static inline uint64_t word_at(uint64_t frame, uint64_t index)
{
    return memory[frame * 512 + index];
}

/* A context entry, or the rule for which there is none. */
struct entry_read {
    unsigned rule;
    uint64_t lo, hi;
};

static inline struct entry_read no_entry(unsigned rule)
{
    struct entry_read e = {rule, 0, 0};
    return e;
}

static inline struct entry_read entry_of_memory(uint64_t frame, uint64_t index)
{
    struct entry_read e = {VTD_NONE, word_at(frame, index), word_at(frame, index + 1)};
    return e;
}

static inline struct entry_read context_in_memory(uint16_t source)
{
    uint64_t root = (uint64_t)unit.unit.root_frame, bus = (uint64_t)source >> 8, function = (uint64_t)source & 255;
    if (!has_word(root, bus * 2 + 1))
        return no_entry(VTD_LRT_1);
    struct entry_read e = entry_of_memory(root, bus * 2);
    if ((e.lo & 1) == 0)
        return no_entry(VTD_LRT_2);
    if ((e.lo & 0xFFE) != 0 || e.hi != 0 || e.lo >> HOST_BITS != 0)
        return no_entry(VTD_LRT_3);
    if (!has_word(e.lo >> 12, function * 2 + 1))
        return no_entry(VTD_LCT_1);
    return entry_of_memory(e.lo >> 12, function * 2);
}

static inline bool passes_through(uint64_t lo)
{
    return (lo >> 2 & 3) == 2;
}

static inline uint16_t domain_of(uint64_t hi)
{
    return (uint16_t)(hi >> 8 & 0xFFFF);
}

/* Why a context entry cannot be used, VTD_NONE if it can. */
static inline unsigned context_flaw(uint64_t lo, uint64_t hi)
{
    const struct vtd_caps *c = &unit.unit.caps;
    uint64_t reserved = BIT(4) | BIT(5) | BIT(6) | BIT(7) | BIT(8) | BIT(9) | BIT(10) | BIT(11);
    uint64_t type = lo >> 2 & 3, width = hi & 7;
    bool through = type == 2;
    if (!through)
        reserved |= ~(BIT(HOST_BITS) - 1);
    if ((lo & 1) == 0)
        return VTD_LCT_2;
    if ((lo & reserved) != 0 || (hi & BIT(7)) != 0 || hi >> 24 != 0 || domain_of(hi) >> DOMAIN_BITS != 0)
        return VTD_LCT_3;
    if (!through && !((width == 1 && c->agaw_39) || (width == 2 && c->agaw_48) || (width == 3 && c->agaw_57)))
        return VTD_LCT_4_1;
    if (type == 3 || (type == 1 && !c->device_tlb) || (through && !c->pass_through))
        return VTD_LCT_4_2;
    return VTD_NONE;
}

/* Where the second-stage tables lead. */
struct page_found {
    unsigned rule; /* VTD_NONE: mapped; VTD_LGN_2: an entry grants nothing */
    unsigned level;
    uint64_t start; /* first byte of the page in memory */
    bool read, write;
};

/* Bits that have to be 0 in an entry that grants something. */
static inline uint64_t reserved_bits(unsigned level, bool leaf)
{
    const struct vtd_caps *c = &unit.unit.caps;
    uint64_t bits = BIT(52) - BIT(HOST_BITS);
    if (!leaf || !c->snoop_control)
        bits |= BIT(11);
    if (!leaf || !c->device_tlb)
        bits |= BIT(62);
    if (level > 3 || (level == 3 && !c->page_1g) || (level == 2 && !c->page_2m))
        bits |= BIT(7);
    if (leaf && level > 1)
        bits |= BIT(3 + 9 * level) - BIT(12);
    return bits;
}

static inline struct page_found page_in_memory(uint64_t frame, unsigned levels, uint64_t address)
{
    struct page_found p = {VTD_NONE, 0, 0, true, true};
    for (unsigned level = 5; level >= 1; level--) {
        uint64_t slot = address >> (3 + 9 * level) & 511;
        if (level > levels)
            continue;
        p.level = level;
        p.rule = level == levels ? VTD_LCT_4_3 : VTD_LSS_1;
        if (!has_word(frame, slot))
            return p;
        uint64_t entry = word_at(frame, slot);
        bool leaf = level == 1 || (level < 4 && (entry & BIT(7)) != 0);
        p.read = p.read && (entry & 1) != 0;
        p.write = p.write && (entry & 2) != 0;
        p.rule = (entry & 3) == 0 ? VTD_LGN_2 : (entry & reserved_bits(level, leaf)) != 0 ? VTD_LSS_2 : VTD_NONE;
        frame = entry >> 12 & (BIT(40) - 1);
        p.start = frame << 12;
        if (p.rule != VTD_NONE || leaf)
            return p;
    }
    return p;
}

/* The first address that is too high: 2^min(MGAW, AGAW). */
static inline bool beyond_guest_width(uint64_t hi, uint64_t address)
{
    unsigned bits = 30 + 9 * (unsigned)(hi & 7);
    return address >> GUEST_BITS != 0 || (bits < 64 && address >> bits != 0);
}

/* Requests with this context entry and address are looked up in second-stage tables. */
static inline bool goes_through_tables(uint64_t lo, uint64_t hi, uint64_t address)
{
    return context_flaw(lo, hi) == VTD_NONE && !passes_through(lo) && !beyond_guest_width(hi, address);
}

static inline struct page_found page_of_context(uint64_t lo, uint64_t hi, uint64_t address)
{
    return page_in_memory(lo >> 12, (unsigned)(hi & 7) + 2, address);
}

static inline bool lands_on_interrupts(uint64_t host)
{
    return host >> 20 == 0xFEE;
}

/* A request is answered like this. */
struct verdict {
    unsigned rule; /* VTD_NONE: it passes */
    bool recorded;
    bool mapped; /* through second-stage tables */
    uint64_t host;
};

/* Why rights do not suffice, VTD_NONE if they do. */
static inline unsigned denial(bool read, bool write, bool absent, unsigned access)
{
    bool needs_read = access == VTD_READ || access == VTD_ATOMIC;
    bool needs_write = access == VTD_WRITE || access == VTD_ATOMIC;
    if (access == VTD_ZERO_LENGTH_READ)
        return (unit.unit.caps.zero_length_read ? absent : !read) ? VTD_LGN_3 : VTD_NONE;
    if (needs_write && !write)
        return VTD_LGN_2;
    return needs_read && !read ? VTD_LGN_3 : VTD_NONE;
}

/* ... of a page that was found, now or earlier. */
static inline struct verdict verdict_on_page(struct page_found p, uint64_t address, unsigned access, bool quiet)
{
    struct verdict v = {p.rule, false, true, 0};
    bool absent = p.rule == VTD_LGN_2; /* whatever rights are held with that finding */
    v.host = p.start + (address & (BIT(3 + 9 * (p.level < 4 ? p.level : 1)) - 1));
    if (p.rule == VTD_NONE || absent)
        v.rule = denial(p.read && !absent, p.write && !absent, absent, access);
    if (p.rule == VTD_NONE && v.rule == VTD_NONE && lands_on_interrupts(v.host))
        v.rule = VTD_LGN_4;
    v.recorded = v.rule != VTD_NONE && !quiet;
    return v;
}

/* ... with this context entry and the present second-stage tables. */
static inline struct verdict verdict_in_context(uint64_t lo, uint64_t hi, struct vtd_dma_request request)
{
    struct verdict v = {context_flaw(lo, hi), false, false, request.address};
    bool quiet = (lo & 2) != 0;
    if (v.rule == VTD_NONE && passes_through(lo))
        v.rule = request.address >> HOST_BITS != 0      ? VTD_LGN_1_3
                 : lands_on_interrupts(request.address) ? VTD_LGN_4
                                                        : VTD_NONE;
    else if (v.rule == VTD_NONE && beyond_guest_width(hi, request.address))
        v.rule = VTD_LGN_1_1;
    else if (v.rule == VTD_NONE)
        return verdict_on_page(page_of_context(lo, hi, request.address), request.address, request.access, quiet);
    v.recorded = v.rule != VTD_NONE && !quiet;
    return v;
}

/* ... while no tables are looked at. */
static inline struct verdict verdict_without_tables(struct vtd_dma_request request)
{
    struct verdict v = {VTD_NONE, false, false, request.address};
    v.recorded = unit.unit.translation_enabled;
    if (v.recorded)
        v.rule = unit.unit.table_mode == VTD_ABORT_DMA && unit.unit.caps.abort_dma ? VTD_RTA_4 : VTD_RTA_1;
    return v;
}

/* ... by the present tables alone. */
static inline struct verdict verdict_now(struct vtd_dma_request request)
{
    struct entry_read context = context_in_memory(request.source_id);
    struct verdict v = {context.rule, true, false, request.address};
    if (!unit.unit.translation_enabled || unit.unit.table_mode != VTD_LEGACY)
        return verdict_without_tables(request);
    return context.rule != VTD_NONE ? v : verdict_in_context(context.lo, context.hi, request);
}

/* A protected region forbids what the tables allow; units before version 2 look only at untranslated requests. */
static inline bool region_forbids(const struct vtd_iommu *io, struct verdict v)
{
    const struct vtd_registers *r = &io->registers;
    uint64_t block = v.host >> 21;
    uint64_t base = ((uint64_t)r->high_base_hi << 32 | r->high_base_lo) >> 21;
    uint64_t limit = ((uint64_t)r->high_limit_hi << 32 | r->high_limit_lo) >> 21;
    bool low = io->unit.caps.protected_low && block >= r->low_base >> 21 && block <= r->low_limit >> 21;
    bool high = io->unit.caps.protected_high && block >= base && block <= limit;
    bool looks = r->regions_protected && !(v.mapped && (io->unit.caps.version >> 4 & 15) < 2);
    return looks && (low || high);
}

/* The unit's answer is this verdict, protected regions included. */
static inline bool answers(struct vtd_dma_result r, struct verdict v)
{
    if (v.rule == VTD_NONE && region_forbids(&unit, v))
        return !r.allowed && r.rule == VTD_PMR && !r.recorded;
    if (v.rule == VTD_NONE)
        return r.allowed && r.rule == VTD_NONE && !r.recorded && r.host_address == v.host;
    return !r.allowed && r.rule == v.rule && r.recorded == v.recorded;
}

#endif
