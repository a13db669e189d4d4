/* GCMD_REG bit by bit: what is enabled, what is latched, what is forgotten (clauses 11.4.4, 6.6). */
#include "model/command.h"

#include "model/registers.h"
#include "tests/unit/units.h"

static struct vtd_iommu io;

/* Translation and interrupt remapping are on, the queue is off, all caches hold something. */
static int unit(void **state)
{
    (void)state;
    test_unit(&io);
    test_fill(&io);
    return 0;
}

static void command(uint32_t value)
{
    struct vtd_effects e = vtd_register_write(&io, 0x18, value);
    assert_false(e.fault_event || e.completion_event || e.status_write || e.device_request);
    assert_int_equal(vtd_register_read(&io, 0x18), 0);
}

static uint32_t status(void)
{
    return vtd_register_read(&io, 0x1C);
}

/* Each bit alone, from everything off: one-shot bits stay set in GSTS, persistent ones follow. */
static void bits(void **state)
{
    static const struct {
        unsigned bit;
        uint32_t after;
    } cases[] = {{31, 0x80000000u},
                 {30, 0x40000000u},
                 {26, 0x04000000u},
                 {25, 0x02000000u},
                 {24, 0x01000000u},
                 {23, 0x00800000u},
                 {27, 0}};
    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unit(state);
        command(0);
        assert_int_equal(status(), 0);
        command(1u << cases[i].bit);
        assert_int_equal(status(), cases[i].after);
        command(0);
        assert_int_equal(status(), cases[i].after & 0x41000000u);
    }
    command(0x307FFFFFu); /* reserved: SFL and EAFL of older revisions, 22:0 */
    assert_int_equal(status(), 0);
}

/* The persistent bits are independent of each other. */
static void persistent(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 16; i++) {
        uint32_t value = ((i & 1u) << 31) + ((i >> 1 & 1u) << 26) + ((i >> 2 & 1u) << 25) + ((i >> 3 & 1u) << 23);
        command(value);
        assert_int_equal(status(), value);
        assert_int_equal(io.unit.translation_enabled, i & 1u);
        assert_int_equal(io.queue.enabled, i >> 1 & 1u);
        assert_int_equal(io.unit.remapping_enabled, i >> 2 & 1u);
        assert_int_equal(io.unit.compatibility_allowed, i >> 3 & 1u);
    }
}

/* RTADDR counts from SRTP on, pointer and TTM. */
static void root_pointer(void **state)
{
    (void)state;
    vtd_register_write(&io, 0x20, 0x56789FFFu);
    vtd_register_write(&io, 0x24, 0x12);
    command(0x82000000u); /* SRTP=0 */
    assert_int_equal(io.unit.root_frame, 1);
    assert_int_equal(io.unit.table_mode, 0);
    assert_int_equal(status(), 0x82000000u);
    command(0xC2000000u);
    assert_int_equal(io.unit.root_frame, 0x1256789);
    assert_int_equal(io.unit.table_mode, 3);
    assert_int_equal(status(), 0xC2000000u);
    assert_int_equal(test_held(&io), 0x777); /* software has to invalidate */
    for (uint32_t mode = 0; mode < 4; mode++) {
        vtd_register_write(&io, 0x20, 0xFFFFF000u | mode << 10);
        vtd_register_write(&io, 0x24, 0xFFFFFFFFu);
        command(0xC2000000u);
        assert_int_equal(io.unit.root_frame, 0xFFFFFFFFFFFFF);
        assert_int_equal(io.unit.table_mode, mode);
    }
    assert_int_equal(io.unit.interrupt_table_frame, 0x10);
}

/* ESRTPS: SRTP empties what DMA remapping caches; ESIRTPS has no part in it. */
static void root_pointer_flushes(void **state)
{
    (void)state;
    io.unit.caps.root_pointer_flushes = true;
    command(0x82000000u);
    assert_int_equal(test_held(&io), 0x777);
    command(0x83000000u); /* SIRTP is another command */
    assert_int_equal(test_held(&io), 0x777);
    command(0xC2000000u);
    assert_int_equal(test_held(&io), 0x007);
}

/* IRTA counts from SIRTP on: pointer, size and EIME. */
static void interrupt_pointer(void **state)
{
    (void)state;
    vtd_register_write(&io, 0xB8, 0x5678980Cu);
    vtd_register_write(&io, 0xBC, 0x34);
    command(0x82000000u);
    assert_int_equal(io.unit.interrupt_table_frame, 0x10);
    assert_int_equal(io.unit.interrupt_table_size, 256);
    assert_int_equal(status(), 0x82000000u);
    command(0x83000000u);
    assert_int_equal(io.unit.interrupt_table_frame, 0x3456789);
    assert_int_equal(io.unit.interrupt_table_size, 8192);
    assert_true(io.unit.extended_mode);
    assert_int_equal(status(), 0x83000000u);
    assert_int_equal(test_held(&io), 0x777);
    static const int32_t sizes[16] = {2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536};
    for (uint32_t s = 0; s < 16; s++) {
        vtd_register_write(&io, 0xB8, 0x11000u | s);
        vtd_register_write(&io, 0xBC, 0);
        command(0x83000000u);
        assert_int_equal(io.unit.interrupt_table_size, sizes[s]);
        assert_int_equal(io.unit.interrupt_table_frame, 0x11);
        assert_false(io.unit.extended_mode);
    }
    io.unit.caps.extended_int_mode = false;
    vtd_register_write(&io, 0xB8, 0x11807);
    command(0x83000000u);
    assert_false(io.unit.extended_mode);
    assert_int_equal(io.unit.root_frame, 1);
}

static void interrupt_pointer_flushes(void **state)
{
    (void)state;
    io.unit.caps.interrupt_pointer_flushes = true;
    command(0x82000000u);
    command(0xC2000000u);
    assert_int_equal(test_held(&io), 0x777);
    command(0x83000000u);
    assert_int_equal(test_held(&io), 0x770);
}

/* IRE 1 to 0 with ESIRTPS drops the interrupt entries; without, they stay (clause 11.4.4.1). */
static void remapping_off(void **state)
{
    (void)state;
    command(0x82000000u);
    command(0x80000000u);
    assert_int_equal(test_held(&io), 0x777);
    command(0x82000000u);
    io.unit.caps.interrupt_pointer_flushes = true;
    command(0x80000000u);
    assert_int_equal(test_held(&io), 0x770);
}

/* TE 1 to 0: a unit may keep or drop; this one drops what DMA remapping caches, at that moment only. */
static void translation_off(void **state)
{
    (void)state;
    command(0x82000000u);
    assert_int_equal(test_held(&io), 0x777);
    command(0x02000000u);
    assert_int_equal(test_held(&io), 0x007);
    test_fill(&io);
    command(0x02000000u);
    command(0x82000000u);
    assert_int_equal(test_held(&io), 0x777);
    assert_int_equal(io.unit.root_frame, 1); /* RTPS and what is latched stay */
}

/* QIE: IQH is 0 when the queue comes on and after it has gone off; writing the present value changes nothing. */
static void queue(void **state)
{
    (void)state;
    vtd_register_write(&io, 0x90, 0x14000);
    vtd_register_write(&io, 0x88, 0x40);
    command(0x86000000u);
    assert_int_equal(vtd_register_read(&io, 0x80), 0);
    assert_int_equal(vtd_register_read(&io, 0x88), 0x40);
    io.queue.head = 0x30;
    io.queue.waiting = true;
    command(0x86000000u);
    assert_int_equal(vtd_register_read(&io, 0x80), 0x30);
    assert_true(io.queue.waiting);
    command(0x82000000u);
    assert_int_equal(vtd_register_read(&io, 0x80), 0);
    assert_false(io.queue.waiting);
    assert_int_equal(vtd_register_read(&io, 0x90), 0x14000);
    io.unit.caps.queued_invalidation = false;
    command(0x86000000u);
    assert_int_equal(status(), 0x82000000u);
}

/* Without IR there is nothing to enable, point to or allow. */
static void no_interrupt_remapping(void **state)
{
    (void)state;
    io.unit.caps.interrupt_remapping = false;
    io.unit.caps.interrupt_pointer_flushes = true;
    vtd_register_write(&io, 0xB8, 0x5678900Cu);
    command(0x83800000u);
    assert_int_equal(status(), 0x80000000u);
    assert_int_equal(io.unit.interrupt_table_frame, 0x10);
    assert_int_equal(io.unit.interrupt_table_size, 256);
}

/* CFI decides about compatibility format while EIME is 0. */
static void compatibility(void **state)
{
    struct vtd_interrupt_request r = {.address = 0xFEE03000u, .data = 0x41, .source_id = 0x20};
    (void)state;
    assert_true(vtd_interrupt_request_step(&io.unit, r).holds.int_25);
    command(0x82800000u);
    assert_false(vtd_interrupt_request_step(&io.unit, r).holds.int_25);
    command(0x82000000u);
    assert_true(vtd_interrupt_request_step(&io.unit, r).holds.int_25);
}

/* Recording starts again at record 0 once translation and interrupt remapping are both off; F and PFO stay. */
static void fault_index(void **state)
{
    (void)state;
    io.faults.next = 5;
    io.faults.overflow = true;
    io.faults.record[4].word[3] = 0x80000006u;
    command(0x80000000u);
    assert_int_equal(io.faults.next, 5);
    command(0x02000000u);
    assert_int_equal(io.faults.next, 5);
    command(0x00000000u);
    assert_int_equal(io.faults.next, 0);
    assert_int_equal(vtd_register_read(&io, 0x34) & 3u, 3);
    assert_int_equal(vtd_register_read(&io, 0x26C), 0x80000006u);
}

/* The parts that other code calls. */
static void parts(void **state)
{
    (void)state;
    vtd_forget_translations(&io);
    assert_int_equal(test_held(&io), 0x007);
    unit(state);
    io.registers.root_lo = 0x7400;
    vtd_set_root_pointer(&io);
    assert_int_equal(io.unit.root_frame, 7);
    assert_int_equal(io.unit.table_mode, 1);
    assert_int_equal(test_held(&io), 0x777);
    io.registers.interrupt_lo = 0x9803;
    vtd_set_interrupt_pointer(&io);
    assert_int_equal(io.unit.interrupt_table_frame, 9);
    assert_int_equal(io.unit.interrupt_table_size, 16);
    assert_true(io.unit.extended_mode);
    vtd_enable_queue(&io, true);
    assert_true(io.queue.enabled);
    vtd_enable_translation(&io, false);
    assert_false(io.unit.translation_enabled);
    assert_int_equal(test_held(&io), 0x007);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(bits, unit),
        cmocka_unit_test_setup(persistent, unit),
        cmocka_unit_test_setup(root_pointer, unit),
        cmocka_unit_test_setup(root_pointer_flushes, unit),
        cmocka_unit_test_setup(interrupt_pointer, unit),
        cmocka_unit_test_setup(interrupt_pointer_flushes, unit),
        cmocka_unit_test_setup(remapping_off, unit),
        cmocka_unit_test_setup(translation_off, unit),
        cmocka_unit_test_setup(queue, unit),
        cmocka_unit_test_setup(no_interrupt_remapping, unit),
        cmocka_unit_test_setup(compatibility, unit),
        cmocka_unit_test_setup(fault_index, unit),
        cmocka_unit_test_setup(parts, unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
