/* Register traffic: every register, both access sizes, values at the limits; nothing that has no defined effect. */
#include "harness/session/generate.h"
#include "harness/session/words.h"

/* Words that software may write at any time with any value without leaving the architecture: not GCMD_REG (its
 * commands come from generate_commands), not what starts an invalidation. */
static const uint32_t writable[] = {0x00, 0x08, 0x0C, 0x10, 0x14, 0x1C, 0x20, 0x24, 0x28, 0x34, 0x38, 0x3C,
                                    0x40, 0x44, 0x64, 0x68, 0x6C, 0x70, 0x74, 0x78, 0x7C, 0x80, 0x84, 0x88,
                                    0x8C, 0x90, 0x94, 0x9C, 0xA0, 0xA4, 0xA8, 0xAC, 0xB0, 0xB4, 0xB8, 0xBC};
enum { WRITABLE = sizeof writable / sizeof writable[0] };

static uint32_t pick(struct session_generator *g)
{
    const struct vtd_caps *c = &g->caps;
    struct rng *r = &g->rng;
    if (rng_percent(r, 70))
        return writable[rng_below(r, WRITABLE)];
    if (rng_percent(r, 40))
        return c->fault_offset + 4u * rng_below(r, 4u * c->fault_records);
    if (rng_percent(r, 40))
        return c->iotlb_offset + 4u * rng_below(r, 3);
    return 0xC0u + 4u * rng_below(r, 12); /* nothing of legacy mode lies there */
}

static void read(struct session_generator *g, struct session *s, uint32_t offset)
{
    const struct vtd_caps *c = &g->caps;
    if (word_is_wide(c, offset - offset % 8u) && rng_percent(&g->rng, 50))
        session_read(s, offset - offset % 8u, true);
    else
        session_read(s, offset, false);
}

/* The unit protects no memory during these sessions. */
static uint64_t harmless(uint32_t offset, uint64_t value)
{
    return offset == 0x64 ? value & 0x7FFFFFFFu : value;
}

static void write(struct session_generator *g, struct session *s, uint32_t offset)
{
    struct rng *r = &g->rng;
    const struct vtd_caps *c = &g->caps;
    uint32_t low = offset - offset % 8u;
    uint64_t value = (uint64_t)generate_value(r) << 32 | generate_value(r);
    bool starts = low == 0x28 || low == c->iotlb_offset + 8u;
    if (word_is_wide(c, low) && !starts && rng_percent(r, 50))
        session_write(s, low, true, value);
    else
        session_write(s, offset, false, harmless(offset, value & 0xFFFFFFFFu));
}

void generate_registers(struct session_generator *g, struct session *s)
{
    unsigned turns = 6 + rng_below(&g->rng, 20);
    for (unsigned i = 0; i < turns; i++) {
        uint32_t offset = pick(g);
        write(g, s, offset);
        read(g, s, rng_percent(&g->rng, 80) ? offset : pick(g));
    }
}

void generate_power_on(struct session_generator *g, struct session *s)
{
    const struct vtd_caps *c = &g->caps;
    for (uint32_t offset = 0; offset < 0xF0; offset += 4)
        session_read(s, offset, false);
    for (uint32_t offset = 0; offset < 0x10; offset += 4)
        session_read(s, c->iotlb_offset + offset, false);
    for (uint32_t i = 0; i < c->fault_records && i < SESSION_RECORDS; i++)
        session_read(s, c->fault_offset + 16u * i + 12u, false);
    for (uint32_t offset = 0; offset < 0xF0; offset += 8)
        if (word_is_wide(c, offset))
            session_read(s, offset, true);
}
