#include "tests/runtime/runtime.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEPTH = 64, SHOWN = 10 };
#define COPIES ((size_t)64 << 20)

/* One run in one process: instrumented functions have no argument to carry this in. */
static struct {
    struct rt_counts counts;
    unsigned function[DEPTH]; /* those that are being called */
    unsigned depth;
    unsigned char *copies;
    size_t used;
    void (*text)(const void *self);
    const void *self;
} run;

const struct rt_counts *rt_counts(void)
{
    return &run.counts;
}

bool rt_open(void)
{
    struct rt_counts *c = &run.counts;
    c->evaluated = calloc(rt_totals.clauses + 1u, sizeof(uint64_t));
    c->met = calloc(rt_totals.clauses + 1u, sizeof(uint64_t));
    c->violated = calloc(rt_totals.clauses + 1u, sizeof(uint64_t));
    c->calls = calloc(rt_totals.functions + 1u, sizeof(uint64_t));
    c->satisfied = calloc(rt_totals.functions + 1u, sizeof(uint64_t));
    run.copies = malloc(COPIES);
    return c->evaluated != NULL && c->met != NULL && c->violated != NULL && c->calls != NULL && c->satisfied != NULL &&
           run.copies != NULL;
}

void rt_close(void)
{
    free(run.counts.evaluated);
    free(run.counts.met);
    free(run.counts.violated);
    free(run.counts.calls);
    free(run.counts.satisfied);
    free(run.copies);
}

void rt_set_context(void (*text)(const void *self), const void *self)
{
    run.text = text;
    run.self = self;
}

static void report(unsigned clause)
{
    const struct rt_clause *c = &rt_clauses[clause];
    run.counts.violations++;
    if (run.counts.violated[clause]++ > 0 || run.counts.violations > SHOWN)
        return;
    printf("%s:%d: %s does not keep: %s %s\n  called by:", c->file, c->line, rt_functions[c->function].name, c->kind,
           c->name[0] != '\0' ? c->name : "(without a name)");
    for (unsigned i = run.depth; i > 1; i--)
        printf(" %s", rt_functions[run.function[i - 2]].name);
    printf("%s\n", run.depth > 1 ? "" : " the run");
    if (run.text != NULL)
        run.text(run.self);
}

void rt_enter(unsigned function)
{
    if (run.depth == DEPTH)
        rt_too_large("the depth of calls");
    run.function[run.depth++] = function;
    run.counts.calls[function]++;
}

void rt_called(bool preconditions)
{
    run.counts.satisfied[run.function[run.depth - 1]] += preconditions;
}

void rt_leave(void)
{
    run.depth--;
}

bool rt_requires(unsigned clause, bool holds)
{
    run.counts.evaluated[clause]++;
    run.counts.met[clause]++;
    if (!holds)
        report(clause);
    return holds;
}

void rt_ensures(unsigned clause, bool met, bool holds)
{
    run.counts.evaluated[clause]++;
    run.counts.met[clause] += met;
    if (!holds)
        report(clause);
}

/* A stack, because calls are nested. */
void *rt_copy(const void *object, size_t size)
{
    size_t room = (size + 63u) & ~(size_t)63u;
    if (run.used + room > COPIES)
        rt_too_large("the copies of states");
    void *copy = memcpy(run.copies + run.used, object, size);
    run.used += room;
    return copy;
}

void rt_drop(size_t size)
{
    run.used -= (size + 63u) & ~(size_t)63u;
}

void rt_no_value(bool division)
{
    if (division)
        run.counts.zero_divisors++;
    else
        run.counts.outside++;
}

size_t rt_outside(Z index)
{
    (void)index;
    rt_no_value(false);
    return 0;
}

void rt_too_large(const char *what)
{
    fprintf(stderr, "runtime: %s is larger than the checks can deal with\n", what);
    exit(3);
}
