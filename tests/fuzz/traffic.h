/* Traffic at a unit out of any bytes: registers, memory with tables and a queue, requests. Every sequence of bytes is
 * some traffic; what matters (the unit's registers, its tables, its ring, its devices) is near in few bits. */
#ifndef FUZZ_TRAFFIC_H
#define FUZZ_TRAFFIC_H

#include "harness/session/session.h"

struct bytes {
    const uint8_t *at;
    size_t left;
};

/* The next bytes as a number, little-endian; 0 where there are none left. */
static inline uint64_t bytes_take(struct bytes *b, unsigned count)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < count && b->left > 0; i++, b->at++, b->left--)
        value |= (uint64_t)*b->at << (8u * i);
    return value;
}

static const uint16_t traffic_sources[] = {0x0020, 0x0028, 0x0100, 0x0300};

static inline uint16_t traffic_source(struct bytes *b)
{
    unsigned pick = (unsigned)bytes_take(b, 1);
    return pick < 0xF0 ? traffic_sources[pick % 4u] : (uint16_t)bytes_take(b, 2);
}

/* A register: those at fixed places, fault records, IVA and IOTLB; now and then any. */
static inline uint32_t traffic_offset(struct bytes *b, const struct vtd_caps *c)
{
    uint32_t pick = (uint32_t)bytes_take(b, 1);
    if (pick < 0x30u)
        return 4u * pick;
    if (pick < 0x60u)
        return c->fault_offset + 4u * (pick - 0x30u);
    if (pick < 0x64u)
        return c->iotlb_offset + 4u * (pick - 0x60u);
    return pick < 0xF0u ? 4u * (pick % 0x30u) : 4u * (uint32_t)(bytes_take(b, 2) % 0x1000u);
}

/* Where software writes: root and context table, five tables, interrupt table, ring, anywhere. */
static inline uint64_t traffic_address(struct bytes *b)
{
    static const uint64_t frame[16] = {FRAME_TABLES,     FRAME_TABLES + 1, FRAME_TABLES + 2, FRAME_TABLES + 3,
                                       FRAME_TABLES + 4, FRAME_TABLES + 5, FRAME_TABLES + 6, FRAME_INTERRUPTS,
                                       FRAME_INTERRUPTS, FRAME_RING,       FRAME_RING,       FRAME_RING,
                                       FRAME_RING + 1,   FRAME_STATUS,     FRAME_DATA,       0};
    unsigned pick = (unsigned)bytes_take(b, 1) % 16u;
    if (frame[pick] == 0)
        return bytes_take(b, 4) % 0x10000000u & ~7ull;
    return (frame[pick] << 12) + 8u * (bytes_take(b, 2) % 512u);
}

/* A word: small, or one that points to a table or a page, or any. */
static inline uint64_t traffic_word(struct bytes *b)
{
    unsigned pick = (unsigned)bytes_take(b, 1);
    if (pick < 0x40)
        return bytes_take(b, 2);
    if (pick < 0x80)
        return (uint64_t)(FRAME_TABLES + pick % 8u) << 12 | bytes_take(b, 1);
    if (pick < 0xA0)
        return ((uint64_t)FRAME_DATA + bytes_take(b, 2)) << 12 | bytes_take(b, 1) | (bytes_take(b, 1) << 56);
    if (pick < 0xC0) /* an interrupt entry */
        return bytes_take(b, 1) | bytes_take(b, 2) << 16 | bytes_take(b, 2) << 40;
    return bytes_take(b, 8);
}

/* One that a trace file can hold, too. */
static inline struct operation traffic_operation(struct bytes *b, const struct vtd_caps *c)
{
    struct operation o = {.repeat = 1};
    unsigned pick = (unsigned)bytes_take(b, 1);
    switch (pick % 8u) {
    case 0:
        o.kind = OP_READ;
        o.offset = traffic_offset(b, c);
        break;
    case 1:
    case 2:
    case 3:
        o.kind = OP_WRITE;
        o.offset = traffic_offset(b, c);
        o.wide = pick >= 0xE0 && o.offset % 8u == 0;
        o.value = pick >= 0x80   ? bytes_take(b, o.wide ? 8 : 4)
                  : pick >= 0x40 ? bytes_take(b, 1) << 24 /* commands */
                                 : bytes_take(b, 2);
        break;
    case 4:
    case 5:
        o.kind = OP_MEMORY;
        o.address = traffic_address(b);
        o.value = traffic_word(b);
        break;
    default:
        o.kind = OP_REQUEST;
        o.shot.kind = pick % 8u == 7 ? SHOT_MSIX : (enum shot_kind)(pick / 8u % 3u);
        o.shot.atomic = o.shot.kind == SHOT_FILL && pick >= 0xC0;
        o.shot.zero_length = o.shot.kind == SHOT_FILL && !o.shot.atomic && pick >= 0x80;
        o.shot.source_id = traffic_source(b);
        o.shot.address = o.shot.kind == SHOT_MSIX ? 0xFEE00000u | (bytes_take(b, 3) & 0xFFFFCu)
                         : pick >= 0x40           ? (bytes_take(b, 2) & ~3ull) << 3
                                                  : bytes_take(b, 6) & ~3ull;
        o.shot.data = o.shot.kind == SHOT_MSIX ? (uint32_t)bytes_take(b, 2) : 0u;
    }
    return o;
}

/* Tables that let the first device into pages 0x1000 and 0x2000 of a unit with tables of any depth, and interrupt entry 0:
 * what most traffic begins with. */
static inline void traffic_tables(struct session *s, const struct vtd_caps *c)
{
    const uint64_t base = (uint64_t)FRAME_TABLES << 12, depth = c->agaw_48 ? 4 : c->agaw_57 ? 5 : 3;
    session_memory(s, base, (base + 0x1000u) | 1u);
    session_memory(s, base + 0x1000u + 0x20u * 16u, (base + 0x2000u) | 1u);
    session_memory(s, base + 0x1008u + 0x20u * 16u, 0x700u | (depth - 2u));
    for (uint64_t level = 2; level <= depth; level++)
        session_memory(s, base + (depth - level + 2u) * 0x1000u, (base + (depth - level + 3u) * 0x1000u) | 3u);
    session_memory(s, base + (depth + 1u) * 0x1000u + 8u, ((uint64_t)FRAME_DATA << 12) | 3u);
    session_memory(s, base + (depth + 1u) * 0x1000u + 16u, ((uint64_t)(FRAME_DATA + 1) << 12) | 1u);
    session_memory(s, (uint64_t)FRAME_INTERRUPTS << 12, 0x420001u);
}

#endif
