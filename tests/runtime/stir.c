#include "tests/runtime/stir.h"

#include "model/context.h"
#include "model/rules.h"

/* First frame beyond memory that a pointer may still hold. */
#define BEYOND (MACHINE_BYTES >> 12)

static bool in_memory(uint64_t frame)
{
    return frame < BEYOND;
}

/* The lower word of a descriptor: right but for a bit now and then. */
static uint64_t low_word(struct rng *r, unsigned kind, uint16_t source)
{
    uint64_t domain = rng_below(r, 8), word = kind;
    switch (kind) {
    case VTD_INVALIDATE_CONTEXT:
        word |= (uint64_t)(1u + rng_below(r, 3)) << 4 | domain << 16 | (uint64_t)source << 32 |
                (uint64_t)rng_below(r, 4) << 48;
        break;
    case VTD_INVALIDATE_IOTLB:
        word |= (uint64_t)(1u + rng_below(r, 3)) << 4 | domain << 16;
        break;
    case VTD_INVALIDATE_DEVICE:
        word |= (uint64_t)source << 32;
        break;
    case VTD_INVALIDATE_INTERRUPT:
        word |= (uint64_t)rng_below(r, 2) << 4 | (uint64_t)rng_below(r, 9) << 27 | (uint64_t)rng_below(r, 256) << 32;
        break;
    default:
        word |= (uint64_t)rng_below(r, 8) << 4 | (uint64_t)rng_below(r, 16) << 32;
    }
    return rng_percent(r, 4) ? word ^ 1ull << rng_below(r, 64) : word;
}

static uint64_t high_word(struct rng *r, unsigned kind)
{
    uint64_t page = rng_percent(r, 50) ? rng_next(r) & 0x7FFFFFFu : rng_below(r, 64);
    if (kind == VTD_INVALIDATE_IOTLB)
        return page << 12 | rng_below(r, 20) | (uint64_t)rng_below(r, 2) << 6;
    if (kind == VTD_INVALIDATE_DEVICE)
        return page << 12 | rng_below(r, 2);
    return kind == VTD_WAIT ? ((uint64_t)FRAME_STATUS << 12) + 4u * rng_below(r, 16) : 0;
}

bool stir_descriptor(struct machine *m, uint32_t *tail)
{
    const struct vtd_queue *q = &m->io->queue;
    struct rng *r = &m->rng;
    bool wide = (q->address_lo & 0x800u) != 0;
    uint32_t stride = wide ? 32u : 16u, bytes = 0x1000u << (q->address_lo & 7u);
    uint64_t frame = (uint64_t)q->address_hi << 20 | q->address_lo >> 12;
    unsigned kind = 1u + rng_below(r, rng_percent(r, 95) ? 5 : 8);
    uint16_t source = rng_percent(r, 50) ? 0x0100 : (uint16_t)rng_below(r, 0x400);
    uint64_t at = frame * 512u + q->tail / 8u;
    if (!q->enabled || q->tail >= bytes || at + 4u > MACHINE_BYTES / 8u)
        return false;
    m->ram[at] = low_word(r, kind, source);
    m->ram[at + 1] = high_word(r, kind);
    if (wide)
        m->ram[at + 2] = m->ram[at + 3] = rng_percent(r, 10);
    *tail = (q->tail + stride) % bytes;
    return true;
}

void stir_tables(struct machine *m)
{
    uint64_t root = (uint64_t)m->io->unit.root_frame, contexts, at;
    uint16_t source = rng_percent(&m->rng, 50) ? 0x0100 : 0x0020;
    if (!in_memory(root))
        return;
    contexts = m->ram[root * 512u + (source >> 8) * 2u] >> 12;
    if (!in_memory(contexts))
        return;
    at = contexts * 512u + (source & 0xFFu) * 2u;
    if (rng_percent(&m->rng, 30))
        m->ram[at] = (m->ram[at] & 0xFFFu) | (BEYOND + rng_below(&m->rng, 16)) << 12;
    else
        m->ram[(rng_percent(&m->rng, 50) ? at : root * 512u + (source >> 8) * 2u) + rng_below(&m->rng, 2)] ^=
            1ull << rng_below(&m->rng, 64);
}

void stir_questions(struct machine *m, uint16_t source)
{
    (void)vtd_find_context(&m->io->unit, &m->memory, source);
    (void)vtd_rule_is_qualified(rng_below(&m->rng, VTD_RULE_END + 1u));
}
