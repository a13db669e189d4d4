/* Requests through tables: addresses, rights, limits, what is recorded. */
#include "tests/unit/tables.h"

static struct tables t;

static void blocked(uint64_t address, unsigned access, unsigned rule, unsigned reason, bool recorded)
{
    struct vtd_dma_result r = test_dma(&t, address, access);
    assert_false(r.allowed);
    assert_int_equal(r.rule, rule);
    assert_int_equal((r.fault.hi >> 32) & 0xFF, reason);
    assert_int_equal(r.recorded, recorded);
}

static void passes(uint64_t address, unsigned access, uint64_t host)
{
    struct vtd_dma_result r = test_dma(&t, address, access);
    assert_true(r.allowed);
    assert_int_equal(r.host_address, host);
}

static int fresh(void **state)
{
    (void)state;
    test_build(&t);
    return 0;
}

static void pages(void **state)
{
    (void)state;
    passes(0x1ABC, VTD_WRITE, 0x9ABC);
    assert_int_equal(test_dma(&t, 0x1ABC, VTD_READ).domain, 7);
    test_word(&t, 0x5008, 0x40000083); /* 2 MB page for 0x200000..0x3fffff */
    passes(0x3FFFFC, VTD_WRITE, 0x401FFFFC);
    assert_int_equal(test_dma(&t, 0x200000, VTD_READ).page_level, 2);
    test_word(&t, 0x4008, 0x80000083); /* 1 GB page for 0x40000000..0x7fffffff */
    passes(0x7FFFFFF0, VTD_READ, 0xBFFFFFF0u);
    assert_int_equal(test_dma(&t, 0x40000000, VTD_READ).page_level, 3);
    test_word(&t, 0x3008, 0x80000083); /* no page at level 4 */
    blocked(0x8000000000u, VTD_READ, VTD_LSS_2, 0x0C, true);
}

static void depths(void **state)
{
    (void)state;
    test_word(&t, 0x2200, 0x4001);
    test_word(&t, 0x2208, 0x701);
    passes(0x1004, VTD_READ, 0x9004);
    blocked(0x8000000000u, VTD_READ, VTD_LGN_1_1, 0x04, true);
    blocked(0x7FFFFFFFFFu, VTD_READ, VTD_LGN_3, 0x06, true);
    test_word(&t, 0x2200, 0x8001);
    test_word(&t, 0x2208, 0x703);
    test_word(&t, 0x8000, 0x3003);
    passes(0x1004, VTD_READ, 0x9004);
    blocked(0x1000000000000u, VTD_READ, VTD_LGN_1_1, 0x04, true); /* MGAW is 48 */
    t.unit.caps.guest_pages = 1ull << 45;
    blocked(0x1000000000000u, VTD_READ, VTD_LGN_3, 0x06, true);
    blocked(0x200000000000000u, VTD_READ, VTD_LGN_1_1, 0x04, true);
    t.unit.caps.agaw_57 = false;
    blocked(0x1004, VTD_READ, VTD_LCT_4_1, 0x03, true);
}

static void rights(void **state)
{
    (void)state;
    static const uint64_t where[] = {0x3000, 0x4000, 0x5000, 0x6008};
    for (unsigned i = 0; i < 4; i++) {
        uint64_t full = t.words[where[i] / 8];
        test_word(&t, where[i], full & ~2ull);
        passes(0x1000, VTD_READ, 0x9000);
        blocked(0x1000, VTD_WRITE, VTD_LGN_2, 0x05, true);
        blocked(0x1000, VTD_ATOMIC, VTD_LGN_2, 0x05, true);
        test_word(&t, where[i], full & ~1ull);
        passes(0x1000, VTD_WRITE, 0x9000);
        blocked(0x1000, VTD_READ, VTD_LGN_3, 0x06, true);
        blocked(0x1000, VTD_ATOMIC, VTD_LGN_3, 0x06, true);
        passes(0x1000, VTD_ZERO_LENGTH_READ, 0x9000);
        t.unit.caps.zero_length_read = false;
        blocked(0x1000, VTD_ZERO_LENGTH_READ, VTD_LGN_3, 0x06, true);
        t.unit.caps.zero_length_read = true;
        test_word(&t, where[i], full & ~3ull);
        blocked(0x1000, VTD_ZERO_LENGTH_READ, VTD_LGN_3, 0x06, true);
        blocked(0x1000, VTD_WRITE, VTD_LGN_2, 0x05, true);
        test_word(&t, where[i], full);
    }
}

static void mixed_zero_length(void **state)
{
    (void)state;
    test_word(&t, 0x5000, 0x6001);
    test_word(&t, 0x6008, 0x9002);
    struct vtd_dma_request r = {.address = 0x1000, .source_id = 0x20, .access = VTD_ZERO_LENGTH_READ};
    struct vtd_dma_outcome o = vtd_dma_classify(&t.unit, &t.memory, &r);
    assert_false(o.holds.lgn_3);
    assert_true(o.optional.lgn_3);
}

static void fetches(void **state)
{
    (void)state;
    test_word(&t, 0x5000, 0x20003); /* the first frame after memory */
    blocked(0x1000, VTD_READ, VTD_LSS_1, 0x07, true);
    test_word(&t, 0x5000, 0x1F003); /* the last frame of memory */
    blocked(0x1000, VTD_READ, VTD_LGN_3, 0x06, true);
    test_word(&t, 0x2200, 0x20001);
    blocked(0x1000, VTD_READ, VTD_LCT_4_3, 0x03, true);
    test_word(&t, 0x1000, 0x20001);
    blocked(0x1000, VTD_READ, VTD_LCT_1, 0x09, true);
    t.unit.root_frame = 0x20;
    blocked(0x1000, VTD_READ, VTD_LRT_1, 0x08, true);
}

static void not_present(void **state)
{
    (void)state;
    test_word(&t, 0x2200, 0x3000);
    blocked(0x1000, VTD_READ, VTD_LCT_2, 0x02, true);
    test_word(&t, 0x2200, 0x3002);
    blocked(0x1000, VTD_READ, VTD_LCT_2, 0x02, false);
    test_word(&t, 0x1000, 0x2000);
    blocked(0x1000, VTD_READ, VTD_LRT_2, 0x01, true);
    test_word(&t, 0x1000, 0x2005);
    blocked(0x1000, VTD_READ, VTD_LRT_3, 0x0A, true);
}

static void fault_disable(void **state)
{
    (void)state;
    test_word(&t, 0x2200, 0x3003);
    blocked(0x5000, VTD_READ, VTD_LGN_3, 0x06, false);
    blocked(0x1000000000000u, VTD_READ, VTD_LGN_1_1, 0x04, false);
    test_word(&t, 0x2200, 0x3013);
    blocked(0x1000, VTD_READ, VTD_LCT_3, 0x0B, false);
    test_word(&t, 0x2200, 0x300F);
    blocked(0x1000, VTD_READ, VTD_LCT_4_2, 0x03, false);
}

static void through(void **state)
{
    (void)state;
    test_word(&t, 0x2200, 0x9);
    passes(0xFFFFFFFFF123u, VTD_ATOMIC, 0xFFFFFFFFF123u);
    blocked(0x1000000000000u, VTD_READ, VTD_LGN_1_3, 0x04, true);
    blocked(0xFEE00000u, VTD_READ, VTD_LGN_4, 0x0E, true);
    passes(0x1FEE00000u, VTD_READ, 0x1FEE00000u);
    t.unit.caps.pass_through = false;
    blocked(0x1000, VTD_READ, VTD_LCT_4_2, 0x03, true);
}

static void interrupt_range(void **state)
{
    (void)state;
    static const uint64_t frame[] = {0xFEDFF, 0xFEE00, 0xFEEFF, 0xFEF00};
    for (unsigned i = 0; i < 4; i++) {
        test_word(&t, 0x6008, frame[i] << 12 | 3);
        if (i == 1 || i == 2)
            blocked(0x1000, VTD_WRITE, VTD_LGN_4, 0x0E, true);
        else
            passes(0x1000, VTD_WRITE, frame[i] << 12);
    }
    test_word(&t, 0x4008, 0xC0000083u); /* the 1 GB page around the range */
    struct vtd_dma_request r = {.address = 0x40000000, .source_id = 0x20, .access = VTD_WRITE};
    struct vtd_dma_outcome o = vtd_dma_classify(&t.unit, &t.memory, &r);
    assert_false(o.holds.lgn_4);
    assert_true(o.optional.lgn_4);
    blocked(0x40000000u + 0x3EE00000u, VTD_WRITE, VTD_LGN_4, 0x0E, true);
}

static void off_and_records(void **state)
{
    (void)state;
    struct vtd_dma_result r = test_dma(&t, 0xABCDEF12345u, VTD_ATOMIC);
    assert_false(r.allowed);
    assert_int_equal(r.fault.lo, 0xABCDEF12000u);
    assert_int_equal(r.fault.hi, 0xC000000510000020u);
    assert_int_equal(test_dma(&t, 0x5000, VTD_READ).fault.hi, 0xC000000600000020u);
    assert_int_equal(test_dma(&t, 0x5000, VTD_WRITE).fault.hi, 0x8000000500000020u);
    t.unit.translation_enabled = false;
    passes(0xABCDEF12345u, VTD_WRITE, 0xABCDEF12345u);
}

static void requesters(void **state)
{
    (void)state;
    /* Each requester has its own entry: bus selects the root entry, device and function the context entry. */
    for (unsigned sid = 0; sid < 65536; sid += 7) {
        struct vtd_dma_request r = {.address = 0x1000, .source_id = (uint16_t)sid, .access = VTD_READ};
        unsigned expected = sid >> 8 != 0 ? VTD_LRT_2 : sid != 0x20 ? VTD_LCT_2 : VTD_NONE;
        assert_int_equal(vtd_dma(&t.unit, &t.memory, &r).rule, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(pages, fresh),           cmocka_unit_test_setup(depths, fresh),
        cmocka_unit_test_setup(rights, fresh),          cmocka_unit_test_setup(mixed_zero_length, fresh),
        cmocka_unit_test_setup(fetches, fresh),         cmocka_unit_test_setup(not_present, fresh),
        cmocka_unit_test_setup(fault_disable, fresh),   cmocka_unit_test_setup(through, fresh),
        cmocka_unit_test_setup(interrupt_range, fresh), cmocka_unit_test_setup(off_and_records, fresh),
        cmocka_unit_test_setup(requesters, fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
