/* Writes to registers: what software may do, and what follows for the caches. */
#include <stdio.h>

#include "harness/session/judge_parts.h"
#include "model/registers.h"

enum { GCMD = 0x18, CCMD_HI = 0x2C, IQA = 0x90, IQA_HI = 0x94 };
#define GCMD_QIE   0x04000000u
#define GCMD_SRTP  0x40000000u
#define GCMD_SIRTP 0x01000000u
/* Bits of GCMD_REG that stay; WBF, SRTP and SIRTP act once. */
#define GCMD_KEPT 0x86800000u
#define GCMD_ONCE 0x49000000u

static unsigned bits_in(uint32_t value)
{
    unsigned n = 0;
    for (; value != 0; value &= value - 1u)
        n++;
    return n;
}

/* Several changes in one command, or a queue that is turned off with work left: no defined effect
 * (clauses 11.4.4.1, 6.5.2). */
static bool is_architected(const struct judge *j, uint32_t value)
{
    const struct vtd_iommu *io = j->io;
    uint32_t changed = (value ^ j->command) & GCMD_KEPT;
    bool stops = (changed & GCMD_QIE) != 0 && io->queue.enabled;
    bool idle = io->queue.head == io->queue.tail && !io->queue.waiting;
    return bits_in(changed) + bits_in(value & GCMD_ONCE) <= 1u && !(stops && !idle);
}

/* Another table comes into force. */
static void follow_pointers(struct judge *j, struct history *h, const struct vtd_unit *was)
{
    const struct vtd_unit *u = &j->io->unit;
    struct history_pointer table = {
        .frame = was->interrupt_table_frame, .size = was->interrupt_table_size, .extended = was->extended_mode};
    if (u->root_frame != was->root_frame)
        history_move(h, false, (struct history_pointer){.frame = was->root_frame});
    if (u->interrupt_table_frame != was->interrupt_table_frame ||
        u->interrupt_table_size != was->interrupt_table_size || u->extended_mode != was->extended_mode)
        history_move(h, true, table);
}

/* Commands that empty caches: table pointers of units that say so; translation off where scalable mode exists;
 * remapping off with ESIRTPS (clauses 11.4.4.1, 6.6). */
static void follow_flushes(struct judge *j, const struct vtd_unit *was, uint32_t value)
{
    const struct vtd_unit *u = &j->io->unit;
    bool scalable = (u->caps.ecap_hi / 0x800u) % 2u == 1u;
    bool off = was->translation_enabled && !u->translation_enabled;
    bool entries_off = was->remapping_enabled && !u->remapping_enabled;
    if (((value & GCMD_SRTP) != 0 && u->caps.root_pointer_flushes) || (off && scalable))
        history_drop_all(j->history, false);
    if (((value & GCMD_SIRTP) != 0 || entries_off) && u->caps.interrupt_pointer_flushes)
        history_drop_all(j->history, true);
}

static void global_command(struct judge *j, uint32_t value)
{
    struct vtd_iommu *io = j->io;
    const struct vtd_unit was = io->unit;
    j->lost = !is_architected(j, value);
    j->command = value;
    judge_effects(j, vtd_register_write(io, GCMD, value));
    follow_pointers(j, j->history, &was);
    follow_pointers(j, j->ever, &was);
    follow_flushes(j, &was, value);
}

static void context_command(struct judge *j, uint32_t value)
{
    const struct vtd_registers *r = &j->io->registers;
    bool start = value >> 31 == 1u;
    if (start) {
        j->freedom.context_ignored = j->io->queue.enabled;
        j->freedom.context_actual = true;
    }
    vtd_register_write(j->io, CCMD_HI, value);
    unsigned done = r->context_hi / 0x8000000u % 4u;
    if (!start || done == 0)
        return;
    history_invalidate(
        j->history, (struct history_invalidation){.kind = INVALIDATED_CONTEXTS,
                                                  .granularity = done,
                                                  .domain = (uint16_t)(r->context_lo % j->io->unit.caps.domain_count),
                                                  .source = (uint16_t)(r->context_lo / 0x10000u),
                                                  .function_mask = value % 4u});
}

static void iotlb_command(struct judge *j, uint32_t offset, uint32_t value)
{
    const struct vtd_registers *r = &j->io->registers;
    bool start = value >> 31 == 1u;
    if (start) {
        j->freedom.iotlb_ignored = j->io->queue.enabled;
        j->freedom.iotlb_actual = true;
    }
    vtd_register_write(j->io, offset, value);
    unsigned done = r->iotlb_hi / 0x2000000u % 4u;
    if (!start || done == 0)
        return;
    uint64_t page = (uint64_t)r->address_hi * 0x100000u + r->address_lo / 0x1000u;
    history_invalidate(j->history,
                       (struct history_invalidation){.kind = INVALIDATED_PAGES,
                                                     .granularity = done,
                                                     .domain = (uint16_t)(value % j->io->unit.caps.domain_count),
                                                     .address_mask = r->address_lo % 64u,
                                                     .hint = r->address_lo / 64u % 2u == 1u,
                                                     .page = page % j->io->unit.caps.guest_pages});
}

static void write_word(struct judge *j, uint32_t offset, uint32_t value)
{
    struct vtd_iommu *io = j->io;
    if ((offset == IQA || offset == IQA_HI) && io->queue.enabled)
        j->lost = true;
    if (offset == GCMD)
        global_command(j, value);
    else if (offset == CCMD_HI)
        context_command(j, value);
    else if (offset == io->unit.caps.iotlb_offset + 12u)
        iotlb_command(j, offset, value);
    else
        judge_effects(j, vtd_register_write(io, offset, value));
}

void judge_write(struct judge *j, const struct operation *o)
{
    if (o->wide && !word_is_wide(&j->io->unit.caps, o->offset)) {
        j->lost = true;
        return;
    }
    write_word(j, o->offset, (uint32_t)o->value);
    if (o->wide)
        write_word(j, o->offset + 4u, (uint32_t)(o->value >> 32));
}
