/* Invalidations of full caches, one for each unit of a section (c->kind: enum vtd_granularity), and the
 * translations that fill them again. */
#ifndef BENCH_INVALIDATIONS_H
#define BENCH_INVALIDATIONS_H

#include "harness/bench/tables.h"

/* Only one entry in four belongs to the domain that is dropped. */
void bench_refill_pages(struct bench *b, const struct bench_case *c);
uint64_t bench_run_drop_pages(struct bench *b, const struct bench_case *c, uint64_t count);
uint64_t bench_check_pages(const struct bench *b, const struct bench_case *c);

void bench_fill_contexts(struct bench *b, const struct bench_case *c);
void bench_refill_contexts(struct bench *b, const struct bench_case *c);
uint64_t bench_run_drop_contexts(struct bench *b, const struct bench_case *c, uint64_t count);
uint64_t bench_check_contexts(const struct bench *b, const struct bench_case *c);

/* kind here: 0 for all, n for a block of 2^n indices */
void bench_fill_all_interrupts(struct bench *b, const struct bench_case *c);
void bench_refill_interrupts(struct bench *b, const struct bench_case *c);
uint64_t bench_run_drop_interrupts(struct bench *b, const struct bench_case *c, uint64_t count);
uint64_t bench_check_interrupts(const struct bench *b, const struct bench_case *c);

/* One operation: a page is dropped, missed, walked to and held again, and hit. */
uint64_t bench_run_replace_page(struct bench *b, const struct bench_case *c, uint64_t count);
/* One operation: everything is dropped, then the working set walked to and held again. */
uint64_t bench_run_replace_all(struct bench *b, const struct bench_case *c, uint64_t count);

#endif
