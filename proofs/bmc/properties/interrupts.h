/* Interrupt requests and interrupt-remapping table entries once more, on bits (clauses 5.1.2 to 5.1.5, 9.9). */
#ifndef PROPERTIES_INTERRUPTS_H
#define PROPERTIES_INTERRUPTS_H

#include "proofs/bmc/properties/tables.h"

/* Interrupt index of a remappable request. */
static inline uint32_t index_of_request(struct vtd_interrupt_request r)
{
    uint32_t handle = (uint32_t)(r.address >> 5 & 0x7FFF) | (uint32_t)(r.address & 4) << 13;
    return (r.address & 8) != 0 ? handle + (r.data & 0xFFFF) : handle;
}

/* The request goes to the table. */
static inline bool is_remapped(struct vtd_interrupt_request r)
{
    const struct vtd_unit *u = &unit.unit;
    bool reserved = (r.address & 8) != 0 && r.data >> 16 != 0;
    return u->remapping_enabled && !(u->caps.extended_mode_required && !u->extended_mode) && (r.address & 16) != 0 &&
           !reserved;
}

/* What becomes of a request that never reaches the table; VTD_NONE: it is forwarded as it is. */
static inline unsigned rule_without_table(struct vtd_interrupt_request r)
{
    const struct vtd_unit *u = &unit.unit;
    if (!u->remapping_enabled)
        return u->caps.remapping_required ? VTD_INT_2B : VTD_NONE;
    if (u->caps.extended_mode_required && !u->extended_mode)
        return VTD_INT_2A;
    if ((r.address & 16) != 0)
        return VTD_INT_20;
    return u->compatibility_allowed && !u->extended_mode ? VTD_NONE : VTD_INT_25;
}

/* The entry with this index in memory. */
static inline struct entry_read interrupt_in_memory(uint32_t index)
{
    uint64_t frame = (uint64_t)unit.unit.interrupt_table_frame + (index >> 8), first = (uint64_t)(index & 255) * 2;
    if (index >= (uint32_t)unit.unit.interrupt_table_size || frame >> (HOST_BITS - 12) != 0)
        return no_entry(VTD_INT_21);
    return has_word(frame, first + 1) ? entry_of_memory(frame, first) : no_entry(VTD_INT_23);
}

/* SVT, SQ, SID accept the requester. */
static inline bool accepts(uint64_t hi, uint16_t requester)
{
    uint16_t sid = (uint16_t)hi, differs = sid ^ requester;
    unsigned quiet = (unsigned)(hi >> 16 & 3); /* SQ: bits 2, 2:1 or 2:0 do not count */
    if (quiet != 0)
        differs = (uint16_t)(differs & ~(quiet == 1 ? 4u : quiet == 2 ? 6u : 7u));
    switch (hi >> 18 & 3) {
    case 0:
        return true;
    case 1:
        return differs == 0;
    case 2:
        return requester >> 8 >= sid >> 8 && requester >> 8 <= (sid & 0xFF);
    default:
        return false;
    }
}

/* Why an entry does not let the request pass, VTD_NONE if it does. */
static inline unsigned interrupt_flaw(uint64_t lo, uint64_t hi, uint16_t requester)
{
    uint64_t reserved = UINT64_C(0xFF00F000);
    if (!unit.unit.extended_mode)
        reserved |= UINT64_C(0xFFFF00FF00000000);
    if ((lo & 1) == 0)
        return VTD_INT_22;
    if (!accepts(hi, requester))
        return VTD_INT_26;
    return (lo & reserved) != 0 || hi >> 20 != 0 ? VTD_INT_24 : VTD_NONE;
}

static inline bool is_message(struct vtd_message m, uint64_t lo)
{
    uint32_t destination = unit.unit.extended_mode ? (uint32_t)(lo >> 32) : (uint32_t)(lo >> 40 & 0xFF);
    return m.vector == (lo >> 16 & 0xFF) && m.delivery_mode == (lo >> 5 & 7) && m.logical == ((lo & 4) != 0) &&
           m.redirection_hint == ((lo & 8) != 0) && m.level == ((lo & 16) != 0) && m.destination == destination;
}

static inline bool is_own_message(struct vtd_message m, struct vtd_interrupt_request r)
{
    return m.vector == (r.data & 0xFF) && m.delivery_mode == (r.data >> 8 & 7) && m.logical == ((r.address & 4) != 0) &&
           m.redirection_hint == ((r.address & 8) != 0) && m.level == ((r.data & 0x8000) != 0) &&
           m.destination == (r.address >> 12 & 0xFF);
}

#endif
