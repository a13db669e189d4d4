/* What an invalidation reaches, by the words of its descriptor or register, stated on bits (clauses 6.5.1, 6.5.2). */
#ifndef PROPERTIES_COVERAGE_H
#define PROPERTIES_COVERAGE_H

#include "proofs/bmc/properties/machine.h"

enum { GLOBALLY = 1, ONE_DOMAIN = 2, SELECTED = 3 };

/* An invalidation of the context cache or the IOTLB, wherever it came from. */
struct invalidation {
    unsigned granularity; /* as encoded; 0: none is done */
    uint16_t domain;
    uint16_t source;        /* context cache */
    unsigned function_mask; /* FM */
    uint64_t address;       /* IOTLB: byte address */
    unsigned address_mask;  /* AM */
};

static inline uint16_t domain_bits(uint64_t field)
{
    return (uint16_t)(field & ((1u << DOMAIN_BITS) - 1u));
}

static inline struct invalidation of_context_descriptor(uint64_t lo)
{
    struct invalidation v = {
        (unsigned)(lo >> 4 & 3), domain_bits(lo >> 16), (uint16_t)(lo >> 32), (unsigned)(lo >> 48 & 3), 0, 0};
    return v;
}

static inline struct invalidation of_page_descriptor(uint64_t lo, uint64_t hi)
{
    struct invalidation v = {(unsigned)(lo >> 4 & 3), domain_bits(lo >> 16), 0, 0,
                             hi & ~UINT64_C(0xFFF),   (unsigned)(hi & 63)};
    return v;
}

/* CCMD_REG after a write of its upper half with ICC: CAIG says what was done. */
static inline struct invalidation of_context_command(uint32_t written)
{
    uint32_t lo = unit.registers.context_lo;
    struct invalidation v = {
        unit.registers.context_hi >> 27 & 3, domain_bits(lo), (uint16_t)(lo >> 16), written & 3, 0, 0};
    return v;
}

/* IOTLB_REG after a write of its upper half with IVT. */
static inline struct invalidation of_page_command(uint32_t written)
{
    struct invalidation v = {unit.registers.iotlb_hi >> 25 & 3, domain_bits(written), 0, 0, 0, 0};
    v.address = ((uint64_t)unit.registers.address_hi << 32 | unit.registers.address_lo) & ~UINT64_C(0xFFF);
    v.address_mask = unit.registers.address_lo & 63;
    return v;
}

/* Bits of a requester-id that FM leaves to compare. */
static inline uint16_t compared_bits(unsigned function_mask)
{
    static const uint16_t keep[4] = {0xFFFF, 0xFFFB, 0xFFF9, 0xFFF8};
    return keep[function_mask & 3];
}

/* It reaches what is held for this requester under this domain-id. */
static inline bool reaches_context(struct invalidation v, uint16_t source, uint16_t domain)
{
    if (v.granularity == ONE_DOMAIN)
        return v.domain == domain;
    if (v.granularity == SELECTED)
        return v.domain == domain && ((v.source ^ source) & compared_bits(v.function_mask)) == 0;
    return v.granularity == GLOBALLY;
}

/* It reaches a page of 2^size bytes at this address, held under this domain-id: two aligned blocks have a byte in
 * common exactly if they agree above the bits of the larger one. */
static inline bool reaches_page(struct invalidation v, uint64_t address, unsigned size, uint16_t domain)
{
    unsigned mask = v.address_mask + 12 < 63 ? v.address_mask + 12 : 63;
    unsigned larger = mask > size ? mask : size;
    uint64_t wanted = v.address & ((UINT64_C(1) << GUEST_BITS) - 1);
    if (v.granularity == ONE_DOMAIN)
        return v.domain == domain;
    if (v.granularity == SELECTED)
        return v.domain == domain && (v.address_mask >= 52 || wanted >> larger == address >> larger);
    return v.granularity == GLOBALLY;
}

/* An interrupt entry cache descriptor reaches this index. */
static inline bool reaches_index(uint64_t lo, uint32_t index)
{
    unsigned mask = (unsigned)(lo >> 27 & 31);
    return (lo & 16) == 0 || (lo >> 32 & 0xFFFF) >> mask == (uint64_t)index >> mask;
}

#endif
