/* The descriptor that the invalidation queue takes next, read from its registers and memory (clauses 6.5.2, 11.4.9). */
#ifndef PROPERTIES_DESCRIPTORS_H
#define PROPERTIES_DESCRIPTORS_H

#include "proofs/bmc/properties/tables.h"

static inline bool wide_queue(void)
{
    return (unit.queue.address_lo & BIT(11)) != 0;
}

/* Bytes of the ring. */
static inline uint32_t ring_size(void)
{
    return 4096u << (unit.queue.address_lo & 7);
}

static inline uint64_t ring_base(void)
{
    return ((uint64_t)unit.queue.address_hi << 32 | unit.queue.address_lo) & ~UINT64_C(0xFFF);
}

struct head {
    bool there;
    uint64_t lo, hi, third, fourth;
};

/* The words at the head; a descriptor beyond the host address width cannot be fetched. */
static inline struct head head_of_queue(void)
{
    struct head h = {false, 0, 0, 0, 0};
    uint64_t at = ring_base() + unit.queue.head;
    bool wraps = at < ring_base(); /* past 2^64 */
    h.there = !wraps && at >> HOST_BITS == 0 && physical(at, &h.lo) && physical(at | 8, &h.hi);
    if (wide_queue())
        h.there = h.there && physical(at | 16, &h.third) && physical(at | 24, &h.fourth);
    return h;
}

#endif
