#include "model/command.h"

#include "model/cache_index.h"
#include "model/context_cache.h"
#include "model/interrupt_cache.h"
#include "model/iotlb.h"

void vtd_forget_translations(struct vtd_iommu *io)
{
    vtd_context_cache_invalidate(&io->contexts, VTD_GLOBAL, 0u, 0u, 0u);
    //@ assert contexts: contexts_empty(&io->contexts);
    vtd_iotlb_invalidate(&io->iotlb, VTD_GLOBAL, 0u, 0, 0u);
    //@ assert still: contexts_empty(&io->contexts);
    //@ assert ok_contexts: context_cache_ok(&io->contexts);
    //@ assert unit: unit_ok(&io->unit);
}

void vtd_set_root_pointer(struct vtd_iommu *io)
{
    io->unit.root_frame = (int64_t)io->registers.root_hi * 0x100000 + (int64_t)(io->registers.root_lo / 0x1000u);
    io->unit.table_mode = (uint8_t)(io->registers.root_lo / 0x400u % 4u);
    io->registers.root_pointer_set = true;
    //@ assert unit: unit_ok(&io->unit);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert ok: iommu_ok(io);
    if (io->unit.caps.root_pointer_flushes)
        vtd_forget_translations(io);
}

void vtd_set_interrupt_pointer(struct vtd_iommu *io)
{
    unsigned size = io->registers.interrupt_lo % 16u + 1u;
    io->unit.interrupt_table_frame =
        (int64_t)io->registers.interrupt_hi * 0x100000 + (int64_t)(io->registers.interrupt_lo / 0x1000u);
    io->unit.interrupt_table_size = (int32_t)vtd_power_of_two(size);
    io->unit.extended_mode = io->registers.interrupt_lo / 0x800u % 2u == 1u;
    io->registers.interrupt_pointer_set = true;
    //@ assert unit: unit_ok(&io->unit);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    //@ assert interrupts: interrupt_cache_ok(&io->interrupts);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert ok: iommu_ok(io);
    if (io->unit.caps.interrupt_pointer_flushes)
        vtd_interrupt_cache_invalidate(&io->interrupts, false, 0u, 0u);
}

void vtd_enable_translation(struct vtd_iommu *io, bool enable)
{
    bool was = io->unit.translation_enabled;
    io->unit.translation_enabled = enable;
    //@ assert ok: iommu_ok(io);
    if (was && !enable)
        vtd_forget_translations(io);
}

void vtd_enable_queue(struct vtd_iommu *io, bool enable)
{
    bool on = enable && io->unit.caps.queued_invalidation;
    if (on != io->queue.enabled) {
        io->queue.head = 0u;
        io->queue.waiting = false;
    }
    io->queue.enabled = on;
    //@ assert queue: queue_ok(&io->queue);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
}

void vtd_global_command(struct vtd_iommu *io, uint32_t value)
{
    bool remapping = io->unit.caps.interrupt_remapping;
    if (value / 0x40000000u % 2u == 1u)
        vtd_set_root_pointer(io);
    if (value / 0x1000000u % 2u == 1u && remapping)
        vtd_set_interrupt_pointer(io);
    vtd_enable_queue(io, value / 0x4000000u % 2u == 1u);
    io->unit.remapping_enabled = value / 0x2000000u % 2u == 1u && remapping;
    io->unit.compatibility_allowed = value / 0x800000u % 2u == 1u && remapping;
    //@ assert ok: iommu_ok(io);
    vtd_enable_translation(io, value / 0x80000000u == 1u);
    if (!io->unit.translation_enabled && !io->unit.remapping_enabled)
        io->faults.next = 0;
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    //@ assert interrupts: interrupt_cache_ok(&io->interrupts);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
}
