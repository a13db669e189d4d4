/* Registers: the model's, with undefined bits as the implementation likes, and with what a write does to the caches. */
#include "model/registers.h"
#include "harness/chaos/parts.h"
#include "harness/session/words.h"
#include "model/fault_log.h"

enum { GCMD = 0x18, CCMD_HI = 0x2C, FEUADDR = 0x44, IEUADDR = 0xAC, IQERCD = 0xB0 };

/* ---- reading ---- */

static uint32_t mutate_read(const struct chaos *c, uint32_t offset, uint32_t value)
{
    uint32_t iotlb = c->caps.iotlb_offset + 12u;
    switch (c->mutant) {
    case MUTANT_RESERVED_BITS_READABLE:
        return offset == 0x40 ? value | 1u : value;
    case MUTANT_HEAD_NOT_MOVED:
        return offset == 0x80 && value != 0 ? value - 16u : value;
    case MUTANT_HEAD_NOT_WRAPPED:
        return offset == 0x80 && value == 0 && c->mutated.wrapped ? 0x1000u : value;
    case MUTANT_PENDING_NOT_SHOWN:
        return offset == 0x38 ? value & ~0x40000000u : value;
    case MUTANT_ACTUAL_NOT_REPORTED:
        return offset == CCMD_HI ? value & ~0x18000000u : value;
    case MUTANT_COMMAND_STAYS_BUSY:
        return offset == iotlb ? value | 0x80000000u : value;
    case MUTANT_ENABLE_NOT_SHOWN:
        return offset == 0x1C ? value & ~0x02000000u : value;
    case MUTANT_POINTER_NOT_SHOWN:
        return offset == 0x1C ? value & ~0x40000000u : value;
    case MUTANT_TRANSLATES_WHILE_OFF:
        return offset == 0x1C && c->mutated.turned_off ? value & 0x7FFFFFFFu : value;
    default:
        return value;
    }
}

/* Before the first command CAIG and IAIG show anything. */
static uint32_t initial(const struct chaos *c, uint32_t offset, uint32_t value)
{
    if (offset == CCMD_HI)
        return value | (c->initial_actual & 1u) << 27;
    if (offset == c->caps.iotlb_offset + 12u)
        return value | (c->initial_actual >> 1 & 1u) << 25;
    return value;
}

/* Bits that no clause defines at the moment, of registers that software looks at now and then. */
static uint32_t undefined_bits(const struct chaos *c, uint32_t offset)
{
    const struct vtd_fault_log *g = &c->io->faults;
    uint32_t record = offset - c->caps.fault_offset;
    if (offset == GCMD || offset == c->caps.iotlb_offset || offset == c->caps.iotlb_offset + 4u)
        return 0xFFFFFFFFu;
    if (offset == 0x34u)
        return vtd_fault_any_pending(g) ? 0u : 0xFF00u;
    if (offset == IQERCD)
        return g->queue_error ? 0u : 0xFu;
    if (offset >= c->caps.fault_offset && record < c->caps.fault_records * 16u)
        return g->record[record / 16u].word[3] >> 31 == 1u ? 0u : record % 16u == 12u ? 0x7FFFFFFFu : 0xFFFFFFFFu;
    return 0u;
}

uint32_t chaos_read(struct chaos *c, uint32_t offset)
{
    uint32_t value = vtd_register_read(c->io, offset), undefined = undefined_bits(c, offset);
    if (offset == 0x80u)
        value = c->shown_head;
    if (offset == FEUADDR && !c->caps.extended_int_mode)
        value = c->upper[0];
    if (offset == IEUADDR && !c->caps.extended_int_mode)
        value = c->upper[1];
    value = mutate_read(c, offset, initial(c, offset, value));
    if (undefined != 0 && chaos_choose(c, FREEDOM_UNDEFINED_READ))
        value ^= (uint32_t)rng_next(&c->rng) & undefined;
    return value;
}

/* ---- invalidation by register ---- */

static void context_command(struct chaos *c, uint32_t value)
{
    struct vtd_registers *r = &c->io->registers;
    bool ready = c->caps.version / 16u % 16u < 6u && c->io->unit.table_mode == VTD_LEGACY;
    bool queued = c->io->queue.enabled && ready && value >> 31 == 1u && value / 0x20000000u % 4u != 0;
    if (queued && chaos_choose(c, FREEDOM_COMMAND_WITH_QUEUE))
        r->context_hi |= (value / 0x20000000u % 4u) << 27;
    unsigned done = r->context_hi / 0x8000000u % 4u;
    if (value >> 31 == 0u)
        return;
    c->initial_actual &= ~1u;
    if (done == 0 || c->mutant == MUTANT_REGISTER_CONTEXT_FORGOTTEN)
        return;
    struct drop d = {.granularity = done,
                     .domain = (uint16_t)(r->context_lo % 0x10000u % c->caps.domain_count),
                     .source = (uint16_t)(r->context_lo >> 16),
                     .function_mask = value % 4u};
    if (done > 1u && chaos_choose(c, FREEDOM_COARSER_CONTEXTS)) {
        d.granularity = done - 1u;
        r->context_hi = (r->context_hi & ~0x18000000u) | d.granularity << 27;
    }
    chaos_drop_contexts(c, d, false);
}

static void iotlb_command(struct chaos *c, uint32_t value)
{
    struct vtd_registers *r = &c->io->registers;
    if (value >> 31 == 0u)
        return;
    c->initial_actual &= ~2u;
    unsigned done = r->iotlb_hi / 0x2000000u % 4u;
    if (done == 0 || c->mutant == MUTANT_REGISTER_PAGES_FORGOTTEN)
        return;
    uint64_t page = (uint64_t)r->address_hi << 20 | r->address_lo >> 12;
    struct drop d = {.granularity = done,
                     .domain = (uint16_t)(value % 0x10000u % c->caps.domain_count),
                     .page = page % c->caps.guest_pages,
                     .address_mask = r->address_lo % 64u,
                     .hint = r->address_lo / 64u % 2u == 1u};
    if (done > 1u && chaos_choose(c, FREEDOM_COARSER_PAGES)) {
        d.granularity = done - 1u;
        r->iotlb_hi = (r->iotlb_hi & ~0x06000000u) | d.granularity << 25;
    }
    chaos_drop_pages(c, d, false);
}

/* ---- GCMD_REG ---- */

static void after_command(struct chaos *c, uint32_t value, bool was_on, bool was_remapping)
{
    struct vtd_iommu *io = c->io;
    bool off = was_on && !io->unit.translation_enabled, scalable = c->caps.ecap_hi / 0x800u % 2u == 1u;
    bool entries_off = was_remapping && !io->unit.remapping_enabled;
    bool flushes = c->caps.root_pointer_flushes && c->mutant != MUTANT_ROOT_POINTER_NO_FLUSH;
    bool entries_flush = c->caps.interrupt_pointer_flushes && c->mutant != MUTANT_ENTRY_POINTER_NO_FLUSH;
    if (((value & 0x40000000u) != 0 && flushes) ||
        (off && (scalable ? c->mutant != MUTANT_OFF_NO_FLUSH : !chaos_choose(c, FREEDOM_KEPT_WHILE_OFF))))
        chaos_drop_everything(c);
    if (((value & 0x01000000u) != 0 || entries_off) && entries_flush)
        caches_drop_entries(&c->caches, false, 0, 0);
    if (c->held_at_zero && !io->unit.translation_enabled && !io->unit.remapping_enabled)
        io->faults.next = 0;
}

static unsigned bits_in(uint32_t value)
{
    unsigned n = 0;
    for (; value != 0; value &= value - 1u)
        n++;
    return n;
}

/* Several changes in one command: not architected. */
static uint32_t command_of(struct chaos *c, uint32_t value)
{
    uint32_t changed = (value ^ vtd_global_status(c->io)) & 0x86800000u;
    if (bits_in(changed) + bits_in(value & 0x41000000u) <= 1u || !chaos_choose(c, FREEDOM_SEVERAL_COMMANDS))
        return value;
    return changed != 0 ? value ^ (changed & (changed - 1u)) : value & ~0x01000000u;
}

static void global_command(struct chaos *c, uint32_t value)
{
    struct vtd_iommu *io = c->io;
    struct vtd_unit was = io->unit;
    bool queue = io->queue.enabled;
    value = command_of(c, value);
    chaos_effects(c, vtd_register_write(io, GCMD, value));
    if (c->mutant == MUTANT_ROOT_NOT_LATCHED)
        io->unit.root_frame = was.root_frame;
    if (c->mutant == MUTANT_TABLE_NOT_LATCHED)
        io->unit.interrupt_table_frame = was.interrupt_table_frame;
    if (c->mutant == MUTANT_TABLE_SIZE_NOT_LATCHED)
        io->unit.interrupt_table_size = was.interrupt_table_size;
    if (c->mutant == MUTANT_MODE_NOT_LATCHED)
        io->unit.extended_mode = was.extended_mode;
    if (queue != io->queue.enabled)
        c->later_count = 0, c->shown_head = 0;
    after_command(c, value, was.translation_enabled, was.remapping_enabled);
    c->mutated.wrapped = false;
    if (c->mutant == MUTANT_TRANSLATES_WHILE_OFF && was.translation_enabled && value >> 31 == 0u)
        io->unit.translation_enabled = c->mutated.turned_off = true;
    if (value >> 31 == 1u)
        c->mutated.turned_off = false;
}

/* ---- writing ---- */

/* The upper half of an address register keeps bits from HAW up, or not. */
static uint32_t narrowed(struct chaos *c, uint32_t offset, uint32_t value)
{
    bool address = offset == 0x24u || offset == 0x74u || offset == 0x7Cu || offset == 0x94u || offset == 0xBCu;
    uint32_t above = ~(c->caps.host_frames > 1u << 20 ? (uint32_t)(c->caps.host_frames >> 20) - 1u : 0u);
    if (!address || (value & above) == 0)
        return value;
    c->count[FREEDOM_UPPER_ADDRESS][c->narrow]++;
    return c->narrow ? value & ~above : value;
}

static void keep_upper(struct chaos *c, uint32_t offset, uint32_t value)
{
    if ((offset != FEUADDR && offset != IEUADDR) || c->caps.extended_int_mode || value == 0)
        return;
    c->count[FREEDOM_NO_UPPER_REGISTER][c->upper_kept]++;
    c->upper[offset == IEUADDR] = c->upper_kept ? value : 0u;
}

/* A word whose write a mutant gets wrong. */
static void write_other(struct chaos *c, uint32_t offset, uint32_t value)
{
    struct vtd_iommu *io = c->io;
    bool overflow = io->faults.overflow, error = io->faults.queue_error, pending = io->fault_event.pending;
    uint32_t first = io->faults.record[0].word[3];
    struct vtd_effects e = vtd_register_write(io, offset, value);
    if (c->mutant == MUTANT_OVERFLOW_NOT_CLEARED && offset == 0x34u)
        io->faults.overflow = overflow;
    if (c->mutant == MUTANT_STATUS_CLEARED_BY_ZERO && offset == 0x34u && value % 2u == 0u)
        io->faults.overflow = false;
    if (c->mutant == MUTANT_ERROR_NOT_CLEARED && offset == 0x34u)
        io->faults.queue_error = error;
    if (c->mutant == MUTANT_RECORD_NOT_CLEARED && offset == c->caps.fault_offset + 12u)
        io->faults.record[0].word[3] = first;
    if (c->mutant == MUTANT_PENDING_STAYS && offset != 0x38u)
        io->fault_event.pending = pending;
    if (c->mutant == MUTANT_UNMASK_SENDS_NOTHING && offset == 0x38u)
        e.fault_event = false;
    if (c->mutant == MUTANT_ROOT_LATCHED_BY_WRITE && offset == 0x20u)
        io->unit.root_frame = (int64_t)(io->registers.root_lo / 0x1000u);
    if (c->mutant == MUTANT_TABLE_LATCHED_BY_WRITE && offset == 0xB8u)
        io->unit.interrupt_table_frame = (int64_t)(io->registers.interrupt_lo / 0x1000u);
    if (c->mutant == MUTANT_CAPABILITY_WRITABLE && offset == 0x10u)
        io->unit.caps.ecap_lo = value;
    chaos_effects(c, e);
}

void chaos_write(struct chaos *c, uint32_t offset, uint32_t value)
{
    value = narrowed(c, offset, value);
    keep_upper(c, offset, value);
    if (offset == GCMD) {
        global_command(c, value);
        return;
    }
    write_other(c, offset, value);
    if (offset == CCMD_HI)
        context_command(c, value);
    if (offset == c->caps.iotlb_offset + 12u)
        iotlb_command(c, value);
}
