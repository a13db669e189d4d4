#include "tests/runtime/machine.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "model/device_tlb.h"
#include "model/queue.h"
#include "model/registers.h"
#include "model/reset.h"
#include "model/unit.h"
#include "tests/runtime/runtime.h"
#include "tests/runtime/stir.h"
#include "tests/runtime/told.h"

bool machine_open(struct machine *m, const struct vtd_caps *caps, uint64_t seed)
{
    void *ram = mmap(NULL, MACHINE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    *m = (struct machine){.caps = *caps, .io = calloc(1, sizeof *m->io), .rng = {seed}};
    m->ram = ram != MAP_FAILED ? ram : NULL;
    m->memory = (struct vtd_memory){m->ram, MACHINE_BYTES / 8u};
    return m->io != NULL && m->ram != NULL;
}

void machine_close(struct machine *m)
{
    if (m->ram != NULL)
        munmap(m->ram, MACHINE_BYTES);
    free(m->io);
}

/* ---- what happens outside the unit ---- */

/* Devices answer at once, in several messages, or later, which is then the work of `disturb`. */
static void carry_out(struct machine *m, struct vtd_effects e)
{
    uint32_t *words = (uint32_t *)m->ram;
    unsigned count = rng_below(&m->rng, 4);
    if (e.status_write && e.status_address < MACHINE_BYTES / 4u)
        words[e.status_address] = e.status_data;
    if (!e.device_request || rng_percent(&m->rng, 40))
        return;
    for (unsigned i = 0; i < (count == 0 ? 8u : count); i++)
        carry_out(m, vtd_device_completion(m->io, e.device_source, e.device_tag, count));
}

static void run_queue(struct machine *m)
{
    for (;;) {
        if (rng_percent(&m->rng, 10) && vtd_queue_ready(m->io))
            (void)vtd_queue_fetch(&m->io->unit, &m->io->queue, &m->memory);
        struct vtd_queue_step step = vtd_queue_step(m->io, &m->memory);
        if (!step.done)
            return;
        carry_out(m, step.effects);
    }
}

static void write_word(struct machine *m, uint32_t offset, uint32_t value)
{
    carry_out(m, vtd_register_write(m->io, offset, value));
    run_queue(m);
}

void machine_start(struct machine *m, bool running)
{
    static const int32_t sets[] = {0, 1, 4, 16, 64, 256};
    bool translates = m->caps.agaw_39 || m->caps.agaw_48 || m->caps.agaw_57;
    uint32_t on = translates ? 0x80000000u : 0u;
    madvise(m->ram, MACHINE_BYTES, MADV_DONTNEED);
    m->disturbed = false;
    vtd_reset(m->io, &m->caps, sets[rng_below(&m->rng, 6)], sets[rng_below(&m->rng, 6)] * 8,
              sets[rng_below(&m->rng, 6)]);
    if (!running)
        return;
    write_word(m, 0x20, FRAME_TABLES << 12);
    write_word(m, 0xB8, FRAME_INTERRUPTS << 12 | 7u);
    write_word(m, 0x18, 0x40000000u);
    write_word(m, 0x18, 0x01000000u);
    write_word(m, 0x18, on);
    write_word(m, 0x18, on | 0x02000000u);
}

/* ---- requests ---- */

static struct vtd_choice choose(struct machine *m)
{
    return (struct vtd_choice){(uint8_t)rng_below(&m->rng, VTD_WAYS), rng_percent(&m->rng, 50),
                               rng_percent(&m->rng, 30)};
}

static void memory_request(struct machine *m, const struct shot *s, enum vtd_access access)
{
    struct vtd_dma_request r = {s->address, s->source_id, (uint8_t)access};
    struct vtd_dma_answer a;
    unsigned length = 1u + rng_below(&m->rng, 8);
    (void)vtd_first_piece(s->address, length);
    switch (vtd_request_class(s->address, length, access)) {
    case VTD_TO_MEMORY:
        if (rng_percent(&m->rng, 30))
            (void)vtd_dma(&m->io->unit, &m->memory, &r);
        told_dma(m->io, &m->memory, r);
        a = vtd_unit_dma(m->io, &m->memory, r, choose(m));
        rt_tell_end();
        carry_out(m, a.effects);
        break;
    case VTD_TO_INTERRUPT:
    case VTD_TO_NOTHING:
        break;
    default:
        carry_out(m, vtd_unit_refuse(m->io, r, choose(m)));
    }
}

static void request(struct machine *m, const struct shot *s)
{
    struct vtd_interrupt_request r = {s->address, s->data, s->source_id};
    struct vtd_interrupt_answer a;
    if (s->kind >= SHOT_MSIX) {
        if (rng_percent(&m->rng, 30))
            (void)vtd_interrupt(&m->io->unit, &m->memory, &r);
        told_interrupt(m->io, &m->memory, r);
        a = vtd_unit_interrupt(m->io, &m->memory, r, choose(m));
        rt_tell_end();
        carry_out(m, a.effects);
        return;
    }
    memory_request(m, s, s->zero_length ? VTD_ZERO_LENGTH_READ : s->atomic ? VTD_ATOMIC : VTD_WRITE);
    if (s->kind == SHOT_INVERT || rng_percent(&m->rng, 30))
        memory_request(m, s, (enum vtd_access)rng_below(&m->rng, 4));
}

/* Tables and rings that are not in memory; seldom, because little works afterwards. */
static void misplace(struct machine *m)
{
    uint32_t beyond = (uint32_t)(MACHINE_BYTES + rng_below(&m->rng, 16) * 0x1000u);
    uint32_t on = vtd_register_read(m->io, 0x1C) & 0x86800000u;
    switch (rng_below(&m->rng, 50)) {
    case 0:
        write_word(m, 0x90, beyond);
        write_word(m, 0x88, 0x10);
        break;
    case 1:
        write_word(m, 0xB8, beyond | 7u);
        write_word(m, 0x18, on | 0x01000000u);
        break;
    case 2:
    case 3:
        stir_tables(m);
        break;
    case 4:
    case 5:
    case 6:
        write_word(m, 0x90, FRAME_RING << 12 | 0x800u);
        write_word(m, 0x88, 0);
        break;
    default:
        break;
    }
}

/* What no session says: late answers, timeouts, accesses to the interrupt range that are no interrupts, registers that
 * are read in between. */
static void disturb(struct machine *m)
{
    uint8_t tag = (uint8_t)rng_below(&m->rng, rng_percent(&m->rng, 80) ? 3 : VTD_ITAGS);
    uint16_t source = rng_percent(&m->rng, 90) ? m->io->queue.itag[tag].source : (uint16_t)rng_next(&m->rng);
    struct shot odd = {.address = 0xFEE00000u + rng_below(&m->rng, 0x1000), .source_id = source};
    uint32_t tail;
    switch (rng_below(&m->rng, 24)) {
    case 0:
    case 1:
        carry_out(m, vtd_device_completion(m->io, source, tag, rng_below(&m->rng, 8)));
        run_queue(m);
        break;
    case 2:
        if (rng_percent(&m->rng, 20))
            carry_out(m, vtd_device_timeout(m->io, tag));
        break;
    case 3:
        memory_request(m, &odd, (enum vtd_access)rng_below(&m->rng, 4));
        break;
    case 4:
        (void)vtd_register_read(m->io, rng_below(&m->rng, 0x400) * 4u);
        break;
    case 5:
    case 6:
        if (stir_descriptor(m, &tail))
            write_word(m, 0x88, tail);
        break;
    case 7:
        misplace(m);
        break;
    case 8:
        stir_questions(m, source);
        break;
    default:
        break;
    }
}

static void set_memory(struct machine *m, const struct operation *o)
{
    for (unsigned i = 0; i < o->repeat && o->address + 16u * i < MACHINE_BYTES; i++)
        m->ram[o->address / 8u + 2u * i] = o->value;
}

void machine_operate(struct machine *m, const struct operation *o)
{
    m->disturbed = false;
    switch (o->kind) {
    case OP_READ:
        (void)vtd_register_read(m->io, o->offset);
        if (o->wide)
            (void)vtd_register_read(m->io, o->offset + 4u);
        break;
    case OP_MEMORY:
        set_memory(m, o);
        break;
    case OP_LOOK:
        break;
    case OP_WRITE:
        write_word(m, o->offset, (uint32_t)o->value);
        if (o->wide)
            write_word(m, o->offset + 4u, (uint32_t)(o->value >> 32));
        break;
    case OP_REQUEST:
        request(m, &o->shot);
        break;
    }
    m->disturbed = true;
    disturb(m);
}
