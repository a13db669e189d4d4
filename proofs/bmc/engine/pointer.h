/* Addresses: a tag, the object's number and an offset, in one 64-bit term; 0 is the null pointer. A pointer is always a
 * sum or a choice of such constants and offsets, because integers are never converted into pointers. */
#ifndef ENGINE_POINTER_H
#define ENGINE_POINTER_H

#include "machine.h"

enum { MAX_OBJECTS = 1 << 24, MAX_TARGETS = 256, MAX_OBJECT_SIZE = 1 << 30 };
#define POINTER_TAG    0x7AU
#define POINTER_CENTRE 0x40000000U /* the lower half of 32 bits for offset 0, so that offsets may be negative */

static inline uint64_t pointer_to(uint32_t object)
{
    return (uint64_t)POINTER_TAG << 56 | (uint64_t)object << 32 | POINTER_CENTRE;
}

/* Under the condition the pointer is at offset + rest (NULL: 0) of the object. */
struct target {
    term condition;
    uint32_t object;
    int64_t offset;
    term rest;
};
struct targets {
    struct target at[MAX_TARGETS];
    int count;
    term covered; /* the conditions of all targets */
};

void pointer_targets(struct machine *m, term pointer, struct targets *out);

/* The rest as stride * index; the stride is 1 when there is no constant factor. */
term pointer_index(const struct target *t, uint64_t *stride);

#endif
