#include "harness/state/state_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

uint32_t state_checksum(const char *bytes, size_t count)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < count; i++) {
        crc ^= (uint8_t)bytes[i];
        for (unsigned bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1u ? 0xEDB88320u : 0u);
    }
    return ~crc;
}

void state_line(const struct vtd_iommu *io, const struct state_group *g, unsigned row, const struct state_field *f,
                char line[STATE_LINE])
{
    char value[24];
    const struct state_field *end = f != NULL ? f + 1 : g->field + g->fields;
    size_t at = 0;
    if (f != NULL)
        at = (size_t)snprintf(line, STATE_LINE, "%s.%s", g->name, f->name);
    else
        at = (size_t)snprintf(line, STATE_LINE, "%s[%u]", g->name, row);
    for (f = f != NULL ? f : g->field; f < end; f++) {
        state_value_text(f, state_get(io, g, row, f), value, sizeof value);
        at += (size_t)snprintf(line + at, STATE_LINE - at, " %s", value);
    }
    snprintf(line + at, STATE_LINE - at, "\n");
}

static void write_group(FILE *out, const struct vtd_iommu *io, const struct state_group *g)
{
    char line[STATE_LINE];
    for (unsigned i = 0; g->rows == 1 && i < g->fields; i++) {
        state_line(io, g, 0, &g->field[i], line);
        fputs(line, out);
    }
    for (unsigned row = 0; g->rows > 1 && row < g->rows; row++) {
        if (state_row_is_zero(io, g, row))
            continue;
        state_line(io, g, row, NULL, line);
        fputs(line, out);
    }
}

bool state_text(const struct vtd_iommu *io, char **text, size_t *length)
{
    FILE *out = open_memstream(text, length);
    if (out == NULL)
        return false;
    fprintf(out, STATE_MAGIC " %d\n", STATE_VERSION);
    for (unsigned i = 0; i < state_group_count; i++)
        write_group(out, io, &state_groups[i]);
    bool good = fflush(out) == 0;
    if (good)
        fprintf(out, STATE_CHECKSUM " 0x%08" PRIx32 "\n", state_checksum(*text, *length));
    good = !ferror(out) && good;
    if (fclose(out) == 0 && good)
        return true;
    free(*text);
    return false;
}
