/* The context cache: found by source-id, dropped by domain-id and source-id. */
#include "model/context_cache.h"
#include "tests/unit/units.h"

static struct vtd_context_cache t;

static void hold(uint16_t source, uint16_t domain, unsigned way)
{
    struct vtd_cached_context e = {.word0 = 0x3001u + source, .source = source, .domain = domain, .valid = 1};
    vtd_context_cache_insert(&t, e, way);
}

static bool held(uint16_t source)
{
    int32_t at = vtd_context_cache_find(&t, source);
    assert_true(at < 0 || (t.entry[at].source == source && t.entry[at].word0 == 0x3001u + source));
    return at >= 0;
}

/* Functions 0..7 of 01:00 in domain 5, one of another device in domain 5, one of domain 6. */
static int fill(void **state)
{
    (void)state;
    memset(&t, 0, sizeof t);
    t.sets = 8;
    for (unsigned f = 0; f < 8; f++)
        hold((uint16_t)(0x0100 + f), 5, 0);
    hold(0x0208, 5, 1);
    hold(0x0110, 6, 2);
    return 0;
}

static void expect(unsigned functions, bool other_device, bool other_domain)
{
    for (unsigned f = 0; f < 8; f++)
        assert_int_equal(held((uint16_t)(0x0100 + f)), (functions >> f & 1u) != 0);
    assert_int_equal(held(0x0208), other_device);
    assert_int_equal(held(0x0110), other_domain);
}

static void finding(void **state)
{
    (void)state;
    expect(0xFF, true, true);
    assert_false(held(0x0108) || held(0x0000) || held(0x0200));
    hold(0x0300, 9, 0); /* in place of 01:00.0: the same way of the same set */
    assert_true(held(0x0300));
    expect(0xFE, true, true);
}

static void coarse(void **state)
{
    vtd_context_cache_invalidate(&t, 2, 6, 0xFFFF, 3);
    expect(0xFF, true, false);
    fill(state);
    vtd_context_cache_invalidate(&t, 2, 5, 0xFFFF, 0);
    expect(0, false, true);
    fill(state);
    vtd_context_cache_invalidate(&t, 2, 0, 0, 0);
    expect(0xFF, true, true);
    vtd_context_cache_invalidate(&t, 1, 99, 99, 0);
    expect(0, false, false);
}

/* FM 0: SID as it is, 1: without bit 2, 2: without bits 2:1, 3: without bits 2:0. The domain must agree too. */
static void function_masks(void **state)
{
    static const struct {
        uint16_t source;
        unsigned mask, left;
    } cases[] = {{0x0103, 0, 0xF7}, {0x0103, 1, 0x77}, {0x0103, 2, 0x55}, {0x0103, 3, 0x00},
                 {0x0104, 0, 0xEF}, {0x0104, 1, 0xEE}, {0x0104, 2, 0xAA}, {0x0100, 2, 0xAA}};
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fill(state);
        vtd_context_cache_invalidate(&t, 3, 6, cases[i].source, cases[i].mask);
        expect(0xFF, true, true);
        vtd_context_cache_invalidate(&t, 3, 5, cases[i].source, cases[i].mask);
        expect(cases[i].left, true, true);
    }
    vtd_context_cache_invalidate(&t, 3, 6, 0x0111, 1);
    assert_true(held(0x0110));
    vtd_context_cache_invalidate(&t, 3, 6, 0x0114, 1);
    assert_false(held(0x0110));
}

/* CIRG=00 is reserved and ignored. */
static void reserved_granularity(void **state)
{
    (void)state;
    vtd_context_cache_invalidate(&t, 0, 5, 0x0100, 3);
    expect(0xFF, true, true);
}

static void sizes(void **state)
{
    (void)state;
    memset(&t, 0, sizeof t);
    hold(0x0020, 7, 0);
    assert_false(held(0x0020));
    for (size_t i = 0; i < sizeof t.entry / sizeof t.entry[0]; i++)
        assert_int_equal(t.entry[i].valid, 0);
    vtd_context_cache_invalidate(&t, 1, 0, 0, 0);
    t.sets = 1;
    for (unsigned way = 0; way < 4; way++)
        hold((uint16_t)(0x1000 * way + way), 7, way);
    for (unsigned way = 0; way < 4; way++)
        assert_true(held((uint16_t)(0x1000 * way + way)));
    memset(&t, 0, sizeof t);
    t.sets = 256;
    hold(0xFFFF, 0xFFFF, 3);
    hold(0x00FF, 0xFFFF, 2);
    hold(0x0000, 1, 3);
    assert_true(held(0xFFFF) && held(0x00FF) && held(0x0000));
    assert_int_equal(t.entry[1023].source, 0xFFFF);
    vtd_context_cache_invalidate(&t, 2, 0xFFFF, 0, 0);
    assert_true(!held(0xFFFF) && !held(0x00FF) && held(0x0000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(finding, fill),        cmocka_unit_test_setup(coarse, fill),
        cmocka_unit_test_setup(function_masks, fill), cmocka_unit_test_setup(reserved_granularity, fill),
        cmocka_unit_test_setup(sizes, fill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
