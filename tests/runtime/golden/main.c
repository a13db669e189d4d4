/* What each construct of the dialect is worth. Exit code 1: something else came out. */
#include <stdio.h>

#include "functions.h"
#include "logic.h"

static int wrong;

static void is(const char *what, Z seen, Z expected)
{
    if (seen != expected) {
        fprintf(stderr, "golden: %s is %lld, not %lld\n", what, (long long)seen, (long long)expected);
        wrong++;
    }
}
#define IS(term, expected) is(#term, term, expected)

static void arithmetic(void)
{
    IS(acsl_sum(1, UINT64_MAX), (Z)UINT64_MAX - 5);
    IS(acsl_wide(UINT64_MAX, 4) / 4, UINT64_MAX);
    IS(acsl_quotient(-7, 2), -3);
    IS(acsl_quotient((Z)UINT64_MAX * 8, 8), UINT64_MAX);
    IS(acsl_rest(-7, 2), -1);
    IS(acsl_rest(UINT64_MAX, 10), 5);
    IS(acsl_masked(0x1235, 16), 5);
    IS(acsl_choice(-1), 1);
    IS(acsl_choice(0), 2);
    IS(acsl_choice(1), 3);
    IS(acsl_lets(4), 25);
    IS(acsl_power(70) / acsl_power(60), 1024);
}

static void connectives(void)
{
    IS(acsl_chain(1, 1, 2), true);
    IS(acsl_chain(1, 2, 2), false);
    IS(acsl_chain(2, 1, 3), false);
    IS(acsl_implies(1, 1), false);
    IS(acsl_implies(1, 0), true);
    IS(acsl_implies(0, 1), true);
    IS(acsl_same(2, 3), true);
    IS(acsl_same(0, 3), false);
    IS(acsl_tight(1, 0, 0), true);
    IS(acsl_loose(1, 0, 0), false);
    IS(acsl_loose(0, 0, 0), true);
}

static void quantifiers(void)
{
    struct vtd_fault_log g = {
        .record = {{{1, 0, 0, 0}}, {{2, 0, 0, 0}}, {{3, 0, 0, 0}}, {{4, 0, 0, 77}}, {{9, 0, 0, 0}}}};
    IS(acsl_all_below(&g, 5), true);
    IS(acsl_all_below(&g, 4), false);
    IS(acsl_some_is(&g, 4), true);
    IS(acsl_some_is(&g, 9), false);
    IS(acsl_any_word(&g, 77), true);
    IS(acsl_any_word(&g, 78), false);
    IS(acsl_from_premises(1), true);
    IS(acsl_from_premises(2), false);
    IS(acsl_from_premises(8), false);
    IS(acsl_from_premises(9), true);
    IS(acsl_out_of_predicate(25, 5), true);
    IS(acsl_out_of_predicate(25, 4), false);
    IS(acsl_out_of_disjunction(3), true);
    IS(acsl_out_of_disjunction(4), false);
}

static void states(void)
{
    struct vtd_fault_log before = {.next = 1, .record = {{{5, 0, 0, 0}}}},
                         after = {.next = 2, .record = {{{6, 0, 0, 0}}}};
    struct vtd_message a = {.vector = 3}, b = a, c = {.vector = 4};
    IS(acsl_grown(&before, &after), true);
    IS(acsl_grown(&after, &before), false);
    IS(acsl_was_and_is(&before, &after, 5, 6), true);
    IS(acsl_was_and_is(&before, &after, 6, 5), false);
    IS(acsl_equal_messages(a, b), true);
    IS(acsl_equal_messages(a, c), false);
    IS(acsl_valid(&before), true);
    IS(acsl_valid(NULL), false);
}

/* Terms without a value are counted, and the same term has one value. */
static void no_value(void)
{
    const uint64_t words[2] = {1, 2};
    struct vtd_memory m = {words, 2};
    IS(acsl_beyond(&m, 1), true);
    IS(rt_counts()->outside, 0);
    IS(acsl_beyond(&m, 2), true);
    IS(rt_counts()->outside, 2);
    IS(acsl_quotient(1, 0), 0);
    IS(rt_counts()->zero_divisors, 1);
}

static void sets(void)
{
    const Z rows[2][3] = {{1, 2, 5}, {7, 20, 50}};
    rt_tell_begin();
    rt_tell(RT_told_page, rows[0], 3);
    rt_tell(RT_told_page, rows[1], 3);
    IS(acsl_is_told_page(1, 2, 5), true);
    IS(acsl_is_told_page(1, 2, 50), false);
    IS(acsl_told_between(1, 3), true);
    IS(acsl_told_between(1, 30), false);
    IS(acsl_told_between(7, 30), true);
    rt_tell_end();
    IS(acsl_is_told_page(1, 2, 5), false);
}

/* A violation of exactly this many clauses by a call. */
static void call(const char *what, int32_t n, uint64_t violations)
{
    struct vtd_fault_log g = {.next = n == 50 ? 49 : n == 51 ? 50 : 3};
    uint64_t before = rt_counts()->violations;
    (void)step(&g, n);
    is(what, (Z)(rt_counts()->violations - before), (Z)violations);
}

static void contracts(void)
{
    call("a call that keeps everything", 1, 0);
    call("a behavior that applies and holds", 50, 0);
    call("a behavior that applies and does not hold", 51, 1);
    call("a precondition", -1, 1);
    call("assigns of a field", 99, 1);
    call("assigns of a range", 100, 1);
    call("two postconditions", 101, 2);
    uint64_t before = rt_counts()->violations;
    (void)twice(3);
    is("a function that keeps its contract", (Z)(rt_counts()->violations - before), 0);
    (void)twice(13);
    is("a function that does not", (Z)(rt_counts()->violations - before), 1);
}

int main(void)
{
    if (!rt_open() || freopen("/dev/null", "a", stdout) == NULL)
        return 3;
    arithmetic();
    connectives();
    quantifiers();
    states();
    no_value();
    sets();
    contracts();
    rt_close();
    return wrong > 0;
}
