/* The tables in memory: BENCH_DEVICES requesters, each with a domain and 4-level tables of its own; an
 * interrupt table; the ring of an invalidation queue. */
#ifndef BENCH_TABLES_H
#define BENCH_TABLES_H

#include "harness/bench/bench.h"

enum {
    BENCH_DEVICES = 4,
    BENCH_PAGES = 2048,       /* 4 KB pages of a device */
    BENCH_LARGE_PAGES = 64,   /* 2 MB pages of a device */
    BENCH_INTERRUPTS = 1024,  /* entries of the interrupt table */
    BENCH_DESCRIPTORS = 32768 /* in the ring of 2^7 pages */
};

/* A request and where it must land. */
struct bench_dma {
    struct vtd_dma_request request;
    uint64_t host;
};
struct bench_dma bench_small_page(uint32_t device, uint32_t page, uint64_t n);
struct bench_dma bench_large_page(uint32_t device, uint32_t page, uint64_t n);

/* A request for entry `index`; its message has that index as its destination and low byte as its vector. */
struct vtd_interrupt_request bench_interrupt(uint32_t index);

uint16_t bench_source(uint32_t device);
uint16_t bench_domain(uint32_t device);

/* Write the tables; the ring is left empty. */
void bench_write_tables(uint64_t *words);
/* Descriptor `at` of the ring. */
void bench_write_descriptor(uint64_t *words, uint32_t at, uint64_t lo, uint64_t hi);

/* Words of the memory that holds them. */
uint64_t bench_word_count(void);

/* A unit that uses these tables, with empty caches and an empty queue. */
void bench_make_unit(struct vtd_iommu *io, const struct bench_case *c);

#endif
