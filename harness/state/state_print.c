#include "harness/state/state_print.h"

#include <inttypes.h>
#include <string.h>

#include "harness/oracle/rule_table.h"
#include "harness/state/state_check.h"
#include "harness/state/state_fields.h"
#include "harness/state/state_rows.h"
#include "model/registers.h"

/* Flags take one line for those that are set and one for the others; numbers a line each. */
static void print_flags(FILE *out, const struct vtd_iommu *io, const struct state_group *g, bool set)
{
    unsigned shown = 0;
    for (unsigned i = 0; i < g->fields; i++) {
        const struct state_field *f = &g->field[i];
        if (f->kind != STATE_BOOL || (state_get(io, g, 0, f) != 0) != set)
            continue;
        if (shown == 0)
            fputs(set ? "  set:" : "  not set:", out);
        else if (shown % 6 == 0)
            fputs("\n   ", out);
        shown++;
        fprintf(out, " %s", f->name);
    }
    fputs(shown > 0 ? "\n" : "", out);
}

static void print_numbers(FILE *out, const struct vtd_iommu *io, const struct state_group *g)
{
    char text[24];
    for (unsigned i = 0; i < g->fields; i++) {
        const struct state_field *f = &g->field[i];
        uint64_t value = state_get(io, g, 0, f);
        if (f->kind == STATE_BOOL)
            continue;
        state_value_text(f, value, text, sizeof text);
        fprintf(out, "  %-22s %s", f->name, text);
        if (value > 9 && value < 100000)
            fprintf(out, " (%" PRIu64 ")", value);
        fputc('\n', out);
    }
}

/* The model's functions say what a row means; they need the invariant. Without it every row but zeros is shown. */
static void print_rows(FILE *out, const struct vtd_iommu *io, const struct state_group *g, bool valid)
{
    char text[24], meaning[300] = "";
    unsigned shown = 0;
    for (unsigned row = 0; row < g->rows; row++) {
        if (valid ? !state_row_meaning(io, g, row, meaning, sizeof meaning) : state_row_is_zero(io, g, row))
            continue;
        fprintf(out, "  [%u] %s\n     ", row, meaning);
        for (unsigned i = 0; i < g->fields; i++) {
            state_value_text(&g->field[i], state_get(io, g, row, &g->field[i]), text, sizeof text);
            fprintf(out, " %s %s", g->field[i].name, text);
        }
        fputc('\n', out);
        shown++;
    }
    if (shown == 0)
        fputs("  none\n", out);
}

/* Words that read as 0 are left out. */
static void print_registers(FILE *out, const struct vtd_iommu *io)
{
    unsigned last = UINT32_MAX;
    fputs("registers as software reads them, without those that read 0\n", out);
    for (unsigned i = 0; i < register_count; i++) {
        const struct register_text *r = &register_table[i];
        uint32_t value = vtd_register_read(io, r->offset);
        uint32_t field = value >> r->low & (uint32_t)(UINT64_MAX >> (63u - r->high + r->low));
        if (value == 0)
            continue;
        if (r->offset != last)
            fprintf(out, "%s  %03x %-8s 0x%08" PRIx32 " ", last == UINT32_MAX ? "" : "\n", r->offset, r->name, value);
        last = r->offset;
        if (field != 0 && strcmp(r->access, "CMD") != 0)
            fprintf(out, " %s=0x%" PRIx32, r->field, field);
    }
    fputs("\n", out);
}

void state_print(FILE *out, const struct vtd_iommu *io)
{
    char why[400];
    bool valid = state_valid(io, why, sizeof why);
    fprintf(out, "the unit is %s%s\n", valid ? "valid" : "not valid: ", valid ? "" : why);
    for (const struct state_group *g = state_groups; g < state_groups + state_group_count; g++) {
        fprintf(out, "%s\n", g->name);
        if (g->rows > 1) {
            print_rows(out, io, g, valid);
            continue;
        }
        print_numbers(out, io, g);
        print_flags(out, io, g, true);
        print_flags(out, io, g, false);
    }
    if (valid)
        print_registers(out, io);
}
