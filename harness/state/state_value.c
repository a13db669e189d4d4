/* Access to the fields of the table, and how their values are written. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "harness/state/state_fields.h"

static size_t place(const struct state_group *g, unsigned row, const struct state_field *f)
{
    return g->offset + row * g->stride + f->offset;
}

uint64_t state_get(const struct vtd_iommu *io, const struct state_group *g, unsigned row, const struct state_field *f)
{
    const char *from = (const char *)io + place(g, row, f);
    bool sign = f->kind == STATE_SIGNED;
    uint8_t byte;
    uint16_t half;
    uint32_t word;
    uint64_t whole;
    switch (f->size) {
    case 1:
        memcpy(&byte, from, sizeof byte);
        return sign ? (uint64_t)(int8_t)byte : byte;
    case 2:
        memcpy(&half, from, sizeof half);
        return sign ? (uint64_t)(int16_t)half : half;
    case 4:
        memcpy(&word, from, sizeof word);
        return sign ? (uint64_t)(int32_t)word : word;
    default:
        memcpy(&whole, from, sizeof whole);
        return whole;
    }
}

void state_put(struct vtd_iommu *io, const struct state_group *g, unsigned row, const struct state_field *f,
               uint64_t value)
{
    char *to = (char *)io + place(g, row, f);
    uint8_t byte = (uint8_t)value;
    uint16_t half = (uint16_t)value;
    uint32_t word = (uint32_t)value;
    switch (f->size) {
    case 1:
        memcpy(to, &byte, sizeof byte);
        break;
    case 2:
        memcpy(to, &half, sizeof half);
        break;
    case 4:
        memcpy(to, &word, sizeof word);
        break;
    default:
        memcpy(to, &value, sizeof value);
        break;
    }
}

bool state_fits(const struct state_field *f, uint64_t value)
{
    unsigned bits = 8u * f->size;
    if (f->kind == STATE_BOOL)
        return value <= 1;
    if (f->kind == STATE_UNSIGNED)
        return value <= UINT64_MAX >> (64u - bits);
    uint64_t most = UINT64_MAX >> (65u - bits);
    return value <= most || value >= ~most;
}

bool state_row_is_zero(const struct vtd_iommu *io, const struct state_group *g, unsigned row)
{
    for (unsigned i = 0; i < g->fields; i++)
        if (state_get(io, g, row, &g->field[i]) != 0)
            return false;
    return true;
}

void state_value_text(const struct state_field *f, uint64_t value, char *text, size_t size)
{
    bool negative = f->kind == STATE_SIGNED && value > INT64_MAX;
    snprintf(text, size, "%s0x%" PRIx64, negative ? "-" : "", negative ? 0 - value : value);
}
