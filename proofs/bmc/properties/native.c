/* Runs a property file as an ordinary program on many random choices: a smoke test of the harness itself, not a
 * proof. NAME [RUNS [SEED]]; built with -Dmain=property_main -Dreach_..., see native.sh. Exit code 1 if reach_error()
 * was reached, 2 for bad usage, 3 if no run came to its end. */
#undef main
#include "proofs/bmc/properties/verifier.h"

#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int property_main(void);
void property_reset(void);

enum { HISTORY = 16 };

static jmp_buf leave;
static uint64_t seed, history[HISTORY];
static unsigned long errors, covers, finished, run, start;

/* splitmix64 */
static uint64_t next(void)
{
    uint64_t z = seed += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* Something that has a chance to look like a table entry, an address of one, or a number used before. */
static uint64_t interesting(void)
{
    static const uint64_t low[8] = {1, 3, 2, 0x83, 5, 9, 0, 7};
    uint64_t r = next();
    switch (r >> 8 & 7) {
    case 0:
    case 1:
    case 2:
        return history[r & (HISTORY - 1)];
    case 3:
    case 4:
        return (r >> 16 & 15) << 12 | low[r >> 24 & 7];
    case 5:
        return r >> 15 & 1 ? 0 : r >> 16 & 7;
    case 6:
        return (r >> 16 & 3) << 8 | (r >> 24 & 3);
    default:
        return next() >> (r >> 16 & 63);
    }
}

static uint64_t choose(void)
{
    uint64_t value = interesting();
    history[next() & (HISTORY - 1)] = value;
    return value;
}

_Bool __VERIFIER_nondet_bool(void)
{
    return next() & 1;
}

unsigned char __VERIFIER_nondet_uchar(void)
{
    return (unsigned char)choose();
}

unsigned short __VERIFIER_nondet_ushort(void)
{
    return (unsigned short)choose();
}

unsigned int __VERIFIER_nondet_uint(void)
{
    return (unsigned int)choose();
}

unsigned long __VERIFIER_nondet_ulong(void)
{
    return choose();
}

/* The lower word of some descriptor, often a valid one. */
static uint64_t descriptor(uint64_t r)
{
    static const uint64_t known[8] = {0x11, 0x21, 0x12, 0x22, 0x32, 4, 0x25, 0x35};
    uint64_t lo = known[r >> 8 & 7] | (r >> 20 & 7) << 32;
    if ((lo & 15) < 3)
        lo |= (r >> 11 & 3) << 16;
    return (lo & 15) == 2 ? lo & 0xFFFFFFFF : lo;
}

/* A word that suits its place: frame 0 a root table, then context tables, page tables, interrupt entries, queue. */
static uint64_t word(unsigned frame, bool upper)
{
    static const uint64_t rights[8] = {3, 3, 3, 1, 2, 0x83, 0x83, 0};
    uint64_t r = next();
    if ((r & 15) == 0)
        return interesting();
    if (frame == 0)
        return upper ? 0 : ((r >> 8 & 1) + 1) << 12 | 1;
    if (frame < 3)
        return upper ? (r >> 8 & 3) << 8 | ((r >> 16 & 1) + 1)
                     : ((r >> 8 & 3) + 3) << 12 | (r >> 20 & 15 ? 1 : 9) | (r >> 16 & 8 ? 0 : 2);
    if (frame < 10)
        return (r >> 8 & 7 ? (r >> 12 & 7) + 3 : 0) << 12 | rights[r >> 20 & 7];
    if (frame < 12)
        return upper ? (r >> 8 & 3) << 18 | (r >> 16 & 7) : (r >> 8 & 255) << 16 | (r >> 16 & 7 ? 1 : 2);
    if (upper)
        return (r >> 8 & 7 ? 0 : 0x1000) | (r >> 12 & 7 ? 0 : 9);
    return descriptor(r);
}

void __VERIFIER_nondet_memory(void *object, unsigned long bytes)
{
    static uint64_t pool[16][64];
    uint64_t *words = object;
    for (unsigned f = 0; f < 16; f++)
        for (unsigned i = 0; i < 64; i++)
            pool[f][i] = word(f, i & 1);
    for (unsigned long i = 0; i < bytes / sizeof *words; i++)
        words[i] = pool[i >> 9 & 15][i & 63];
}

void __VERIFIER_assume(int condition)
{
    if (!condition)
        longjmp(leave, 1);
}

void reach_error(void)
{
    if (errors++ == 0)
        printf("error in run %lu of seed %lu: ", run, start);
    longjmp(leave, 1);
}

void reach_cover(void)
{
    covers++;
}

int main(int count, char **argument)
{
    unsigned long runs = count > 1 ? strtoul(argument[1], NULL, 10) : 1000;
    start = count > 2 ? strtoul(argument[2], NULL, 10) : 1;
    if (count > 3 || runs == 0) {
        fprintf(stderr, "usage: %s [RUNS [SEED]]\n", argument[0]);
        return 2;
    }
    for (run = 0; run < runs; run++) {
        seed = start + run * 1000003u;
        memset(history, 0, sizeof history);
        property_reset();
        if (setjmp(leave) == 0) {
            property_main();
            finished++;
        }
    }
    printf("%lu runs, %lu finished, %lu covers, %lu errors\n", runs, finished, covers, errors);
    return errors != 0 ? 1 : finished == 0 ? 3 : 0;
}
