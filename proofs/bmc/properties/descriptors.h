/* The descriptor that the invalidation queue takes next, read from its registers and memory (clauses 6.5.2, 11.4.9). */
#ifndef PROPERTIES_DESCRIPTORS_H
#define PROPERTIES_DESCRIPTORS_H

#include "model/queue.h"
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

enum { RING_FRAME = 13, HEAD = 0x40, HEAD_WORD = RING_FRAME * 512 + HEAD / 8 };

/* Software has put this descriptor at the head, into a slot of the ring that is a constant of the job: reads of it are
 * then nothing but these words. That the unit takes what the head points at, wherever that is, is what queue.c says. */
static inline void put_head(uint64_t lo, uint64_t hi)
{
    unit.queue.address_hi = 0;
    unit.queue.address_lo = RING_FRAME << 12 | (unit.queue.address_lo & 0x807);
    unit.queue.head = HEAD;
    write_memory(HEAD_WORD, lo);
    write_memory(HEAD_WORD + 1, hi);
}

/* One step on a descriptor at the head whose word at `index`, as it is there already, is given in a form that has some
 * of its bits constant: what depends on an address mask are then no shifts, but bits. */
static inline void step_with_constant(uint64_t index, uint64_t constant)
{
    uint64_t same = memory[index];
    assume(same == constant);
    write_memory(index, constant);
    vtd_queue_step(&unit, &ram);
    write_memory(index, same);
}

/* The words at the head; a descriptor beyond the host address width cannot be fetched. */
static inline struct head head_of_queue(void)
{
    struct head h = {false, 0, 0, 0, 0};
    uint64_t frame = (ring_base() >> 12) + (unit.queue.head >> 12), first = unit.queue.head >> 3 & 511;
    h.there = frame >> (HOST_BITS - 12) == 0 && has_word(frame, first + (wide_queue() ? 3 : 1));
    if (!h.there)
        return h;
    h.lo = word_at(frame, first);
    h.hi = word_at(frame, first + 1);
    if (wide_queue()) {
        h.third = word_at(frame, first + 2);
        h.fourth = word_at(frame, first + 3);
    }
    return h;
}

#endif
