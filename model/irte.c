#include "model/irte.h"

#include "model/source_id.h"

/* Fields that must be zero; with EIME=0 part of the destination is among them. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures reserved: \result <==> irte_reserved(extended, lo, hi); */
static bool is_reserved(bool extended, uint64_t lo, uint64_t hi)
{
    if ((lo / 0x1000u) % 8u != 0u || (lo / 0x8000u) % 2u != 0u || (lo / 0x1000000u) % 256u != 0u)
        return true;
    if (hi / 0x100000u != 0u || (hi / 0x40000u) % 4u == 3u)
        return true;
    return !extended && ((lo / 0x100000000u) % 256u != 0u || lo / 0x1000000000000u != 0u);
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures message: is_message_of_entry(\result, extended, lo); */
static struct vtd_message message_of(bool extended, uint64_t lo)
{
    struct vtd_message message;
    message.logical = (lo / 4u) % 2u == 1u;
    message.redirection_hint = (lo / 8u) % 2u == 1u;
    message.level = (lo / 16u) % 2u == 1u;
    message.delivery_mode = (uint8_t)((lo / 32u) % 8u);
    message.vector = (uint8_t)((lo / 0x10000u) % 256u);
    message.destination = extended ? (uint32_t)(lo / 0x100000000u) : (uint32_t)((lo / 0x10000000000u) % 256u);
    return message;
}

struct vtd_irte_step vtd_irte_step(bool extended, uint64_t lo, uint64_t hi, uint16_t requester)
{
    struct vtd_irte_step s;
    bool present = lo % 2u == 1u;
    unsigned svt = (unsigned)((hi / 0x40000u) % 4u);
    unsigned sq = (unsigned)((hi / 0x10000u) % 4u);
    unsigned mode = (unsigned)((lo / 32u) % 8u);
    s.fault_disabled = (lo / 2u) % 2u == 1u;
    s.int_22 = !present;
    s.int_24 = present && is_reserved(extended, lo, hi);
    s.int_24_optional = present && (mode == 3u || mode == 6u);
    s.int_26 = present && !vtd_source_accepted(svt, sq, (uint16_t)(hi % 0x10000u), requester);
    s.message = message_of(extended, lo);
    return s;
}
