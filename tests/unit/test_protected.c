/* Protected memory regions: where they begin and end, whom they stop (clauses 11.4.8, 6.2). */
#include "model/protected.h"

#include "model/registers.h"
#include "model/unit.h"
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

static void low_region(uint32_t base, uint32_t limit)
{
    vtd_register_write(&io, 0x68, base);
    vtd_register_write(&io, 0x6C, limit);
    vtd_register_write(&io, 0x64, 0x80000000u);
}

static void high_region(uint64_t base, uint64_t limit)
{
    vtd_register_write(&io, 0x70, (uint32_t)base);
    vtd_register_write(&io, 0x74, (uint32_t)(base >> 32));
    vtd_register_write(&io, 0x78, (uint32_t)limit);
    vtd_register_write(&io, 0x7C, (uint32_t)(limit >> 32));
    vtd_register_write(&io, 0x64, 0x80000000u);
}

static bool at(uint64_t address)
{
    return vtd_is_protected(&io, address / 0x1000u, false);
}

/* Exactly the bytes first..last, of those around them. */
static void exactly(uint64_t first, uint64_t last)
{
    assert_false(at(first - 1));
    assert_true(at(first) && at(first + 0xFFF) && at((first + last) / 2) && at(last));
    assert_false(at(last + 1));
}

/* Both ends included; the limit reaches to the end of its 2 MB. */
static void low_borders(void **state)
{
    (void)state;
    io.unit.caps.protected_high = false;
    low_region(0x200000, 0x400000);
    exactly(0x200000, 0x5FFFFF);
    assert_false(at(0x100200000u) || at(0x8000000000u));
    low_region(0x600000, 0x600000); /* one block */
    exactly(0x600000, 0x7FFFFF);
    low_region(0x7FFFFF, 0xBFFFFF); /* bits below 2 MB do not count */
    exactly(0x600000, 0xBFFFFF);
    low_region(0xFFE00000u, 0xFFE00000u);
    exactly(0xFFE00000u, 0xFFFFFFFFu);
    low_region(0, 0);
    assert_true(at(0) && at(0x1FFFFF) && !at(0x200000));
    low_region(0x400000, 0x200000); /* limit below base: none */
    assert_false(at(0x1FFFFF) || at(0x200000) || at(0x400000) || at(0x5FFFFF));
}

static void high_borders(void **state)
{
    (void)state;
    io.unit.caps.protected_low = false;
    high_region(0x123400000000u, 0x123400400000u);
    exactly(0x123400000000u, 0x1234005FFFFFu);
    assert_false(at(0) || at(0x400000) || at(0x1233003FFFFFu));
    high_region(0xFFE00000u, 0x100000000u); /* across 4 GB */
    exactly(0xFFE00000u, 0x1001FFFFFu);
    high_region(0x8000000000u, 0x8000000000u);
    exactly(0x8000000000u, 0x80001FFFFFu);
    high_region(0x200000000u, 0x1FFE00000u); /* limit below base: none */
    assert_false(at(0x1FFE00000u) || at(0x200000000u) || at(0x1FFFFFFFFu));
    high_region(0x200000, 0x3FFFFFu); /* also below 4 GB */
    exactly(0x200000, 0x3FFFFF);
}

static void both(void **state)
{
    (void)state;
    low_region(0x200000, 0x200000);
    high_region(0x200000000u, 0x200000000u);
    assert_false(at(0)); /* the high region does not start at 0 */
    exactly(0x200000, 0x3FFFFF);
    exactly(0x200000000u, 0x2001FFFFFu);
    high_region(0, 0); /* base and limit as after reset: the first 2 MB, once EPM is set */
    assert_true(at(0) && at(0x1FFFFF) && !at(0x400000));
}

/* EPM switches both, PRS follows; a unit without PLMR or PHMR has no such region. */
static void enabling(void **state)
{
    (void)state;
    assert_false(at(0)); /* reset: base and limit 0, EPM 0 */
    low_region(0x200000, 0x200000);
    high_region(0x200000000u, 0x200000000u);
    assert_int_equal(vtd_register_read(&io, 0x64), 0x80000001u);
    vtd_register_write(&io, 0x64, 0x7FFFFFFFu);
    assert_int_equal(vtd_register_read(&io, 0x64), 0);
    assert_false(at(0x200000) || at(0x200000000u));
    vtd_register_write(&io, 0x64, 0x80000000u);
    io.unit.caps.protected_low = false;
    assert_true(!at(0x200000) && at(0x200000000u));
    io.unit.caps.protected_low = true;
    io.unit.caps.protected_high = false;
    assert_true(at(0x200000) && !at(0x200000000u));
}

/* Units of major version 1 need not stop what second-stage tables have translated; later ones stop everything. */
static void versions(void **state)
{
    static const struct {
        uint32_t version;
        bool stops;
    } cases[] = {{0x10, false}, {0x1F, false}, {0x20, true}, {0x21, true}, {0x40, true}, {0x60, true}, {0xF0, true}};
    (void)state;
    low_region(0x200000, 0x200000);
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        io.unit.caps.version = cases[i].version;
        assert_true(vtd_is_protected(&io, 0x200, false));
        assert_int_equal(vtd_is_protected(&io, 0x200, true), cases[i].stops);
        assert_false(vtd_is_protected(&io, 0x400, true) || vtd_is_protected(&io, 0x400, false));
    }
}

static struct vtd_dma_answer ask(uint64_t address)
{
    struct vtd_dma_request r = {.address = address, .source_id = 0x20, .access = VTD_WRITE};
    return vtd_unit_dma(&io, &t.memory, r, (struct vtd_choice){0});
}

static void passes(uint64_t address, uint64_t host)
{
    struct vtd_dma_answer a = ask(address);
    assert_true(a.result.allowed);
    assert_int_equal(a.result.host_address, host);
}

/* Blocked under PMR: nothing is recorded, no event. */
static void blocked(uint64_t address)
{
    struct vtd_dma_answer a = ask(address);
    assert_false(a.result.allowed || a.result.recorded);
    assert_int_equal(a.result.rule, VTD_PMR);
    test_nothing(a.effects);
    assert_int_equal(vtd_register_read(&io, 0x34), 0);
}

/* What counts is where a request lands, not the address it uses. */
static void requests(void **state)
{
    (void)state;
    io.unit.caps.protected_high = false;
    io.unit.caps.version = 0x20;
    test_word(&t, 0x6008, 0x345003); /* page 1 lands at 345000h */
    test_word(&t, 0x5008, 0x8003);   /* 200000h.. */
    test_word(&t, 0x8000, 0x9003);   /* lands at 9000h */
    low_region(0x200000, 0x200000);
    for (unsigned again = 0; again < 2; again++) { /* by a walk and from the IOTLB */
        blocked(0x1ABC);
        passes(0x200ABC, 0x9ABC);
    }
    io.unit.caps.version = 0x10;
    passes(0x1ABC, 0x345ABC);
    test_word(&t, 0x2200, 0x9); /* pass-through is not translated */
    vtd_context_cache_invalidate(&io.contexts, 1, 0, 0, 0);
    vtd_iotlb_invalidate(&io.iotlb, 1, 0, 0, 0);
    blocked(0x3FFFFF);
    passes(0x400000, 0x400000);
    io.unit.translation_enabled = false;
    blocked(0x200000);
    passes(0x1FFFFF, 0x1FFFFF);
    vtd_register_write(&io, 0x64, 0);
    passes(0x200000, 0x200000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(low_borders, fresh), cmocka_unit_test_setup(high_borders, fresh),
        cmocka_unit_test_setup(both, fresh),        cmocka_unit_test_setup(enabling, fresh),
        cmocka_unit_test_setup(versions, fresh),    cmocka_unit_test_setup(requests, fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
