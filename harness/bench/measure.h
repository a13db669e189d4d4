/* Timing of a case. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "harness/bench/bench.h"

enum { BENCH_REPETITIONS = 9 };

struct bench_figure {
    double median, best; /* operations in a second */
    uint64_t operations; /* of one repetition */
    uint64_t wrong;      /* answers that were not the expected ones, warming up included */
};

/* Prepare a case and time it: repetitions that take about seconds / (BENCH_REPETITIONS + 1) each. */
struct bench_figure bench_measure(struct bench *b, const struct bench_case *c, double seconds);

#endif
