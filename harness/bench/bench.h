/* How fast the model answers: cases that each repeat one operation on tables made here. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "spec/vocabulary.h"

/* Units side by side, so that small caches can be timed over enough of them. */
enum { BENCH_UNITS = 32 };

struct bench {
    uint64_t *words; /* what `memory` shows, for those who build the tables */
    struct vtd_memory memory;
    struct vtd_iommu *units;    /* BENCH_UNITS of them */
    struct vtd_iommu *pristine; /* what the units are like after the setup of a case */
};

struct bench_case {
    const char *name; /* for --case and --json */
    const char *what; /* what is counted, for people */
    int32_t page_sets, context_sets, interrupt_sets;
    uint32_t units; /* how many are used in turn */
    uint32_t pages; /* working set: pages, a power of two */
    uint32_t kind;  /* what `setup` and `run` make of it */
    /* Operations between two refills, 0: none is ever needed. */
    uint64_t section;
    /* Once, after the units were made with empty caches: fill them. */
    void (*setup)(struct bench *b, const struct bench_case *c);
    /* Before every section, not timed: fill again what the last section emptied. */
    void (*refill)(struct bench *b, const struct bench_case *c);
    /* Carry out `count` operations. Returns how many answers were not the expected ones, so that the compiler
     * can leave nothing out. */
    uint64_t (*run)(struct bench *b, const struct bench_case *c, uint64_t count);
    /* After every section, not timed: how many operations did not do what they should. */
    uint64_t (*check)(const struct bench *b, const struct bench_case *c);
};

extern const struct bench_case bench_cases[];
extern const unsigned bench_case_count;

/* Memory, tables and units. False if memory runs out. */
bool bench_open(struct bench *b);
void bench_close(struct bench *b);

/* Make the units of a case, with empty caches, and run its setup. */
void bench_prepare(struct bench *b, const struct bench_case *c);

#endif
