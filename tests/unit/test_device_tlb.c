/* Device-TLB invalidations and what devices answer, or do not (clauses 4.3, 6.5.2). */
#include "model/device_tlb.h"

#include "model/registers.h"
#include "tests/unit/units.h"

static struct tables t;
static struct vtd_iommu io;

static int ring(void **state)
{
    (void)state;
    test_ring(&t, &io);
    return 0;
}

static uint32_t word(uint32_t offset)
{
    return vtd_register_read(&io, offset);
}

/* Put one descriptor more into the queue and take a step. */
static struct vtd_effects run(uint64_t lo, uint64_t hi)
{
    test_put(&t, io.queue.tail, lo, hi);
    vtd_register_write(&io, 0x88, io.queue.tail + 0x10);
    return test_step(&t, &io);
}

/* Ask 00:device.0 for page 9; the tag of the request. */
static uint8_t ask(uint64_t device)
{
    struct vtd_effects e = run(device << 35 | 3, 0x9000);
    assert_true(e.device_request);
    assert_int_equal(e.device_source, device << 3);
    return e.device_tag;
}

static struct vtd_effects answer(uint16_t source, uint8_t tag, unsigned count)
{
    return vtd_device_completion(&io, source, tag, count);
}

static unsigned owed(void)
{
    unsigned n = 0;
    for (unsigned i = 0; i < 32; i++)
        n += io.queue.itag[i].used != 0;
    return n;
}

static void tags(void **state)
{
    (void)state;
    struct vtd_effects e = run(0x0000012300000003u, 0x7FFFFFFFFFFFF001u);
    assert_true(e.device_request && e.device_sized);
    assert_int_equal(e.device_source, 0x123);
    assert_int_equal(e.device_page, 0x7FFFFFFFFFFFFu);
    uint8_t first = e.device_tag, second = ask(4), third = ask(4);
    assert_true(first < 32 && second < 32 && third < 32);
    assert_true(first != second && second != third && first != third);
    assert_int_equal(owed(), 3);
    test_nothing(answer(0x20, second, 1));
    assert_int_equal(owed(), 2);
    assert_int_equal(io.queue.itag[second].used, 0);
    uint8_t again = ask(5);
    assert_true(again != first && again != third);
    assert_int_equal(word(0x34), 0);
}

/* Completion count: 1 to 7 as it stands, 0 is 8. */
static void counts(void **state)
{
    (void)state;
    for (unsigned count = 0; count < 8; count++) {
        ring(state);
        uint8_t tag = ask(4), other = ask(4);
        unsigned wanted = count == 0 ? 8 : count;
        run(0x35, 0x9008);
        assert_true(io.queue.waiting);
        test_nothing(answer(0x20, other, 1));
        for (unsigned n = 1; n < wanted; n++) {
            test_nothing(answer(0x20, tag, count));
            assert_int_equal(owed(), 1);
            assert_true(io.queue.waiting);
        }
        struct vtd_effects e = answer(0x20, tag, count);
        assert_true(e.status_write && e.completion_event && !e.fault_event);
        assert_int_equal(owed(), 0);
        assert_false(io.queue.waiting);
        assert_int_equal(word(0x34), 0);
    }
}

/* Nobody waits for it: ICE and ICESID; nothing else changes and the queue goes on. */
/* With translation off a completion is refused: no error, and the request stays open (clause 4.3). */
static void translation_off(void **state)
{
    (void)state;
    uint8_t tag = ask(4);
    io.unit.translation_enabled = false;
    test_nothing(answer(0x20, tag, 1));
    test_nothing(answer(0x28, tag, 1));
    assert_int_equal(word(0x34), 0);
    assert_int_equal(owed(), 1);
    io.unit.translation_enabled = true;
    test_nothing(answer(0x20, tag, 1));
    assert_int_equal(owed(), 0);
}

static void unexpected(void **state)
{
    (void)state;
    uint8_t tag = ask(4);
    assert_true(answer(0x28, tag, 1).fault_event); /* another device */
    assert_int_equal(word(0x34), 0x20);
    assert_int_equal(word(0xB4), 0x00280000);
    assert_int_equal(owed(), 1);
    assert_false(answer(0x30, (uint8_t)(tag ^ 1u), 1).fault_event); /* another tag; ICE was set */
    assert_int_equal(word(0xB4), 0x00280000);
    run(0x25, 0x9008);
    assert_true(io.queue.waiting);
    test_nothing(answer(0x28, tag, 1));
    assert_true(io.queue.waiting);
    assert_true(answer(0x20, tag, 1).status_write);
    run(0x11, 0); /* ICE does not stop the queue */
    assert_int_equal(test_held(&io), 0x077);
    vtd_register_write(&io, 0x34, 0x20);
    assert_true(answer(0x20, tag, 1).fault_event); /* answered already */
    assert_int_equal(word(0x34), 0x20);
    assert_int_equal(word(0xB4), 0x00200000);
}

/* No answer: ITE, ITESID; the tag is free, the wait is given up for good; IQH stays where it is and nothing is
 * taken until software clears ITE. */
static void timeout(void **state)
{
    (void)state;
    uint8_t tag = ask(4);
    run(0x35, 0x9008);
    test_put(&t, 0x20, 0x11, 0);
    vtd_register_write(&io, 0x88, 0x30);
    struct vtd_effects e = vtd_device_timeout(&io, tag);
    assert_true(e.fault_event && !e.status_write && !e.completion_event && !e.device_request);
    assert_int_equal(word(0x34), 0x40);
    assert_int_equal(word(0xB4), 0x00000020);
    assert_int_equal(owed(), 0);
    assert_false(io.queue.waiting);
    assert_int_equal(word(0x9C), 0);
    test_idle(&t, &io);
    assert_int_equal(word(0x80), 0x20);
    vtd_register_write(&io, 0x34, 0x40);
    test_nothing(test_step(&t, &io));
    assert_int_equal(word(0x80), 0x30);
    assert_int_equal(test_held(&io), 0x077);
    e = answer(0x20, tag, 1); /* too late */
    assert_true(e.fault_event && !e.status_write);
    assert_int_equal(word(0x34), 0x20);
    assert_int_equal(word(0x9C), 0);
}

/* Only the first timeout is captured; one of two owed answers aborts the wait; a tag in nobody's use has none. */
static void timeouts(void **state)
{
    (void)state;
    uint8_t tag = ask(4), other = ask(5);
    test_nothing(vtd_device_timeout(&io, 31));
    assert_int_equal(word(0x34), 0);
    run(0x25, 0x9008);
    assert_true(vtd_device_timeout(&io, other).fault_event);
    assert_false(io.queue.waiting);
    test_nothing(vtd_device_timeout(&io, tag));
    assert_int_equal(word(0xB4), 0x00000028);
    assert_int_equal(owed(), 0);
    test_nothing(vtd_device_timeout(&io, tag));
    vtd_register_write(&io, 0x34, 0x40);
    tag = ask(6);
    assert_true(vtd_device_timeout(&io, tag).fault_event);
    assert_int_equal(word(0xB4), 0x00000030);
}

/* A tag that is free again counts from the beginning. */
static void tag_again(void **state)
{
    (void)state;
    uint8_t tag = ask(4);
    test_nothing(answer(0x20, tag, 3));
    vtd_device_timeout(&io, tag);
    vtd_register_write(&io, 0x34, 0x40);
    assert_int_equal(ask(5), tag); /* this model takes the lowest free one */
    test_nothing(answer(0x28, tag, 1));
    assert_int_equal(owed(), 0);
    assert_int_equal(word(0x34), 0);
}

/* Answers that come while ITE stands are counted all the same. */
static void answers_after_timeout(void **state)
{
    (void)state;
    uint8_t tag = ask(4), other = ask(5);
    vtd_device_timeout(&io, tag);
    test_nothing(answer(0x28, other, 1));
    assert_int_equal(owed(), 0);
    assert_int_equal(word(0x34), 0x40);
    vtd_register_write(&io, 0x34, 0x40);
    assert_true(run(0x25, 0x9008).status_write); /* nobody to wait for */
}

/* A wait descriptor waits for every device asked before it. */
static void several(void **state)
{
    (void)state;
    uint8_t tag[3] = {ask(4), ask(5), ask(4)};
    run(0x1234567800000025u, 0x9008);
    test_nothing(answer(0x20, tag[0], 1));
    test_nothing(answer(0x20, tag[2], 1));
    test_idle(&t, &io);
    struct vtd_effects e = answer(0x28, tag[1], 1);
    assert_true(e.status_write);
    assert_int_equal(e.status_data, 0x12345678);
    assert_int_equal(e.status_address, 0x9008 / 4);
    test_nothing(answer(0x20, ask(4), 1)); /* no wait pending: nothing to complete */
}

/* Without a free tag the request is put off: no error, IQH stays, other devices' answers go on. */
static void exhausted(void **state)
{
    bool seen[32] = {false};
    (void)state;
    for (unsigned i = 0; i < 32; i++) {
        uint8_t tag = ask(4);
        assert_true(tag < 32 && !seen[tag]);
        seen[tag] = true;
    }
    test_put(&t, 0x200, 0x0000002800000003u, 0x9000);
    test_put(&t, 0x210, 0x11, 0);
    vtd_register_write(&io, 0x88, 0x220);
    test_idle(&t, &io);
    assert_int_equal(word(0x80), 0x200);
    assert_int_equal(word(0x34), 0);
    test_nothing(answer(0x20, 17, 1));
    struct vtd_effects e = test_step(&t, &io);
    assert_true(e.device_request);
    assert_int_equal(e.device_tag, 17);
    assert_int_equal(e.device_source, 0x28);
    test_step(&t, &io); /* other descriptors need no tag */
    assert_int_equal(test_held(&io), 0x077);
    assert_int_equal(owed(), 32);
}

/* While another status of FSTS waits for software there is no new event; masked, it is kept. */
static void events(void **state)
{
    (void)state;
    uint8_t tag = ask(4), other = ask(4);
    io.faults.overflow = true;
    assert_false(answer(0x28, tag, 1).fault_event);
    assert_false(vtd_device_timeout(&io, tag).fault_event);
    assert_int_equal(word(0x34), 0x61);
    vtd_register_write(&io, 0x34, 0x61);
    io.fault_event.masked = true;
    assert_false(vtd_device_timeout(&io, other).fault_event);
    assert_int_equal(word(0x38), 0xC0000000u);
    assert_true(vtd_register_write(&io, 0x38, 0).fault_event);
    ring(state);
    io.fault_event.masked = true;
    assert_false(answer(0x28, 0, 1).fault_event);
    assert_int_equal(word(0x38), 0xC0000000u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(tags, ring),
        cmocka_unit_test_setup(counts, ring),
        cmocka_unit_test_setup(translation_off, ring),
        cmocka_unit_test_setup(unexpected, ring),
        cmocka_unit_test_setup(timeout, ring),
        cmocka_unit_test_setup(timeouts, ring),
        cmocka_unit_test_setup(answers_after_timeout, ring),
        cmocka_unit_test_setup(several, ring),
        cmocka_unit_test_setup(exhausted, ring),
        cmocka_unit_test_setup(events, ring),
        cmocka_unit_test_setup(tag_again, ring),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
