#include "harness/bench/bench.h"

#include <stdlib.h>

#include "harness/bench/tables.h"

bool bench_open(struct bench *b)
{
    /* Tables as a driver would have them: on frame boundaries. */
    b->words = aligned_alloc(0x1000u, bench_word_count() * sizeof *b->words);
    b->units = malloc(BENCH_UNITS * sizeof *b->units);
    b->pristine = malloc(sizeof *b->pristine);
    if (b->words == NULL || b->units == NULL || b->pristine == NULL) {
        bench_close(b);
        return false;
    }
    b->memory = (struct vtd_memory){b->words, bench_word_count()};
    bench_write_tables(b->words);
    return true;
}

void bench_close(struct bench *b)
{
    free(b->words);
    free(b->units);
    free(b->pristine);
}

void bench_prepare(struct bench *b, const struct bench_case *c)
{
    for (uint32_t i = 0; i < c->units; i++)
        bench_make_unit(&b->units[i], c);
    if (c->setup != NULL)
        c->setup(b, c);
    *b->pristine = b->units[0];
}
