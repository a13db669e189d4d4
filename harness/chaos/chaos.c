#include "harness/chaos/chaos.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "harness/chaos/parts.h"
#include "model/registers.h"
#include "model/reset.h"

static const size_t ram_bytes = FRAME_END * 4096ull;

bool chaos_open(struct chaos *c, const struct vtd_caps *caps, uint64_t seed)
{
    memset(c, 0, sizeof *c);
    c->io = calloc(1, sizeof *c->io);
    c->ram = mmap(NULL, ram_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    c->caps = *caps;
    c->rng.state = seed;
    if (c->io != NULL && c->ram != MAP_FAILED) {
        c->memory = (struct vtd_memory){c->ram, ram_bytes / 8u};
        return true;
    }
    free(c->io);
    if (c->ram != MAP_FAILED)
        munmap(c->ram, ram_bytes);
    return false;
}

void chaos_close(struct chaos *c)
{
    munmap(c->ram, ram_bytes);
    free(c->io);
}

bool chaos_inclined(struct chaos *c, enum chaos_freedom f)
{
    return rng_percent(&c->rng, c->percent[f]);
}

bool chaos_choose(struct chaos *c, enum chaos_freedom f)
{
    bool second = chaos_inclined(c, f);
    c->count[f][second]++;
    return second;
}

/* ---- what happens outside ---- */

void chaos_message(struct chaos *c, const struct vtd_event *e)
{
    struct seen *s = c->seen;
    uint32_t address = e->address ^ (c->mutant == MUTANT_EVENT_DESTINATION ? 0x1000u : 0u);
    uint32_t data = e->data ^ (c->mutant == MUTANT_EVENT_VECTOR ? 1u : 0u);
    if (s->messages < SESSION_MESSAGES)
        s->message[s->messages] = (struct vtd_message){.destination = (address >> 12) & 0xFFu,
                                                       .vector = (uint8_t)data,
                                                       .delivery_mode = (data >> 8) & 7u,
                                                       .logical = (address & 4u) != 0,
                                                       .level = (data & 0x8000u) != 0};
    s->messages++;
}

void chaos_store(struct chaos *c, uint64_t word, uint64_t value)
{
    if (word >= c->memory.word_count)
        return;
    if (c->ram[word] != value && word / 512u >= FRAME_TABLES && word / 512u < FRAME_INTERRUPTS) {
        c->mutated.leaf[word % 512u] = c->ram[word];
        c->mutated.leaf_at[word % 512u] = word;
    }
    if (c->touched < CHAOS_TOUCHED)
        c->touch[c->touched++] = word;
    c->ram[word] = value;
}

void chaos_effects(struct chaos *c, struct vtd_effects e)
{
    uint64_t at = e.status_address + (c->mutant == MUTANT_STATUS_ADDRESS ? 1u : 0u);
    uint64_t data = e.status_data ^ (c->mutant == MUTANT_STATUS_DATA ? 1u : 0u);
    unsigned shift = at % 2u == 1u ? 32u : 0u;
    if (e.fault_event && c->mutant != MUTANT_EVENT_MISSING)
        chaos_message(c, &c->io->fault_event);
    if (e.completion_event)
        chaos_message(c, &c->io->completion_event);
    if (e.status_write && at / 2u < c->memory.word_count && c->mutant != MUTANT_STATUS_MISSING)
        chaos_store(c, at / 2u, (c->ram[at / 2u] & ~(0xFFFFFFFFull << shift)) | data << shift);
}

/* ---- operations ---- */

static void request(struct chaos *c, const struct operation *o)
{
    uint32_t *words = (uint32_t *)c->ram;
    for (unsigned i = 0; i < SESSION_PLACES; i++)
        if (o->place[i] != 0)
            words[o->place[i] / 4u] = SESSION_MARK;
    if (o->shot.kind >= SHOT_MSIX)
        chaos_interrupt(c, o);
    else
        chaos_dma(c, o);
    for (unsigned i = 0; i < SESSION_PLACES; i++)
        if (o->place[i] != 0) {
            c->seen->place[i] = words[o->place[i] / 4u];
            words[o->place[i] / 4u] = 0;
        }
}

static void look_at_state(struct chaos *c)
{
    for (unsigned i = 0; i < SESSION_STATE; i++)
        c->seen->state[i] = chaos_read(c, session_state_offset[i]);
    for (unsigned i = 0; i < SESSION_RECORDS && i < c->caps.fault_records; i++)
        for (unsigned k = 0; k < 2; k++) {
            uint32_t at = c->caps.fault_offset + 16u * i + 8u * k;
            c->seen->record[i][k] = (uint64_t)chaos_read(c, at + 4u) << 32 | chaos_read(c, at);
        }
}

/* Something that the session will ask for, before it does. */
static void look_ahead(struct chaos *c)
{
    const struct operation *o = &c->session->operation[rng_below(&c->rng, c->session->count)];
    if (o->kind != OP_REQUEST || !chaos_choose(c, FREEDOM_PREFETCH))
        return;
    if (o->shot.kind >= SHOT_MSIX)
        chaos_prefetch_entry(c, vtd_interrupt_index(o->shot.address, o->shot.data) & 0xFFFFu);
    else
        chaos_prefetch(c, &(struct vtd_dma_request){o->shot.address, o->shot.source_id, VTD_WRITE});
}

static void operate(struct chaos *c, const struct operation *o)
{
    *c->seen = (struct seen){.value = 0};
    look_ahead(c);
    switch (o->kind) {
    case OP_READ:
        c->seen->value = chaos_read(c, o->offset);
        if (o->wide)
            c->seen->value |= (uint64_t)chaos_read(c, o->offset + 4u) << 32;
        break;
    case OP_MEMORY:
        for (unsigned i = 0; i < o->repeat; i++)
            chaos_store(c, o->address / 8u + 2u * i, o->value);
        break;
    case OP_LOOK:
        c->seen->value = o->address / 8u < c->memory.word_count ? c->ram[o->address / 8u] : 0u;
        break;
    case OP_WRITE:
        chaos_write(c, o->offset, (uint32_t)o->value);
        if (o->wide)
            chaos_write(c, o->offset + 4u, (uint32_t)(o->value >> 32));
        chaos_queue(c, o->offset);
        look_at_state(c);
        break;
    case OP_REQUEST:
        request(c, o);
        chaos_queue(c, 0);
        look_at_state(c);
        break;
    }
}

/* ---- sessions ---- */

static void draw_habits(struct chaos *c)
{
    static const uint8_t habits[] = {0, 0, 10, 50, 90, 100, 100, 100};
    for (unsigned f = 0; f < CHAOS_FREEDOMS; f++)
        c->percent[f] = habits[rng_below(&c->rng, sizeof habits)];
    if (c->forced)
        c->percent[c->freedom] = c->second ? 100 : 0;
    for (unsigned f = FREEDOM_CACHED_CONTEXT; c->forced && c->freedom == FREEDOM_STALE && f <= FREEDOM_CACHED_ENTRY;
         f++)
        c->percent[f] = c->second ? 100 : 0;
    c->held_at_zero = chaos_inclined(c, FREEDOM_INDEX_HELD);
    c->narrow = chaos_inclined(c, FREEDOM_UPPER_ADDRESS);
    c->upper_kept = chaos_inclined(c, FREEDOM_NO_UPPER_REGISTER);
    c->initial_actual = chaos_choose(c, FREEDOM_INITIAL_ACTUAL) ? 3u : 0u;
}

static void clear_memory(struct chaos *c)
{
    for (unsigned i = 0; i < c->touched; i++)
        c->ram[c->touch[i]] = 0;
    if (c->touched == CHAOS_TOUCHED)
        memset(c->ram + FRAME_TABLES * 512ull, 0, (FRAME_DATA - FRAME_TABLES) * 4096ull);
    c->touched = 0;
}

static void start(struct chaos *c, const struct session *s)
{
    struct vtd_iommu *io = c->io;
    bool translates = c->caps.agaw_39 || c->caps.agaw_48 || c->caps.agaw_57;
    clear_memory(c);
    vtd_reset(io, &c->caps, 0, 0, 0);
    memset(&c->caches, 0, sizeof c->caches);
    memset(&c->mutated, 0, sizeof c->mutated);
    c->later_first = c->later_count = 0;
    c->shown_head = 0;
    c->upper[0] = c->upper[1] = 0;
    c->session = s;
    draw_habits(c);
    if (c->mutant == MUTANT_POWER_ON_UNMASKED)
        io->fault_event.masked = false;
    if (s->start == START_POWER_ON)
        return;
    io->registers.root_lo = (uint32_t)FRAME_TABLES << 12;
    io->registers.interrupt_lo = (uint32_t)FRAME_INTERRUPTS << 12 | 7u;
    io->registers.root_pointer_set = io->registers.interrupt_pointer_set = true;
    io->unit.root_frame = FRAME_TABLES;
    io->unit.interrupt_table_frame = FRAME_INTERRUPTS;
    io->unit.interrupt_table_size = 256;
    io->unit.translation_enabled = translates;
    io->unit.remapping_enabled = c->caps.interrupt_remapping;
    if (!c->caps.interrupt_remapping)
        io->registers.interrupt_pointer_set = false, io->registers.interrupt_lo = 0;
}

static enum peer_status run(struct peer *peer, struct session *s)
{
    struct chaos *c = peer->self;
    start(c, s);
    for (unsigned i = 0; i < s->count; i++) {
        c->seen = &s->seen[i];
        operate(c, &s->operation[i]);
    }
    return PEER_OK;
}

struct peer chaos_peer(struct chaos *c)
{
    return (struct peer){.self = c, .run = run};
}
