#include "tests/unit/tables.h"

#include <string.h>

struct vtd_caps test_caps(void)
{
    struct vtd_caps c = {.host_frames = 1ull << 36,
                         .guest_pages = 1ull << 36,
                         .domain_count = 65536,
                         .agaw_39 = true,
                         .agaw_48 = true,
                         .agaw_57 = true,
                         .page_2m = true,
                         .page_1g = true,
                         .zero_length_read = true,
                         .pass_through = true,
                         .extended_int_mode = true};
    return c;
}

void test_word(struct tables *t, uint64_t address, uint64_t value)
{
    t->words[address / 8u] = value;
}

void test_build(struct tables *t)
{
    memset(t, 0, sizeof *t);
    t->memory = (struct vtd_memory){t->words, TEST_FRAMES * 512u};
    t->unit = (struct vtd_unit){.caps = test_caps(),
                                .root_frame = 1,
                                .interrupt_table_frame = 0x10,
                                .interrupt_table_size = 256,
                                .translation_enabled = true,
                                .remapping_enabled = true};
    test_word(t, 0x1000, 0x2001);
    test_word(t, 0x2200, 0x3001);
    test_word(t, 0x2208, 0x702);
    test_word(t, 0x3000, 0x4003);
    test_word(t, 0x4000, 0x5003);
    test_word(t, 0x5000, 0x6003);
    test_word(t, 0x6008, 0x9003);
}

struct vtd_dma_result test_dma(struct tables *t, uint64_t address, unsigned access)
{
    struct vtd_dma_request r = {.address = address, .source_id = 0x0020, .access = (uint8_t)access};
    return vtd_dma(&t->unit, &t->memory, &r);
}
