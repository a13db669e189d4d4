/* Interrupt requests: a table of entries, most of them good, and requests that aim at and beside them. */
#include "harness/generate/batch.h"

static uint64_t entry_low(struct generator *g, bool extended)
{
    struct rng *r = &g->rng;
    static const uint8_t modes[] = {0, 0, 0, 1, 2, 4, 5, 7, 3, 6};
    uint64_t vector = 0x20u + rng_below(r, 0xD0);
    uint64_t destination = extended ? rng_below(r, 256) : (uint64_t)rng_below(r, 256) << 8;
    uint64_t lo = 1u | destination << 32 | vector << 16 | (uint64_t)modes[rng_below(r, 10)] << 5;
    lo |= rng_next(r) & 0xF1Cu; /* destination mode, hint, trigger mode, available bits */
    if (rng_percent(r, 10))
        lo |= 2u;
    return rng_percent(r, 20) ? lo ^ 1ull << rng_below(r, 64) : lo;
}

/* Source validation that accepts the requester, mostly; off by one bit, sometimes. */
static uint64_t entry_high(struct generator *g, uint16_t requester)
{
    struct rng *r = &g->rng;
    uint64_t bus = requester >> 8;
    uint64_t sid = requester, svt = rng_below(r, 100) < 96 ? rng_below(r, 3) : 3u;
    if (svt == 2) {
        uint64_t start = bus > 0 ? bus - rng_below(r, 2) : 0;
        uint64_t end = bus < 255 ? bus + rng_below(r, 2) : 255;
        sid = start << 8 | end;
    }
    if (rng_percent(r, 40))
        sid ^= 1u << rng_below(r, 16);
    uint64_t hi = svt << 18 | (uint64_t)rng_below(r, 4) << 16 | sid;
    return rng_percent(r, 8) ? hi ^ 1ull << rng_below(r, 64) : hi;
}

static struct shot make_shot(struct generator *g, unsigned i, uint32_t index)
{
    struct rng *r = &g->rng;
    struct shot s = {.kind = SHOT_MSIX, .device = rng_below(r, g->devices)};
    bool subhandle = rng_percent(r, 40);
    uint32_t handle = subhandle ? index - rng_below(r, index + 1u) : index;
    uint32_t rest = subhandle ? index - handle : (uint32_t)rng_next(r);
    if (subhandle && rng_percent(r, 2))
        handle = 0xFFFFu, rest = 1u + rng_below(r, 20);
    s.source_id = g->source_ids[s.device];
    s.address = 0xFEE00010u | (handle & 0x7FFFu) << 5 | (handle >> 15) << 2 | (subhandle ? 8u : 0u);
    s.data = rest;
    if (subhandle && rng_percent(r, 6))
        s.data |= 1u << (16 + rng_below(r, 16));
    if (rng_percent(r, 6)) { /* compatibility format */
        s.address = 0xFEE00000u | (rng_next(r) & 0xFF00Cu);
        s.data = 0x20u + rng_below(r, 0xD0);
    }
    if (rng_percent(r, 12)) {
        s.kind = SHOT_MSI;
        s.source_id = g->msi_source;
        s.data &= 0xFFFFu;
    } else if (rng_percent(r, 5)) {
        s.kind = SHOT_IOAPIC;
        s.source_id = g->ioapic_source;
        s.device = 16u + i % 8u; /* a pin that nothing else uses */
        s.address = 0xFEE00010u | (index & 0x7FFFu) << 5;
        s.data = 0x20u + rng_below(r, 0xD0);
    }
    return s;
}

void generate_interrupts(struct generator *g, struct batch *b, uint64_t *ram)
{
    struct rng *r = &g->rng;
    int32_t size = 2 << rng_below(r, 12);
    bool extended = g->caps.extended_int_mode && rng_percent(r, 30);
    int64_t frame = rng_percent(r, 4) ? FRAME_LAST - size / 512 : FRAME_INTERRUPTS;
    b->words = 0;
    b->shots = 0;
    b->unit = (struct vtd_unit){.caps = g->caps,
                                .root_frame = FRAME_TABLES,
                                .interrupt_table_frame = rng_percent(r, 1) ? FRAME_END : frame,
                                .interrupt_table_size = size,
                                .translation_enabled = true,
                                .remapping_enabled = true,
                                .extended_mode = extended,
                                .compatibility_allowed = rng_percent(r, 20)};
    for (unsigned i = 0; i < BATCH_SHOTS; i++) {
        uint32_t index = rng_below(r, (unsigned)size);
        if (rng_percent(r, 8))
            index = (uint32_t)size - 1u + rng_below(r, 2);
        struct shot s = make_shot(g, i, index);
        uint64_t at = (uint64_t)b->unit.interrupt_table_frame + index / 256u;
        if (at < FRAME_END && rng_percent(r, 92) && ram[at * 512u + index % 256u * 2u] == 0) {
            batch_set(b, ram, at, index % 256u * 2u, entry_low(g, extended));
            batch_set(b, ram, at, index % 256u * 2u + 1u, entry_high(g, s.source_id));
        }
        b->shot[b->shots++] = s;
    }
}
