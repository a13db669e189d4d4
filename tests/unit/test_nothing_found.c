/* Where nothing was read, mapped or remapped, nothing is handed on: those members of a result are 0. And what reset leaves is
 * one state, to the last entry that is not valid. Found by mechanical mutants (tests/mutants) that no other test noticed. */
#include "model/cached_page.h"
#include "model/command.h"
#include "model/context.h"
#include "model/deliver.h"
#include "model/dma.h"
#include "model/interrupt.h"
#include "model/queue_fetch.h"
#include "model/registers.h"
#include "model/reset.h"
#include "model/second_stage_walk.h"
#include "model/translate.h"
#include "tests/unit/units.h"

static struct tables t;
static struct vtd_iommu io;

static int fresh(void **state)
{
    (void)state;
    test_build(&t);
    test_unit(&io);
    return 0;
}

/* Root entry out of memory, not present, reserved; context entry out of memory (clause 9.1). */
static void no_context(void **state)
{
    static const struct {
        int64_t root;
        uint64_t lo, hi;
    } bad[] = {{0x7FFFFF, 0x2001, 0}, {1, 0x2000, 0}, {1, 0x2003, 0}, {1, 0x2001, 1}, {1, 0x7FFFFF001, 0}};
    (void)state;
    for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++) {
        t.unit.root_frame = bad[i].root;
        test_word(&t, 0x1000, bad[i].lo);
        test_word(&t, 0x1008, bad[i].hi);
        struct vtd_context_fetch f = vtd_fetch_context(&t.unit, &t.memory, 0x20);
        assert_true(f.lrt_1 || f.lrt_2 || f.lrt_3 || f.lct_1);
        assert_true(f.lo == 0 && f.hi == 0);
        struct vtd_context_lookup found = vtd_find_context(&t.unit, &t.memory, 0x20);
        struct vtd_context_step e = found.entry;
        assert_true(found.lrt_1 == f.lrt_1 && found.lrt_2 == f.lrt_2 && found.lrt_3 == f.lrt_3 &&
                    found.lct_1 == f.lct_1);
        assert_false(found.usable || e.lct_2 || e.lct_3 || e.lct_4_1 || e.lct_4_2 || e.lct_5);
        assert_false(e.lct_3_optional || e.lct_4_1_optional || e.fault_disabled || e.pass_through);
        assert_true(e.levels == 0 && e.domain == 0 && e.table_frame == 0);
    }
}

/* Page 2 has no entry; page 1 has one. */
static void no_page(void **state)
{
    (void)state;
    struct vtd_walk w = vtd_second_stage_walk(&t.unit.caps, &t.memory, 3, 4, 2);
    assert_true(w.absent && !w.mapped);
    assert_true(w.frame == 0 && w.page_frame == 0);
    w = vtd_second_stage_walk(&t.unit.caps, &t.memory, 3, 4, 1);
    assert_true(w.mapped && w.frame == 9 && w.page_frame == 9);
    struct vtd_dma_request r = {.address = 0x2000, .source_id = 0x20, .access = VTD_READ};
    struct vtd_dma_outcome o = vtd_dma_classify(&t.unit, &t.memory, &r);
    struct vtd_cached_page e = vtd_page_to_cache(o, 2, 0x20);
    assert_true(e.level == 1 && e.first == 2 && e.frame == 0 && e.rights == 0 && e.rule == VTD_LGN_2);
}

/* With translation off, and where there is no context entry, a request is in no domain and on no page. */
static void no_domain(void **state)
{
    (void)state;
    t.unit.translation_enabled = false;
    struct vtd_dma_outcome o = vtd_dma_without_tables(&t.unit, 0x12345);
    assert_true(o.domain == 0 && o.page_frame == 0 && !o.mapped && o.frame == 0x12345);
    o = vtd_dma_without_context((struct vtd_context_fetch){.lct_1 = true}, 0x12345);
    assert_true(o.domain == 0 && o.page_frame == 0 && !o.mapped && o.holds.lct_1);
    o = vtd_dma_in_context(&t.unit.caps, &t.memory, 0x3000, 0x702, 1, VTD_READ);
    assert_true(o.domain == 0 && o.page_frame == 0 && !o.mapped && o.holds.lct_2);
}

static void no_message(struct vtd_message m)
{
    assert_true(m.destination == 0 && m.vector == 0 && m.delivery_mode == 0);
    assert_false(m.logical || m.redirection_hint || m.level);
}

/* An index beyond the table, an entry out of memory; a request that is not remapped has no index. */
static void no_entry(void **state)
{
    (void)state;
    struct vtd_interrupt_fetch f = vtd_fetch_interrupt(&io.unit, &t.memory, 256);
    assert_true(f.int_21 && f.lo == 0 && f.hi == 0);
    no_message(vtd_remap_index(&io.unit, &t.memory, 256, 0x20).message);
    io.unit.interrupt_table_frame = TEST_FRAMES;
    f = vtd_fetch_interrupt(&io.unit, &t.memory, 5);
    assert_true(f.int_23 && f.lo == 0 && f.hi == 0);
    no_message(vtd_remap_index(&io.unit, &t.memory, 5, 0x20).message);
    struct vtd_interrupt_request r = {.address = 0xFEE050A0u, .data = 0x77, .source_id = 0x20};
    struct vtd_interrupt_outcome o = vtd_interrupt_request_step(&io.unit, r);
    assert_true(!o.remapped && o.index == 0);
}

/* A cached context is marked as the others are (there is one way to be valid). */
static void cached_context(void **state)
{
    (void)state;
    struct vtd_dma_request r = {.address = 0x1000, .source_id = 0x20, .access = VTD_READ};
    assert_true(vtd_cached_dma(&io, &t.memory, r, (struct vtd_choice){0}).allowed);
    int32_t at = vtd_context_cache_find(&io.contexts, 0x20);
    assert_true(at >= 0);
    assert_int_equal(io.contexts.entry[at].valid, 1);
}

/* Each level takes its own nine bits of the page number, the fifth too (clause 3.7). */
static void five_levels(void **state)
{
    (void)state;
    for (unsigned level = 1; level <= 5; level++)
        test_word(&t, 0x14000 + level * 0x1000 + 8u * (0x100 + level), (0x14000 + (level - 1) * 0x1000) | 3u);
    uint64_t page = 0x105ull << 36 | 0x104ull << 27 | 0x103ull << 18 | 0x102ull << 9 | 0x101ull;
    struct vtd_walk w = vtd_second_stage_walk(&t.unit.caps, &t.memory, 0x19, 5, page);
    assert_true(w.mapped && w.read && w.write);
    assert_int_equal(w.level, 1);
    assert_int_equal(w.frame, 0x14);
    for (unsigned bit = 0; bit < 45; bit++) {
        w = vtd_second_stage_walk(&t.unit.caps, &t.memory, 0x19, 5, page ^ 1ull << bit);
        assert_true(w.absent && !w.mapped);
        assert_int_equal(w.level, bit / 9 + 1);
    }
}

/* The entry in the first place of the cache is used like any other, and marked as the others are. */
static void first_entry(void **state)
{
    struct vtd_interrupt_request r = {.address = 0xFEE00010u, .source_id = 0x20};
    (void)state;
    test_word(&t, 0x10000, 0x0000030000420001u);
    test_word(&t, 0x10008, 0x40020u);
    assert_int_equal(vtd_cached_interrupt(&io, &t.memory, r, (struct vtd_choice){0}).message.vector, 0x42);
    assert_int_equal(vtd_interrupt_cache_find(&io.interrupts, 0), 0);
    assert_int_equal(io.interrupts.entry[0].valid, 1);
    test_word(&t, 0x10000, 0x0000030000990001u);
    assert_int_equal(vtd_cached_interrupt(&io, &t.memory, r, (struct vtd_choice){0}).message.vector, 0x42);
}

/* Interrupt entries are dropped when remapping goes off, not when it is off. */
static void remapping_is_off(void **state)
{
    (void)state;
    io.unit.caps.interrupt_pointer_flushes = true;
    io.unit.remapping_enabled = false;
    test_fill(&io);
    vtd_global_command(&io, 0x80000000u);
    assert_int_equal(test_held(&io), 0x777);
    io.unit.remapping_enabled = true;
    vtd_global_command(&io, 0x80000000u);
    assert_int_equal(test_held(&io), 0x770);
}

/* What could not be fetched is no descriptor. */
static void no_descriptor(void **state)
{
    (void)state;
    io.queue.address_lo = TEST_FRAMES << 12;
    io.queue.tail = 16;
    struct vtd_fetched f = vtd_queue_fetch(&io.unit, &io.queue, &t.memory);
    assert_int_equal(f.error, VTD_FETCH_ERROR);
    assert_int_equal(f.descriptor.error, VTD_TYPE_INVALID);
    assert_int_equal(f.descriptor.address_mask, 0);
}

/* The cached rights are those of the answer, allowed or not. */
static void rights(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 4; bits++)
        for (unsigned access = VTD_READ; access <= VTD_ZERO_LENGTH_READ; access++) {
            struct vtd_cached_page e = {.first = 1, .frame = 9, .level = 1, .rights = (int16_t)bits, .rule = VTD_NONE};
            struct vtd_dma_request r = {.address = 0x1000, .source_id = 0x20, .access = (uint8_t)access};
            struct vtd_dma_result result = vtd_answer_from_page(&t.unit.caps, e, r);
            assert_int_equal(result.read, bits % 2);
            assert_int_equal(result.write, bits / 2);
        }
}

/* FRI is 0 while no record is pending, which the architecture leaves open (clause 11.4.7.1). */
static void no_record(void **state)
{
    (void)state;
    io.faults.first = 5;
    assert_int_equal(vtd_register_read(&io, 0x34), 0);
}

/* All zero, but for what the capabilities say, the smallest interrupt table, and masks. */
static void reset_state(void **state)
{
    static struct vtd_iommu zero, made;
    struct vtd_caps caps = io.unit.caps;
    (void)state;
    vtd_reset(&made, &caps, 256, 2048, 128);
    zero.unit.caps = caps;
    zero.unit.interrupt_table_size = 2;
    zero.fault_event.masked = zero.completion_event.masked = true;
    zero.faults.count = 8;
    zero.contexts.sets = 256;
    zero.iotlb.sets = 2048;
    zero.interrupts.sets = 128;
    assert_memory_equal(&made.registers, &zero.registers, sizeof zero.registers);
    assert_memory_equal(&made.fault_event, &zero.fault_event, sizeof zero.fault_event);
    assert_memory_equal(&made.completion_event, &zero.completion_event, sizeof zero.completion_event);
    assert_memory_equal(&made.faults, &zero.faults, sizeof zero.faults);
    assert_memory_equal(&made.queue, &zero.queue, sizeof zero.queue);
    assert_memory_equal(&made.contexts, &zero.contexts, sizeof zero.contexts);
    assert_memory_equal(&made.iotlb, &zero.iotlb, sizeof zero.iotlb);
    assert_memory_equal(&made.interrupts, &zero.interrupts, sizeof zero.interrupts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(no_context, fresh),     cmocka_unit_test_setup(no_page, fresh),
        cmocka_unit_test_setup(no_domain, fresh),      cmocka_unit_test_setup(no_entry, fresh),
        cmocka_unit_test_setup(first_entry, fresh),    cmocka_unit_test_setup(remapping_is_off, fresh),
        cmocka_unit_test_setup(no_descriptor, fresh),  cmocka_unit_test_setup(rights, fresh),
        cmocka_unit_test_setup(cached_context, fresh), cmocka_unit_test_setup(five_levels, fresh),
        cmocka_unit_test_setup(no_record, fresh),      cmocka_unit_test_setup(reset_state, fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
