/* The account of a set of tables against the model's own walk: the same frames, with the same rights, no more and no
 * less, over tables made at random and by hand. */
#include "tests/unit/tables.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness/audit/tables.h"
#include "harness/generate/rng.h"

struct bench {
    struct tables t;
    struct range_list captured;
    struct table_set set;
    struct range_list read, write; /* what the walk says */
};

static void visit(struct bench *b, unsigned levels)
{
    table_set_visit(&b->set, &b->t.unit.caps, &b->t.memory, &b->captured, 3, levels);
}

static struct bench *make(void)
{
    struct bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    test_build(&b->t);
    memset(b->t.words, 0, sizeof b->t.words);
    range_add(&b->captured, 0, TEST_FRAMES);
    range_settle(&b->captured);
    return b;
}

static void forget(struct bench *b)
{
    table_set_free(&b->set);
    range_free(&b->read);
    range_free(&b->write);
}

static void done(struct bench *b)
{
    forget(b);
    range_free(&b->captured);
    free(b);
}

/* One page that the walk maps, if a request can have this address. */
static void expect_page(struct bench *b, struct vtd_walk w, uint64_t page, int64_t limit)
{
    if ((int64_t)page >= limit || (page >= 0xFEE00 && page < 0xFEF00))
        return;
    if (w.read)
        range_add(&b->read, (int64_t)w.frame, (int64_t)w.frame + 1);
    if (w.write)
        range_add(&b->write, (int64_t)w.frame, (int64_t)w.frame + 1);
}

/* Every address of the tables by the model's walk, page by page where something is mapped. */
static uint64_t expect(struct bench *b, unsigned levels)
{
    uint64_t reach = vtd_span(levels) * 512u, pages = 0, next;
    int64_t limit = (int64_t)(b->t.unit.caps.guest_pages < reach ? b->t.unit.caps.guest_pages : reach);
    for (uint64_t page = 0; page < reach; page = next) {
        struct vtd_walk w = vtd_second_stage_walk(&b->t.unit.caps, &b->t.memory, 3, levels, page);
        uint64_t span = vtd_span(w.level);
        next = (page / span + 1u) * span;
        for (uint64_t p = page; w.mapped && p < next; p++, pages++)
            expect_page(b, vtd_second_stage_walk(&b->t.unit.caps, &b->t.memory, 3, levels, p), p, limit);
    }
    range_settle(&b->read);
    range_settle(&b->write);
    return pages;
}

static void same(const struct range_list *a, const struct range_list *b)
{
    assert_int_equal(a->count, b->count);
    for (int64_t i = 0; i < a->count; i++) {
        assert_int_equal(a->range[i].first, b->range[i].first);
        assert_int_equal(a->range[i].end, b->range[i].end);
    }
}

/* Each range has a page that leads to its first frame; the walk confirms it. */
static void witnesses(struct bench *b, const struct range_list *l, int32_t rights, unsigned levels)
{
    for (int64_t i = 0; i < l->count && i < 50; i++) {
        int64_t page;
        assert_true(table_set_witness(&b->set, l->range[i].first, rights, &page));
        assert_true(audit_all_addressable(page, 1, b->set.account.limit));
        struct vtd_walk w = vtd_second_stage_walk(&b->t.unit.caps, &b->t.memory, 3, levels, (uint64_t)page);
        assert_true(w.mapped && (rights == AUDIT_READ ? w.read : w.write));
        assert_int_equal(w.frame, l->range[i].first);
        assert_false(table_set_witness(&b->set, l->range[i].end, rights, &page));
    }
}

static void compare(struct bench *b, unsigned levels)
{
    visit(b, levels);
    expect(b, levels);
    assert_true(audit_complete(&b->set.account)); /* tables behind the end of memory have no part in it */
    assert_true(b->set.complete || b->set.issues[ISSUE_UNREADABLE] > 0 || b->set.issues[ISSUE_NOT_CAPTURED] > 0);
    same(&b->set.read, &b->read);
    same(&b->set.write, &b->write);
    witnesses(b, &b->set.read, AUDIT_READ, levels);
    witnesses(b, &b->set.write, AUDIT_WRITE, levels);
}

/* An entry that is likely to lead on: to one of the tables 3..9, or to some page. */
static uint64_t entry(struct rng *r, unsigned level)
{
    uint64_t rights = rng_below(r, 8) == 0 ? rng_below(r, 4) : 3;
    if (level > 1 && rng_below(r, 4) != 0)
        return (3 + rng_below(r, 7)) << 12 | rights;
    uint64_t frame = rng_below(r, 3) == 0 ? rng_below(r, 64) : (rng_below(r, 0x400) << 9 & ~0x3FFFFull);
    if (rng_below(r, 16) == 0)
        frame = 1ull << 36 | frame; /* beyond the host address width */
    return frame << 12 | (level > 1 ? 0x80u : 0u) | rights;
}

static void fill(struct bench *b, struct rng *r, unsigned levels)
{
    memset(b->t.words, 0, sizeof b->t.words);
    for (unsigned i = 0; i < 7; i++) {
        unsigned entries = 1 + (unsigned)rng_below(r, 3);
        for (unsigned n = 0; n < entries; n++) {
            unsigned slot = (unsigned)(rng_below(r, 3) == 0 ? rng_below(r, 4) : rng_below(r, 512));
            if (rng_below(r, 6) == 0)
                slot = (unsigned[]){503, 502, 3, 0, 511}[rng_below(r, 5)]; /* near the interrupt window */
            b->t.words[(3 + i) * 512 + slot] = entry(r, 1 + (unsigned)rng_below(r, levels));
        }
    }
}

static void random_tables(void **state)
{
    struct bench *b = make();
    struct rng r = {7};
    (void)state;
    for (unsigned i = 0; i < 300; i++) {
        unsigned levels = 3 + i % 3;
        fill(b, &r, levels);
        b->t.unit.caps.guest_pages = i % 5 == 0 ? 1ull << 27 : i % 5 == 1 ? 1ull << 21 : 1ull << 45;
        b->t.unit.caps.page_1g = i % 4 != 3;
        compare(b, levels);
        forget(b);
    }
    done(b);
}

/* Pages of every size over the interrupt window, as addresses: its 256 pages cannot be reached through them. */
static void window(void **state)
{
    struct bench *b = make();
    (void)state;
    test_word(&b->t, 0x3000 + 8 * 3, 0x40000083);
    compare(b, 3);
    assert_int_equal(b->set.read.count, 2);
    assert_int_equal(range_frames(&b->set.read), 0x40000 - 0x100);
    forget(b);
    test_word(&b->t, 0x3000 + 8 * 3, 0x4003);
    test_word(&b->t, 0x4000 + 8 * 503, 0x40000083); /* 0xFEE00000: window, then 1 MB more */
    compare(b, 3);
    assert_int_equal(b->set.read.count, 1);
    assert_int_equal(b->set.read.range[0].first, 0x40100);
    forget(b);
    test_word(&b->t, 0x4000 + 8 * 503, 0x5003);
    test_word(&b->t, 0x5000 + 8 * 255, 0x9003);
    test_word(&b->t, 0x5000 + 8 * 256, 0xA003);
    compare(b, 3);
    assert_int_equal(b->set.read.range[0].first, 0xA);
    assert_int_equal(range_frames(&b->set.read), 1);
    done(b);
}

/* The guest address width cuts a page table, a page directory, a page. */
static void limits(void **state)
{
    struct bench *b = make();
    (void)state;
    test_word(&b->t, 0x3000, 0x4003);
    test_word(&b->t, 0x4000, 0x40000083);
    test_word(&b->t, 0x4008, 0x80000083);
    for (uint64_t pages = 1; pages <= 0x80000; pages *= 2) {
        b->t.unit.caps.guest_pages = pages;
        compare(b, 4);
        assert_int_equal(range_frames(&b->set.read), pages - (pages > 0xFEF00 ? 0x100 : 0));
        forget(b);
    }
    done(b);
}

static uint64_t issues(const struct bench *b, enum issue_kind kind, uint64_t frame)
{
    uint64_t n = 0;
    for (int32_t i = 0; i < b->set.issue_count; i++)
        n += b->set.issue[i].kind == kind && b->set.issue[i].frame == (int64_t)frame;
    return n;
}

/* A table that contains itself ends at the lowest level; tables outside; reserved bits. */
static void hostile(void **state)
{
    struct bench *b = make();
    (void)state;
    for (uint64_t slot = 0; slot < 512; slot++)
        test_word(&b->t, 0x3000 + 8 * slot, 0x3003);
    b->t.unit.caps.guest_pages = 1ull << 45;
    visit(b, 5);
    assert_true(b->set.complete);
    assert_int_equal(b->set.read.count, 1);
    assert_int_equal(b->set.read.range[0].first, 3);
    assert_int_equal(issues(b, ISSUE_LOOP, 3), 4);
    assert_true(b->set.pages[1] > 1ull << 44);
    forget(b);
    test_word(&b->t, 0x3000, 0x7FFFF000003);
    test_word(&b->t, 0x3008, 0x3083); /* a page-size bit at level 4 */
    visit(b, 4);
    assert_true(issues(b, ISSUE_UNREADABLE, 0x7FFFF000) >= 1);
    assert_true(issues(b, ISSUE_RESERVED, 3) >= 1);
    assert_false(b->set.complete);
    assert_true(audit_complete(&b->set.account));
    forget(b);
    b->captured.range[0].end = 3;
    visit(b, 3);
    assert_false(b->set.complete);
    assert_true(b->set.issues[ISSUE_NOT_CAPTURED] >= 3);
    done(b);
}

/* The check of the account notices when anything is left out. */
static void left_out(void **state)
{
    struct bench *b = make();
    struct rng r = {11};
    unsigned noticed = 0;
    (void)state;
    for (unsigned i = 0; i < 60; i++) {
        fill(b, &r, 3);
        visit(b, 3);
        struct audit_account a = b->set.account;
        assert_true(audit_complete(&a));
        if (a.reads > 0) {
            struct audit_range *cut = &b->set.read.range[i % (unsigned)a.reads];
            cut->end--;
            assert_false(audit_complete(&a));
            cut->end++;
            cut->first++;
            assert_false(audit_complete(&a));
            cut->first--;
            noticed += 2;
        }
        for (int64_t k = 1; k < a.tables; k++, noticed++) {
            b->set.table[k].rights ^= 4;
            assert_false(audit_complete(&a));
            b->set.table[k].rights ^= 4;
        }
    }
    assert_true(noticed > 100);
    done(b);
}

static double seconds(struct timespec from)
{
    struct timespec to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* 5 levels whose tables are shared: 2^39 and more addresses of 4 KB pages in a few tables. */
static void shared_tables(void **state)
{
    struct bench *b = make();
    (void)state;
    for (uint64_t level = 5; level >= 1; level--)
        for (uint64_t slot = 0; slot < 512; slot++)
            test_word(&b->t, (8 - level) * 0x1000 + 8 * slot, level > 1 ? (9 - level) << 12 | 3 : slot << 12 | 1);
    b->t.unit.caps.guest_pages = 1ull << 45;
    visit(b, 5);
    assert_true(b->set.complete);
    assert_true(b->set.pages[1] > 300000000ull);
    assert_int_equal(b->set.entries[1], 512 + 256);
    assert_int_equal(b->set.read.count, 1);
    assert_int_equal(b->set.write.count, 0);
    assert_true(b->set.account.tables <= 16);
    done(b);
}

/* 1 GB of 4 KB pages, none next to each other in the tables: 512 page tables. */
static void one_gigabyte(void **state)
{
    enum { FRAMES = 1024 };
    struct vtd_caps caps = test_caps();
    uint64_t *words = calloc(FRAMES * 512, sizeof *words);
    struct range_list captured = {0};
    struct table_set set;
    struct timespec start;
    (void)state;
    assert_non_null(words);
    range_add(&captured, 0, FRAMES);
    words[512] = 0x2003;
    words[2 * 512] = 0x3003;
    for (uint64_t i = 0; i < 512; i++) {
        words[3 * 512 + i] = (4 + i) << 12 | 3;
        for (uint64_t k = 0; k < 512; k++)
            words[(4 + i) * 512 + k] = ((i * 512 + k) * 2 + 0x100000) << 12 | 3;
    }
    struct vtd_memory m = {words, FRAMES * 512};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    table_set_visit(&set, &caps, &m, &captured, 1, 4);
    double taken = seconds(start);
    print_message("1 GB in 262144 scattered 4 KB pages: %.1f ms\n", taken * 1e3);
    assert_true(set.complete);
    assert_int_equal(set.pages[1], 262144);
    assert_int_equal(set.read.count, 262144);
    assert_int_equal(range_frames(&set.write), 262144);
    assert_true(taken < 1.0);
    table_set_free(&set);
    range_free(&captured);
    free(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_tables), cmocka_unit_test(window),   cmocka_unit_test(limits),
        cmocka_unit_test(hostile),       cmocka_unit_test(left_out), cmocka_unit_test(shared_tables),
        cmocka_unit_test(one_gigabyte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
