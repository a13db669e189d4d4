#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/oracle/profile_fields.h"

const struct profile_field *profile_field(const char *name)
{
    for (unsigned i = 0; i < profile_field_count; i++)
        if (strcmp(profile_fields[i].name, name) == 0)
            return &profile_fields[i];
    abort();
}

static uint64_t word(const struct profile_registers *r, enum profile_where where)
{
    uint32_t version = r->version != 0 ? r->version : PROFILE_VERSION_DEFAULT;
    return where == PROFILE_VER ? version : where == PROFILE_CAP ? r->cap : r->ecap;
}

uint64_t profile_value(const struct profile_registers *r, const struct profile_field *f)
{
    return (word(r, f->where) >> f->low) & ((1ull << f->width) - 1u);
}

uint64_t profile_get(const struct profile_registers *r, const char *name)
{
    return profile_value(r, profile_field(name));
}

void profile_put(struct profile_registers *r, const struct profile_field *f, uint64_t value)
{
    uint64_t mask = ((1ull << f->width) - 1u) << f->low;
    uint64_t changed = (word(r, f->where) & ~mask) | ((value << f->low) & mask);
    if (f->where == PROFILE_VER)
        r->version = (uint32_t)changed;
    else
        *(f->where == PROFILE_CAP ? &r->cap : &r->ecap) = changed;
}

void profile_field_title(const struct profile_field *f, char *text, size_t size)
{
    static const char *const registers[] = {"VER_REG", "CAP_REG", "ECAP_REG"};
    if (f->width == 1)
        snprintf(text, size, "%s.%s (bit %u)", registers[f->where], f->name, f->low);
    else
        snprintf(text, size, "%s.%s (bits %u:%u)", registers[f->where], f->name, f->low + f->width - 1u, f->low);
}

static void say_list(char *text, size_t size, unsigned value, const char *const names[5])
{
    size_t used = 0;
    text[0] = '\0';
    for (unsigned i = 0; i < 5; i++)
        if ((value >> i & 1u) != 0 && used < size)
            used += (size_t)snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "", names[i]);
    if (used == 0)
        snprintf(text, size, "none");
}

void profile_field_says(const struct profile_registers *r, const struct profile_field *f, char *text, size_t size)
{
    static const char *const widths[5] = {"30 bits", "39 bits", "48 bits", "57 bits", "64 bits"};
    static const char *const pages[5] = {"2 MB", "1 GB", "512 GB", "1 TB", ""};
    unsigned v = (unsigned)profile_value(r, f);
    if (strcmp(f->name, "ND") == 0 && v < 7)
        snprintf(text, size, "%u domain-ids", 1u << (4u + 2u * v));
    else if (strcmp(f->name, "SAGAW") == 0)
        say_list(text, size, v, widths);
    else if (strcmp(f->name, "SSLPS") == 0)
        say_list(text, size, v, pages);
    else if (strcmp(f->name, "MGAW") == 0)
        snprintf(text, size, "guest addresses of %u bits", v + 1u);
    else if (strcmp(f->name, "FRO") == 0 || strcmp(f->name, "IRO") == 0)
        snprintf(text, size, "%s at 0x%x", f->name[0] == 'F' ? "fault recording registers" : "IVA_REG and IOTLB_REG",
                 16u * v);
    else if (strcmp(f->name, "NFR") == 0)
        snprintf(text, size, "%u fault recording register%s", v + 1u, v > 0 ? "s" : "");
    else if (strcmp(f->name, "MAMV") == 0 || strcmp(f->name, "MHMV") == 0)
        snprintf(text, size, "up to 2^%u %s at once", v, f->name[1] == 'A' ? "pages" : "interrupt entries");
    else if (strcmp(f->name, "PSS") == 0 && v > 0)
        snprintf(text, size, "PASIDs of %u bits", v + 1u);
    else
        snprintf(text, size, "%s", f->meaning);
}
