#include "harness/session/generate.h"

const char *const session_class_name[SESSION_CLASSES] = {"registers",  "commands", "queue",  "pages",
                                                         "interrupts", "faults",   "enable", "power-on"};

void session_generate(struct session_generator *g, enum session_class class, struct session *s)
{
    static void (*const part[])(struct session_generator *, struct session *) = {
        generate_registers, generate_commands, generate_queue,  generate_pages,
        generate_entries,   generate_faults,   generate_enable, generate_power_on};
    s->start = class == CLASS_POWER_ON ? START_POWER_ON : START_RUNNING;
    s->count = 0;
    g->both = rng_below(&g->rng, 150) == 0;
    part[class](g, s);
}

struct generated_status generate_running(const struct session_generator *g)
{
    return (struct generated_status){.on = (g->dma ? 0x80000000u : 0u) | 0x02000000u, .ring_bytes = 0x1000};
}

void generate_command(struct session *s, struct generated_status *w, uint32_t set, uint32_t clear, uint32_t once)
{
    w->on = (w->on | set) & ~clear;
    session_write(s, 0x18, false, w->on | once);
}

void generate_queue_on(struct session *s, struct generated_status *w, unsigned size)
{
    w->ring_bytes = 0x1000u << size;
    w->tail = 0;
    session_write(s, 0x88, true, 0);
    session_write(s, 0x90, true, (uint64_t)FRAME_RING << 12 | size);
    generate_command(s, w, 0x04000000u, 0, 0);
}

void generate_descriptor(struct session *s, struct generated_status *w, uint64_t lo, uint64_t hi)
{
    uint64_t at = ((uint64_t)FRAME_RING << 12) + w->tail;
    session_memory(s, at, lo);
    session_memory(s, at + 8u, hi);
    w->tail = (w->tail + 16u) % w->ring_bytes;
}

void generate_tail(struct session *s, const struct generated_status *w)
{
    session_write(s, 0x88, false, w->tail);
}

uint32_t generate_value(struct rng *r)
{
    static const uint32_t some[] = {0, 0xFFFFFFFFu, 1, 0x80000000u, 0xFFFFF000u, 0xFFFu, 0x55555555u, 0xAAAAAAAAu};
    if (rng_percent(r, 40))
        return some[rng_below(r, 8)];
    return rng_percent(r, 30) ? 1u << rng_below(r, 32) : (uint32_t)rng_next(r);
}

void generate_events(struct session *s, bool fault_masked, bool completion_masked)
{
    session_write(s, 0x3C, false, GENERATED_FAULT_VECTOR);
    session_write(s, 0x40, false, 0xFEE03000u);
    session_write(s, 0xA4, false, GENERATED_COMPLETION_VECTOR);
    session_write(s, 0xA8, false, 0xFEE03000u);
    if (!fault_masked)
        session_write(s, 0x38, false, 0);
    if (!completion_masked)
        session_write(s, 0xA0, false, 0);
}

void generate_tables(struct session_generator *g, struct session *s, struct generated_tables *t, unsigned device,
                     uint16_t domain, uint64_t next)
{
    uint16_t source = g->source_ids[device];
    uint64_t page = rng_next(&g->rng) & 0x7FFFFFFull;
    t->device = device;
    t->domain = domain;
    t->levels = g->caps.agaw_48 && (!g->caps.agaw_39 || rng_percent(&g->rng, 50)) ? 4 : 3;
    t->page = page & ~511ull;
    if (t->page >> 9 == 0xFEE00u >> 9)
        t->page ^= 0x200;
    t->root = FRAME_TABLES;
    t->contexts = FRAME_TABLES + 1u + (source >> 8);
    for (unsigned level = t->levels; level >= 1; level--)
        t->table[level] = next++;
    session_memory(s, (t->root << 12) + (source >> 8) * 16u, t->contexts << 12 | 1u);
    session_memory(s, (t->contexts << 12) + (source & 0xFFu) * 16u, t->table[t->levels] << 12 | 1u);
    session_memory(s, (t->contexts << 12) + (source & 0xFFu) * 16u + 8u, (t->levels - 2u) | (uint64_t)domain << 8);
    for (unsigned level = t->levels; level >= 2; level--)
        session_memory(s, (t->table[level] << 12) + ((t->page >> (9u * (level - 1u))) & 511u) * 8u,
                       t->table[level - 1u] << 12 | 3u);
}

void generate_map(struct session *s, const struct generated_tables *t, unsigned slot, uint64_t frame, unsigned rights)
{
    session_memory(s, (t->table[1] << 12) + slot * 8u, frame << 12 | rights);
}

struct shot generate_write(const struct session_generator *g, unsigned device, uint64_t address)
{
    return (struct shot){.kind = SHOT_FILL, .device = device, .source_id = g->source_ids[device], .address = address};
}

struct shot generate_interrupt(const struct session_generator *g, unsigned device, uint32_t index)
{
    return (struct shot){.kind = SHOT_MSIX,
                         .device = device,
                         .source_id = g->source_ids[device],
                         .address = 0xFEE00010u | (index & 0x7FFFu) << 5 | (index >> 15) << 2};
}
