/* Which earlier contents may still answer (clauses 6.2, 6.5): decided here with tables written by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "harness/oracle/profile.h"
#include "harness/oracle/profile_names.h"
#include "harness/session/changes.h"

enum { WORDS = 0x10 * 512, SOURCE = 0x20, DOMAIN = 7, PAGE = 5 };

/* Root table in frame 1, contexts 2, three levels in 3, 4, 5; page 5 leads to frame 8. An interrupt table in frame 6. */
struct scene {
    uint64_t word[WORDS];
    struct vtd_memory memory;
    struct vtd_unit unit;
    struct changes changes;
};

static const uint64_t root = 1 * 512, context = 2 * 512 + SOURCE * 2, top = 3 * 512, middle = 4 * 512,
                      leaf = 5 * 512 + PAGE, entry = 6 * 512 + 3 * 2;

static void build(struct scene *s, const char *profile)
{
    struct profile_registers r;
    memset(s, 0, sizeof *s);
    assert_true(profile_find(profile, &r));
    s->memory = (struct vtd_memory){s->word, WORDS};
    s->unit = (struct vtd_unit){.caps = profile_decode(r),
                                .root_frame = 1,
                                .interrupt_table_frame = 6,
                                .interrupt_table_size = 256,
                                .translation_enabled = true,
                                .remapping_enabled = true};
    s->word[root] = 0x2001;
    s->word[context] = 0x3001;
    s->word[context + 1] = DOMAIN << 8 | 1;
    s->word[top] = 0x4003;
    s->word[middle] = 0x5003;
    s->word[leaf] = 0x8003;
    s->word[entry] = 0x30000420001;
}

static void change(struct scene *s, uint64_t word, uint64_t now)
{
    changes_write(&s->changes, word, s->word[word], now);
    s->word[word] = now;
}

/* May a request for page `page` of `source` still see what was there before? */
static bool reaches(struct scene *s, uint16_t source, uint64_t page)
{
    struct vtd_dma_request r = {page << 12, source, VTD_WRITE};
    changes_swap(&s->changes, s->word);
    bool reach = changes_reach_dma(&s->changes, &s->unit, &s->memory, &r);
    changes_swap(&s->changes, s->word);
    return reach;
}

static bool entry_reaches(struct scene *s)
{
    changes_swap(&s->changes, s->word);
    bool reach = changes_reach_interrupt(&s->changes, &s->unit, &s->memory, 3, SOURCE);
    changes_swap(&s->changes, s->word);
    return reach;
}

static void pages(struct scene *s, unsigned granularity, uint16_t domain, uint64_t page, unsigned mask, bool hint)
{
    changes_invalidate(&s->changes, (struct invalidation){.kind = INVALIDATED_PAGES,
                                                          .granularity = granularity,
                                                          .domain = domain,
                                                          .page = page,
                                                          .address_mask = mask,
                                                          .hint = hint});
}

static void contexts(struct scene *s, unsigned granularity, uint16_t domain, uint16_t source, unsigned mask)
{
    changes_invalidate(&s->changes, (struct invalidation){.kind = INVALIDATED_CONTEXTS,
                                                          .granularity = granularity,
                                                          .domain = domain,
                                                          .source = source,
                                                          .function_mask = mask});
}

static void entries(struct scene *s, bool by_index, uint16_t index, unsigned mask)
{
    changes_invalidate(&s->changes, (struct invalidation){.kind = INVALIDATED_ENTRIES,
                                                          .granularity = by_index ? VTD_BY_PAGE : VTD_GLOBAL,
                                                          .index = index,
                                                          .index_mask = mask});
}

static struct scene *new_scene(const char *profile)
{
    struct scene *s = calloc(1, sizeof *s);
    assert_non_null(s);
    build(s, profile);
    return s;
}

/* A leaf: covered by domain, by page with any AM that spans it, whatever IH says. */
static void test_leaf(void **state)
{
    static const struct {
        unsigned granularity, mask;
        uint16_t domain;
        uint64_t page;
        bool hint, covers;
    } row[] = {
        {VTD_GLOBAL, 0, 0, 0, false, true},         {VTD_BY_DOMAIN, 0, DOMAIN, 0, false, true},
        {VTD_BY_DOMAIN, 0, 8, 0, false, false},     {VTD_BY_PAGE, 0, DOMAIN, PAGE, false, true},
        {VTD_BY_PAGE, 0, DOMAIN, PAGE, true, true}, {VTD_BY_PAGE, 0, DOMAIN, 4, false, false},
        {VTD_BY_PAGE, 1, DOMAIN, 4, false, true},   {VTD_BY_PAGE, 1, DOMAIN, 6, false, false},
        {VTD_BY_PAGE, 9, DOMAIN, 0, true, true},    {VTD_BY_PAGE, 0, 8, PAGE, false, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct scene *s = new_scene("qemu-7.2-aw39");
        change(s, leaf, 0x9003);
        assert_true(reaches(s, SOURCE, PAGE));
        assert_false(reaches(s, SOURCE, PAGE + 1));
        pages(s, row[i].granularity, row[i].domain, row[i].page, row[i].mask, row[i].hint);
        assert_int_equal(reaches(s, SOURCE, PAGE), !row[i].covers);
        free(s);
    }
}

/* An upper level stays with IH=1, and for other pages than the one named. */
static void test_upper_level(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    (void)state;
    change(s, middle, 0);
    pages(s, VTD_BY_PAGE, DOMAIN, PAGE, 0, true);
    assert_true(reaches(s, SOURCE, PAGE));
    pages(s, VTD_BY_PAGE, DOMAIN, PAGE, 0, false);
    assert_false(reaches(s, SOURCE, PAGE));
    assert_true(reaches(s, SOURCE, PAGE + 1));
    pages(s, VTD_BY_DOMAIN, DOMAIN, 0, 0, false);
    assert_false(reaches(s, SOURCE, PAGE + 1));
    free(s);
}

/* A context: its invalidation first, then the IOTLB; not the other way round. */
static void test_context(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    (void)state;
    change(s, context, 0);
    contexts(s, VTD_BY_DEVICE, DOMAIN, SOURCE, 0);
    assert_true(reaches(s, SOURCE, PAGE));
    pages(s, VTD_BY_DOMAIN, DOMAIN, 0, 0, false);
    assert_false(reaches(s, SOURCE, PAGE));
    build(s, "qemu-7.2-aw39");
    change(s, context, 0);
    pages(s, VTD_BY_DOMAIN, DOMAIN, 0, 0, false);
    contexts(s, VTD_BY_DEVICE, DOMAIN, SOURCE, 0);
    assert_true(reaches(s, SOURCE, PAGE));
    free(s);
}

/* FM leaves out function bits; DID must be the one that the entry had. */
static void test_context_source(void **state)
{
    static const struct {
        uint16_t domain, source;
        unsigned mask;
        bool covers;
    } row[] = {{DOMAIN, SOURCE, 0, true},      {DOMAIN, SOURCE + 1, 0, false}, {DOMAIN, SOURCE + 4, 1, true},
               {DOMAIN, SOURCE + 6, 1, false}, {DOMAIN, SOURCE + 6, 2, true},  {DOMAIN, SOURCE + 7, 3, true},
               {DOMAIN, SOURCE + 8, 3, false}, {8, SOURCE, 0, false}};
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct scene *s = new_scene("qemu-7.2-aw39");
        change(s, context + 1, 9 << 8 | 1);
        contexts(s, VTD_BY_DEVICE, row[i].domain, row[i].source, row[i].mask);
        pages(s, VTD_BY_DOMAIN, DOMAIN, 0, 0, false);
        assert_int_equal(reaches(s, SOURCE, PAGE), !row[i].covers);
        free(s);
    }
}

/* What faults is held with caching mode only; then under domain 0 in the context cache. */
static void test_caching_mode(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    (void)state;
    s->word[leaf] = 0;
    change(s, leaf, 0x8003);
    assert_false(reaches(s, SOURCE, PAGE));
    build(s, "qemu-7.2-aw39-cm");
    s->word[leaf] = 0;
    change(s, leaf, 0x8003);
    assert_true(reaches(s, SOURCE, PAGE));
    build(s, "qemu-7.2-aw39-cm");
    s->word[context] = 0;
    change(s, context, 0x3001);
    contexts(s, VTD_BY_DEVICE, DOMAIN, SOURCE, 0);
    assert_true(reaches(s, SOURCE, PAGE));
    contexts(s, VTD_BY_DEVICE, 0, SOURCE, 0);
    assert_false(reaches(s, SOURCE, PAGE));
    free(s);
}

static void test_interrupt_entry(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    (void)state;
    change(s, entry, 0x30000430001);
    entries(s, true, 2, 0);
    assert_true(entry_reaches(s));
    entries(s, true, 2, 1);
    assert_false(entry_reaches(s));
    build(s, "qemu-7.2-aw39");
    s->word[entry] = 0;
    change(s, entry, 0x30000430001);
    assert_false(entry_reaches(s));
    free(s);
}

/* A second change leaves everything open until all is invalidated: contexts, then pages. */
static void test_open(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    (void)state;
    change(s, leaf, 0x9003);
    change(s, middle, 0x5001);
    assert_true(s->changes.open);
    pages(s, VTD_GLOBAL, 0, 0, 0, false);
    assert_true(s->changes.open);
    contexts(s, VTD_GLOBAL, 0, 0, 0);
    assert_true(s->changes.open);
    pages(s, VTD_GLOBAL, 0, 0, 0, false);
    assert_false(s->changes.open);
    assert_false(reaches(s, SOURCE, PAGE));
    changes_open(&s->changes);
    entries(s, true, 3, 0);
    assert_true(s->changes.open);
    entries(s, false, 0, 0);
    assert_false(s->changes.open);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_leaf),         cmocka_unit_test(test_upper_level),
        cmocka_unit_test(test_context),      cmocka_unit_test(test_context_source),
        cmocka_unit_test(test_caching_mode), cmocka_unit_test(test_interrupt_entry),
        cmocka_unit_test(test_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
