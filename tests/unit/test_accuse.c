/* Always accuse the illegal: the mutants that are found soon, each by its name. `make accuse` tries all of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "harness/chaos/accuse.h"

enum { SOON = 20000 };

static void test_soon(void **state)
{
    unsigned tried = 0;
    (void)state;
    for (unsigned m = 1; m < CHAOS_MUTANTS; m++) {
        if (mutant_table[m].operations > SOON)
            continue;
        struct accusation a = accuse((enum chaos_mutant)m, 3);
        if (a.verdict != ACCUSED)
            fail_msg("%s: verdict %d after %llu operations: %s legal: %s seen: %s, %s", mutant_table[m].name, a.verdict,
                     (unsigned long long)a.operations, a.finding.rules, a.finding.legal, a.finding.seen,
                     a.finding.detail);
        tried++;
    }
    assert_true(tried >= 30);
}

/* Forgotten invalidations are told from everything else. */
static void test_stale(void **state)
{
    static const enum chaos_mutant stale[] = {MUTANT_CONTEXT_GLOBAL_FORGOTTEN, MUTANT_PAGES_GLOBAL_FORGOTTEN,
                                              MUTANT_PAGES_DOMAIN_FORGOTTEN,   MUTANT_ENTRIES_INDEX_FORGOTTEN,
                                              MUTANT_REGISTER_PAGES_FORGOTTEN, MUTANT_WAIT_OVERTAKES};
    (void)state;
    for (size_t i = 0; i < sizeof stale / sizeof stale[0]; i++) {
        struct accusation a = accuse(stale[i], 5);
        assert_int_equal(a.verdict, ACCUSED);
        assert_non_null(strstr(a.finding.detail, "6.5"));
    }
}

static void test_table(void **state)
{
    (void)state;
    assert_true(CHAOS_MUTANTS - 1 >= 60);
    for (unsigned m = 0; m < CHAOS_MUTANTS; m++) {
        assert_non_null(mutant_table[m].name);
        assert_int_equal(mutant_named(mutant_table[m].name), m);
        assert_true(m == 0 || mutant_table[m].operations > 0);
        if (mutant_table[m].profile != NULL)
            assert_non_null(chaos_profile_named(mutant_table[m].profile));
    }
    assert_int_equal(mutant_named("no such mutant"), CHAOS_MUTANTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_soon),
        cmocka_unit_test(test_stale),
        cmocka_unit_test(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
