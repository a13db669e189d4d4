/* The IOTLB: pages of 4 KB, 2 MB and 1 GB side by side, dropped by domain-id and page range. */
#include "model/iotlb.h"
#include "tests/unit/units.h"

static struct vtd_iotlb t;

static void hold(uint16_t source, uint16_t domain, unsigned level, int64_t first, unsigned way)
{
    struct vtd_cached_page e = {.first = first,
                                .frame = first + 0x80000,
                                .source = source,
                                .domain = domain,
                                .level = (int8_t)level,
                                .rights = 3};
    vtd_iotlb_insert(&t, e, way);
}

/* The level of the entry that serves a page of 00:04.0, 0 for none. */
static int level(int64_t page)
{
    int32_t at = vtd_iotlb_find(&t, 0x0020, page);
    return at < 0 ? 0 : t.entry[at].level;
}

static bool holds(uint16_t source, int at_level, int64_t first)
{
    for (size_t i = 0; i < sizeof t.entry / sizeof t.entry[0]; i++)
        if (t.entry[i].level == at_level && t.entry[i].source == source && t.entry[i].first == first)
            return true;
    return false;
}

/* 00:04.0, domain 7: the first gigabyte as 1 GB page 0 (pages 0..3FFFFh), in it 2 MB pages 1 (200h..3FFh) and 2
 * (400h..5FFh) and 4 KB pages 200h, 3FFh, 400h; and the 4 KB page 40000h behind it. */
static int fill(void **state)
{
    (void)state;
    memset(&t, 0, sizeof t);
    t.sets = 2048;
    hold(0x0020, 7, 3, 0, 0);
    hold(0x0020, 7, 2, 1, 0);
    hold(0x0020, 7, 2, 2, 0);
    hold(0x0020, 7, 1, 0x200, 0);
    hold(0x0020, 7, 1, 0x3FF, 0);
    hold(0x0020, 7, 1, 0x400, 0);
    hold(0x0020, 7, 1, 0x40000, 1);
    return 0;
}

/* Which of them are left, in the order above: 1 GB, 2 MB, 2 MB, 4 KB, 4 KB, 4 KB, 4 KB. */
static void expect(const char *left)
{
    static const struct {
        int level;
        int64_t first;
    } page[] = {{3, 0}, {2, 1}, {2, 2}, {1, 0x200}, {1, 0x3FF}, {1, 0x400}, {1, 0x40000}};
    for (unsigned i = 0; i < 7; i++)
        if (holds(0x0020, page[i].level, page[i].first) != (left[i] == 'x'))
            fail_msg("level %d, first 0x%llx: expected %s", page[i].level, (unsigned long long)page[i].first, left);
}

/* Any of several entries may serve a page, but only one that covers it. */
static void finding(void **state)
{
    (void)state;
    assert_true(level(0x200) != 0 && level(0x3FF) != 0 && level(0x5FF) != 0 && level(0) != 0 && level(0x3FFFF) != 0);
    assert_int_equal(level(0x40000), 1);
    assert_int_equal(level(0x40001), 0);
    assert_int_equal(level(0x80000), 0);
    assert_int_equal(vtd_iotlb_find(&t, 0x0021, 0x200), -1);
    assert_int_equal(vtd_iotlb_find(&t, 0x0000, 0x200), -1);
    vtd_iotlb_invalidate(&t, 3, 7, 0, 0); /* the 1 GB page */
    assert_int_equal(level(0x1FF), 0);
    assert_int_equal(level(0x3FFFF), 0);
    assert_int_equal(level(0x201), 2);
    assert_int_equal(level(0x5FF), 2);
    assert_int_equal(level(0x600), 0);
    vtd_iotlb_invalidate(&t, 3, 7, 0x201, 0); /* one 2 MB page */
    assert_int_equal(level(0x200), 1);
    assert_int_equal(level(0x201), 0);
    assert_int_equal(level(0x3FF), 1);
}

static void page_ranges(void **state)
{
    static const struct {
        int64_t page;
        unsigned mask;
        const char *left;
    } cases[] = {
        {0x200, 0, "..x.xxx"}, /* all three sizes that hold the page */
        {0x201, 0, "..xxxxx"}, /* superpages that overlap in part go, the 4 KB page beside stays */
        {0x3FF, 0, "..xx.xx"},
        {0x400, 0, ".x.xx.x"},
        {0x600, 0, ".xxxxxx"},
        {0x40000, 0, "xxxxxx."},
        {0x40001, 0, "xxxxxxx"},
        {0x200, 1, "..x.xxx"},
        {0x201, 1, "..x.xxx"}, /* low bits of ADDR do not count */
        {0x3FE, 1, "..xx.xx"},
        {0x3FF, 8, "..xx.xx"}, /* 300h..3FFh */
        {0x3FF, 9, "..x..xx"},
        {0x200, 9, "..x..xx"},
        {0x3FF, 10, "..x..xx"}, /* 0..3FFh */
        {0x3FF, 11, "......x"}, /* 0..7FFh */
        {0x40000, 9, "xxxxxx."},
        {0x40000, 18, "xxxxxx."},
        {0x3FFFF, 18, "......x"},
        {0, 19, "......."},
        {0x80000, 18, "xxxxxxx"},
        {0xFFFFFFFFFFFFF, 52, "......."},
        {0xFFFFFFFFFFFFF, 51, "xxxxxxx"},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fill(state);
        vtd_iotlb_invalidate(&t, 3, 8, cases[i].page, cases[i].mask); /* another domain */
        expect("xxxxxxx");
        vtd_iotlb_invalidate(&t, 3, 7, cases[i].page, cases[i].mask);
        expect(cases[i].left);
    }
}

/* The domain decides, not the requester: two requesters may share tables. */
static void coarse(void **state)
{
    hold(0x0028, 7, 1, 0x200, 1);
    hold(0x0028, 8, 1, 0x201, 1);
    vtd_iotlb_invalidate(&t, 3, 7, 0x200, 0);
    assert_false(holds(0x0028, 1, 0x200));
    fill(state);
    hold(0x0028, 7, 1, 0x200, 1);
    hold(0x0028, 8, 1, 0x201, 1);
    vtd_iotlb_invalidate(&t, 2, 7, 0, 0);
    expect(".......");
    assert_true(!holds(0x0028, 1, 0x200) && holds(0x0028, 1, 0x201));
    vtd_iotlb_invalidate(&t, 2, 0, 0, 0);
    assert_true(holds(0x0028, 1, 0x201));
    vtd_iotlb_invalidate(&t, 0, 8, 0x201, 0); /* IIRG=00 is reserved */
    assert_true(holds(0x0028, 1, 0x201));
    fill(state);
    hold(0x0028, 8, 1, 0x201, 1);
    vtd_iotlb_invalidate(&t, 1, 99, 99, 0);
    expect(".......");
    assert_false(holds(0x0028, 1, 0x201));
}

static void sizes(void **state)
{
    (void)state;
    memset(&t, 0, sizeof t);
    hold(0x0020, 7, 1, 0x200, 0);
    assert_int_equal(level(0x200), 0);
    assert_false(holds(0x0020, 1, 0x200));
    vtd_iotlb_invalidate(&t, 1, 0, 0, 0);
    t.sets = 1; /* everything in four ways */
    hold(0x0020, 7, 1, 0x205, 0);
    hold(0x0020, 7, 2, 1, 1);
    hold(0x0020, 7, 3, 0, 2);
    hold(0x0028, 7, 1, 0x205, 3);
    assert_true(level(0x205) != 0 && level(0x206) != 0 && level(0x3FFFF) != 0);
    hold(0x0020, 7, 1, 0x7777, 0); /* displaces the first */
    assert_false(holds(0x0020, 1, 0x205));
    assert_int_equal(level(0x7777), 1);
    memset(&t, 0, sizeof t);
    t.sets = 2048; /* the last page that there is, in every size */
    hold(0x0020, 7, 1, 0xFFFFFFFFFFFFF, 0);
    hold(0x0020, 7, 2, 0x7FFFFFFFFFF, 1);
    hold(0x0020, 7, 3, 0x3FFFFFFFF, 2);
    assert_true(level(0xFFFFFFFFFFFFF) != 0);
    vtd_iotlb_invalidate(&t, 3, 7, 0xFFFFFFFFFFFFF, 0);
    assert_int_equal(level(0xFFFFFFFFFFFFF), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(finding, fill),
        cmocka_unit_test_setup(page_ranges, fill),
        cmocka_unit_test_setup(coarse, fill),
        cmocka_unit_test_setup(sizes, fill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
