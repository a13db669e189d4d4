#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/state/state_text.h"

struct reader {
    const char *at; /* the line that is looked at */
    unsigned line;
    char *why;
    size_t size;
};

static int line_length(const struct reader *r)
{
    int length = (int)strcspn(r->at, "\n");
    return length < 100 ? length : 100;
}

/* Always false. */
static bool expected(const struct reader *r, const char *what, const char *more)
{
    if (*r->at == '\0')
        snprintf(r->why, r->size, "expected %s%s, read the checksum", what, more);
    else
        snprintf(r->why, r->size, "expected %s%s, read '%.*s'", what, more, line_length(r), r->at);
    return false;
}

/* A number from *text on, which then stands behind it. Its spelling is looked at later, by writing it again. */
static bool take_number(const char **text, bool *negative, uint64_t *value)
{
    char *end;
    *negative = **text == '-';
    const char *digits = *text + (*negative ? 1 : 0);
    if (*digits < '0' || *digits > '9')
        return false;
    errno = 0;
    unsigned long long magnitude = strtoull(digits, &end, 0);
    if (errno != 0)
        return false;
    *value = *negative ? 0 - (uint64_t)magnitude : magnitude;
    *text = end;
    return true;
}

/* " VALUE" for one field. */
static bool take_value(struct reader *r, const char **text, struct vtd_iommu *io, const struct state_group *g,
                       unsigned row, const struct state_field *f)
{
    uint64_t value;
    bool negative;
    if (**text != ' ')
        return expected(r, "a value of ", f->name);
    (*text)++;
    if (!take_number(text, &negative, &value))
        return expected(r, "a hexadecimal number for ", f->name);
    if (!state_fits(f, value) || (negative && f->kind != STATE_SIGNED)) {
        char what[96];
        snprintf(what, sizeof what, "%s of %u bits, %s", f->name, f->kind == STATE_BOOL ? 1u : 8u * f->size,
                 f->kind == STATE_SIGNED ? "signed" : "unsigned");
        return expected(r, "a value of ", what);
    }
    state_put(io, g, row, f, value);
    return true;
}

/* Each line has one spelling: what writing it again gives. */
static bool finish_line(struct reader *r, const struct vtd_iommu *io, const struct state_group *g, unsigned row,
                        const struct state_field *f)
{
    char line[STATE_LINE];
    state_line(io, g, row, f, line);
    size_t length = strlen(line);
    if (strncmp(r->at, line, length) != 0) {
        line[length - 1] = '\0';
        return expected(r, line, "");
    }
    r->at += length;
    r->line++;
    return true;
}

static bool take_field(struct reader *r, struct vtd_iommu *io, const struct state_group *g, const struct state_field *f)
{
    char name[64];
    int length = snprintf(name, sizeof name, "%s.%s", g->name, f->name);
    if (strncmp(r->at, name, (size_t)length) != 0 || r->at[length] != ' ')
        return expected(r, name, " and a value");
    const char *text = r->at + length;
    return take_value(r, &text, io, g, 0, f) && finish_line(r, io, g, 0, f);
}

/* A row whose index is at least *from; then *from is the index after it. */
static bool take_row(struct reader *r, struct vtd_iommu *io, const struct state_group *g, unsigned *from)
{
    const char *text = r->at + strlen(g->name) + 1;
    char below[64];
    uint64_t index;
    bool negative;
    snprintf(below, sizeof below, " in ascending order, below [%u]", g->rows);
    if (!take_number(&text, &negative, &index) || negative || index < *from || index >= g->rows || *text != ']')
        return expected(r, "rows", below);
    text++;
    unsigned row = (unsigned)index;
    for (unsigned i = 0; i < g->fields; i++)
        if (!take_value(r, &text, io, g, row, &g->field[i]))
            return false;
    if (state_row_is_zero(io, g, row))
        return expected(r, "no line for a row of zeros", "");
    *from = row + 1;
    return finish_line(r, io, g, row, NULL);
}

static bool take_rows(struct reader *r, struct vtd_iommu *io, const struct state_group *g)
{
    size_t length = strlen(g->name);
    unsigned from = 0;
    while (strncmp(r->at, g->name, length) == 0 && r->at[length] == '[')
        if (!take_row(r, io, g, &from))
            return false;
    return true;
}

static bool take_group(struct reader *r, struct vtd_iommu *io, const struct state_group *g)
{
    if (g->rows > 1)
        return take_rows(r, io, g);
    for (unsigned i = 0; i < g->fields; i++)
        if (!take_field(r, io, g, &g->field[i]))
            return false;
    return true;
}

bool state_parse(struct vtd_iommu *io, const char *text, unsigned *line, char *why, size_t size)
{
    struct reader r = {text, 2, why, size};
    bool good = true;
    for (unsigned i = 0; good && i < state_group_count; i++)
        good = take_group(&r, io, &state_groups[i]);
    if (good && *r.at != '\0')
        good = expected(&r, "the checksum", "");
    *line = r.line;
    return good;
}
