/* The invalidation queue with a ring of 2^7 pages that software keeps full. */
#ifndef BENCH_QUEUE_H
#define BENCH_QUEUE_H

#include "harness/bench/bench.h"

/* c->kind: enum vtd_descriptor_kind, 0 for context, IOTLB, interrupt and wait descriptors in turn. */
void bench_fill_ring(struct bench *b, const struct bench_case *c);
uint64_t bench_run_queue(struct bench *b, const struct bench_case *c, uint64_t count);

#endif
