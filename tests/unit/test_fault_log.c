/* Fault recording: which record, when overflow, which one is first, when an event is due. */
#include "model/fault_log.h"
#include "tests/unit/units.h"

static struct vtd_fault_log g;

static int four(void **state)
{
    (void)state;
    memset(&g, 0, sizeof g);
    g.count = 4;
    return 0;
}

/* Reason 05h for a write of page n; returns whether an event is due. */
static bool fault(unsigned n, uint16_t source, bool compress)
{
    return vtd_fault_log_add(&g, (uint64_t)n << 12, 0x8000000500000000u | source, compress);
}

/* The page in record i, -1 without F. */
static int64_t at(int32_t i)
{
    return g.record[i].word[3] >> 31 ? (int64_t)g.record[i].word[0] >> 12 : -1;
}

static void record(void **state)
{
    (void)state;
    assert_false(vtd_fault_any_pending(&g) || vtd_fault_status(&g));
    assert_true(vtd_fault_log_add(&g, 0x123456789ABCD000u, 0xC0000006DEADBEEFu, false));
    assert_int_equal(g.record[0].word[0], 0x9ABCD000u);
    assert_int_equal(g.record[0].word[1], 0x12345678u);
    assert_int_equal(g.record[0].word[2], 0xDEADBEEFu);
    assert_int_equal(g.record[0].word[3], 0xC0000006u);
    assert_int_equal(g.next, 1);
    assert_int_equal(g.first, 0);
    assert_true(vtd_fault_any_pending(&g) && vtd_fault_status(&g));
    vtd_fault_log_clear(&g, 0);
    assert_int_equal(g.record[0].word[3], 0x40000006u);
    assert_int_equal(g.record[0].word[2], 0xDEADBEEFu);
    assert_false(vtd_fault_any_pending(&g) || vtd_fault_status(&g));
    vtd_fault_log_clear(&g, 0);
    assert_int_equal(g.record[0].word[3], 0x40000006u);
}

static void order_and_wrap(void **state)
{
    (void)state;
    assert_true(fault(10, 1, false));
    assert_false(fault(11, 1, false) || fault(12, 1, false)); /* PPF was 1 */
    assert_true(at(0) == 10 && at(1) == 11 && at(2) == 12 && at(3) == -1);
    assert_int_equal(g.first, 0);
    vtd_fault_log_clear(&g, 0);
    vtd_fault_log_clear(&g, 1);
    assert_int_equal(g.first, 0); /* PPF stayed 1 */
    assert_false(fault(13, 1, false));
    assert_false(fault(14, 1, false)); /* in record 0 again */
    assert_true(at(0) == 14 && at(1) == -1 && at(2) == 12 && at(3) == 13);
    assert_int_equal(g.first, 0);
    for (int32_t i = 0; i < 4; i++)
        vtd_fault_log_clear(&g, i);
    /* Recording goes on where it was, and this one makes PPF 1. */
    assert_true(fault(15, 1, false));
    assert_int_equal(at(1), 15);
    assert_int_equal(g.first, 1);
    assert_int_equal(g.next, 2);
    assert_false(g.overflow);
}

static void overflow(void **state)
{
    (void)state;
    for (unsigned n = 0; n < 4; n++)
        fault(n, 1, false);
    assert_int_equal(g.next, 0);
    assert_false(g.overflow);
    vtd_fault_log_clear(&g, 2); /* a free record, but not the next one */
    assert_false(fault(9, 1, false));
    assert_true(g.overflow);
    assert_true(at(0) == 0 && at(1) == 1 && at(2) == -1 && at(3) == 3);
    for (int32_t i = 0; i < 4; i++)
        vtd_fault_log_clear(&g, i);
    assert_false(vtd_fault_any_pending(&g));
    assert_true(vtd_fault_status(&g)); /* PFO alone */
    assert_false(fault(9, 1, false));  /* while PFO is 1 nothing is recorded, and no event */
    assert_false(vtd_fault_any_pending(&g));
    assert_int_equal(g.next, 0);
    g.overflow = false;
    assert_true(fault(9, 1, false));
    assert_int_equal(at(0), 9);
    assert_int_equal(g.first, 0);
}

/* An event is due for the first of all conditions only. */
static void event_condition(void **state)
{
    bool *flags[] = {&g.queue_error, &g.completion_error, &g.timeout_error};
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        memset(&g, 0, sizeof g);
        g.count = 4;
        *flags[i] = true;
        assert_true(vtd_fault_status(&g));
        assert_false(fault(1, 1, false));
        assert_int_equal(at(0), 1); /* recorded all the same */
        *flags[i] = false;
        assert_false(fault(2, 1, false));
        vtd_fault_log_clear(&g, 0);
        assert_false(fault(3, 1, false));
        vtd_fault_log_clear(&g, 1);
        vtd_fault_log_clear(&g, 2);
        assert_true(fault(4, 1, false));
    }
}

static void compression(void **state)
{
    (void)state;
    assert_true(fault(1, 0x0100, true));
    assert_false(fault(2, 0x0100, true));
    assert_int_equal(g.next, 1);
    fault(3, 0x0101, true); /* another requester */
    assert_int_equal(at(1), 3);
    fault(4, 0x0100, false); /* without compression */
    assert_int_equal(at(2), 4);
    vtd_fault_log_clear(&g, 0);
    fault(5, 0x0100, true); /* record 2 is pending */
    assert_int_equal(g.next, 3);
    vtd_fault_log_clear(&g, 2);
    fault(6, 0x0100, true);
    assert_int_equal(at(3), 6);
    /* Compressed, a fault does not overflow; the next record is taken. */
    fault(7, 0x0102, false);
    assert_int_equal(at(0), 7);
    assert_int_equal(g.next, 1);
    fault(8, 0x0101, true);
    assert_false(g.overflow);
    fault(8, 0x0103, true);
    assert_true(g.overflow);
    assert_int_equal(at(1), 3);
}

/* NFR = 0 and NFR = 255. */
static void extremes(void **state)
{
    (void)state;
    g.count = 1;
    assert_true(fault(1, 1, false));
    assert_int_equal(g.next, 0);
    assert_false(fault(2, 1, false));
    assert_true(g.overflow);
    assert_int_equal(at(0), 1);
    vtd_fault_log_clear(&g, 0);
    g.overflow = false;
    assert_true(fault(3, 1, false));
    assert_int_equal(at(0), 3);
    memset(&g, 0, sizeof g);
    g.count = 256;
    for (unsigned n = 0; n < 256; n++)
        assert_int_equal(fault(n, (uint16_t)n, true), n == 0);
    assert_false(g.overflow);
    assert_true(at(0) == 0 && at(128) == 128 && at(255) == 255);
    assert_int_equal(g.next, 0);
    fault(256, 0x300, false);
    assert_true(g.overflow);
    for (int32_t i = 0; i < 255; i++)
        vtd_fault_log_clear(&g, i);
    assert_true(vtd_fault_any_pending(&g)); /* the last one */
    vtd_fault_log_clear(&g, 255);
    assert_false(vtd_fault_any_pending(&g));
    g.overflow = false;
    g.next = 255;
    assert_true(fault(1, 1, false));
    assert_int_equal(g.first, 255);
    assert_int_equal(g.next, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(record, four),      cmocka_unit_test_setup(order_and_wrap, four),
        cmocka_unit_test_setup(overflow, four),    cmocka_unit_test_setup(event_condition, four),
        cmocka_unit_test_setup(compression, four), cmocka_unit_test_setup(extremes, four),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
