#include "harness/oracle/profile.h"

#include "harness/oracle/profile_fields.h"

static unsigned number(const struct profile_registers *r, const char *name)
{
    return (unsigned)profile_get(r, name);
}

static bool flag(const struct profile_registers *r, const char *name)
{
    return profile_get(r, name) != 0;
}

static unsigned within(unsigned value, unsigned low, unsigned high)
{
    return value < low ? low : value > high ? high : value;
}

/* What DMA and interrupt requests depend on. */
static struct vtd_caps decode_requests(const struct profile_registers *r)
{
    unsigned sagaw = number(r, "SAGAW"), pages = number(r, "SSLPS");
    struct vtd_caps c = {
        .host_frames = 1ull << (within(r->host_width, PROFILE_HOST_WIDTH_MIN, PROFILE_HOST_WIDTH_MAX) - 12u),
        .guest_pages = 1ull << (within(number(r, "MGAW") + 1u, 12, 57) - 12u),
        .domain_count = 1u << (4u + 2u * within(number(r, "ND"), 0, 6)),
        .agaw_39 = (sagaw & 2u) != 0,
        .agaw_48 = (sagaw & 4u) != 0,
        .agaw_57 = (sagaw & 8u) != 0,
        .page_2m = (pages & 1u) != 0,
        .page_1g = (pages & 2u) != 0,
        .zero_length_read = flag(r, "ZLR"),
        .snoop_control = flag(r, "SC"),
        .device_tlb = flag(r, "DT"),
        .pass_through = flag(r, "PT"),
        .extended_int_mode = flag(r, "EIM"),
        .abort_dma = flag(r, "ADMS"),
        .remapping_required = flag(r, "IRREQ"),
        .extended_mode_required = flag(r, "EIMER"),
    };
    return c;
}

struct vtd_caps profile_decode(struct profile_registers r)
{
    struct vtd_caps c = decode_requests(&r);
    c.caching_mode = flag(&r, "CM");
    c.page_selective = flag(&r, "PSI");
    c.protected_low = flag(&r, "PLMR");
    c.protected_high = flag(&r, "PHMR");
    c.root_pointer_flushes = flag(&r, "ESRTPS");
    c.interrupt_pointer_flushes = flag(&r, "ESIRTPS");
    c.queued_invalidation = flag(&r, "QI");
    c.interrupt_remapping = flag(&r, "IR");
    c.invalidation_throttle = flag(&r, "DIT");
    c.fault_records = number(&r, "NFR") + 1u;
    c.fault_offset = 16u * number(&r, "FRO");
    c.iotlb_offset = 16u * number(&r, "IRO");
    c.address_mask_max = number(&r, "MAMV");
    c.handle_mask_max = number(&r, "MHMV");
    c.version = r.version != 0 ? r.version : PROFILE_VERSION_DEFAULT;
    c.cap_lo = (uint32_t)r.cap;
    c.cap_hi = (uint32_t)(r.cap >> 32);
    c.ecap_lo = (uint32_t)r.ecap;
    c.ecap_hi = (uint32_t)(r.ecap >> 32);
    return c;
}

struct profile_registers profile_legacy_view(struct profile_registers r)
{
    for (unsigned i = 0; i < profile_field_count; i++)
        if (profile_fields[i].kind == PROFILE_ABSENT)
            profile_put(&r, &profile_fields[i], 0);
    return r;
}
