#include "model/interrupt.h"

#include "model/rules.h"

unsigned vtd_request_class(uint64_t address, unsigned length, unsigned access)
{
    if (address / 0x100000u != 0xFEEu)
        return VTD_TO_MEMORY;
    if (access == VTD_ZERO_LENGTH_READ)
        return VTD_TO_NOTHING;
    if (access == VTD_WRITE && length == 4u)
        return VTD_TO_INTERRUPT;
    return VTD_INVALID_INTERRUPT;
}

uint32_t vtd_interrupt_index(uint64_t address, uint32_t data)
{
    uint32_t low = (uint32_t)((address / 0x20u) % 0x8000u);
    uint32_t high = (uint32_t)((address / 4u) % 2u);
    uint32_t subhandle = (address / 8u) % 2u == 1u ? data % 0x10000u : 0u;
    return low + 0x8000u * high + subhandle;
}

/* The compatibility-format message that a request spells out (clause 5.1.2.1). */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures message: is_message_of_request(\result, address, data); */
static struct vtd_message message_of_request(uint64_t address, uint32_t data)
{
    struct vtd_message message;
    message.logical = (address / 4u) % 2u == 1u;
    message.redirection_hint = (address / 8u) % 2u == 1u;
    message.destination = (uint32_t)((address / 0x1000u) % 256u);
    message.vector = (uint8_t)(data % 256u);
    message.delivery_mode = (uint8_t)((data / 256u) % 8u);
    message.level = (data / 0x8000u) % 2u == 1u;
    return message;
}

/* Nothing holds, nothing is known. */
/*@ requires index <= 0x1FFFE;
    terminates \true; exits \false; assigns \nothing;
    ensures none: no_interrupt_conditions(\result.holds) && !\result.int_24_optional && !\result.fault_disabled;
    ensures index: \result.index == index && \result.remapped == remapped;
    ensures message: no_message(\result.message); */
static struct vtd_interrupt_outcome blank(bool remapped, uint32_t index)
{
    struct vtd_interrupt_outcome o = {{false, false, false, false, false, false, false, false, false},
                                      false,
                                      false,
                                      remapped,
                                      index,
                                      {0u, 0u, 0u, false, false, false}};
    return o;
}

struct vtd_interrupt_fetch vtd_fetch_interrupt(const struct vtd_unit *u, const struct vtd_memory *m, uint32_t index)
{
    struct vtd_interrupt_fetch f = {false, false, 0u, 0u};
    uint64_t frame = (uint64_t)u->interrupt_table_frame + index / 256u;
    uint64_t first = (uint64_t)(index % 256u) * 2u;
    if (index >= (uint32_t)u->interrupt_table_size || frame >= u->caps.host_frames) {
        f.int_21 = true;
        return f;
    }
    //@ assert reach: irte_in_reach(u, index);
    if (!vtd_memory_has(m, frame, first + 1u)) {
        f.int_23 = true;
        return f;
    }
    //@ assert fetched: irte_fetched(u, m, index);
    f.lo = vtd_memory_word(m, frame, first);
    f.hi = vtd_memory_word(m, frame, first + 1u);
    return f;
}

struct vtd_interrupt_outcome vtd_remap_entry(bool extended, uint64_t lo, uint64_t hi, uint32_t index,
                                             uint16_t requester)
{
    struct vtd_interrupt_outcome o = blank(true, index);
    struct vtd_irte_step step = vtd_irte_step(extended, lo, hi, requester);
    o.holds.int_22 = step.int_22;
    o.holds.int_24 = step.int_24;
    o.holds.int_26 = step.int_26;
    o.int_24_optional = step.int_24_optional;
    o.fault_disabled = step.fault_disabled;
    o.message = step.message;
    return o;
}

struct vtd_interrupt_outcome vtd_remap_index(const struct vtd_unit *u, const struct vtd_memory *m, uint32_t index,
                                             uint16_t requester)
{
    struct vtd_interrupt_fetch f = vtd_fetch_interrupt(u, m, index);
    if (!f.int_21 && !f.int_23)
        return vtd_remap_entry(u->extended_mode, f.lo, f.hi, index, requester);
    struct vtd_interrupt_outcome o = blank(true, index);
    o.holds.int_21 = f.int_21;
    o.holds.int_23 = f.int_23;
    return o;
}

struct vtd_interrupt_outcome vtd_interrupt_request_step(const struct vtd_unit *u, struct vtd_interrupt_request request)
{
    struct vtd_interrupt_outcome o = blank(false, 0u);
    bool remappable = (request.address / 16u) % 2u == 1u;
    bool subhandle_valid = (request.address / 8u) % 2u == 1u;
    o.message = message_of_request(request.address, request.data);
    if (!u->remapping_enabled)
        o.holds.int_2b = u->caps.remapping_required;
    else if (u->caps.extended_mode_required && !u->extended_mode)
        o.holds.int_2a = true;
    else if (!remappable)
        o.holds.int_25 = u->extended_mode || !u->compatibility_allowed;
    else if (subhandle_valid && request.data / 0x10000u != 0u)
        o.holds.int_20 = true;
    else {
        o.remapped = true;
        o.index = vtd_interrupt_index(request.address, request.data);
    }
    return o;
}

struct vtd_interrupt_outcome vtd_interrupt_classify(const struct vtd_unit *u, const struct vtd_memory *m,
                                                    const struct vtd_interrupt_request *request)
{
    struct vtd_interrupt_outcome o = vtd_interrupt_request_step(u, *request);
    return o.remapped ? vtd_remap_index(u, m, o.index, request->source_id) : o;
}

unsigned vtd_first_interrupt_condition(struct vtd_interrupt_conditions s)
{
    if (s.int_2b)
        return VTD_INT_2B;
    if (s.int_2a)
        return VTD_INT_2A;
    if (s.int_25)
        return VTD_INT_25;
    if (s.int_20)
        return VTD_INT_20;
    if (s.int_21)
        return VTD_INT_21;
    if (s.int_23)
        return VTD_INT_23;
    if (s.int_22)
        return VTD_INT_22;
    if (s.int_26)
        return VTD_INT_26;
    if (s.int_24)
        return VTD_INT_24;
    return VTD_NONE;
}
