#include "model/protected.h"

bool vtd_is_protected(const struct vtd_iommu *io, uint64_t frame, bool translated)
{
    const struct vtd_registers *r = &io->registers;
    uint64_t block = frame / 512u;
    uint64_t high_base = (uint64_t)r->high_base_hi * 2048u + r->high_base_lo / 0x200000u;
    uint64_t high_limit = (uint64_t)r->high_limit_hi * 2048u + r->high_limit_lo / 0x200000u;
    if (!r->regions_protected || (translated && io->unit.caps.version / 16u % 16u < 2u))
        return false;
    if (io->unit.caps.protected_low && r->low_base / 0x200000u <= block && block <= r->low_limit / 0x200000u)
        return true;
    return io->unit.caps.protected_high && high_base <= block && block <= high_limit;
}
