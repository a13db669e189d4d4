/* Interrupt requests: formats, index, source validation, message, faults. */
#include "model/source_id.h"
#include "tests/unit/tables.h"

static struct tables t;

static int fresh(void **state)
{
    (void)state;
    test_build(&t);
    /* entry 5: vector 0x42 to APIC 3, requester 00:04.0 verified */
    test_word(&t, 0x10050, 0x0000030000420001u);
    test_word(&t, 0x10058, 0x0000000000040020u);
    return 0;
}

static struct vtd_interrupt_result ask(uint64_t address, uint32_t data, uint16_t source)
{
    struct vtd_interrupt_request r = {.address = address, .data = data, .source_id = source};
    return vtd_interrupt(&t.unit, &t.memory, &r);
}

static void blocked(uint64_t address, uint32_t data, unsigned rule, bool recorded)
{
    struct vtd_interrupt_result r = ask(address, data, 0x20);
    assert_false(r.delivered);
    assert_int_equal(r.rule, rule);
    assert_int_equal(r.recorded, recorded);
}

static void sources(void **state)
{
    static const unsigned masks[] = {0xFFFF, 0xFFFB, 0xFFF9, 0xFFF8};
    static const uint16_t some[] = {0, 0x20, 0x1234, 0xFFFF, 0x8007, 0x0102};
    (void)state;
    for (unsigned k = 0; k < 6; k++)
        for (unsigned requester = 0; requester < 65536; requester++) {
            for (unsigned sq = 0; sq < 4; sq++) {
                bool same = ((some[k] ^ requester) & masks[sq]) == 0;
                assert_int_equal(vtd_source_accepted(1, sq, some[k], (uint16_t)requester), same);
            }
            bool inside = requester >> 8 >= some[k] >> 8 && requester >> 8 <= (some[k] & 0xFF);
            assert_int_equal(vtd_source_accepted(2, 0, some[k], (uint16_t)requester), inside);
            assert_true(vtd_source_accepted(0, 0, some[k], (uint16_t)requester));
            assert_false(vtd_source_accepted(3, 0, some[k], (uint16_t)requester));
        }
}

static void message(void **state)
{
    (void)state;
    struct vtd_interrupt_result r = ask(0xFEE000B0u, 0xFFFFFFFFu, 0x20);
    assert_true(r.delivered);
    assert_int_equal(r.message.vector, 0x42);
    assert_int_equal(r.message.destination, 3);
    assert_false(r.message.logical || r.message.redirection_hint || r.message.level);
    for (unsigned mode = 0; mode < 8; mode++) {
        test_word(&t, 0x10050, 0x000003000042001Du | mode << 5);
        r = ask(0xFEE000B0u, 0, 0x20);
        assert_true(r.delivered && r.message.logical && r.message.redirection_hint && r.message.level);
        assert_int_equal(r.message.delivery_mode, mode);
    }
    t.unit.extended_mode = true;
    test_word(&t, 0x10050, 0xDEADBEEF00420001u);
    assert_int_equal(ask(0xFEE000B0u, 0, 0x20).message.destination, 0xDEADBEEFu);
}

static void entry_bits(void **state)
{
    (void)state;
    for (unsigned extended = 0; extended < 2; extended++) {
        t.unit.extended_mode = extended != 0;
        uint64_t low = extended ? 0x00000000FF00F000u : 0xFFFF00FFFF00F000u;
        for (unsigned bit = 1; bit < 64; bit++) {
            test_word(&t, 0x10050, 0x1ull | 1ull << bit);
            test_word(&t, 0x10058, 0);
            assert_int_equal(ask(0xFEE000B0u, 0, 0x20).rule, (low >> bit) & 1u ? VTD_INT_24 : VTD_NONE);
        }
        for (unsigned bit = 20; bit < 64; bit++) {
            test_word(&t, 0x10050, 1);
            test_word(&t, 0x10058, 1ull << bit);
            blocked(0xFEE000B0u, 0, VTD_INT_24, true);
        }
    }
}

static void index_and_handle(void **state)
{
    (void)state;
    assert_int_equal(vtd_interrupt_index(0xFEEFFFF0u, 0), 0x7FFF);
    assert_int_equal(vtd_interrupt_index(0xFEE00014u, 0), 0x8000);
    assert_int_equal(vtd_interrupt_index(0xFEE00030u, 0xFFFF), 1);
    assert_int_equal(vtd_interrupt_index(0xFEE00038u, 0xFFFF), 0x10000);
    assert_true(ask(0xFEE00058u, 3, 0x20).delivered); /* handle 2 and subhandle 3 */
    blocked(0xFEE000B8u, 0x10000, VTD_INT_20, true);
    blocked(0xFEE02010u, 0, VTD_INT_21, true); /* index 256 */
    blocked(0xFEE01FF0u, 0, VTD_INT_22, true); /* index 255 */
    t.unit.interrupt_table_frame = 0x20;
    blocked(0xFEE000B0u, 0, VTD_INT_23, true);
    t.unit.caps.host_frames = 0x20;
    blocked(0xFEE000B0u, 0, VTD_INT_21, true);
}

static void refusals(void **state)
{
    (void)state;
    assert_int_equal(ask(0xFEE000B0u, 0, 0x21).rule, VTD_INT_26);
    test_word(&t, 0x10058, 0xC0020);
    struct vtd_interrupt_request r = {.address = 0xFEE000B0u, .source_id = 0x20};
    struct vtd_interrupt_outcome o = vtd_interrupt_classify(&t.unit, &t.memory, &r);
    assert_true(o.holds.int_24 && o.holds.int_26);
    test_word(&t, 0x10050, 2);
    blocked(0xFEE000B0u, 0, VTD_INT_22, false);
    test_word(&t, 0x10050, 0x1003);
    test_word(&t, 0x10058, 0x40020);
    blocked(0xFEE000B0u, 0, VTD_INT_24, false);
    struct vtd_interrupt_result x = ask(0xFEE000B0u, 0, 0x20);
    assert_int_equal(x.fault.lo, 0x0005000000000000u);
    assert_int_equal(x.fault.hi, 0x8000002400000020u);
}

static void compatibility(void **state)
{
    (void)state;
    blocked(0xFEE0300Cu, 0x8123, VTD_INT_25, true);
    t.unit.compatibility_allowed = true;
    struct vtd_interrupt_result r = ask(0xFEE0300Cu, 0x8123, 0x20);
    assert_true(r.delivered);
    assert_int_equal(r.message.vector, 0x23);
    assert_int_equal(r.message.delivery_mode, 1);
    assert_int_equal(r.message.destination, 3);
    assert_true(r.message.logical && r.message.redirection_hint && r.message.level);
    t.unit.extended_mode = true;
    blocked(0xFEE0300Cu, 0x8123, VTD_INT_25, true);
    t.unit.remapping_enabled = false;
    assert_true(ask(0xFEE000B0u, 0x55, 0x99).delivered);
    assert_int_equal(ask(0xFEE000B0u, 0x55, 0x99).message.vector, 0x55);
}

static void classes(void **state)
{
    (void)state;
    assert_int_equal(vtd_request_class(0xFEDFFFFFu, 4, VTD_WRITE), VTD_TO_MEMORY);
    assert_int_equal(vtd_request_class(0xFEE00000u, 4, VTD_WRITE), VTD_TO_INTERRUPT);
    assert_int_equal(vtd_request_class(0xFEEFFFFCu, 4, VTD_WRITE), VTD_TO_INTERRUPT);
    assert_int_equal(vtd_request_class(0xFEF00000u, 4, VTD_WRITE), VTD_TO_MEMORY);
    assert_int_equal(vtd_request_class(0x1FEE00000u, 4, VTD_WRITE), VTD_TO_MEMORY);
    assert_int_equal(vtd_request_class(0xFEE00000u, 8, VTD_WRITE), VTD_INVALID_INTERRUPT);
    assert_int_equal(vtd_request_class(0xFEE00000u, 4, VTD_READ), VTD_INVALID_INTERRUPT);
    assert_int_equal(vtd_request_class(0xFEE00000u, 4, VTD_ATOMIC), VTD_INVALID_INTERRUPT);
    assert_int_equal(vtd_request_class(0xFEE00000u, 4, VTD_ZERO_LENGTH_READ), VTD_TO_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sources),
        cmocka_unit_test_setup(message, fresh),
        cmocka_unit_test_setup(entry_bits, fresh),
        cmocka_unit_test_setup(index_and_handle, fresh),
        cmocka_unit_test_setup(refusals, fresh),
        cmocka_unit_test_setup(compatibility, fresh),
        cmocka_unit_test(classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
