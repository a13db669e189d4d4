/* Event registers: IM and IP, alone and through the register file. */
#include "model/effects.h"
#include "model/event.h"
#include "model/registers.h"
#include "tests/unit/units.h"

static struct vtd_iommu io;

static int unit(void **state)
{
    (void)state;
    test_unit(&io);
    return 0;
}

static void unmasked(void **state)
{
    struct vtd_event e = {.masked = false};
    (void)state;
    assert_true(vtd_event_raise(&e));
    assert_false(e.pending);
    assert_true(vtd_event_raise(&e)); /* the next condition, the next message */
    assert_false(vtd_event_mask(&e, true));
    assert_false(vtd_event_mask(&e, false));
}

static void masked(void **state)
{
    struct vtd_event e = {.masked = true};
    (void)state;
    assert_false(vtd_event_raise(&e));
    assert_true(e.pending);
    assert_false(vtd_event_raise(&e)); /* one message for both */
    assert_false(vtd_event_mask(&e, true));
    assert_true(e.pending);
    assert_true(vtd_event_mask(&e, false));
    assert_false(e.pending || e.masked);
    assert_false(vtd_event_mask(&e, false));
    assert_false(vtd_event_mask(&e, true));
    assert_false(e.pending);
}

/* FECTL: bit 31 IM, bit 30 IP. FSTS: bit 4 IQE, written 1 to clear. */
static void fault_event(void **state)
{
    (void)state;
    vtd_register_write(&io, 0x38, 0x80000000u);
    assert_int_equal(vtd_register_read(&io, 0x38), 0x80000000u);
    assert_false(vtd_queue_fail(&io, 3));
    assert_int_equal(vtd_register_read(&io, 0x38), 0xC0000000u);
    assert_int_equal(vtd_register_read(&io, 0x34), 0x10);
    vtd_register_write(&io, 0x38, 0xC0000000u); /* IP is read-only */
    assert_int_equal(vtd_register_read(&io, 0x38), 0xC0000000u);
    assert_true(vtd_register_write(&io, 0x38, 0).fault_event);
    assert_int_equal(vtd_register_read(&io, 0x38), 0);
    assert_false(vtd_queue_fail(&io, 3)); /* IQE was still set: no new condition */
    vtd_register_write(&io, 0x34, 0x10);
    assert_true(vtd_queue_fail(&io, 3));
}

/* Software that clears every status while the message waits gets no message. */
static void serviced(void **state)
{
    (void)state;
    io.fault_event.masked = true;
    vtd_queue_fail(&io, 3);
    io.faults.completion_error = true;
    vtd_register_write(&io, 0x34, 0x10);
    assert_int_equal(vtd_register_read(&io, 0x38), 0xC0000000u);
    vtd_register_write(&io, 0x34, 0x20);
    assert_int_equal(vtd_register_read(&io, 0x38), 0x80000000u);
    assert_false(vtd_register_write(&io, 0x38, 0).fault_event);
    /* ICS: bit 0 IWC; IECTL */
    io.completion_event.masked = true;
    vtd_wait_complete(&io, false, true, 0, 0);
    assert_int_equal(vtd_register_read(&io, 0xA0), 0xC0000000u);
    assert_int_equal(vtd_register_read(&io, 0x9C), 1);
    vtd_register_write(&io, 0x9C, 0xFFFFFFFEu);
    assert_int_equal(vtd_register_read(&io, 0xA0), 0xC0000000u);
    vtd_register_write(&io, 0x9C, 1);
    assert_int_equal(vtd_register_read(&io, 0x9C), 0);
    assert_int_equal(vtd_register_read(&io, 0xA0), 0x80000000u);
    assert_false(vtd_register_write(&io, 0xA0, 0).completion_event);
}

static void completion_event(void **state)
{
    (void)state;
    struct vtd_effects e = vtd_wait_complete(&io, true, true, 0x12345678, 0x401);
    assert_true(e.status_write && e.completion_event);
    assert_int_equal(e.status_data, 0x12345678);
    assert_int_equal(e.status_address, 0x401);
    assert_false(vtd_wait_complete(&io, false, true, 0, 0).completion_event); /* IWC was 1 */
    vtd_register_write(&io, 0x9C, 1);
    vtd_register_write(&io, 0xA0, 0x80000000u);
    assert_false(vtd_wait_complete(&io, false, true, 0, 0).completion_event);
    assert_true(vtd_register_write(&io, 0xA0, 0).completion_event);
    vtd_register_write(&io, 0x9C, 1);
    e = vtd_wait_complete(&io, false, false, 5, 5);
    assert_false(e.status_write || e.completion_event);
    assert_int_equal(vtd_register_read(&io, 0x9C), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(unmasked, unit),         cmocka_unit_test_setup(masked, unit),
        cmocka_unit_test_setup(fault_event, unit),      cmocka_unit_test_setup(serviced, unit),
        cmocka_unit_test_setup(completion_event, unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
