#include "harness/oracle/profile_check.h"

#include <stdio.h>

#include "harness/oracle/profile_report.h"

/* The registers with fixed places end with PEUADDR_REG at 0xEC (clause 11.4, table of offsets); QEMU's
 * IVA_REG follows at once, at 0xF0. The register set of a unit is not taken to be larger than four pages. */
enum { FIXED_REGISTERS_END = 0xF0, REGISTER_SET_END = 0x4000, GUEST_WIDTH_MAX = 57 };

static unsigned number(const struct profile_report *p, const char *name)
{
    return (unsigned)profile_get(p->registers, name);
}

static bool reserved_bits_are_zero(const struct profile_report *p)
{
    for (unsigned i = 0; i < profile_field_count; i++)
        if (profile_fields[i].kind == PROFILE_RESERVED && profile_value(p->registers, &profile_fields[i]) != 0)
            return profile_object(p, &profile_fields[i],
                                  ": reserved, 0 in every unit; check the value for a typing error");
    return true;
}

static bool versions_agree(const struct profile_report *p)
{
    unsigned major = number(p, "MAX");
    const char *drain = number(p, "DRD") == 0 ? "DRD" : "DWD";
    if (major == 0)
        return profile_object(p, profile_field("MAX"),
                              ": major version 0 is not modelled; give the VER_REG of the unit, 0x10 for version 1.0");
    if (major >= 2 && number(p, drain) == 0)
        return profile_object(p, profile_field(drain),
                              ": units of version 2 and later always drain; set %s, or give a "
                              "VER_REG below 0x20",
                              drain);
    if (major >= 6 && number(p, "SAGAW") != 0 && number(p, "SSTS") == 0)
        return profile_object(p, profile_field("SAGAW"),
                              ": from version 6 on it is 0 without SSTS (ECAP_REG bit 46); set SSTS");
    return true;
}

static bool widths_are_possible(const struct profile_report *p)
{
    unsigned sagaw = number(p, "SAGAW"), mgaw = number(p, "MGAW"), host = p->registers->host_width;
    if ((sagaw & 0x11u) != 0)
        return profile_object(p, profile_field("SAGAW"),
                              ": its bits 0 (30 bits) and 4 (64 bits) are reserved; only 0x2, 0x4 and 0x8 may be added "
                              "up (39, 48 and 57 bits)");
    if (sagaw == 0)
        return profile_object(
            p, profile_field("SAGAW"),
            ": no table depth is supported, so nothing could be translated; add up 0x2 (39 bits), 0x4 "
            "(48 bits) and 0x8 (57 bits)");
    if (mgaw + 1u > GUEST_WIDTH_MAX)
        return profile_object(p, profile_field("MGAW"), ": stands for guest addresses of %u bits; give %u..%u",
                              mgaw + 1u, host - 1u, GUEST_WIDTH_MAX - 1);
    if (mgaw + 1u < host)
        return profile_object(
            p, profile_field("MGAW"),
            ": guest addresses of %u bits are narrower than host addresses of %u bits; give MGAW %u or "
            "more, or the host address width that the DMAR table reports (--haw)",
            mgaw + 1u, host, host - 1u);
    return true;
}

static bool values_are_known(const struct profile_report *p)
{
    unsigned pages = number(p, "SSLPS");
    if (number(p, "ND") == 7)
        return profile_object(p, profile_field("ND"), ": reserved; give 0..6 for 2^(4 + 2 * ND) domain-ids");
    if (pages != 0 && pages != 1 && pages != 3)
        return profile_object(p, profile_field("SSLPS"),
                              ": reserved; give 0 (4 KB pages only), 1 (and 2 MB) or 3 (and 1 GB)");
    return true;
}

static bool places_are_free(const struct profile_report *p)
{
    unsigned records = number(p, "NFR") + 1u;
    unsigned fault = 16u * number(p, "FRO"), fault_end = fault + 16u * records;
    unsigned iotlb = 16u * number(p, "IRO"), iotlb_end = iotlb + 16u;
    if (fault < FIXED_REGISTERS_END)
        return profile_object(p, profile_field("FRO"),
                              ": fault recording registers at 0x%x would lie on the registers below "
                              "0x%x; give FRO 0x%x or more",
                              fault, FIXED_REGISTERS_END, FIXED_REGISTERS_END / 16);
    if (iotlb < FIXED_REGISTERS_END)
        return profile_object(p, profile_field("IRO"),
                              ": IVA_REG at 0x%x would lie on the registers below 0x%x; give IRO "
                              "0x%x or more",
                              iotlb, FIXED_REGISTERS_END, FIXED_REGISTERS_END / 16);
    if (fault_end > REGISTER_SET_END)
        return profile_object(p, profile_field("NFR"),
                              ": %u fault recording registers from 0x%x (FRO) end at 0x%x, beyond "
                              "0x%x; give a smaller NFR or FRO",
                              records, fault, fault_end, REGISTER_SET_END);
    if (iotlb < fault_end && fault < iotlb_end)
        return profile_object(p, profile_field("IRO"),
                              ": IVA_REG and IOTLB_REG at 0x%x..0x%x lie on the fault recording "
                              "registers at 0x%x..0x%x (FRO, NFR); move one of them",
                              iotlb, iotlb_end - 1u, fault, fault_end - 1u);
    return true;
}

/* The names of the other fields like `first`, so that one look is enough to see what is missing. */
static void list_others(const struct profile_report *p, const struct profile_field *first, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (unsigned i = 0; i < profile_field_count && used < size; i++) {
        const struct profile_field *f = &profile_fields[i];
        if (f != first && f->kind == PROFILE_ABSENT && profile_value(p->registers, f) != 0)
            used += (size_t)snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : " (nor: ", f->name);
    }
    if (used > 0 && used < size)
        snprintf(text + used, size - used, ")");
}

static bool all_is_modelled(const struct profile_report *p)
{
    char others[240];
    for (unsigned i = 0; i < profile_field_count; i++) {
        const struct profile_field *f = &profile_fields[i];
        if (f->kind != PROFILE_ABSENT || profile_value(p->registers, f) == 0)
            continue;
        list_others(p, f, others, sizeof others);
        return profile_object(p, f,
                              ": %s: not modelled%s; clear %s to describe the unit's legacy mode (--legacy-view "
                              "clears everything that is not modelled)",
                              f->meaning, others, f->name);
    }
    return true;
}

bool profile_check(const struct profile_registers *r, char *why, size_t size)
{
    const struct profile_report p = {r, why, size};
    if (r->host_width < PROFILE_HOST_WIDTH_MIN || r->host_width > PROFILE_HOST_WIDTH_MAX) {
        snprintf(
            why, size,
            "the host address width is %u bits: expected %d..%d; give the width that the DMAR table reports (--haw)",
            r->host_width, PROFILE_HOST_WIDTH_MIN, PROFILE_HOST_WIDTH_MAX);
        return false;
    }
    return reserved_bits_are_zero(&p) && values_are_known(&p) && widths_are_possible(&p) && versions_agree(&p) &&
           places_are_free(&p) && profile_depends(&p) && all_is_modelled(&p);
}
