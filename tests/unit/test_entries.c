/* Every bit of every structure, against masks written by hand: a wrong position in spec/fields.tsv, which the
 * contracts and the model's proofs share, is caught here. */
#include "model/second_stage_entry.h"
#include "tests/unit/tables.h"

static void root_bits(void **state)
{
    struct vtd_caps c = test_caps();
    (void)state;
    assert_true(vtd_root_step(&c, 0x2000, 0).lrt_2);
    assert_false(vtd_root_step(&c, 0x2000, ~0ull).lrt_3);
    assert_int_equal(vtd_root_step(&c, 0x0000ABCDEF123001u, 0).context_frame, 0xABCDEF123u);
    for (unsigned bit = 1; bit < 64; bit++) {
        struct vtd_root_step s = vtd_root_step(&c, 1ull | 1ull << bit, 0);
        assert_int_equal(s.lrt_3, ((0xFFFF000000000FFEu >> bit) & 1u) != 0);
        assert_false(s.lrt_2);
    }
    for (unsigned bit = 0; bit < 64; bit++)
        assert_true(vtd_root_step(&c, 1, 1ull << bit).lrt_3);
}

static void context_bits(void **state)
{
    struct vtd_caps c = test_caps();
    (void)state;
    c.domain_count = 256; /* 8-bit domain-ids: bits 87:80 are reserved */
    for (unsigned bit = 4; bit < 64; bit++) {
        struct vtd_context_step s = vtd_context_step(&c, 1ull | 1ull << bit, 2, VTD_UNTRANSLATED);
        assert_int_equal(s.lct_3, ((0xFFFF000000000FF0u >> bit) & 1u) != 0);
    }
    for (unsigned bit = 3; bit < 64; bit++) {
        struct vtd_context_step s = vtd_context_step(&c, 1, 2ull | 1ull << bit, VTD_UNTRANSLATED);
        assert_int_equal(s.lct_3, ((0xFFFFFFFFFFFF0080u >> bit) & 1u) != 0);
    }
    assert_int_equal(vtd_context_step(&c, 0x12345001, 0x4202, VTD_UNTRANSLATED).domain, 0x42);
    assert_int_equal(vtd_context_step(&c, 0x12345001, 0x4202, VTD_UNTRANSLATED).table_frame, 0x12345);
    assert_true(vtd_context_step(&c, 2, 2, VTD_UNTRANSLATED).fault_disabled);
    assert_true(vtd_context_step(&c, 2, 2, VTD_UNTRANSLATED).lct_2);
    assert_false(vtd_context_step(&c, ~1ull, ~0ull, VTD_UNTRANSLATED).lct_3);
}

static void context_types(void **state)
{
    struct vtd_caps c = test_caps();
    (void)state;
    for (unsigned type = 0; type < 4; type++)
        for (unsigned has = 0; has < 4; has++) {
            c.device_tlb = (has & 1u) != 0;
            c.pass_through = (has & 2u) != 0;
            bool bad = type == 3 || (type == 1 && !c.device_tlb) || (type == 2 && !c.pass_through);
            struct vtd_context_step s = vtd_context_step(&c, 1u | type << 2, 2, VTD_UNTRANSLATED);
            assert_int_equal(s.lct_4_2, bad);
            assert_int_equal(s.pass_through, type == 2);
            assert_false(s.lct_5);
            assert_int_equal(vtd_context_step(&c, 1u | type << 2, 2, VTD_TRANSLATED).lct_5, type != 1);
        }
}

static void context_widths(void **state)
{
    struct vtd_caps c = test_caps();
    (void)state;
    c.agaw_57 = false;
    for (unsigned aw = 0; aw < 8; aw++) {
        struct vtd_context_step s = vtd_context_step(&c, 1, aw, VTD_UNTRANSLATED);
        struct vtd_context_step through = vtd_context_step(&c, 9, aw, VTD_UNTRANSLATED);
        bool bad = aw != 1 && aw != 2;
        assert_int_equal(s.lct_4_1, bad);
        assert_false(s.lct_4_1_optional);
        assert_false(through.lct_4_1);
        assert_int_equal(through.lct_4_1_optional, bad);
        assert_int_equal(s.levels, aw + 2);
    }
    assert_true(vtd_context_step(&c, 1ull << 48 | 9u, 2, VTD_UNTRANSLATED).lct_3_optional);
    assert_false(vtd_context_step(&c, 1ull << 48 | 9u, 2, VTD_UNTRANSLATED).lct_3);
}

/* Reserved bits of a second-stage entry, by level, leaf or not, with everything supported but SC and DT. */
static uint64_t reserved_mask(unsigned level, bool leaf, unsigned width)
{
    uint64_t high = ((1ull << 52) - 1u) & ~((1ull << width) - 1u);
    uint64_t always = high | 1ull << 62 | 1ull << 11;
    if (level >= 4)
        return always | 1ull << 7;
    if (!leaf || level == 1)
        return always;
    return always | (level == 3 ? 0x3FFFF000u : 0x1FF000u);
}

static void second_stage_bits(void **state)
{
    static const unsigned widths[] = {39, 46, 48, 52};
    (void)state;
    for (unsigned w = 0; w < 4; w++)
        for (unsigned level = 1; level <= 5; level++)
            for (unsigned leaf = 0; leaf < 2; leaf++) {
                struct vtd_caps c = test_caps();
                c.host_frames = 1ull << (widths[w] - 12);
                if (leaf && level >= 4)
                    continue;
                uint64_t base = 3u | (leaf && level > 1 ? 0x80u : 0u);
                uint64_t mask = reserved_mask(level, leaf || level == 1, widths[w]);
                assert_false(vtd_second_stage_step(&c, level, base).reserved);
                for (unsigned bit = 2; bit < 64; bit++) {
                    if (bit == 7 && level < 4)
                        continue;
                    struct vtd_second_stage_step s = vtd_second_stage_step(&c, level, base | 1ull << bit);
                    assert_int_equal(s.reserved, ((mask >> bit) & 1u) != 0);
                    assert_false(vtd_second_stage_step(&c, level, (base | 1ull << bit) & ~3ull).reserved);
                }
            }
}

static void second_stage_capabilities(void **state)
{
    struct vtd_caps c = test_caps();
    (void)state;
    assert_true(vtd_second_stage_step(&c, 1, 0x801).reserved);
    c.snoop_control = true;
    assert_false(vtd_second_stage_step(&c, 1, 0x801).reserved);
    assert_false(vtd_second_stage_step(&c, 2, 0x881).reserved);
    assert_true(vtd_second_stage_step(&c, 2, 0x801).reserved);
    assert_true(vtd_second_stage_step(&c, 4, 0x801).reserved);
    c.device_tlb = true;
    assert_false(vtd_second_stage_step(&c, 1, 1ull << 62 | 1u).reserved);
    assert_true(vtd_second_stage_step(&c, 1, 1ull << 62 | 1u).reserved_optional);
    assert_true(vtd_second_stage_step(&c, 3, 1ull << 62 | 1u).reserved);
    assert_false(vtd_second_stage_step(&c, 2, 0x83).reserved);
    c.page_2m = false;
    assert_true(vtd_second_stage_step(&c, 2, 0x83).reserved);
    assert_false(vtd_second_stage_step(&c, 3, 0x83).reserved);
    c.page_1g = false;
    assert_true(vtd_second_stage_step(&c, 3, 0x83).reserved);
    assert_false(vtd_second_stage_step(&c, 1, 0x83).reserved);
    struct vtd_second_stage_step s = vtd_second_stage_step(&c, 1, 0x7FFFABCDEF122002u);
    assert_false(s.read);
    assert_true(s.write);
    assert_int_equal(s.frame, 0xFABCDEF122u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(root_bits),         cmocka_unit_test(context_bits),
        cmocka_unit_test(context_types),     cmocka_unit_test(context_widths),
        cmocka_unit_test(second_stage_bits), cmocka_unit_test(second_stage_capabilities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
