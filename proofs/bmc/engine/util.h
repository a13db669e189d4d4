/* Ends of the program, memory, growing arrays and a map from addresses to numbers. */
#ifndef ENGINE_UTIL_H
#define ENGINE_UTIL_H

#include <stddef.h>
#include <stdint.h>

/* Exit codes of the engine; proofs/bmc/README.md explains each. */
enum exit_code {
    EXIT_HOLDS = 0,
    EXIT_VIOLATED = 1,
    EXIT_USAGE = 2,
    EXIT_FAILED = 3,
    EXIT_UNSUPPORTED = 4,
    EXIT_UNDECIDED = 5,
    EXIT_UNWINDING = 6,
    EXIT_DISAGREE = 7,
    EXIT_NO_REPLAY = 8,
    EXIT_NOT_COVERED = 9
};

/* Say why and exit with `code`. */
_Noreturn void stop(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Zeroed memory; exits when there is none. */
void *fresh(size_t count, size_t size);

/* `array` with room for `count` + 1 elements; *capacity is kept. */
void *room(void *array, size_t count, size_t *capacity, size_t size);

double seconds_used(void); /* processor time */

/* Addresses to numbers other than 0. */
struct map {
    const void **key;
    uint32_t *value;
    uint32_t capacity, count;
};
uint32_t map_get(const struct map *m, const void *key); /* 0: not there */
void map_put(struct map *m, const void *key, uint32_t value);

#endif
