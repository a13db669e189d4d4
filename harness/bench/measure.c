#include "harness/bench/measure.h"

#include <stdlib.h>
#include <time.h>

struct lap {
    double timed, whole; /* seconds: of the operations alone, and with refills and checks */
    uint64_t operations, wrong;
};

/* Time that this thread had the processor: other programs on a busy machine do not count. */
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* What it takes to look at the clock, so that short sections are not charged with it. */
static double clock_cost(void)
{
    enum { LOOKS = 200 };
    double start = now();
    for (int i = 0; i < LOOKS; i++)
        now();
    return (now() - start) / LOOKS;
}

/* At least one section. `size` is the number of operations, or of sections if the case has sections. */
static struct lap run_lap(struct bench *b, const struct bench_case *c, uint64_t size)
{
    struct lap lap = {0.0, 0.0, 0, 0};
    double cost = c->section != 0 ? clock_cost() : 0.0, start = now();
    uint64_t sections = c->section != 0 ? size : 1u, count = c->section != 0 ? c->section : size;
    for (uint64_t i = 0; i < sections; i++) {
        if (c->refill != NULL)
            c->refill(b, c);
        double begin = now();
        lap.wrong += c->run(b, c, count);
        double took = now() - begin - cost;
        lap.timed += took > 1e-9 ? took : 1e-9;
        lap.operations += count;
        if (c->check != NULL)
            lap.wrong += c->check(b, c);
    }
    lap.whole = now() - start;
    return lap;
}

/* The size of a lap that takes about `seconds`; warms caches up on the way. */
static uint64_t calibrate(struct bench *b, const struct bench_case *c, double seconds, uint64_t *wrong)
{
    uint64_t size = 1;
    for (;;) {
        struct lap lap = run_lap(b, c, size);
        *wrong += lap.wrong;
        if (lap.wrong != 0 || lap.whole >= seconds)
            return size;
        if (lap.whole >= seconds / 4.0)
            return (uint64_t)((double)size * seconds / lap.whole);
        size *= 2u;
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct bench_figure bench_measure(struct bench *b, const struct bench_case *c, double seconds)
{
    struct bench_figure f = {0.0, 0.0, 0, 0};
    double rate[BENCH_REPETITIONS];
    bench_prepare(b, c);
    uint64_t size = calibrate(b, c, seconds / (BENCH_REPETITIONS + 1), &f.wrong);
    for (int i = 0; i < BENCH_REPETITIONS && f.wrong == 0; i++) {
        struct lap lap = run_lap(b, c, size);
        rate[i] = (double)lap.operations / lap.timed;
        f.operations = lap.operations;
        f.wrong += lap.wrong;
    }
    if (f.wrong != 0)
        return f;
    qsort(rate, BENCH_REPETITIONS, sizeof rate[0], compare);
    f.median = rate[BENCH_REPETITIONS / 2];
    f.best = rate[BENCH_REPETITIONS - 1];
    return f;
}
