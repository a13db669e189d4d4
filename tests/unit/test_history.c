/* Which earlier contents may still answer (clauses 6.2, 6.5): decided here with tables written by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "harness/history/history.h"
#include "harness/oracle/profile.h"
#include "harness/oracle/profile_names.h"

enum { WORDS = 0x10 * 512, SOURCE = 0x20, DOMAIN = 7, PAGE = 5 };

/* Root table in frame 1, contexts 2, three levels in 3, 4, 5; page 5 leads to frame 8. An interrupt table in frame 6. */
struct scene {
    uint64_t word[WORDS];
    struct vtd_memory memory;
    struct vtd_unit unit;
    struct history history;
};

static const uint64_t root = 1 * 512, context = 2 * 512 + SOURCE * 2, top = 3 * 512, middle = 4 * 512,
                      leaf = 5 * 512 + PAGE, entry = 6 * 512 + 3 * 2;

static void build(struct scene *s, const char *profile)
{
    struct profile_registers r;
    memset(s, 0, sizeof *s);
    history_begin(&s->history);
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
    uint64_t before = s->word[word];
    s->word[word] = now;
    s->history.event++;
    history_write(&s->history, word >= 6u * 512u && word < 7u * 512u, &s->unit.caps, &s->memory, word, before);
}

/* May a request for page `page` of `source` still see what was there before? */
static bool reaches(struct scene *s, uint16_t source, uint64_t page)
{
    struct vtd_dma_request r = {page << 12, source, VTD_WRITE};
    struct history_dma h;
    history_dma(&s->history, &s->unit, &s->memory, &r, &h);
    assert_false(h.open);
    return h.count > 1;
}

static bool entry_reaches(struct scene *s)
{
    struct history_entry h;
    history_entry(&s->history, &s->unit, &s->memory, 3, SOURCE, &h);
    assert_false(h.open);
    return h.count > 1;
}

static void pages(struct scene *s, unsigned granularity, uint16_t domain, uint64_t page, unsigned mask, bool hint)
{
    history_invalidate(&s->history, (struct history_invalidation){.kind = INVALIDATED_PAGES,
                                                                  .granularity = granularity,
                                                                  .domain = domain,
                                                                  .page = page,
                                                                  .address_mask = mask,
                                                                  .hint = hint});
}

static void contexts(struct scene *s, unsigned granularity, uint16_t domain, uint16_t source, unsigned mask)
{
    history_invalidate(&s->history, (struct history_invalidation){.kind = INVALIDATED_CONTEXTS,
                                                                  .granularity = granularity,
                                                                  .domain = domain,
                                                                  .source = source,
                                                                  .function_mask = mask});
}

static void entries(struct scene *s, bool by_index, uint16_t index, unsigned mask)
{
    history_invalidate(&s->history, (struct history_invalidation){.kind = INVALIDATED_ENTRIES,
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
    s->word[leaf + 1] = 0x9003;
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
        change(s, context, 0xB001);
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

/* Of all pages that the answers to a write may land in: bit n for frame n of these. */
static unsigned landings(struct scene *s, uint64_t page)
{
    struct vtd_dma_request r = {page << 12, SOURCE, VTD_WRITE};
    struct history_dma h;
    unsigned set = 0;
    history_dma(&s->history, &s->unit, &s->memory, &r, &h);
    assert_false(h.open);
    for (unsigned i = 0; i < h.count; i++)
        set |= vtd_first_condition(h.candidate[i].outcome.holds) != VTD_NONE ? 1u : 1u << h.candidate[i].outcome.frame;
    return set;
}

/* Reads go from the root down in time: a new leaf under an old upper entry, never an old leaf under a newer one. */
static void test_never_backwards(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    const uint64_t other = 10 * 512 + PAGE;
    (void)state;
    s->word[other] = 0xD003;
    change(s, other, 0xB003);
    change(s, leaf, 0x9003);
    change(s, middle, 0xA003);
    change(s, other, 0xC003);
    assert_int_equal(landings(s, PAGE), 1u << 0x8 | 1u << 0x9 | 1u << 0xB | 1u << 0xC);
    pages(s, VTD_BY_PAGE, DOMAIN, PAGE, 0, true);
    assert_int_equal(landings(s, PAGE), 1u << 0x9 | 1u << 0xC);
    pages(s, VTD_BY_PAGE, DOMAIN, PAGE, 0, false);
    assert_int_equal(landings(s, PAGE), 1u << 0xC);
    free(s);
}

/* A translation is found by requester and removed by the domain it was made under. */
static void test_old_domain(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    (void)state;
    change(s, context + 1, 9 << 8 | 1);
    change(s, leaf, 0x9003);
    contexts(s, VTD_BY_DEVICE, DOMAIN, SOURCE, 0);
    pages(s, VTD_BY_DOMAIN, 9, 0, 0, false);
    assert_int_equal(landings(s, PAGE), 1u << 0x8 | 1u << 0x9);
    pages(s, VTD_BY_DOMAIN, DOMAIN, 0, 0, false);
    assert_int_equal(landings(s, PAGE), 1u << 0x9);
    free(s);
}

/* Upper levels are found by domain: those that another requester of the domain left. */
static void test_shared_domain(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    const uint64_t other = 2 * 512 + (SOURCE + 1) * 2;
    (void)state;
    s->word[other] = 0xB001;
    s->word[other + 1] = DOMAIN << 8 | 1;
    s->word[11 * 512] = 0xC003;
    s->word[12 * 512] = 0xD003;
    s->word[13 * 512 + PAGE] = 0xE003;
    change(s, other, 0x3001);
    assert_int_equal(landings(s, PAGE), 1u << 0x8 | 1u << 0xE);
    pages(s, VTD_BY_DOMAIN, 8, 0, 0, false);
    contexts(s, VTD_BY_DOMAIN, DOMAIN, 0, 0);
    assert_int_equal(landings(s, PAGE), 1u << 0x8 | 1u << 0xE);
    pages(s, VTD_BY_DOMAIN, DOMAIN, 0, 0, false);
    assert_int_equal(landings(s, PAGE), 1u << 0x8);
    free(s);
}

/* Between submission and completion old and new count; what was read in between still does afterwards. */
static void test_pending(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    struct history_invalidation i = {
        .kind = INVALIDATED_PAGES, .granularity = VTD_BY_PAGE, .domain = DOMAIN, .page = PAGE};
    (void)state;
    change(s, leaf, 0x9003);
    uint32_t pending = history_submit(&s->history, i, 0);
    assert_int_equal(landings(s, PAGE), 1u << 0x8 | 1u << 0x9);
    change(s, leaf, 0xA003);
    assert_int_equal(landings(s, PAGE), 1u << 0x8 | 1u << 0x9 | 1u << 0xA);
    history_complete(&s->history, pending);
    assert_int_equal(landings(s, PAGE), 1u << 0x9 | 1u << 0xA);
    pages(s, VTD_BY_PAGE, DOMAIN, PAGE, 0, false);
    assert_int_equal(landings(s, PAGE), 1u << 0xA);
    free(s);
}

/* An old root pointer counts until contexts and pages have been invalidated, in this order. */
static void test_pointer(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    (void)state;
    s->unit.root_frame = 14;
    history_move(&s->history, false, (struct history_pointer){.frame = 1});
    assert_int_equal(landings(s, PAGE), 1u | 1u << 0x8);
    pages(s, VTD_GLOBAL, 0, 0, 0, false);
    assert_int_equal(landings(s, PAGE), 1u | 1u << 0x8);
    contexts(s, VTD_GLOBAL, 0, 0, 0);
    pages(s, VTD_GLOBAL, 0, 0, 0, false);
    assert_int_equal(landings(s, PAGE), 1u);
    free(s);
}

/* Each answer says why it is legal. */
static void test_why(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    struct vtd_dma_request r = {PAGE << 12, SOURCE, VTD_WRITE};
    struct history_dma h;
    (void)state;
    change(s, root + 100, 1);
    change(s, leaf, 0x9003);
    history_dma(&s->history, &s->unit, &s->memory, &r, &h);
    assert_int_equal(h.count, 2);
    assert_int_equal(h.candidate[0].why, FRESH);
    assert_int_equal(h.candidate[0].outcome.frame, 9);
    assert_int_equal(h.candidate[1].why, STALE);
    assert_int_equal(h.candidate[1].event, 2);
    assert_int_equal(h.candidate[1].outcome.frame, 8);
    free(s);
}

/* Beyond the bounds nothing is known, until everything has been invalidated. */
static void test_bounds(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    struct vtd_dma_request r = {PAGE << 12, SOURCE, VTD_WRITE};
    struct history_dma h;
    (void)state;
    for (unsigned i = 0; i < HISTORY_VERSIONS + 1u; i++)
        change(s, leaf, (8u + i % 2u) << 12 | 3u | (i + 1ull) << 52);
    history_dma(&s->history, &s->unit, &s->memory, &r, &h);
    assert_true(h.open);
    r.address += 0x1000;
    history_dma(&s->history, &s->unit, &s->memory, &r, &h);
    assert_false(h.open || h.changed);
    for (unsigned i = 0; i < HISTORY_WORDS; i++)
        change(s, 0xD * 512 + i, i + 1u);
    history_dma(&s->history, &s->unit, &s->memory, &r, &h);
    assert_true(h.open);
    contexts(s, VTD_GLOBAL, 0, 0, 0);
    pages(s, VTD_GLOBAL, 0, 0, 0, false);
    assert_int_equal(s->history.dma.count, 0);
    r.address -= 0x1000;
    history_dma(&s->history, &s->unit, &s->memory, &r, &h);
    assert_false(h.open || h.changed);
    assert_int_equal(h.count, 1);
    free(s);
}

/* Doubt stays until everything is invalidated. */
static void test_doubt(void **state)
{
    struct scene *s = new_scene("qemu-7.2-aw39");
    struct vtd_dma_request r = {PAGE << 12, SOURCE, VTD_WRITE};
    struct history_dma h;
    struct history_entry e;
    (void)state;
    history_doubt(&s->history, false);
    history_doubt(&s->history, true);
    contexts(s, VTD_GLOBAL, 0, 0, 0);
    history_dma(&s->history, &s->unit, &s->memory, &r, &h);
    assert_true(h.open);
    pages(s, VTD_GLOBAL, 0, 0, 0, false);
    history_dma(&s->history, &s->unit, &s->memory, &r, &h);
    assert_false(h.open);
    entries(s, true, 3, 0);
    history_entry(&s->history, &s->unit, &s->memory, 3, SOURCE, &e);
    assert_true(e.open);
    entries(s, false, 0, 0);
    history_entry(&s->history, &s->unit, &s->memory, 3, SOURCE, &e);
    assert_false(e.open);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_leaf),
        cmocka_unit_test(test_upper_level),
        cmocka_unit_test(test_context),
        cmocka_unit_test(test_context_source),
        cmocka_unit_test(test_caching_mode),
        cmocka_unit_test(test_interrupt_entry),
        cmocka_unit_test(test_never_backwards),
        cmocka_unit_test(test_old_domain),
        cmocka_unit_test(test_shared_domain),
        cmocka_unit_test(test_pending),
        cmocka_unit_test(test_pointer),
        cmocka_unit_test(test_why),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_doubt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
