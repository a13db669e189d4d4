/* What instrumented sources call, and the arithmetic of the translated logic. */
#ifndef TESTS_RUNTIME_H
#define TESTS_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "spec/vocabulary.h"

/* Mathematical integers: every term of the logic stays far below 2^127; a product that does not ends the run. */
typedef __int128 Z;

/* ---- tables that the translator writes (clauses.c) ---- */

struct rt_clause {
    unsigned function;
    const char *kind, *name, *file;
    int line;
};
struct rt_function {
    const char *name, *file;
    int line;
    unsigned first, clauses, skipped; /* clauses from number `first` on */
};
struct rt_totals {
    unsigned clauses, functions, skipped, by_type;
};
extern const struct rt_clause rt_clauses[];
extern const struct rt_function rt_functions[];
extern const struct rt_totals rt_totals;

/* ---- what happened ---- */

struct rt_counts {
    uint64_t *evaluated, *met, *violated; /* of each clause; met: its premise held */
    uint64_t *calls, *satisfied;          /* of each function */
    uint64_t violations;
    uint64_t outside, zero_divisors; /* terms without a value of their own: see rt_at, rt_word, rt_div */
};
/* false: no memory. */
bool rt_open(void);
void rt_close(void);
const struct rt_counts *rt_counts(void);
/* Said with the next violations. `text` is called then. */
void rt_set_context(void (*text)(const void *self), const void *self);

/* ---- called by instrumented functions ---- */

void rt_enter(unsigned function);
void rt_called(bool preconditions);
void rt_leave(void);
bool rt_requires(unsigned clause, bool holds);
void rt_ensures(unsigned clause, bool met, bool holds);
void *rt_copy(const void *object, size_t size);
void rt_drop(size_t size);

/* ---- what was told: predicates that spec/coherence.acsl declares and leaves open ---- */

enum rt_set { RT_told_context, RT_told_page, RT_told_no_page, RT_told_interrupt, RT_SETS };
enum { RT_COLUMNS = 8 };

/* Forget all; from now on the tables count as told, until rt_tell_end. */
void rt_tell_begin(void);
void rt_tell_end(void);
void rt_tell(enum rt_set set, const Z *row, unsigned columns);

bool rt_tables_tell(void);
bool rt_is_told(enum rt_set set, const Z *row, unsigned columns);
unsigned rt_told_rows(enum rt_set set);
const Z *rt_told_row(enum rt_set set, unsigned row);

/* ---- logic ---- */

/* A logic function has a value for every argument. Where it would read outside an array or divide by 0, nothing is
 * known of that value: one is taken, and counted. A clause whose truth depends on it cannot be proved. */
void rt_no_value(bool division);
size_t rt_outside(Z index);
_Noreturn void rt_too_large(const char *what);

static inline size_t rt_at(Z index, size_t count)
{
    return index >= 0 && index < (Z)count ? (size_t)index : rt_outside(index);
}

static inline Z rt_word(const struct vtd_memory *m, Z index)
{
    if (index >= 0 && index < (Z)m->word_count)
        return m->words[(uint64_t)index];
    rt_no_value(false);
    return (Z)((uint64_t)index * 0x9E3779B97F4A7C15u);
}

/* Both towards zero, as in C and ACSL. */
static inline Z rt_div(Z a, Z b)
{
    if (b == 0) {
        rt_no_value(true);
        return 0;
    }
    if (a >= 0 && b > 0 && a <= (Z)UINT64_MAX && b <= (Z)UINT64_MAX)
        return (Z)((uint64_t)a / (uint64_t)b);
    return a / b;
}

static inline Z rt_mod(Z a, Z b)
{
    if (b == 0) {
        rt_no_value(true);
        return 0;
    }
    if (a >= 0 && b > 0 && a <= (Z)UINT64_MAX && b <= (Z)UINT64_MAX)
        return (Z)((uint64_t)a % (uint64_t)b);
    return a % b;
}

static inline Z rt_mul(Z a, Z b)
{
    Z product;
    if (__builtin_mul_overflow(a, b, &product))
        rt_too_large("a product");
    return product;
}

/* The last value of a quantified name; ranges are small, or the run would not end. */
static inline Z rt_last(const char *where, Z first, Z last)
{
    if (last - first > 0x100000)
        rt_too_large(where);
    return last;
}

static inline Z rt_min(Z a, Z b)
{
    return a < b ? a : b;
}

static inline Z rt_max(Z a, Z b)
{
    return a > b ? a : b;
}

static inline bool rt_separated(const void *a, size_t m, const void *b, size_t n)
{
    return (uintptr_t)a + m <= (uintptr_t)b || (uintptr_t)b + n <= (uintptr_t)a;
}

/* ---- equality of structures: of their fields, not of their padding ---- */

#define RT_SAME(field) (a.field == b.field)
_Static_assert(sizeof(struct vtd_cached_page) == 32, "a field was added: compare it too");
_Static_assert(sizeof(struct vtd_cached_context) == 24, "a field was added: compare it too");
_Static_assert(sizeof(struct vtd_cached_interrupt) == 24, "a field was added: compare it too");
_Static_assert(sizeof(struct vtd_itag) == 12 && sizeof(struct vtd_message) == 12, "a field was added: compare it too");

static inline bool rt_equal_page(struct vtd_cached_page a, struct vtd_cached_page b)
{
    return RT_SAME(first) && RT_SAME(frame) && RT_SAME(source) && RT_SAME(domain) && RT_SAME(level) &&
           RT_SAME(rights) && RT_SAME(fault_disabled) && RT_SAME(rule);
}

static inline bool rt_equal_context(struct vtd_cached_context a, struct vtd_cached_context b)
{
    return RT_SAME(word0) && RT_SAME(word1) && RT_SAME(word2) && RT_SAME(word3) && RT_SAME(source) && RT_SAME(domain) &&
           RT_SAME(valid);
}

static inline bool rt_equal_interrupt(struct vtd_cached_interrupt a, struct vtd_cached_interrupt b)
{
    return RT_SAME(word0) && RT_SAME(word1) && RT_SAME(word2) && RT_SAME(word3) && RT_SAME(index) && RT_SAME(valid);
}

static inline bool rt_equal_itag(struct vtd_itag a, struct vtd_itag b)
{
    return RT_SAME(source) && RT_SAME(used) && RT_SAME(remaining);
}

static inline bool rt_equal_message(struct vtd_message a, struct vtd_message b)
{
    return RT_SAME(destination) && RT_SAME(vector) && RT_SAME(delivery_mode) && RT_SAME(logical) &&
           RT_SAME(redirection_hint) && RT_SAME(level);
}

static inline bool rt_equal_integer(Z a, Z b)
{
    return a == b;
}

#define rt_equal(a, b)                                                                                                 \
    _Generic((a), struct vtd_cached_page                                                                               \
             : rt_equal_page, struct vtd_cached_context                                                                \
             : rt_equal_context, struct vtd_cached_interrupt                                                           \
             : rt_equal_interrupt, struct vtd_itag                                                                     \
             : rt_equal_itag, struct vtd_message                                                                       \
             : rt_equal_message, default                                                                               \
             : rt_equal_integer)(a, b)

#endif
