#include "harness/library/registers.h"

#include <stdio.h>

#include "harness/oracle/profile_check.h"

void library_refuse(char *why, size_t size, const char *text)
{
    if (why != NULL && size > 0)
        snprintf(why, size, "%s", text);
}

bool library_caps(const struct iommu_registers *r, struct vtd_caps *caps, char *why, size_t size)
{
    char text[600] = "no registers were given";
    struct profile_registers p = {.version = 0};
    if (r != NULL)
        p = (struct profile_registers){r->version, r->cap, r->ecap, r->host_width};
    if (r == NULL || !profile_check(&p, text, sizeof text)) {
        library_refuse(why, size, text);
        return false;
    }
    *caps = profile_decode(p);
    return true;
}
