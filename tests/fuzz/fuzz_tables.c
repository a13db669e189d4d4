/* libFuzzer: any memory as tables of a machine. The audit ends, its account of the tables is complete, and the model
 * confirms every witness of a finding that says that something can be reached. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/report.h"

enum { FRAMES = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A unit with root table in frame 1 and an interrupt table in frame 15. */
static struct vtd_unit unit_of(uint8_t choice)
{
    struct vtd_unit u = {.caps = {.host_frames = 1ull << 27,
                                  .guest_pages = 1ull << (choice % 4u * 9u + 18u),
                                  .domain_count = 256,
                                  .agaw_39 = true,
                                  .agaw_48 = true,
                                  .agaw_57 = true,
                                  .page_2m = (choice & 4u) != 0,
                                  .page_1g = (choice & 8u) != 0,
                                  .pass_through = true,
                                  .device_tlb = (choice & 16u) != 0},
                         .root_frame = 1,
                         .interrupt_table_frame = 15,
                         .interrupt_table_size = 256,
                         .translation_enabled = true,
                         .remapping_enabled = true};
    return u;
}

/* Groups of five bytes: word 0..8191, and a value of which the bits that matter are chosen. */
static void fill(uint64_t *words, const uint8_t *data, size_t size)
{
    for (; size >= 5; data += 5, size -= 5) {
        unsigned at = (unsigned)(data[0] | data[1] << 8) % (FRAMES * 512u);
        words[at] = (uint64_t)data[3] << 12 | (uint64_t)data[4] << 60 | data[2] | (uint64_t)(data[4] & 12u) << 20;
    }
}

static void check(const struct audit_report *r)
{
    for (int i = 0; i < r->survey.spaces; i++)
        if (r->survey.space[i].kind == SPACE_TABLES && !audit_complete(&r->survey.space[i].set.account))
            abort();
    for (size_t i = 0; i < r->findings.count; i++) {
        const struct finding *f = &r->findings.finding[i];
        bool reaches = f->kind <= FIND_INTERRUPT_TABLE_READABLE || f->kind == FIND_PASS_THROUGH;
        if (reaches && !f->witness.confirmed)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint64_t words[FRAMES * 512];
    char name[] = "unit", out[1 << 12];
    if (size < 1)
        return 0;
    memset(words, 0, sizeof words);
    fill(words, data + 1, size - 1);
    struct audit_extent extent = {0, (size % 2 ? FRAMES : FRAMES - 2) * 4096u};
    struct audit_unit unit = {
        .name = name, .root_known = true, .interrupts_known = true, .caps_known = true, .unit = unit_of(data[0])};
    struct audit_input in = {
        .memory = {words, FRAMES * 512}, .extent = &extent, .extents = 1, .unit = &unit, .units = 1};
    struct audit_report r;
    if (!audit_report_make(&r, &in, NULL, out, sizeof out))
        abort();
    check(&r);
    FILE *sink = fopen("/dev/null", "w");
    if (sink != NULL) {
        audit_report_text(sink, &r);
        fclose(sink);
    }
    audit_report_free(&r);
    return 0;
}
