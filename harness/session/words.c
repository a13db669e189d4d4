#include "harness/session/words.h"

#include <stdio.h>
#include <string.h>

#include "harness/oracle/rule_table.h"
#include "model/registers.h"

#define EVENT_BITS 0xC0000000u

/* Offset of a word of IVA_REG or IOTLB_REG as in the table, where they stand at E000h; of a fault record, E100h. */
enum { TABLE_IOTLB = 0xE000, TABLE_RECORD = 0xE100 };

static const struct register_text moving[] = {
    {TABLE_IOTLB, "IVA", "ADDR_LO", 31, 12, "WO", "0", "11.4.6", ""},
    {TABLE_IOTLB + 4, "IVA", "ADDR_HI", 31, 0, "WO", "0", "11.4.6", ""},
    {TABLE_IOTLB + 12, "IOTLB", "DID", 15, 0, "RW", "0", "11.4.6", ""},
    {TABLE_IOTLB + 12, "IOTLB", "DW", 16, 16, "RW", "0", "11.4.6", ""},
    {TABLE_IOTLB + 12, "IOTLB", "DR", 17, 17, "RW", "0", "11.4.6", ""},
    {TABLE_IOTLB + 12, "IOTLB", "IAIG", 26, 25, "RO", "0", "11.4.6", ""},
    {TABLE_IOTLB + 12, "IOTLB", "IIRG", 29, 28, "RW", "0", "11.4.6", ""},
    {TABLE_IOTLB + 12, "IOTLB", "IVT", 31, 31, "CMD", "0", "11.4.6", ""},
    {TABLE_RECORD, "FRCD", "FI_LO", 31, 12, "RO", "0", "11.4.14", ""},
    {TABLE_RECORD + 4, "FRCD", "FI_HI", 31, 0, "RO", "0", "11.4.14", ""},
    {TABLE_RECORD + 8, "FRCD", "SID", 15, 0, "RO", "0", "11.4.14", ""},
    {TABLE_RECORD + 12, "FRCD", "FR", 7, 0, "RO", "0", "11.4.14", ""},
    {TABLE_RECORD + 12, "FRCD", "PV", 27, 8, "RO", "0", "11.4.14", ""},
    {TABLE_RECORD + 12, "FRCD", "AT", 29, 28, "RO", "0", "11.4.14", ""},
    {TABLE_RECORD + 12, "FRCD", "T1", 30, 30, "RO", "0", "11.4.14", ""},
    {TABLE_RECORD + 12, "FRCD", "F", 31, 31, "W1C", "0", "11.4.14", ""},
};

static bool in_records(const struct vtd_caps *c, uint32_t offset)
{
    return offset >= c->fault_offset && offset - c->fault_offset < c->fault_records * 16u;
}

static bool in_iotlb(const struct vtd_caps *c, uint32_t offset)
{
    return offset >= c->iotlb_offset && offset - c->iotlb_offset < 16u;
}

/* The row for the lowest of `bits`, or any row of the word if `bits` is 0. */
static const struct register_text *find(const struct vtd_caps *c, uint32_t offset, uint32_t bits)
{
    const struct register_text *table = register_table;
    size_t rows = register_count;
    unsigned low = 0;
    if (in_records(c, offset))
        offset = TABLE_RECORD + (offset - c->fault_offset) % 16u;
    else if (in_iotlb(c, offset))
        offset = TABLE_IOTLB + offset - c->iotlb_offset;
    if (offset >= TABLE_IOTLB)
        table = moving, rows = sizeof moving / sizeof moving[0];
    while (bits != 0 && !((bits >> low) & 1u))
        low++;
    for (size_t i = 0; i < rows; i++)
        if (table[i].offset == offset && (bits == 0 || (low >= table[i].low && low <= table[i].high)))
            return &table[i];
    return NULL;
}

const char *word_register(const struct vtd_caps *c, uint32_t offset)
{
    const struct register_text *row = find(c, offset, 0);
    if (row == NULL && offset % 8u == 4u)
        row = find(c, offset - 4u, 0);
    return row != NULL ? row->name : in_iotlb(c, offset) ? "IOTLB" : "";
}

const char *word_clause(const struct vtd_caps *c, uint32_t offset)
{
    const struct register_text *row = find(c, offset, 0);
    return row != NULL ? row->clause : "11.4";
}

unsigned word_field(const struct vtd_caps *c, uint32_t offset, uint32_t bits, char *text, size_t size)
{
    const struct register_text *row = find(c, offset, bits);
    snprintf(text, size, "%s.%s", word_register(c, offset), row != NULL ? row->field : "reserved");
    return row != NULL ? row->high - row->low + 1u : 0u;
}

bool word_is_wide(const struct vtd_caps *c, uint32_t offset)
{
    static const uint32_t wide[] = {0x08, 0x10, 0x20, 0x28, 0x70, 0x78, 0x80, 0x88, 0x90, 0xB0, 0xB8};
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (offset == wide[i])
            return true;
    return (in_records(c, offset) || in_iotlb(c, offset)) && offset % 8u == 0;
}

/* Upper half of an address register: bits from the host address width up may be missing. */
static uint32_t upper_address(const struct vtd_caps *c)
{
    return c->host_frames > 1u << 20 ? (uint32_t)(c->host_frames / 0x100000u) - 1u : 0u;
}

bool word_modes_exist(const struct vtd_caps *c)
{
    bool scalable = (c->ecap_hi / 0x800u) % 2u == 1u;
    return scalable || c->abort_dma;
}

static bool commands_exist(const struct vtd_caps *c)
{
    return c->version / 16u % 16u < 6u;
}

static uint32_t status_bits(const struct vtd_caps *c)
{
    uint32_t bits = 0x407FFFFFu;
    if (c->agaw_39 || c->agaw_48 || c->agaw_57)
        bits |= 0x80000000u;
    if (c->queued_invalidation)
        bits |= 0x04000000u;
    if (c->interrupt_remapping)
        bits |= 0x03800000u;
    return bits;
}

static uint32_t fault_status_bits(const struct vtd_iommu *io)
{
    uint32_t bits = 0xFFFF0003u;
    if ((io->unit.caps.cap_lo / 8u) % 2u == 0)
        bits |= 0xCu;
    if (io->unit.caps.queued_invalidation)
        bits |= 0x70u;
    if (vtd_fault_status_word(io) / 2u % 2u == 1u)
        bits |= 0xFF00u;
    return bits;
}

/* CCMD_REG, upper word. */
static uint32_t context_command_bits(const struct vtd_iommu *io, const struct word_freedom *f)
{
    if (!commands_exist(&io->unit.caps) || f->context_ignored)
        return 0u;
    return 0xE7FFFFFCu | (f->context_actual ? 0x18000000u : 0u);
}

/* IOTLB_REG, upper word; DR and DW are left out. */
static uint32_t iotlb_command_bits(const struct vtd_iommu *io, const struct word_freedom *f)
{
    if (!commands_exist(&io->unit.caps) || f->iotlb_ignored)
        return 0u;
    return 0xF9FC0000u | (io->unit.caps.domain_count - 1u) | (f->iotlb_actual ? 0x06000000u : 0u);
}

/* Without PASIDs the fields that describe one are reserved. */
static bool has_pasid(const struct vtd_caps *c)
{
    return c->ecap_hi / 0x100u % 2u == 1u;
}

/* Fault reasons of interrupt requests; the index has no meaning for some of them. */
static uint32_t record_bits(const struct vtd_iommu *io, uint32_t offset)
{
    const uint32_t *w = io->faults.record[(offset - io->unit.caps.fault_offset) / 16u].word;
    uint32_t reason = w[3] % 0x100u;
    bool interrupt = reason >= 0x20u && reason <= 0x2Fu;
    bool no_index = reason == 0x20u || reason == 0x25u || reason == 0x29u || reason == 0x2Au || reason == 0x2Bu;
    if (w[3] < 0x80000000u)
        return offset / 4u % 4u == 3u ? 0x80000000u : 0u;
    switch (offset / 4u % 4u) {
    case 0:
        return no_index ? 0xFFFu : 0xFFFFFFFFu;
    case 1:
        return no_index ? 0u : 0xFFFFFFFFu;
    case 2:
        return 0x0FFFFFFFu;
    default:
        return interrupt ? 0x800000FFu : 0xF00000FFu | (has_pasid(&io->unit.caps) ? 0u : 0x0FFFFF00u);
    }
}

static uint32_t low_bits(const struct vtd_iommu *io, const struct word_freedom *f, uint32_t offset)
{
    const struct vtd_caps *c = &io->unit.caps;
    switch (offset) {
    case 0x00:
    case 0x08:
    case 0x0C:
    case 0x10:
    case 0x14:
        return 0xFFFFFFFFu;
    case 0x1C:
        return status_bits(c);
    case 0x20:
        return word_modes_exist(c) ? 0xFFFFFF7Fu : 0xFFFFF37Fu;
    case 0x24:
        return upper_address(c);
    case 0x28:
        return commands_exist(c) && !f->context_ignored ? c->domain_count - 1u : 0u;
    case 0x2C:
        return context_command_bits(io, f);
    case 0x34:
        return fault_status_bits(io);
    case 0x38:
        return EVENT_BITS;
    case 0x3C:
        return 0xFFFFu;
    case 0x40:
        return 0xFFFFFFFFu;
    case 0x44:
        return c->extended_int_mode ? 0xFFFFFFFFu : 0u;
    default:
        return 0u;
    }
}

/* Base and limit are aligned as the unit likes. */
static uint32_t region_bits(const struct vtd_caps *c, uint32_t offset)
{
    bool low = offset == 0x68u || offset == 0x6Cu;
    if (offset == 0x64u)
        return c->protected_low || c->protected_high ? 0x80000001u : 0u;
    if (low ? !c->protected_low : !c->protected_high)
        return 0u;
    return offset % 8u == 4u && !low ? upper_address(c) : 0xFF000000u;
}

static uint32_t queue_bits(const struct vtd_iommu *io, uint32_t offset)
{
    const struct vtd_caps *c = &io->unit.caps;
    switch (offset) {
    case 0x90:
        return word_modes_exist(c) ? 0xFFFFFFFFu : 0xFFFFF7FFu;
    case 0x94:
        return upper_address(c);
    case 0xA0:
        return EVENT_BITS;
    case 0xA4:
        return 0xFFFFu;
    case 0xAC:
        return c->extended_int_mode ? 0xFFFFFFFFu : 0u;
    case 0xB0:
        return io->faults.queue_error ? 0xFu : 0u;
    case 0xB4:
        return 0u;
    default:
        return 0xFFFFFFFFu;
    }
}

static uint32_t high_bits(const struct vtd_iommu *io, uint32_t offset)
{
    const struct vtd_caps *c = &io->unit.caps;
    bool is_queue = (offset >= 0x80u && offset < 0x98u) || (offset >= 0x9Cu && offset < 0xB8u);
    if (offset >= 0x64u && offset < 0x80u)
        return region_bits(c, offset);
    if (is_queue)
        return c->queued_invalidation ? queue_bits(io, offset) : 0u;
    if (offset == 0xB8u)
        return c->interrupt_remapping ? 0xFFFFFFFFu : 0u;
    if (offset == 0xBCu)
        return c->interrupt_remapping ? upper_address(c) : 0u;
    return 0u;
}

uint32_t word_defined(const struct vtd_iommu *io, const struct word_freedom *f, uint32_t offset)
{
    const struct vtd_caps *c = &io->unit.caps;
    if (offset < 0x60u)
        return low_bits(io, f, offset);
    if (offset < 0xF0u)
        return high_bits(io, offset);
    if (in_records(c, offset))
        return record_bits(io, offset);
    return offset == c->iotlb_offset + 12u ? iotlb_command_bits(io, f) : 0u;
}
