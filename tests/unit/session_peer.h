/* A unit for the session tests: the model itself, with caches, as the target of a session; one of its behaviours can be
 * sabotaged. */
#ifndef TESTS_SESSION_PEER_H
#define TESTS_SESSION_PEER_H

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "harness/session/session.h"
#include "model/context_cache.h"
#include "model/device_tlb.h"
#include "model/queue.h"
#include "model/registers.h"
#include "model/reset.h"
#include "model/unit.h"

enum sabotage {
    HONEST,
    IOTLB_INVALIDATION_SKIPPED,
    IOTLB_WRONG_DOMAIN,
    CONTEXT_INVALIDATION_SKIPPED,
    ENTRY_INVALIDATION_SKIPPED,
    OVERFLOW_NOT_CLEARED,
    OVERFLOW_NOT_SET,
    RECORD_OVERWRITTEN,
    RECORD_NOT_CLEARED,
    RECORD_NOT_WRITTEN,
    RECORD_WRONG_REASON,
    RECORD_WRONG_SOURCE,
    HEAD_NOT_ADVANCED,
    HEAD_NOT_WRAPPED,
    WRONG_QUEUE_ERROR,
    ERROR_NOT_CLEARED,
    EVENT_ALTHOUGH_MASKED,
    EVENT_MISSING,
    PENDING_NOT_SHOWN,
    ROOT_NOT_LATCHED,
    TABLE_NOT_LATCHED,
    RESERVED_BITS_READABLE,
    STATUS_WRITE_MISSING,
    STATUS_WRITE_WRONG,
    COMPLETION_NOT_SHOWN,
    GRANULARITY_NOT_REPORTED,
    COMMAND_STAYS_BUSY,
    RIGHTS_IGNORED,
    READ_RIGHTS_IGNORED,
    TRANSLATES_WHILE_OFF,
    ENABLE_NOT_SHOWN,
    POWER_ON_UNMASKED,
    SABOTAGES
};

struct fake {
    struct vtd_iommu *io;
    uint64_t *ram;
    struct vtd_memory memory;
    struct vtd_caps caps;
    struct rng rng;
    enum sabotage sabotage;
    bool turned_off;     /* TRANSLATES_WHILE_OFF: what GSTS says */
    bool wrapped;        /* HEAD_NOT_WRAPPED: the head has gone round */
    bool devices_silent; /* device-TLB invalidations are never answered */
};

static const size_t fake_bytes = FRAME_END * 4096ull;

static inline void fake_open(struct fake *f, const struct vtd_caps *caps, uint64_t seed)
{
    f->io = calloc(1, sizeof *f->io);
    f->ram = mmap(NULL, fake_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    f->memory = (struct vtd_memory){f->ram, fake_bytes / 8u};
    f->caps = *caps;
    f->rng.state = seed;
    f->sabotage = HONEST;
    f->devices_silent = false;
}

static inline void fake_close(struct fake *f)
{
    munmap(f->ram, fake_bytes);
    free(f->io);
}

static inline void fake_message(struct seen *s, const struct vtd_event *e)
{
    if (s->messages < SESSION_MESSAGES)
        s->message[s->messages] = (struct vtd_message){.destination = (e->address >> 12) & 0xFFu,
                                                       .vector = (uint8_t)e->data,
                                                       .delivery_mode = (e->data >> 8) & 7u,
                                                       .logical = (e->address & 4u) != 0,
                                                       .level = (e->data & 0x8000u) != 0};
    s->messages++;
}

static inline void fake_status(struct fake *f, struct vtd_effects e)
{
    uint64_t word = e.status_address / 2u;
    unsigned shift = e.status_address % 2u == 1u ? 32u : 0u;
    if (!e.status_write || word >= fake_bytes / 8u || f->sabotage == STATUS_WRITE_MISSING)
        return;
    uint64_t data = f->sabotage == STATUS_WRITE_WRONG ? e.status_data ^ 1u : e.status_data;
    f->ram[word] = (f->ram[word] & ~(0xFFFFFFFFull << shift)) | data << shift;
}

/* ---- one operation, honestly, and what sabotage makes of it ---- */

static inline void fake_effects(struct fake *f, struct vtd_effects e, struct seen *s)
{
    if (e.fault_event && f->sabotage != EVENT_MISSING)
        fake_message(s, &f->io->fault_event);
    if (e.completion_event)
        fake_message(s, &f->io->completion_event);
    fake_status(f, e);
    if (e.device_request)
        fake_effects(f,
                     f->devices_silent ? vtd_device_timeout(f->io, e.device_tag)
                                       : vtd_device_completion(f->io, e.device_source, e.device_tag, 1),
                     s);
}

static inline void fake_queue(struct fake *f, struct seen *s)
{
    static struct vtd_iommu before;
    struct vtd_iommu *io = f->io;
    for (;;) {
        before = *io;
        struct vtd_fetched d = vtd_queue_fetch(&io->unit, &io->queue, &f->memory);
        struct vtd_queue_step step = vtd_queue_step(io, &f->memory);
        if (!step.done)
            return;
        f->wrapped = f->wrapped || before.queue.head > io->queue.head;
        bool good = d.error == VTD_QUEUE_OK;
        bool iotlb = good && d.descriptor.kind == VTD_INVALIDATE_IOTLB;
        if (f->sabotage == IOTLB_INVALIDATION_SKIPPED && iotlb && d.descriptor.granularity == VTD_BY_PAGE)
            io->iotlb = before.iotlb;
        if (f->sabotage == IOTLB_WRONG_DOMAIN && iotlb && d.descriptor.granularity == VTD_BY_DOMAIN) {
            io->iotlb = before.iotlb;
            d.descriptor.domain ^= 1u;
            vtd_execute(io, d.descriptor);
        }
        if (f->sabotage == CONTEXT_INVALIDATION_SKIPPED && good && d.descriptor.kind == VTD_INVALIDATE_CONTEXT &&
            d.descriptor.granularity == VTD_BY_DEVICE)
            io->contexts = before.contexts;
        if (f->sabotage == ENTRY_INVALIDATION_SKIPPED && good && d.descriptor.kind == VTD_INVALIDATE_INTERRUPT &&
            d.descriptor.by_index)
            io->interrupts = before.interrupts;
        if (f->sabotage == COMPLETION_NOT_SHOWN)
            io->queue.wait_complete = before.queue.wait_complete;
        if (f->sabotage == WRONG_QUEUE_ERROR && !good)
            io->queue.error = 5;
        fake_effects(f, step.effects, s);
    }
}

static inline void fake_write_word(struct fake *f, uint32_t offset, uint32_t value, struct seen *s)
{
    struct vtd_iommu *io = f->io;
    int64_t root = io->unit.root_frame, table = io->unit.interrupt_table_frame;
    bool overflow = io->faults.overflow, error = io->faults.queue_error, masked = io->fault_event.masked;
    uint32_t first = io->faults.record[0].word[3];
    fake_effects(f, vtd_register_write(io, offset, value), s);
    f->wrapped = f->wrapped && offset != 0x18;
    if (f->sabotage == ROOT_NOT_LATCHED)
        io->unit.root_frame = root;
    if (f->sabotage == TABLE_NOT_LATCHED)
        io->unit.interrupt_table_frame = table;
    if (f->sabotage == OVERFLOW_NOT_CLEARED && offset == 0x34)
        io->faults.overflow = overflow;
    if (f->sabotage == ERROR_NOT_CLEARED && offset == 0x34)
        io->faults.queue_error = error;
    if (f->sabotage == RECORD_NOT_CLEARED && offset == f->caps.fault_offset + 12u)
        io->faults.record[0].word[3] = first;
    if (f->sabotage == EVENT_ALTHOUGH_MASKED && offset == 0x38 && masked)
        io->fault_event.masked = true;
    if (f->sabotage == TRANSLATES_WHILE_OFF && offset == 0x18 && value >> 31 == 0)
        io->unit.translation_enabled = f->turned_off = true;
    if (offset == 0x18 && value >> 31 == 1u)
        f->turned_off = false;
}

static inline uint32_t fake_read_word(const struct fake *f, uint32_t offset)
{
    uint32_t value = vtd_register_read(f->io, offset);
    switch (f->sabotage) {
    case RESERVED_BITS_READABLE:
        return offset == 0x40 ? value | 1u : value;
    case HEAD_NOT_ADVANCED:
        return offset == 0x80 && value != 0 ? value - 16u : value;
    case HEAD_NOT_WRAPPED:
        return offset == 0x80 && value == 0 && f->wrapped ? 0x1000u : value;
    case PENDING_NOT_SHOWN:
        return offset == 0x38 ? value & ~0x40000000u : value;
    case GRANULARITY_NOT_REPORTED:
        return offset == 0x2C ? value & ~0x18000000u : value;
    case COMMAND_STAYS_BUSY:
        return offset == f->caps.iotlb_offset + 12u ? value | 0x80000000u : value;
    case ENABLE_NOT_SHOWN:
        return offset == 0x1C ? value & ~0x02000000u : value;
    case TRANSLATES_WHILE_OFF:
        return offset == 0x1C && f->turned_off ? value & 0x7FFFFFFFu : value;
    default:
        return value;
    }
}

static inline bool fake_in_memory(uint64_t at)
{
    return at >= FRAME_DATA * 4096ull && at + 4u <= fake_bytes;
}

/* Where one access ends up, 0 if it is blocked. */
static inline uint64_t fake_access(struct fake *f, const struct operation *o, struct seen *s, struct vtd_choice choice,
                                   enum vtd_access access)
{
    struct vtd_dma_request r = {o->shot.address, o->shot.source_id, (uint8_t)access};
    struct vtd_dma_answer a = vtd_unit_dma(f->io, &f->memory, r, choice);
    fake_effects(f, a.effects, s);
    bool denied = !a.result.allowed && a.result.rule == VTD_LGN_2 && o->place[0] != 0;
    if (f->sabotage == RIGHTS_IGNORED && denied)
        return o->place[0];
    if (f->sabotage == READ_RIGHTS_IGNORED && !a.result.allowed && a.result.rule == VTD_LGN_3)
        return o->place[0];
    return a.result.allowed ? a.result.host_address : 0;
}

static inline void fake_dma(struct fake *f, const struct operation *o, struct seen *s, struct vtd_choice choice)
{
    uint32_t *words = (uint32_t *)f->ram;
    uint32_t data = o->shot.kind == SHOT_FILL ? 0x96969696u : 0u;
    if (o->shot.kind == SHOT_INVERT) {
        uint64_t from = fake_access(f, o, s, choice, VTD_READ);
        data = fake_in_memory(from) ? ~words[from / 4u] : 0u;
    }
    uint64_t to = fake_access(f, o, s, choice, VTD_WRITE);
    if (fake_in_memory(to))
        words[to / 4u] = data;
}

static inline void fake_interrupt(struct fake *f, const struct operation *o, struct seen *s, struct vtd_choice choice)
{
    struct vtd_interrupt_request r = {o->shot.address, o->shot.data, o->shot.source_id};
    struct vtd_interrupt_answer a = vtd_unit_interrupt(f->io, &f->memory, r, choice);
    if (a.result.delivered)
        s->message[s->messages++] = a.result.message;
    fake_effects(f, a.effects, s);
}

static inline void fake_request(struct fake *f, const struct operation *o, struct seen *s)
{
    static struct vtd_fault_log before;
    uint32_t *words = (uint32_t *)f->ram;
    struct vtd_fault_log *g = &f->io->faults;
    struct vtd_choice choice = {(uint8_t)rng_below(&f->rng, 4), rng_percent(&f->rng, 50), rng_percent(&f->rng, 20)};
    for (unsigned i = 0; i < SESSION_PLACES; i++)
        if (o->place[i] != 0)
            words[o->place[i] / 4u] = SESSION_MARK;
    before = *g;
    if (o->shot.kind >= SHOT_MSIX)
        fake_interrupt(f, o, s, choice);
    else
        fake_dma(f, o, s, choice);
    bool added = memcmp(before.record, g->record, sizeof g->record) != 0;
    if (f->sabotage == OVERFLOW_NOT_SET)
        g->overflow = before.overflow;
    if (f->sabotage == RECORD_OVERWRITTEN && g->overflow && !before.overflow)
        g->record[g->next].word[2] ^= 0x100u;
    if (f->sabotage == RECORD_NOT_WRITTEN && added && !before.overflow)
        *g = before;
    if (f->sabotage == RECORD_WRONG_REASON && added)
        g->record[before.next].word[3] ^= 0x10u;
    if (f->sabotage == RECORD_WRONG_SOURCE && added)
        g->record[before.next].word[2] ^= 1u;
    if (f->sabotage == EVENT_ALTHOUGH_MASKED && added && f->io->fault_event.masked)
        fake_message(s, &f->io->fault_event);
    for (unsigned i = 0; i < SESSION_PLACES; i++)
        if (o->place[i] != 0) {
            s->place[i] = words[o->place[i] / 4u];
            words[o->place[i] / 4u] = 0;
        }
}

static inline void fake_state(const struct fake *f, struct seen *s)
{
    for (unsigned i = 0; i < SESSION_STATE; i++)
        s->state[i] = fake_read_word(f, session_state_offset[i]);
    for (unsigned i = 0; i < SESSION_RECORDS && i < f->caps.fault_records; i++)
        for (unsigned k = 0; k < 2; k++) {
            uint32_t at = f->caps.fault_offset + 16u * i + 8u * k;
            s->record[i][k] = (uint64_t)fake_read_word(f, at + 4u) << 32 | fake_read_word(f, at);
        }
}

static inline void fake_operation(struct fake *f, const struct operation *o, struct seen *s)
{
    *s = (struct seen){.value = 0};
    switch (o->kind) {
    case OP_READ:
        s->value = fake_read_word(f, o->offset);
        if (o->wide)
            s->value |= (uint64_t)fake_read_word(f, o->offset + 4u) << 32;
        break;
    case OP_MEMORY:
        for (unsigned i = 0; i < o->repeat; i++)
            f->ram[o->address / 8u + 2u * i] = o->value;
        break;
    case OP_LOOK:
        s->value = f->ram[o->address / 8u];
        break;
    case OP_WRITE:
        fake_write_word(f, o->offset, (uint32_t)o->value, s);
        if (o->wide)
            fake_write_word(f, o->offset + 4u, (uint32_t)(o->value >> 32), s);
        fake_queue(f, s);
        fake_state(f, s);
        break;
    case OP_REQUEST:
        fake_request(f, o, s);
        fake_state(f, s);
        break;
    }
}

static inline void fake_start(struct fake *f, enum session_start start)
{
    struct vtd_iommu *io = f->io;
    memset(f->ram + FRAME_TABLES * 512ull, 0, (FRAME_DATA - FRAME_TABLES) * 4096ull);
    vtd_reset(io, &f->caps, 16, 16, 16);
    f->turned_off = f->wrapped = false;
    if (f->sabotage == POWER_ON_UNMASKED)
        io->fault_event.masked = false;
    if (start == START_POWER_ON)
        return;
    io->registers.root_lo = (uint32_t)FRAME_TABLES << 12;
    io->registers.interrupt_lo = (uint32_t)FRAME_INTERRUPTS << 12 | 7u;
    io->registers.root_pointer_set = io->registers.interrupt_pointer_set = true;
    io->unit.root_frame = FRAME_TABLES;
    io->unit.interrupt_table_frame = FRAME_INTERRUPTS;
    io->unit.interrupt_table_size = 256;
    io->unit.translation_enabled = io->unit.remapping_enabled = true;
}

static inline enum peer_status fake_run(struct peer *peer, struct session *s)
{
    struct fake *f = peer->self;
    fake_start(f, s->start);
    for (unsigned i = 0; i < s->count; i++)
        fake_operation(f, &s->operation[i], &s->seen[i]);
    return PEER_OK;
}

static inline struct peer fake_peer(struct fake *f)
{
    return (struct peer){.self = f, .run = fake_run};
}

#endif
