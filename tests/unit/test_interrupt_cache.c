/* The interrupt entry cache, alone and under requests. */
#include "model/deliver.h"
#include "model/interrupt_cache.h"
#include "tests/unit/units.h"

static struct vtd_interrupt_cache t;
static struct tables tables;
static struct vtd_iommu io;

static void hold(int32_t index, unsigned way)
{
    struct vtd_cached_interrupt e = {.word0 = 0x420001, .index = index, .valid = 1};
    vtd_interrupt_cache_insert(&t, e, way);
}

static bool held(int32_t index)
{
    int32_t at = vtd_interrupt_cache_find(&t, index);
    assert_true(at < 0 || t.entry[at].index == index);
    return at >= 0;
}

static void fill(void)
{
    memset(&t, 0, sizeof t);
    t.sets = 256;
    for (int32_t i = 0; i < 16; i++) {
        hold(i, 0);
        hold(0x7FF0 + i, 1);
        hold(0x8000 + i, 2);
        hold(0xFFF0 + i, 3);
    }
}

/* IM masks the low IM bits of IIDX. */
static void masks(void **state)
{
    static const struct {
        uint16_t index;
        unsigned mask;
        uint16_t left[4]; /* of 0..Fh, 7FF0h..7FFFh, 8000h..800Fh, FFF0h..FFFFh: bit i for index i */
    } cases[] = {
        {5, 0, {0xFFDF, 0xFFFF, 0xFFFF, 0xFFFF}},
        {5, 1, {0xFFCF, 0xFFFF, 0xFFFF, 0xFFFF}},
        {5, 2, {0xFF0F, 0xFFFF, 0xFFFF, 0xFFFF}},
        {5, 3, {0xFF00, 0xFFFF, 0xFFFF, 0xFFFF}},
        {5, 4, {0, 0xFFFF, 0xFFFF, 0xFFFF}},
        {5, 14, {0, 0xFFFF, 0xFFFF, 0xFFFF}},
        {5, 15, {0, 0, 0xFFFF, 0xFFFF}},
        {0x8001, 15, {0xFFFF, 0xFFFF, 0, 0}},
        {0xFFFF, 0, {0xFFFF, 0xFFFF, 0xFFFF, 0x7FFF}},
        {0xFFF0, 1, {0xFFFF, 0xFFFF, 0xFFFF, 0xFFFC}},
        {0x7FFF, 3, {0xFFFF, 0x00FF, 0xFFFF, 0xFFFF}},
        {0x1234, 3, {0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF}},
    };
    static const int32_t base[] = {0, 0x7FF0, 0x8000, 0xFFF0};
    (void)state;
    for (unsigned k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        fill();
        vtd_interrupt_cache_invalidate(&t, true, cases[k].index, cases[k].mask);
        for (unsigned b = 0; b < 4; b++)
            for (int32_t i = 0; i < 16; i++)
                assert_int_equal(held(base[b] + i), (cases[k].left[b] >> i & 1) != 0);
    }
}

static void all_and_none(void **state)
{
    (void)state;
    fill();
    vtd_interrupt_cache_invalidate(&t, false, 0x1234, 0);
    for (int32_t i = 0; i < 16; i++)
        assert_true(!held(i) && !held(0x7FF0 + i) && !held(0x8000 + i) && !held(0xFFF0 + i));
    memset(&t, 0, sizeof t);
    hold(5, 0);
    assert_false(held(5));
    t.sets = 1;
    hold(5, 0);
    hold(6, 1);
    assert_true(held(5) && held(6) && !held(7));
    hold(7, 0);
    assert_true(!held(5) && held(6) && held(7));
}

/* Entry 5: vector 42h to APIC 3, only for 00:04.0. */
static int table(void **state)
{
    (void)state;
    test_build(&tables);
    test_unit(&io);
    test_word(&tables, 0x10050, 0x0000030000420001u);
    test_word(&tables, 0x10058, 0x0000000000040020u);
    return 0;
}

static struct vtd_interrupt_result ask(uint16_t source, bool cache_faults)
{
    struct vtd_interrupt_request r = {.address = 0xFEE000B0u, .data = 0, .source_id = source};
    struct vtd_choice c = {.way = 1, .cache_faults = cache_faults};
    return vtd_cached_interrupt(&io, &tables.memory, r, c);
}

static void cached_entry(void **state)
{
    (void)state;
    assert_true(ask(0x20, false).delivered);
    test_word(&tables, 0x10050, 0x0000030000430001u);
    assert_int_equal(ask(0x20, false).message.vector, 0x42);
    /* A cached entry still checks who asks. */
    assert_int_equal(ask(0x21, false).rule, VTD_INT_26);
    assert_true(ask(0x20, false).delivered);
    vtd_interrupt_cache_invalidate(&io.interrupts, true, 4, 0);
    assert_int_equal(ask(0x20, false).message.vector, 0x42);
    vtd_interrupt_cache_invalidate(&io.interrupts, true, 4, 1);
    assert_int_equal(ask(0x20, false).message.vector, 0x43);
    test_word(&tables, 0x10050, 0);
    assert_true(ask(0x20, false).delivered);
    vtd_interrupt_cache_invalidate(&io.interrupts, false, 0, 0);
    assert_int_equal(ask(0x20, false).rule, VTD_INT_22);
}

/* Without caching mode an entry that becomes present needs no invalidation. */
static void faults_not_cached(void **state)
{
    (void)state;
    test_word(&tables, 0x10050, 0);
    assert_int_equal(ask(0x20, true).rule, VTD_INT_22);
    test_word(&tables, 0x10050, 0x0000030000420001u);
    assert_true(ask(0x20, true).delivered);
}

static void faults_cached(void **state)
{
    (void)state;
    io.unit.caps.caching_mode = true;
    test_word(&tables, 0x10050, 2); /* FPD */
    struct vtd_interrupt_result r = ask(0x20, true);
    assert_int_equal(r.rule, VTD_INT_22);
    assert_false(r.recorded);
    test_word(&tables, 0x10050, 0x0000030000420001u);
    r = ask(0x20, true);
    assert_int_equal(r.rule, VTD_INT_22);
    assert_false(r.recorded);
    vtd_interrupt_cache_invalidate(&io.interrupts, true, 5, 0);
    assert_true(ask(0x20, true).delivered);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(masks),
        cmocka_unit_test(all_and_none),
        cmocka_unit_test_setup(cached_entry, table),
        cmocka_unit_test_setup(faults_not_cached, table),
        cmocka_unit_test_setup(faults_cached, table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
