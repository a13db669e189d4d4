/* A unit in the middle of its work: something in every part of it. tests/state/busy.state is this unit, saved. */
#ifndef TESTS_BUSY_UNIT_H
#define TESTS_BUSY_UNIT_H

#include "tests/unit/units.h"

/* Three records were made, software has dealt with the first one; the fourth met a full log. */
static inline void busy_faults(struct vtd_iommu *io)
{
    io->faults.next = 3;
    io->faults.first = 1;
    io->faults.overflow = true;
    io->faults.record[0] = (struct vtd_fault_words){{0x5000, 0, 0x0020, 0x40000006}};
    io->faults.record[1] = (struct vtd_fault_words){{0xABCDE000, 0x12, 0x0100, 0x80000005}};
    io->faults.record[2] = (struct vtd_fault_words){{0, 0x00070000, 0xFFFF, 0x80000026}};
    io->fault_event = (struct vtd_event){0x4041, 0xFEE01000, 0, true, true};
    io->completion_event = (struct vtd_event){0x4042, 0xFEE02000, 0x100, false, false};
}

/* A wait descriptor is held by two devices, of which one has answered a part. */
static inline void busy_queue(struct vtd_iommu *io)
{
    io->queue.enabled = true;
    io->queue.address_lo = 0x00800001;
    io->queue.address_hi = 1;
    io->queue.head = 0x1FF0;
    io->queue.tail = 0x20;
    io->queue.waiting = true;
    io->queue.wait_status = true;
    io->queue.wait_data = 0xCAFE0001;
    io->queue.wait_address = 0x12345678;
    io->queue.itag[0] = (struct vtd_itag){0x0020, 1, 0};
    io->queue.itag[31] = (struct vtd_itag){0x01F8, 1, 3};
}

static inline void busy_caches(struct vtd_iommu *io)
{
    io->contexts.entry[1] = (struct vtd_cached_context){0x3001, 0, 0x702, 0, 0x0020, 7, 1};
    io->contexts.entry[33] = (struct vtd_cached_context){0x3001, 0, 0x702, 0, 0x0028, 7, 0};
    io->iotlb.entry[4] = (struct vtd_cached_page){1, 9, 0x20, 7, 1, 3, 0, 0};
    io->iotlb.entry[10] = (struct vtd_cached_page){2, 0x40000, 0x20, 7, 2, 1, 1, 0};
    io->iotlb.entry[63] = (struct vtd_cached_page){0x3FFFFFFFF, 0x80000, 0xFFFF, 0xFFFF, 3, 2, 0, 0};
    io->iotlb.entry[0] = (struct vtd_cached_page){0, 0, 0x20, 7, 1, 0, 0, 18};
    io->interrupts.entry[20] = (struct vtd_cached_interrupt){0x00420001, 0x0300, 0x00040020, 0, 5, 1};
}

static inline void busy_unit(struct vtd_iommu *io)
{
    test_unit(io);
    busy_faults(io);
    busy_queue(io);
    busy_caches(io);
    io->registers.root_lo = 0x1000;
    io->registers.interrupt_lo = 0x10007;
    io->registers.root_pointer_set = true;
    io->registers.interrupt_pointer_set = true;
    io->registers.low_base = 0x200000;
    io->registers.high_limit_hi = 0xF;
}

#endif
