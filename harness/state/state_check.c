#include "harness/state/state_check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "harness/state/state_fields.h"
#include "model/cache_index.h"

#define FIRST_2M 0x7FFFFFFFFFF /* largest page number in units of 2 MB, of 1 GB */
#define FIRST_1G 0x3FFFFFFFF

/* Always false. `index` is -1 where the place is not a row. */
static bool wrong(struct state_fault *fault, const char *place, int32_t index, const char *format, ...)
{
    va_list arguments;
    if (index < 0)
        snprintf(fault->name, sizeof fault->name, "%s", place);
    else
        snprintf(fault->name, sizeof fault->name, "%s[%d]", place, index);
    va_start(arguments, format);
    vsnprintf(fault->why, sizeof fault->why, format, arguments);
    va_end(arguments);
    return false;
}

static bool in_range(const struct state_field *f, uint64_t value)
{
    bool low = f->kind == STATE_SIGNED ? (int64_t)value >= f->low : value >= (uint64_t)f->low;
    bool high = f->kind == STATE_SIGNED ? (int64_t)value <= (int64_t)f->high : value <= f->high;
    return low && high;
}

/* What the table says of one field. */
static bool field_ok(const struct vtd_iommu *io, const struct state_group *g, unsigned row, const struct state_field *f,
                     struct state_fault *fault)
{
    char name[64], is[24], low[24], high[24];
    uint64_t value = state_get(io, g, row, f);
    if (in_range(f, value) && (value & f->zero) == 0)
        return true;
    if (g->rows > 1)
        snprintf(name, sizeof name, "%s", g->name);
    else
        snprintf(name, sizeof name, "%s.%s", g->name, f->name);
    state_value_text(f, value, is, sizeof is);
    state_value_text(f, (uint64_t)f->low, low, sizeof low);
    state_value_text(f, f->high, high, sizeof high);
    if (in_range(f, value))
        return wrong(fault, name, g->rows > 1 ? (int32_t)row : -1, "%s is %s, expected 0 in the bits 0x%" PRIx64,
                     f->name, is, f->zero);
    return wrong(fault, name, g->rows > 1 ? (int32_t)row : -1, "%s is %s, expected %s..%s", f->name, is, low, high);
}

static bool fields_ok(const struct vtd_iommu *io, struct state_fault *fault)
{
    for (const struct state_group *g = state_groups; g < state_groups + state_group_count; g++)
        for (unsigned row = 0; row < g->rows; row++)
            for (unsigned i = 0; i < g->fields; i++)
                if (!field_ok(io, g, row, &g->field[i], fault))
                    return false;
    return true;
}

static bool log_ok(const struct vtd_iommu *io, struct state_fault *fault)
{
    const struct vtd_fault_log *g = &io->faults;
    if ((uint32_t)g->count != io->unit.caps.fault_records)
        return wrong(fault, "faults.count", -1, "count is %d, expected unit.caps.fault_records, which is %u", g->count,
                     io->unit.caps.fault_records);
    if (g->next >= g->count)
        return wrong(fault, "faults.next", -1, "next is %d, expected less than faults.count, which is %d", g->next,
                     g->count);
    if (g->first >= g->count)
        return wrong(fault, "faults.first", -1, "first is %d, expected less than faults.count, which is %d", g->first,
                     g->count);
    return true;
}

/* An entry stands among the ways of the set that its tag selects. */
static bool in_its_set(int32_t sets, int32_t i, int64_t tag, const char *place, const char *tag_name,
                       struct state_fault *fault)
{
    if (i >= sets * VTD_WAYS)
        return wrong(fault, place, i, "holds an entry, expected none from entry %d on, for there are %d sets",
                     sets * VTD_WAYS, sets);
    int32_t set = vtd_set_of(sets, tag);
    if (i / VTD_WAYS == set)
        return true;
    return wrong(fault, place, i, "%s is 0x%" PRIx64 ", which belongs to set %d, expected in entries %d..%d", tag_name,
                 (uint64_t)tag, set, set * VTD_WAYS, set * VTD_WAYS + VTD_WAYS - 1);
}

static bool contexts_ok(const struct vtd_context_cache *t, struct state_fault *fault)
{
    for (int32_t i = 0; i < VTD_CONTEXT_SETS * VTD_WAYS; i++)
        if (t->entry[i].valid != 0 && !in_its_set(t->sets, i, t->entry[i].source, "contexts.entry", "source", fault))
            return false;
    return true;
}

static bool pages_ok(const struct vtd_iotlb *t, struct state_fault *fault)
{
    for (int32_t i = 0; i < VTD_IOTLB_SETS * VTD_WAYS; i++) {
        const struct vtd_cached_page *e = &t->entry[i];
        bool refusal = e->rule == VTD_LCT_4_3 || e->rule == VTD_LSS_1 || e->rule == VTD_LSS_2 || e->rule == VTD_LGN_2;
        if (e->rule != VTD_NONE && (!refusal || e->level > 1))
            return wrong(fault, "iotlb.entry", i,
                         "rule is %d with level %d, expected 0, or with level 0 or 1 one of %d, %d, %d, %d", e->rule,
                         e->level, VTD_LCT_4_3, VTD_LSS_1, VTD_LSS_2, VTD_LGN_2);
        int64_t most = e->level == 3 ? FIRST_1G : FIRST_2M;
        if (e->level >= 2 && e->first > most)
            return wrong(fault, "iotlb.entry", i,
                         "first is 0x%" PRIx64 ", expected at most 0x%" PRIx64 " with level %d", (uint64_t)e->first,
                         (uint64_t)most, e->level);
        if (e->level != 0 && !in_its_set(t->sets, i, e->first, "iotlb.entry", "first", fault))
            return false;
    }
    return true;
}

static bool interrupts_ok(const struct vtd_interrupt_cache *t, struct state_fault *fault)
{
    for (int32_t i = 0; i < VTD_INTERRUPT_SETS * VTD_WAYS; i++) {
        const struct vtd_cached_interrupt *e = &t->entry[i];
        if (e->valid != 0 && (e->index < 0 || e->index > 0xFFFF))
            return wrong(fault, "interrupts.entry", i, "index is %d, expected 0..65535", e->index);
        if (e->valid != 0 && !in_its_set(t->sets, i, e->index, "interrupts.entry", "index", fault))
            return false;
    }
    return true;
}

bool state_check(const struct vtd_iommu *io, struct state_fault *fault)
{
    return fields_ok(io, fault) && log_ok(io, fault) && contexts_ok(&io->contexts, fault) &&
           pages_ok(&io->iotlb, fault) && interrupts_ok(&io->interrupts, fault);
}

bool state_valid(const struct vtd_iommu *io, char *message, size_t size)
{
    struct state_fault fault;
    bool valid = state_check(io, &fault);
    if (!valid)
        snprintf(message, size, "%s: %s", fault.name, fault.why);
    return valid;
}
