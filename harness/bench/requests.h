/* Requests to memory and interrupt requests, answered by tables or by caches. */
#ifndef BENCH_REQUESTS_H
#define BENCH_REQUESTS_H

#include "harness/bench/tables.h"

/* Page or interrupt entry of the n-th operation: all of a working set in turn, but not in their order. */
uint32_t bench_nth(uint64_t n, uint32_t working_set);

/* Hold every page of the working set in the IOTLB of every unit. */
void bench_fill_small(struct bench *b, const struct bench_case *c);
void bench_fill_large(struct bench *b, const struct bench_case *c);
/* Hold every interrupt entry in unit 0. */
void bench_fill_interrupts(struct bench *b, const struct bench_case *c);

uint64_t bench_run_reference(struct bench *b, const struct bench_case *c, uint64_t count);
uint64_t bench_run_small(struct bench *b, const struct bench_case *c, uint64_t count);
uint64_t bench_run_large(struct bench *b, const struct bench_case *c, uint64_t count);
uint64_t bench_run_remap(struct bench *b, const struct bench_case *c, uint64_t count);
uint64_t bench_run_cached_remap(struct bench *b, const struct bench_case *c, uint64_t count);

#endif
