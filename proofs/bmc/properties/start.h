/* A unit out of reset, brought up by register writes as software does it. Root table in frame 3, interrupt table in
 * frame 1, invalidation queue in frame 15; everything else in memory is arbitrary. */
#ifndef PROPERTIES_START_H
#define PROPERTIES_START_H

#include "model/queue.h"
#include "model/registers.h"
#include "model/reset.h"
#include "proofs/bmc/properties/machine.h"

enum { QUEUE_FRAME = FRAMES - 1 };

static inline void reset_unit(void)
{
    struct vtd_caps caps;
    any_caps(&caps);
    any_memory();
    vtd_reset(&unit, &caps, CONTEXT_SETS, IOTLB_SETS, INTERRUPT_SETS);
}

/* Tables latched, queue and translation on, interrupt remapping on where it exists. */
static inline void bring_up(void)
{
    reset_unit();
    assume(unit.unit.caps.queued_invalidation);
    vtd_register_write(&unit, 0x20, 0x3000);
    vtd_register_write(&unit, 0xB8, 0x1007); /* 256 entries */
    vtd_register_write(&unit, 0x90, QUEUE_FRAME * 4096);
    vtd_register_write(&unit, 0x18, 0x41000000);
    vtd_register_write(&unit, 0x18, 0x86000000);
}

/* Software puts a descriptor into the next free slot of the queue and moves the tail. */
static inline void submit(uint64_t lo, uint64_t hi)
{
    uint32_t tail = vtd_register_read(&unit, 0x88);
    uint64_t slot = QUEUE_FRAME * 512 + tail / 8;
    write_memory(slot, lo);
    write_memory(slot + 1, hi);
    vtd_register_write(&unit, 0x88, (tail + 16) & 0xFFF);
}

/* Software writes a word outside the queue. */
static inline void change_tables(void)
{
    uint64_t index = any_bits(13), value = __VERIFIER_nondet_ulong();
    assume(index < QUEUE_FRAME * 512);
    write_memory(index, value);
}

#endif
