#include "harness/oracle/profile.h"

static bool bit(uint64_t word, unsigned n)
{
    return ((word >> n) & 1u) != 0;
}

struct vtd_caps profile_from_registers(uint64_t cap, uint64_t ecap, unsigned haw)
{
    unsigned mgaw = (unsigned)((cap >> 16) & 0x3Fu) + 1u;
    unsigned nd = (unsigned)(cap & 7u);
    struct vtd_caps c = {
        .host_frames = 1ull << (haw - 12u),
        .guest_pages = 1ull << ((mgaw < 12u   ? 12u
                                 : mgaw > 57u ? 57u
                                              : mgaw) -
                                12u),
        .domain_count = 1u << (4u + 2u * (nd > 6u ? 6u : nd)),
        .agaw_39 = bit(cap, 9),
        .agaw_48 = bit(cap, 10),
        .agaw_57 = bit(cap, 11),
        .page_2m = bit(cap, 34),
        .page_1g = bit(cap, 35),
        .zero_length_read = bit(cap, 22),
        .snoop_control = bit(ecap, 7),
        .device_tlb = bit(ecap, 2),
        .pass_through = bit(ecap, 6),
        .extended_int_mode = bit(ecap, 4),
    };
    return c;
}
