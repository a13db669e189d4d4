/* Register accesses with a constant offset each, chosen by an arbitrary one: the index of a fault record is then a
 * constant, too. Offsets up to 3FCh: every register, and words between and behind them. */
#ifndef PROPERTIES_REGISTER_ACCESS_H
#define PROPERTIES_REGISTER_ACCESS_H

#include "model/registers.h"
#include "proofs/bmc/properties/machine.h"

enum { OFFSETS = 0x400 };

static inline uint32_t any_offset(void)
{
    return (uint32_t)any_bits(10) & ~3u;
}

static inline struct vtd_effects write_register(uint32_t offset, uint32_t value)
{
    struct vtd_effects e = {0};
    for (uint32_t at = 0; at < OFFSETS; at += 4)
        if (at == offset)
            e = vtd_register_write(&unit, at, value);
    return e;
}

static inline uint32_t read_register(uint32_t offset)
{
    uint32_t value = 0;
    for (uint32_t at = 0; at < OFFSETS; at += 4)
        if (at == offset)
            value = vtd_register_read(&unit, at);
    return value;
}

#endif
