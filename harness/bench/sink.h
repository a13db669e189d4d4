/* What keeps a compiler from doing less than it is told: an answer that nobody reads completely, or a table
 * that nobody changes between two requests, would otherwise cost nothing. */
#ifndef BENCH_SINK_H
#define BENCH_SINK_H

/* As if all of *answer were read, and everything else that has an address changed. */
static inline void bench_sink(const void *answer)
{
    __asm__ volatile("" : : "r"(answer) : "memory");
}

#endif
