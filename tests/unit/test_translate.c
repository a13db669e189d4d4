/* Requests through context cache and IOTLB: what is kept, what it answers, what makes it go (clauses 6.1, 6.2). */
#include "model/translate.h"

#include "tests/unit/units.h"

static struct tables t;
static struct vtd_iommu io;
static struct vtd_choice choice;

static int fresh(void **state)
{
    (void)state;
    test_build(&t);
    test_unit(&io);
    choice = (struct vtd_choice){0};
    return 0;
}

static struct vtd_dma_result ask(uint64_t address, unsigned access)
{
    struct vtd_dma_request r = {.address = address, .source_id = 0x20, .access = (uint8_t)access};
    return vtd_cached_dma(&io, &t.memory, r, choice);
}

static void passes(uint64_t address, unsigned access, uint64_t host)
{
    struct vtd_dma_result r = ask(address, access);
    assert_true(r.allowed && !r.recorded);
    assert_int_equal(r.rule, VTD_NONE);
    assert_int_equal(r.host_address, host);
}

static void blocked(uint64_t address, unsigned access, unsigned rule, unsigned reason)
{
    struct vtd_dma_result r = ask(address, access);
    assert_false(r.allowed);
    assert_true(r.recorded);
    assert_int_equal(r.rule, rule);
    assert_int_equal(r.fault.lo, address & ~0xFFFull);
    assert_int_equal(r.fault.hi & ~0x4000000010000000u, 0x8000000000000020u | (uint64_t)reason << 32);
}

static void invalidate_page(uint16_t domain, int64_t page, unsigned mask)
{
    vtd_iotlb_invalidate(&io.iotlb, 3, domain, page, mask);
}

static unsigned contexts(void)
{
    unsigned n = 0;
    for (unsigned i = 0; i < 1024; i++)
        n += io.contexts.entry[i].valid != 0;
    return n;
}

static unsigned pages(void)
{
    unsigned n = 0;
    for (unsigned i = 0; i < 8192; i++)
        n += io.iotlb.entry[i].level != 0;
    return n;
}

/* Old answer until an invalidation covers the page, then the new one. */
static void page_changes(void **state)
{
    (void)state;
    passes(0x1ABC, VTD_WRITE, 0x9ABC);
    assert_true(contexts() == 1 && pages() == 1);
    test_word(&t, 0x6008, 0xA003);
    passes(0x1ABC, VTD_READ, 0x9ABC);
    invalidate_page(7, 2, 0);
    invalidate_page(8, 1, 0);
    passes(0x1DEF, VTD_ATOMIC, 0x9DEF);
    invalidate_page(7, 1, 0);
    passes(0x1ABC, VTD_WRITE, 0xAABC);
    test_word(&t, 0x6008, 0);
    passes(0x1000, VTD_READ, 0xA000);
    vtd_iotlb_invalidate(&io.iotlb, 2, 8, 0, 0);
    passes(0x1000, VTD_READ, 0xA000);
    vtd_iotlb_invalidate(&io.iotlb, 2, 7, 0, 0);
    blocked(0x1000, VTD_READ, VTD_LGN_3, 0x06);
}

/* The same page of another requester is another entry, though it shares tables and domain. */
static void requesters(void **state)
{
    (void)state;
    struct vtd_dma_request other = {.address = 0x1000, .source_id = 0x28, .access = VTD_READ};
    passes(0x1000, VTD_READ, 0x9000);
    assert_int_equal(vtd_cached_dma(&io, &t.memory, other, choice).rule, VTD_LCT_2);
    test_word(&t, 0x2280, 0x3001);
    test_word(&t, 0x2288, 0x802);
    choice.way = 1; /* beside the other one */
    struct vtd_dma_result r = vtd_cached_dma(&io, &t.memory, other, choice);
    assert_true(r.allowed && r.domain == 8);
    choice.way = 0;
    invalidate_page(7, 1, 0);
    test_word(&t, 0x6008, 0xA003);
    passes(0x1000, VTD_READ, 0xA000);
    assert_int_equal(vtd_cached_dma(&io, &t.memory, other, choice).host_address, 0x9000);
    assert_int_equal(ask(0x1000, VTD_READ).domain, 7);
}

/* A context entry is kept too; a page that is held is used without it, even after the context is forgotten. */
static void context_changes(void **state)
{
    (void)state;
    test_word(&t, 0x6010, 0xB003);
    passes(0x1000, VTD_READ, 0x9000);
    test_word(&t, 0x2200, 0x3000);
    passes(0x2000, VTD_READ, 0xB000); /* another page through the old context entry */
    vtd_context_cache_invalidate(&io.contexts, 3, 8, 0x20, 0);
    vtd_context_cache_invalidate(&io.contexts, 3, 7, 0x21, 0);
    blocked(0x3000, VTD_READ, VTD_LGN_3, 0x06);
    vtd_context_cache_invalidate(&io.contexts, 3, 7, 0x20, 0);
    blocked(0x3000, VTD_READ, VTD_LCT_2, 0x02);
    passes(0x1000, VTD_READ, 0x9000);
    passes(0x2000, VTD_READ, 0xB000);
    invalidate_page(7, 1, 0);
    blocked(0x1000, VTD_READ, VTD_LCT_2, 0x02);
    test_word(&t, 0x1000, 0x2000);
    blocked(0x1000, VTD_READ, VTD_LRT_2, 0x01);
    io.unit.root_frame = 0x20; /* no memory there */
    blocked(0x1000, VTD_READ, VTD_LRT_1, 0x08);
    passes(0x2000, VTD_READ, 0xB000);
}

static void context_source(void **state)
{
    (void)state;
    struct vtd_context_source s = vtd_context_for(&io, &t.memory, 0x20);
    assert_false(s.cached || s.fetch.lrt_1 || s.fetch.lrt_2 || s.fetch.lrt_3 || s.fetch.lct_1);
    assert_int_equal(s.fetch.lo, 0x3001);
    assert_int_equal(s.fetch.hi, 0x702);
    test_word(&t, 0x2200, 0x123456789003u);
    test_word(&t, 0x2208, 0xABCD02);
    ask(0x1000, VTD_READ);
    test_word(&t, 0x2200, 0);
    test_word(&t, 0x2208, 0);
    s = vtd_context_for(&io, &t.memory, 0x20);
    assert_true(s.cached);
    assert_int_equal(s.fetch.lo, 0x123456789003u);
    assert_int_equal(s.fetch.hi, 0xABCD02);
    s = vtd_context_for(&io, &t.memory, 0x120);
    assert_true(s.fetch.lrt_2 && !s.cached);
    assert_int_equal(io.contexts.entry[0].source, 0x20); /* set 0, way 0 */
    assert_int_equal(io.contexts.entry[0].domain, 0xABCD);
}

/* One entry serves a superpage whole; one page of it invalidated, it is gone whole. */
static void superpages(void **state)
{
    static const struct {
        uint64_t slot, entry, base, size, host;
        unsigned level;
    } cases[] = {{0x5008, 0x40000083, 0x200000, 0x200000, 0x40000000, 2},
                 {0x4008, 0x80000083, 0x40000000, 0x40000000, 0x80000000, 3}};
    for (unsigned i = 0; i < 2; i++) {
        fresh(state);
        test_word(&t, cases[i].slot, cases[i].entry);
        uint64_t middle = cases[i].base + 0xAB123, last = cases[i].base + cases[i].size - 4;
        passes(middle, VTD_READ, cases[i].host + 0xAB123);
        assert_int_equal(ask(middle, VTD_READ).page_level, cases[i].level);
        assert_int_equal(pages(), 1);
        test_word(&t, cases[i].slot, 0);
        passes(cases[i].base, VTD_WRITE, cases[i].host);
        passes(last, VTD_READ, cases[i].host + cases[i].size - 4);
        blocked(cases[i].base + cases[i].size, VTD_READ, VTD_LGN_3, 0x06);
        blocked(cases[i].base - 1, VTD_READ, VTD_LGN_3, 0x06);
        invalidate_page(7, (int64_t)((cases[i].base + cases[i].size) / 0x1000), 0);
        passes(middle, VTD_READ, cases[i].host + 0xAB123);
        invalidate_page(7, (int64_t)(last / 0x1000), 0);
        blocked(cases[i].base, VTD_READ, VTD_LGN_3, 0x06);
        blocked(middle, VTD_READ, VTD_LGN_3, 0x06);
    }
}

static void no_caches(void **state)
{
    (void)state;
    io.contexts.sets = 0;
    io.iotlb.sets = 0;
    io.unit.caps.caching_mode = true;
    choice.cache_faults = true;
    passes(0x1000, VTD_READ, 0x9000);
    test_word(&t, 0x6008, 0xA001);
    passes(0x1000, VTD_READ, 0xA000);
    blocked(0x1000, VTD_WRITE, VTD_LGN_2, 0x05);
    test_word(&t, 0x2200, 0);
    blocked(0x1000, VTD_READ, VTD_LCT_2, 0x02);
    test_word(&t, 0x2200, 0x3001);
    passes(0x1000, VTD_READ, 0xA000);
    assert_int_equal(contexts() + pages(), 0);
}

/* Each fault, then the tables put right: at once without caching mode, whatever the unit would like to cache. */
static void faults_not_cached(void **state)
{
    static const struct {
        uint64_t where, wrong;
        unsigned rule, reason;
    } cases[] = {
        {0x6008, 0, VTD_LGN_3, 0x06},           {0x6008, 0x9002, VTD_LGN_3, 0x06},  {0x6008, 0x9803, VTD_LSS_2, 0x0C},
        {0x6008, 0xFEE00003u, VTD_LGN_4, 0x0E}, {0x5000, 0, VTD_LGN_3, 0x06},       {0x5000, 0x20003, VTD_LSS_1, 0x07},
        {0x2200, 0x20001, VTD_LCT_4_3, 0x03},   {0x2200, 0x3000, VTD_LCT_2, 0x02},  {0x2200, 0x3011, VTD_LCT_3, 0x0B},
        {0x2200, 0x300D, VTD_LCT_4_2, 0x03},    {0x2208, 0x707, VTD_LCT_4_1, 0x03}, {0x1000, 0x20001, VTD_LCT_1, 0x09},
        {0x1000, 0x2000, VTD_LRT_2, 0x01},      {0x1000, 0x2003, VTD_LRT_3, 0x0A},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fresh(state);
        choice.cache_faults = true;
        uint64_t right = t.words[cases[i].where / 8];
        test_word(&t, cases[i].where, cases[i].wrong);
        blocked(0x1000, VTD_READ, cases[i].rule, cases[i].reason);
        assert_int_equal(pages(), 0);
        /* that entry is sound itself and may be kept */
        if (cases[i].rule == VTD_LCT_4_3)
            vtd_context_cache_invalidate(&io.contexts, 1, 0, 0, 0);
        test_word(&t, cases[i].where, right);
        passes(0x1000, VTD_READ, 0x9000);
    }
}

/* Entries that fault themselves leave nothing in the context cache; those that a fault is found below do. */
static void faulting_contexts(void **state)
{
    static const uint64_t wrong[] = {0x3000, 0x3011, 0x300D};
    (void)state;
    choice.cache_faults = true;
    for (unsigned i = 0; i < 3; i++) {
        test_word(&t, 0x2200, wrong[i]);
        ask(0x1000, VTD_READ);
        assert_int_equal(contexts(), 0);
    }
    test_word(&t, 0x2200, 0x3001);
    blocked(0x5000, VTD_READ, VTD_LGN_3, 0x06);
    assert_true(contexts() == 1 && pages() == 0);
}

/* With caching mode a unit may keep what faults, and must forget it when the page is invalidated. */
static void caching_mode(void **state)
{
    static const struct {
        uint64_t where, wrong;
        unsigned read_rule, read_reason, write_rule, write_reason;
    } cases[] = {{0x6008, 0, VTD_LGN_3, 0x06, VTD_LGN_2, 0x05},
                 {0x6008, 0x9803, VTD_LSS_2, 0x0C, VTD_LSS_2, 0x0C},
                 {0x5000, 0x20003, VTD_LSS_1, 0x07, VTD_LSS_1, 0x07},
                 {0x3000, 0, VTD_LGN_3, 0x06, VTD_LGN_2, 0x05}};
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fresh(state);
        io.unit.caps.caching_mode = true;
        choice.cache_faults = true;
        uint64_t right = t.words[cases[i].where / 8];
        test_word(&t, cases[i].where, cases[i].wrong);
        blocked(0x1000, VTD_READ, cases[i].read_rule, cases[i].read_reason);
        assert_int_equal(pages(), 1);
        test_word(&t, cases[i].where, right);
        blocked(0x1ABC, VTD_READ, cases[i].read_rule, cases[i].read_reason);
        blocked(0x1ABC, VTD_WRITE, cases[i].write_rule, cases[i].write_reason);
        blocked(0x1ABC, VTD_ATOMIC, cases[i].write_rule, cases[i].write_reason);
        test_word(&t, 0x6010, 0xB003);
        passes(0x2000, VTD_READ, 0xB000); /* only that page */
        invalidate_page(7, 2, 0);
        blocked(0x1000, VTD_READ, cases[i].read_rule, cases[i].read_reason);
        invalidate_page(7, 1, 0);
        passes(0x1000, VTD_READ, 0x9000);
    }
}

/* May, not must; and a context entry that faults is kept under domain 0. */
static void caching_mode_contexts(void **state)
{
    (void)state;
    io.unit.caps.caching_mode = true;
    test_word(&t, 0x2200, 0x3000);
    blocked(0x1000, VTD_READ, VTD_LCT_2, 0x02);
    assert_int_equal(contexts() + pages(), 0);
    choice.cache_faults = true;
    blocked(0x1000, VTD_READ, VTD_LCT_2, 0x02);
    assert_int_equal(contexts(), 1);
    test_word(&t, 0x2200, 0x3001);
    blocked(0x1000, VTD_READ, VTD_LCT_2, 0x02);
    vtd_context_cache_invalidate(&io.contexts, 2, 7, 0, 0);
    vtd_context_cache_invalidate(&io.contexts, 3, 7, 0x20, 0);
    blocked(0x1000, VTD_READ, VTD_LCT_2, 0x02);
    vtd_context_cache_invalidate(&io.contexts, 3, 0, 0x20, 0);
    passes(0x1000, VTD_READ, 0x9000);
    vtd_context_cache_invalidate(&io.contexts, 3, 7, 0x20, 0); /* sound: under its own domain */
    assert_int_equal(contexts(), 0);
}

/* What a kept refusal says of structures that are read as a whole: all 128 bits of a context entry, the top table. */
static void caching_mode_structures(void **state)
{
    static const uint64_t wrong[] = {1ull << 7 | 0x702, 1ull << 24 | 0x702, 1ull << 40 | 0x702, 1ull << 63 | 0x702};
    for (unsigned i = 0; i < 4; i++) {
        fresh(state);
        io.unit.caps.caching_mode = true;
        choice.cache_faults = true;
        test_word(&t, 0x2208, wrong[i]);
        blocked(0x1000, VTD_READ, VTD_LCT_3, 0x0B);
        test_word(&t, 0x2208, 0x702);
        vtd_context_cache_invalidate(&io.contexts, 2, 7, 0, 0);
        blocked(0x1000, VTD_READ, VTD_LCT_3, 0x0B);
        vtd_context_cache_invalidate(&io.contexts, 2, 0, 0, 0);
        passes(0x1000, VTD_READ, 0x9000);
    }
    fresh(state);
    io.unit.caps.caching_mode = true;
    choice.cache_faults = true;
    t.memory.word_count = 0x3000 / 8; /* the top table is out of reach */
    blocked(0x1000, VTD_READ, VTD_LCT_4_3, 0x03);
    t.memory.word_count = 0x20000 / 8;
    blocked(0x1000, VTD_WRITE, VTD_LCT_4_3, 0x03);
    invalidate_page(7, 1, 0);
    passes(0x1000, VTD_READ, 0x9000);
}

/* A hit grants what every level granted when it was read, no more. */
static void rights(void **state)
{
    static const uint64_t where[] = {0x3000, 0x4000, 0x5000, 0x6008};
    for (unsigned i = 0; i < 4; i++) {
        fresh(state);
        uint64_t full = t.words[where[i] / 8];
        test_word(&t, where[i], full & ~2ull);
        passes(0x1000, VTD_READ, 0x9000);
        test_word(&t, where[i], full);
        passes(0x1000, VTD_READ, 0x9000);
        blocked(0x1000, VTD_WRITE, VTD_LGN_2, 0x05);
        blocked(0x1000, VTD_ATOMIC, VTD_LGN_2, 0x05);
        assert_true(ask(0x1000, VTD_READ).read && !ask(0x1000, VTD_READ).write);
        fresh(state);
        test_word(&t, where[i], full & ~1ull);
        passes(0x1000, VTD_WRITE, 0x9000);
        test_word(&t, where[i], full);
        passes(0x1000, VTD_WRITE, 0x9000);
        blocked(0x1000, VTD_READ, VTD_LGN_3, 0x06);
        blocked(0x1000, VTD_ATOMIC, VTD_LGN_3, 0x06);
        passes(0x1000, VTD_ZERO_LENGTH_READ, 0x9000);
        io.unit.caps.zero_length_read = false;
        blocked(0x1000, VTD_ZERO_LENGTH_READ, VTD_LGN_3, 0x06);
        invalidate_page(7, 1, 0);
        passes(0x1000, VTD_ATOMIC, 0x9000);
    }
}

/* FPD of the context entry that was used, cached or not, hit or not. */
static void fault_disable(void **state)
{
    (void)state;
    test_word(&t, 0x2200, 0x3003);
    test_word(&t, 0x6008, 0x9001);
    assert_false(ask(0x5000, VTD_READ).allowed || ask(0x5000, VTD_READ).recorded);
    passes(0x1000, VTD_READ, 0x9000);
    test_word(&t, 0x2200, 0x3001);
    struct vtd_dma_result r = ask(0x1000, VTD_WRITE); /* hit */
    assert_true(!r.allowed && !r.recorded && r.rule == VTD_LGN_2);
    assert_false(ask(0x5000, VTD_READ).recorded); /* cached context entry */
    vtd_context_cache_invalidate(&io.contexts, 1, 0, 0, 0);
    assert_true(ask(0x5000, VTD_READ).recorded);
    assert_false(ask(0x1000, VTD_WRITE).recorded);
    invalidate_page(7, 1, 0);
    assert_true(ask(0x1000, VTD_WRITE).recorded);
}

/* Requests that no entry may answer: translation off, table modes that are not legacy (RTA.1, RTA.4). */
static void modes(void **state)
{
    (void)state;
    passes(0x1000, VTD_READ, 0x9000);
    for (uint8_t mode = 1; mode < 4; mode++) {
        io.unit.table_mode = mode;
        blocked(0x1000, VTD_READ, VTD_RTA_1, 0x30);
    }
    io.unit.caps.abort_dma = true;
    blocked(0x1000, VTD_READ, VTD_RTA_4, 0x33);
    io.unit.table_mode = VTD_MODE_RESERVED;
    blocked(0x1000, VTD_READ, VTD_RTA_1, 0x30);
    io.unit.translation_enabled = false;
    passes(0x1000, VTD_WRITE, 0x1000);
    passes(0xABCDEF12345u, VTD_ATOMIC, 0xABCDEF12345u);
    assert_true(contexts() == 1 && pages() == 1);
}

/* Limits and the interrupt range hold for pages that are cached as for others. */
static void limits(void **state)
{
    (void)state;
    test_word(&t, 0x4008, 0xC0000083u); /* 40000000h..7FFFFFFFh to the 1 GB around FEE00000h */
    passes(0x40000000, VTD_READ, 0xC0000000u);
    blocked(0x7EE00000, VTD_WRITE, VTD_LGN_4, 0x0E);
    blocked(0x7EEFFFFF, VTD_READ, VTD_LGN_4, 0x0E);
    passes(0x7EF00000, VTD_READ, 0xFEF00000u);
    passes(0x7EDFFFFF, VTD_READ, 0xFEDFFFFFu);
    blocked(0x1000000000000u, VTD_READ, VTD_LGN_1_1, 0x04);
    test_word(&t, 0x2200, 0x9); /* pass-through, once the context entry is read again */
    blocked(0x2000, VTD_READ, VTD_LGN_3, 0x06);
    vtd_context_cache_invalidate(&io.contexts, 1, 0, 0, 0);
    passes(0x2000, VTD_READ, 0x2000);
    assert_int_equal(ask(0x2000, VTD_READ).page_level, 0);
    blocked(0x1000000000000u, VTD_READ, VTD_LGN_1_3, 0x04);
    blocked(0xFEE00000u, VTD_READ, VTD_LGN_4, 0x0E);
}

/* The way of a new entry comes from outside: four pages of one set stay, a fifth displaces one. */
static void ways(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 5; i++)
        test_word(&t, 0x6080 + 0x80 * i, (0x10 + i) << 12 | 3); /* pages 10h, 20h, 30h, 40h, 50h: set 0 of 16 */
    for (uint8_t i = 0; i < 5; i++) {
        choice.way = i % 4;
        passes(0x10000u + 0x10000u * i, VTD_READ, 0x10000u + 0x1000u * i);
    }
    assert_int_equal(pages(), 4);
    assert_int_equal(contexts(), 1);
    memset(&t.words[0x6000 / 8], 0, 0x1000);
    blocked(0x10000, VTD_READ, VTD_LGN_3, 0x06);
    for (uint64_t i = 1; i < 5; i++)
        passes(0x10000u + 0x10000u * i, VTD_READ, 0x10000u + 0x1000u * i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(page_changes, fresh),
        cmocka_unit_test_setup(requesters, fresh),
        cmocka_unit_test_setup(context_changes, fresh),
        cmocka_unit_test_setup(context_source, fresh),
        cmocka_unit_test_setup(superpages, fresh),
        cmocka_unit_test_setup(no_caches, fresh),
        cmocka_unit_test_setup(faults_not_cached, fresh),
        cmocka_unit_test_setup(faulting_contexts, fresh),
        cmocka_unit_test_setup(caching_mode, fresh),
        cmocka_unit_test_setup(caching_mode_contexts, fresh),
        cmocka_unit_test_setup(rights, fresh),
        cmocka_unit_test_setup(caching_mode_structures, fresh),
        cmocka_unit_test_setup(fault_disable, fresh),
        cmocka_unit_test_setup(modes, fresh),
        cmocka_unit_test_setup(limits, fresh),
        cmocka_unit_test_setup(ways, fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
