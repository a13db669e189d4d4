#include "model/descriptor.h"

/*@ requires caps_ok(c);
    terminates \true; exits \false; assigns \nothing;
    ensures known: \result <==> descriptor_known(c, lo); */
static bool is_known(const struct vtd_caps *c, uint64_t lo)
{
    switch (lo % 16u + 16u * ((lo / 0x200u) % 8u)) {
    case VTD_INVALIDATE_CONTEXT:
    case VTD_INVALIDATE_IOTLB:
    case VTD_INVALIDATE_INTERRUPT:
    case VTD_WAIT:
        return true;
    case VTD_INVALIDATE_DEVICE:
        return c->device_tlb;
    default:
        return false;
    }
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures reserved: \result <==> cc_reserved(lo, hi); */
static bool context_reserved(uint64_t lo, uint64_t hi)
{
    return (lo / 16u) % 4u == 0u || (lo / 0x40u) % 8u != 0u || (lo / 0x1000u) % 16u != 0u ||
           lo / 0x4000000000000u != 0u || hi != 0u;
}

/*@ requires caps_ok(c);
    terminates \true; exits \false; assigns \nothing;
    ensures reserved: \result <==> tlb_reserved(c, lo, hi); */
static bool iotlb_reserved(const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    unsigned granularity = (unsigned)((lo / 16u) % 4u);
    if (granularity == 0u || (lo / 0x100u) % 2u != 0u || (lo / 0x1000u) % 16u != 0u || lo / 0x100000000u != 0u)
        return true;
    if ((hi / 0x80u) % 32u != 0u)
        return true;
    return granularity == VTD_BY_PAGE && (!c->page_selective || hi % 64u > c->address_mask_max);
}

/*@ requires caps_ok(c);
    terminates \true; exits \false; assigns \nothing;
    ensures reserved: \result <==> dev_reserved(c, lo, hi); */
static bool device_reserved(const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    if ((lo / 16u) % 32u != 0u || (lo / 0x200000u) % 0x800u != 0u || (lo / 0x1000000000000u) % 16u != 0u)
        return true;
    if ((hi / 2u) % 0x800u != 0u)
        return true;
    return !c->invalidation_throttle && ((lo / 0x1000u) % 16u != 0u || lo / 0x10000000000000u != 0u);
}

/*@ requires caps_ok(c);
    terminates \true; exits \false; assigns \nothing;
    ensures reserved: \result <==> iec_reserved(c, lo, hi); */
static bool interrupt_reserved(const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    if ((lo / 32u) % 16u != 0u || (lo / 0x1000u) % 0x8000u != 0u || lo / 0x1000000000000u != 0u || hi != 0u)
        return true;
    return (lo / 16u) % 2u == 1u && (lo / 0x8000000u) % 32u > c->handle_mask_max;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures reserved: \result <==> wait_reserved(lo, hi); */
static bool wait_reserved(uint64_t lo, uint64_t hi)
{
    return (lo / 0x80u) % 2u != 0u || (lo / 0x100u) % 2u != 0u || (lo / 0x1000u) % 0x100000u != 0u || hi % 4u != 0u;
}

/*@ requires caps_ok(c) && descriptor_known(c, lo);
    terminates \true; exits \false; assigns \nothing;
    ensures reserved: \result <==> descriptor_reserved(c, lo, hi); */
static bool is_reserved(const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    unsigned type = (unsigned)(lo % 16u);
    bool reserved;
    if (type == VTD_INVALIDATE_CONTEXT)
        reserved = context_reserved(lo, hi);
    else if (type == VTD_INVALIDATE_IOTLB)
        reserved = iotlb_reserved(c, lo, hi);
    else if (type == VTD_INVALIDATE_DEVICE)
        reserved = device_reserved(c, lo, hi);
    else if (type == VTD_INVALIDATE_INTERRUPT)
        reserved = interrupt_reserved(c, lo, hi);
    else
        reserved = wait_reserved(lo, hi);
    return reserved;
}

struct vtd_descriptor vtd_descriptor_decode(const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    struct vtd_descriptor d;
    d.kind = (uint8_t)(lo % 16u);
    d.granularity = (uint8_t)((lo / 16u) % 4u);
    d.domain = (uint16_t)((lo / 0x10000u) % 0x10000u % c->domain_count);
    d.source = (uint16_t)((lo / 0x100000000u) % 0x10000u);
    d.function_mask = (uint8_t)((lo / 0x1000000000000u) % 4u);
    d.address_mask = (uint8_t)(hi % 64u);
    d.page = hi / 0x1000u;
    d.by_index = (lo / 16u) % 2u == 1u;
    d.index = (uint16_t)((lo / 0x100000000u) % 0x10000u);
    d.index_mask = (uint8_t)((lo / 0x8000000u) % 32u);
    d.sized = hi % 2u == 1u;
    d.interrupt = (lo / 16u) % 2u == 1u;
    d.status = (lo / 32u) % 2u == 1u;
    d.data = (uint32_t)(lo / 0x100000000u);
    d.status_address = (hi / 4u) % (c->host_frames * 1024u);
    d.error = VTD_QUEUE_OK;
    if (!is_known(c, lo))
        d.error = VTD_TYPE_INVALID;
    else if (is_reserved(c, lo, hi))
        d.error = VTD_RESERVED_SET;
    return d;
}
