/* The bench must notice that it measures something else than it says. */
#include <string.h>

#include "harness/bench/measure.h"
#include "tests/unit/tables.h"

static const struct bench_case *find(const char *name)
{
    for (unsigned i = 0; i < bench_case_count; i++)
        if (strcmp(bench_cases[i].name, name) == 0)
            return &bench_cases[i];
    fail_msg("no case %s", name);
    return NULL;
}

static void good_tables(void **state)
{
    struct bench b;
    (void)state;
    assert_true(bench_open(&b));
    for (unsigned i = 0; i < bench_case_count; i++) {
        struct bench_figure f = bench_measure(&b, &bench_cases[i], 0.0005);
        assert_int_equal(f.wrong, 0);
        assert_true(f.operations > 0 && f.median > 0.0 && f.best >= f.median);
    }
    bench_close(&b);
}

/* Without a root entry every request is blocked; without interrupt entries every message. */
static void blocked_requests(void **state)
{
    static const char *const names[] = {"walk", "hit-64", "hit-2m", "remap", "remap-cached", "replace-all"};
    struct bench b;
    (void)state;
    assert_true(bench_open(&b));
    memset(b.words, 0, (size_t)b.memory.word_count * sizeof *b.words);
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_true(bench_measure(&b, find(names[i]), 0.0005).wrong > 0);
    bench_close(&b);
}

/* A cache that was never full, a queue that stands still. */
static void idle_caches(void **state)
{
    struct bench b;
    (void)state;
    assert_true(bench_open(&b));
    struct bench_case page = *find("drop-page-64"), context = *find("drop-context"), queue = *find("queue-mix");
    page.setup = NULL;
    context.setup = NULL;
    queue.setup = NULL;
    assert_true(bench_measure(&b, &page, 0.0005).wrong > 0);
    assert_true(bench_measure(&b, &context, 0.0005).wrong > 0);
    assert_true(bench_measure(&b, &queue, 0.0005).wrong > 0);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(good_tables), cmocka_unit_test(blocked_requests),
                                       cmocka_unit_test(idle_caches)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
