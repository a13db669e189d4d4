/* Never accuse the legal: each freedom used in either way, and all of them at random. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "harness/chaos/campaign.h"

/* Where a freedom shows itself, if not in the common profile. */
static const struct {
    enum chaos_freedom freedom;
    const char *profile;
} place[] = {
    {FREEDOM_LATE, "lazy"},
    {FREEDOM_HEAD_AHEAD, "lazy"},
    {FREEDOM_CACHED_FAULT, "caching"},
    {FREEDOM_INDEX_HELD, "everything"},
    {FREEDOM_PROTECTED_REMAPPED, "silicon"},
    {FREEDOM_NO_UPPER_REGISTER, "shallow"},
    {FREEDOM_ABORT_SILENT, "rev5"},
};

static const char *profile_of(enum chaos_freedom f)
{
    for (size_t i = 0; i < sizeof place / sizeof place[0]; i++)
        if (place[i].freedom == f)
            return place[i].profile;
    return "common";
}

static void never_accused(const struct chaos_run *run, struct chaos_result *r)
{
    assert_non_null(run->profile);
    assert_true(chaos_campaign(run, r));
    if (r->accusations > 0)
        fail_msg("%s, seed %llu, operation %llu: %s legal: %s seen: %s, %s", run->profile->name,
                 (unsigned long long)run->seed, (unsigned long long)r->first_operation, r->first.rules, r->first.legal,
                 r->first.seen, r->first.detail);
    free(r->accused);
}

/* One behaviour and never the other one, until it has been shown. */
static void shown(enum chaos_freedom f, bool second)
{
    uint64_t count = 0;
    for (uint64_t seed = 1; count == 0; seed++) {
        struct chaos_run run = {.profile = chaos_profile_named(profile_of(f)),
                                .operations = 10000,
                                .seed = seed,
                                .forced = true,
                                .freedom = f,
                                .second = second};
        struct chaos_result r;
        never_accused(&run, &r);
        count = r.count[f][second];
        /* Full caches begin empty too, and not every session is lazy. */
        bool mixed =
            (f >= FREEDOM_CACHED_CONTEXT && f <= FREEDOM_CACHED_ENTRY) || f == FREEDOM_STALE || f == FREEDOM_LATE;
        if (!(mixed && second))
            if (r.count[f][!second] != 0)
                fail_msg("freedom %s: '%s' although the other one is asked for", freedom_table[f].name,
                         freedom_table[f].behaviour[!second]);
        if (seed == 40)
            fail_msg("freedom %s: '%s' is never shown", freedom_table[f].name, freedom_table[f].behaviour[second]);
    }
}

static void test_each_freedom(void **state)
{
    (void)state;
    for (unsigned f = 0; f < CHAOS_FREEDOMS; f++) {
        shown((enum chaos_freedom)f, false);
        shown((enum chaos_freedom)f, true);
    }
}

static void test_each_profile(void **state)
{
    (void)state;
    for (unsigned i = 0; i < chaos_profile_count; i++) {
        struct chaos_run run = {.profile = &chaos_profiles[i], .operations = 20000, .seed = 4711 + i};
        struct chaos_result r;
        never_accused(&run, &r);
        assert_true(r.operations >= run.operations && r.requests > 1000);
        /* What is not judged must stay the exception. */
        assert_true(r.undefined * 10u < r.operations);
    }
}

/* The same seed gives the same session and the same answers. */
static void test_repeatable(void **state)
{
    struct chaos_run run = {.profile = chaos_profile_named("common"), .operations = 3000, .seed = 9};
    struct chaos_result a, b;
    (void)state;
    never_accused(&run, &a);
    never_accused(&run, &b);
    assert_int_equal(a.operations, b.operations);
    assert_memory_equal(a.count, b.count, sizeof a.count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_freedom),
        cmocka_unit_test(test_each_profile),
        cmocka_unit_test(test_repeatable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
