/* Power on: nothing enabled, nothing cached, nothing recorded, whatever was there before (clauses 11.4, 6.2). */
#include "model/reset.h"

#include <stdlib.h>

#include "harness/state/state_text.h"
#include "model/registers.h"
#include "model/unit.h"
#include "tests/unit/units.h"

static struct tables t;
static struct vtd_iommu io;
static struct vtd_caps caps;

/* Every byte is 1 before: every flag is set, every number is wrong. */
static int power_on(void **state)
{
    (void)state;
    test_build(&t);
    test_unit(&io);
    caps = io.unit.caps;
    caps.cap_lo = 0x89ABCDEF;
    caps.ecap_hi = 0x76543210;
    memset(&io, 1, sizeof io);
    vtd_reset(&io, &caps, 256, 2048, 128);
    return 0;
}

static void registers(void **state)
{
    (void)state;
    for (uint32_t offset = 0; offset < 0x4000; offset += 4) {
        uint32_t wanted = 0;
        if (offset == 0x38 || offset == 0xA0)
            wanted = 0x80000000u; /* IM: events are masked */
        else if (offset == 0)
            wanted = 0x10;
        else if (offset == 8)
            wanted = 0x89ABCDEF;
        else if (offset == 0x14)
            wanted = 0x76543210;
        if (vtd_register_read(&io, offset) != wanted)
            fail_msg("word %03x: %08x", offset, vtd_register_read(&io, offset));
    }
}

/* State that no register shows. */
static void hidden(void **state)
{
    (void)state;
    assert_int_equal(io.unit.table_mode, 0);
    assert_true(io.unit.root_frame == 0 && io.unit.interrupt_table_frame == 0);
    assert_int_equal(io.unit.interrupt_table_size, 2); /* IRTA.S = 0 */
    assert_false(io.unit.extended_mode || io.unit.translation_enabled || io.unit.remapping_enabled);
    assert_int_equal(io.faults.count, 8);
    assert_int_equal(io.faults.next, 0);
    assert_false(io.queue.waiting || io.queue.enabled || io.queue.wait_complete);
    assert_false(io.queue.wait_interrupt || io.queue.wait_status || io.unit.compatibility_allowed);
    for (unsigned i = 0; i < 32; i++)
        assert_int_equal(io.queue.itag[i].used, 0);
    for (unsigned i = 0; i < 256; i++)
        assert_int_equal(io.faults.record[i].word[3] >> 31, 0);
    assert_int_equal(io.unit.caps.guest_pages, 1ull << 36);
    assert_int_equal(io.unit.caps.address_mask_max, 18);
    assert_int_equal(io.unit.caps.fault_offset, 0x220);
    assert_true(io.unit.caps.device_tlb && io.unit.caps.protected_high && !io.unit.caps.caching_mode);
}

/* Nothing of the past is left, not even in entries that are not valid: no field depends on what was there. */
static void nothing_left(void **state)
{
    static struct vtd_iommu other;
    char *text[2];
    size_t length[2];
    (void)state;
    vtd_reset(&other, &caps, 256, 2048, 128);
    assert_true(state_text(&io, &text[0], &length[0]) && state_text(&other, &text[1], &length[1]));
    assert_int_equal(length[0], length[1]);
    assert_memory_equal(text[0], text[1], length[0]);
    free(text[0]);
    free(text[1]);
}

static void caches(void **state)
{
    static const int32_t sets[][3] = {{256, 2048, 128}, {1, 2, 4}, {0, 0, 0}, {0, 64, 256}};
    (void)state;
    for (unsigned k = 0; k < 4; k++) {
        memset(&io, 1, sizeof io);
        vtd_reset(&io, &caps, sets[k][0], sets[k][1], sets[k][2]);
        assert_int_equal(io.contexts.sets, sets[k][0]);
        assert_int_equal(io.iotlb.sets, sets[k][1]);
        assert_int_equal(io.interrupts.sets, sets[k][2]);
        for (unsigned i = 0; i < 1024; i++)
            assert_true(io.contexts.entry[i].valid == 0 && io.interrupts.entry[i].valid == 0);
        for (unsigned i = 0; i < 8192; i++)
            assert_int_equal(io.iotlb.entry[i].level, 0);
        test_fill(&io);
        if (sets[k][0] == 0)
            assert_int_equal(test_held(&io) & 0xF00u, 0);
        else
            assert_int_not_equal(test_held(&io) & 0xF00u, 0);
    }
}

/* DMA passes untranslated, interrupts in either format go out as they are. */
static void transparent(void **state)
{
    struct vtd_dma_request dma = {.address = 0xABCDEF12345u, .source_id = 0x1234, .access = VTD_WRITE};
    struct vtd_interrupt_request interrupt = {.address = 0xFEE050B0u, .data = 0x77, .source_id = 0x1234};
    struct vtd_choice choice = {.cache_faults = true};
    (void)state;
    struct vtd_dma_answer a = vtd_unit_dma(&io, &t.memory, dma, choice);
    assert_true(a.result.allowed);
    assert_int_equal(a.result.host_address, 0xABCDEF12345u);
    struct vtd_interrupt_answer b = vtd_unit_interrupt(&io, &t.memory, interrupt, choice);
    assert_true(b.result.delivered);
    assert_true(b.result.message.vector == 0x77 && b.result.message.destination == 5);
    assert_false(vtd_queue_step(&io, &t.memory).done);
}

/* From here software can set it up. */
static void programmable(void **state)
{
    struct vtd_dma_request dma = {.address = 0x1ABC, .source_id = 0x20, .access = VTD_WRITE};
    (void)state;
    vtd_register_write(&io, 0x20, 0x1000);
    vtd_register_write(&io, 0x18, 0x40000000u);
    vtd_register_write(&io, 0x18, 0x80000000u);
    struct vtd_dma_answer a = vtd_unit_dma(&io, &t.memory, dma, (struct vtd_choice){0});
    assert_true(a.result.allowed);
    assert_int_equal(a.result.host_address, 0x9ABC);
    dma.address = 0x5000;
    a = vtd_unit_dma(&io, &t.memory, dma, (struct vtd_choice){0});
    assert_false(a.result.allowed || a.effects.fault_event); /* masked */
    assert_int_equal(vtd_register_read(&io, 0x38), 0xC0000000u);
    assert_int_equal(vtd_register_read(&io, 0x34), 2);
}

/* Reset again, from the middle of work. */
static void again(void **state)
{
    programmable(state);
    test_fill(&io);
    vtd_reset(&io, &caps, 256, 2048, 128);
    registers(state);
    hidden(state);
    assert_int_equal(test_held(&io), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(registers, power_on),    cmocka_unit_test_setup(hidden, power_on),
        cmocka_unit_test_setup(caches, power_on),       cmocka_unit_test_setup(transparent, power_on),
        cmocka_unit_test_setup(programmable, power_on), cmocka_unit_test_setup(again, power_on),
        cmocka_unit_test_setup(nothing_left, power_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
