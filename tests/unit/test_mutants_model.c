/* What mechanical mutants of the model (tests/mutants) changed and no other unit test noticed. */
#include <sys/mman.h>

#include "model/cache_index.h"
#include "model/cached_page.h"
#include "model/context.h"
#include "model/dma.h"
#include "model/effects.h"
#include "model/interrupt.h"
#include "model/irte.h"
#include "model/queue_fetch.h"
#include "model/registers.h"
#include "tests/unit/units.h"

static struct tables t;

static int fresh(void **state)
{
    (void)state;
    test_build(&t);
    return 0;
}

/* Each condition of the context step alone makes the entry unusable (vtd_context_usable). */
static void usable_context(void **state)
{
    (void)state;
    struct vtd_context_step sound = vtd_context_step(&t.unit.caps, 0x3001, 0x702, VTD_UNTRANSLATED);
    assert_true(vtd_context_usable(sound));
    struct vtd_context_step s = sound;
    s.lct_2 = true;
    assert_false(vtd_context_usable(s));
    s = sound, s.lct_3 = true;
    assert_false(vtd_context_usable(s));
    s = sound, s.lct_4_1 = true;
    assert_false(vtd_context_usable(s));
    s = sound, s.lct_4_2 = true;
    assert_false(vtd_context_usable(s));
}

/* The last entry of a context table in the last frame of memory can be read (clause 9.1, 9.3). */
static void last_context(void **state)
{
    (void)state;
    uint64_t table = (TEST_FRAMES - 1) * 4096ull;
    test_word(&t, 0x1000, table | 1u);
    test_word(&t, table + 0xFF0, 0x3001);
    test_word(&t, table + 0xFF8, 0x702);
    struct vtd_context_fetch f = vtd_fetch_context(&t.unit, &t.memory, 0xFF);
    assert_false(f.lct_1);
    assert_int_equal(f.lo, 0x3001);
    assert_int_equal(f.hi, 0x702);
}

static struct vtd_dma_outcome classify(uint64_t address, unsigned access)
{
    struct vtd_dma_request r = {.address = address, .source_id = 0x20, .access = (uint8_t)access};
    return vtd_dma_classify(&t.unit, &t.memory, &r);
}

/* A zero-length read may be refused only where neither right is granted, nothing is absent, and ZLR is there. */
static void optional_refusal(void **state)
{
    (void)state;
    test_word(&t, 0x5000, 0x6001);
    test_word(&t, 0x6008, 0x9002);
    for (unsigned turn = 0; turn < 2; turn++) {
        assert_true(classify(0x1000, VTD_ZERO_LENGTH_READ).optional.lgn_3);
        assert_false(classify(0x1000, VTD_READ).optional.lgn_3);
        assert_false(classify(0x1000, VTD_WRITE).optional.lgn_3);
        assert_false(classify(0x2000, VTD_ZERO_LENGTH_READ).optional.lgn_3);
    }
    t.unit.caps.zero_length_read = false;
    assert_false(classify(0x1000, VTD_ZERO_LENGTH_READ).optional.lgn_3);
    t.unit.caps.zero_length_read = true;
    test_word(&t, 0x5000, 0x6003);
    test_word(&t, 0x6008, 0x9003);
    assert_false(classify(0x1000, VTD_ZERO_LENGTH_READ).optional.lgn_3);
}

/* A large page beside the interrupt range does not touch it (clause 3.14). */
static void beside_interrupt_range(void **state)
{
    (void)state;
    test_word(&t, 0x5008, 0xFEC00083u); /* ends where the range begins */
    assert_false(classify(0x200000, VTD_WRITE).optional.lgn_4);
    test_word(&t, 0x5008, 0xFEE00083u); /* contains it */
    assert_true(classify(0x300000, VTD_WRITE).optional.lgn_4);
    test_word(&t, 0x5008, 0xFF000083u); /* begins behind it */
    assert_false(classify(0x200000, VTD_WRITE).optional.lgn_4);
}

/* Every bit of a compatibility-format request is in its message, and no other (clause 5.1.2.1). */
static void message_bits(void **state)
{
    (void)state;
    t.unit.remapping_enabled = false;
    for (unsigned bits = 0; bits < 4; bits++) {
        struct vtd_interrupt_request r = {.address = 0xFEE00000u + bits * 4u, .data = 0x42, .source_id = 0x20};
        struct vtd_message m = vtd_interrupt_classify(&t.unit, &t.memory, &r).message;
        assert_int_equal(m.logical, bits % 2u == 1u);
        assert_int_equal(m.redirection_hint, bits / 2u == 1u);
    }
}

/* Whatever comes of it, an outcome of the table says that the table was used. */
static void through_the_table(void **state)
{
    (void)state;
    test_word(&t, 0x10050, 0x0000030000420001u);
    test_word(&t, 0x10058, 0x0000000000040020u);
    assert_true(vtd_remap_entry(false, 0x0000030000420001u, 0x40020u, 5, 0x20).remapped);
    assert_int_equal(vtd_remap_entry(false, 0x0000030000420001u, 0x40020u, 5, 0x20).index, 5);
    assert_true(vtd_remap_index(&t.unit, &t.memory, 0x1FFFE, 0x20).remapped);
    assert_true(vtd_remap_index(&t.unit, &t.memory, 0x1FFFE, 0x20).holds.int_21);
}

/* Only the two reserved delivery modes may be refused (clause 9.9). */
static void delivery_modes(void **state)
{
    (void)state;
    for (unsigned mode = 0; mode < 8; mode++)
        for (unsigned around = 0; around < 4; around++) {
            uint64_t lo = 0x0000030000420001u | mode << 5 | (around & 1u) << 4 | (around & 2u) << 2;
            struct vtd_irte_step s = vtd_irte_step(false, lo, 0x40020u, 0x20);
            assert_int_equal(s.int_24_optional, mode == 3 || mode == 6);
            assert_int_equal(s.message.delivery_mode, mode);
            assert_int_equal(s.message.level, around & 1u);
            assert_int_equal(s.message.redirection_hint, around >> 1);
        }
}

/* A queue in memory that ends in the middle of a descriptor cannot be fetched from. */
static void half_a_descriptor(void **state)
{
    static struct vtd_iommu io;
    (void)state;
    test_unit(&io);
    io.queue.address_lo = (TEST_FRAMES - 1) << 12;
    io.queue.tail = 16;
    test_word(&t, (TEST_FRAMES - 1) * 4096ull, 0x11);
    assert_int_equal(vtd_queue_fetch(&io.unit, &io.queue, &t.memory).error, VTD_QUEUE_OK);
    t.memory.word_count = (TEST_FRAMES - 1) * 512ull + 1;
    assert_int_equal(vtd_queue_fetch(&io.unit, &io.queue, &t.memory).error, VTD_FETCH_ERROR);
}

/* A queue above 4 GB: both halves of its address count (clause 11.4.9.3). */
static void queue_above_4_gb(void **state)
{
    static struct vtd_iommu io;
    size_t bytes = 0x100002000u;
    (void)state;
    uint64_t *words = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (words == MAP_FAILED)
        skip();
    struct vtd_memory memory = {words, bytes / 8};
    test_unit(&io);
    io.queue.address_hi = 1;
    io.queue.tail = 16;
    words[0x100000000u / 8] = 0x42000000000015u;
    words[0x100000000u / 8 + 1] = 0x1000;
    struct vtd_fetched f = vtd_queue_fetch(&io.unit, &io.queue, &memory);
    assert_int_equal(f.descriptor.kind, VTD_WAIT);
    assert_int_equal(f.descriptor.status_address, 0x400);
    munmap(words, bytes);
}

/* Registers of the queue and of interrupt remapping are there or not, each for itself (clause 11.4). */
static void absent_registers(void **state)
{
    (void)state;
    for (unsigned which = 0; which < 4; which++) {
        t.unit.caps.queued_invalidation = which % 2 == 1;
        t.unit.caps.interrupt_remapping = which / 2 == 1;
        for (uint32_t offset = 0; offset < 0x100; offset += 4) {
            bool queue = offset >= 0x80 && offset < 0xB8, table = offset >= 0xB8 && offset < 0xC0;
            assert_int_equal(vtd_register_absent(&t.unit.caps, offset),
                             (queue && which % 2 == 0) || (table && which / 2 == 0));
        }
    }
}

/* Nothing means nothing. */
static void no_effects(void **state)
{
    (void)state;
    struct vtd_effects e = vtd_no_effects();
    assert_false(e.fault_event || e.completion_event || e.status_write || e.device_request || e.device_sized);
    assert_int_equal(e.status_data, 0);
    assert_int_equal(e.status_address, 0);
    assert_int_equal(e.device_tag, 0);
    assert_int_equal(e.device_source, 0);
    assert_int_equal(e.device_page, 0);
}

/* What is remembered as not present is refused whatever rights stand beside it, with the rule of the access (clause 6.2.4). */
static void absent_page(void **state)
{
    struct vtd_cached_page absent = {.level = 1, .rights = 3, .rule = VTD_LGN_2};
    (void)state;
    t.unit.caps.zero_length_read = true;
    for (unsigned access = VTD_READ; access <= VTD_ZERO_LENGTH_READ; access++) {
        bool writing = access == VTD_WRITE || access == VTD_ATOMIC;
        struct vtd_dma_request r = {.address = 0x1000, .source_id = 0x20, .access = (uint8_t)access};
        struct vtd_dma_result result = vtd_answer_from_page(&t.unit.caps, absent, r);
        assert_false(result.allowed);
        assert_int_equal(result.rule, writing ? VTD_LGN_2 : VTD_LGN_3);
    }
}

static void powers_of_two(void **state)
{
    int64_t power = 1;
    (void)state;
    for (unsigned exponent = 0; exponent <= 52; exponent++, power *= 2)
        assert_true(vtd_power_of_two(exponent) == power);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(usable_context, fresh),    cmocka_unit_test_setup(last_context, fresh),
        cmocka_unit_test_setup(optional_refusal, fresh),  cmocka_unit_test_setup(beside_interrupt_range, fresh),
        cmocka_unit_test_setup(message_bits, fresh),      cmocka_unit_test_setup(through_the_table, fresh),
        cmocka_unit_test_setup(delivery_modes, fresh),    cmocka_unit_test(no_effects),
        cmocka_unit_test_setup(half_a_descriptor, fresh), cmocka_unit_test(queue_above_4_gb),
        cmocka_unit_test_setup(absent_page, fresh),       cmocka_unit_test(powers_of_two),
        cmocka_unit_test_setup(absent_registers, fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
