/* A whole unit for the unit tests, in literal numbers. */
#ifndef TESTS_UNITS_H
#define TESTS_UNITS_H

#include <string.h>

#include "tests/unit/tables.h"

/* The capabilities of test_caps(), and: all invalidations, device TLBs, both protected regions, version 1.0,
 * 8 fault records at 0x220, IVA_REG at 0xF0, AM up to 18, IM up to 15. Translation and interrupt remapping are
 * on, tables as in test_build(). Caches of 16 sets, empty; event registers unmasked; queue off. */
static inline void test_unit(struct vtd_iommu *io)
{
    memset(io, 0, sizeof *io);
    io->unit.caps = test_caps();
    io->unit.caps.page_selective = true;
    io->unit.caps.device_tlb = true;
    io->unit.caps.queued_invalidation = true;
    io->unit.caps.interrupt_remapping = true;
    io->unit.caps.protected_low = true;
    io->unit.caps.protected_high = true;
    io->unit.caps.fault_records = 8;
    io->unit.caps.fault_offset = 0x220;
    io->unit.caps.iotlb_offset = 0xF0;
    io->unit.caps.address_mask_max = 18;
    io->unit.caps.handle_mask_max = 15;
    io->unit.caps.version = 0x10;
    io->unit.root_frame = 1;
    io->unit.interrupt_table_frame = 0x10;
    io->unit.interrupt_table_size = 256;
    io->unit.translation_enabled = true;
    io->unit.remapping_enabled = true;
    io->faults.count = 8;
    io->contexts.sets = 16;
    io->iotlb.sets = 16;
    io->interrupts.sets = 16;
}

#endif
