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

/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid;
    ensures ok: iommu_ok(io);
    ensures empty: interrupts_empty(&io->interrupts); */
static void forget_entries(struct vtd_iommu *io)
{
    vtd_interrupt_cache_invalidate(&io->interrupts, false, 0u, 0u);
    //@ assert rights: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> io->iotlb.entry[i].rights == \at(io->iotlb.entry[i].rights, Pre);
    //@ assert fpd: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> io->iotlb.entry[i].fault_disabled == \at(io->iotlb.entry[i].fault_disabled, Pre);
    //@ assert rule: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> io->iotlb.entry[i].rule == \at(io->iotlb.entry[i].rule, Pre);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert faults: fault_log_ok(&io->faults);
}

/*@ requires iommu_ok(io) && 0 <= frame < 0x10000000000000;
    terminates \true; exits \false;
    assigns io->unit.interrupt_table_frame;
    ensures ok: iommu_ok(io);
    ensures set: io->unit.interrupt_table_frame == frame; */
static void set_table_frame(struct vtd_iommu *io, int64_t frame)
{
    io->unit.interrupt_table_frame = frame;
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    //@ assert queue: queue_ok(&io->queue);
}

/*@ requires iommu_ok(io) && 2 <= size <= 65536;
    terminates \true; exits \false;
    assigns io->unit.interrupt_table_size;
    ensures ok: iommu_ok(io);
    ensures set: io->unit.interrupt_table_size == size; */
static void set_table_size(struct vtd_iommu *io, int32_t size)
{
    io->unit.interrupt_table_size = size;
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert interrupts: interrupt_cache_ok(&io->interrupts);
    //@ assert faults: fault_log_ok(&io->faults);
}

void vtd_set_interrupt_pointer(struct vtd_iommu *io)
{
    unsigned size = io->registers.interrupt_lo % 16u + 1u;
    set_table_frame(io,
                    (int64_t)io->registers.interrupt_hi * 0x100000 + (int64_t)(io->registers.interrupt_lo / 0x1000u));
    set_table_size(io, (int32_t)vtd_power_of_two(size));
    io->unit.extended_mode = io->registers.interrupt_lo / 0x800u % 2u == 1u;
    io->registers.interrupt_pointer_set = true;
    //@ assert unit: unit_ok(&io->unit);
    //@ assert ok: iommu_ok(io);
    if (io->unit.caps.interrupt_pointer_flushes)
        forget_entries(io);
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

/* SRTP and SIRTP of a command. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->unit.root_frame, io->unit.table_mode, io->registers.root_pointer_set,
      io->unit.interrupt_table_frame, io->unit.interrupt_table_size, io->unit.extended_mode,
      io->registers.interrupt_pointer_set,
      io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid,
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level,
      io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid;
    ensures ok: iommu_ok(io);
    ensures root: bit_set(value, 0x40000000) ==> root_latched{Pre,Post}(io) && io->registers.root_pointer_set;
    ensures no_root: !bit_set(value, 0x40000000) ==> io->unit.root_frame == \old(io->unit.root_frame) &&
      io->unit.table_mode == \old(io->unit.table_mode) &&
      io->registers.root_pointer_set == \old(io->registers.root_pointer_set);
    ensures table: bit_set(value, 0x1000000) && io->unit.caps.interrupt_remapping ==>
      interrupt_table_latched{Pre,Post}(io) && io->registers.interrupt_pointer_set;
    ensures no_table: !(bit_set(value, 0x1000000) && io->unit.caps.interrupt_remapping) ==>
      io->unit.interrupt_table_frame == \old(io->unit.interrupt_table_frame) &&
      io->unit.interrupt_table_size == \old(io->unit.interrupt_table_size) &&
      io->unit.extended_mode == \old(io->unit.extended_mode);
    ensures forgotten: bit_set(value, 0x40000000) && io->unit.caps.root_pointer_flushes ==>
      contexts_empty(&io->contexts) && pages_empty(&io->iotlb);
    ensures forgotten_entries: bit_set(value, 0x1000000) && io->unit.caps.interrupt_remapping &&
      io->unit.caps.interrupt_pointer_flushes ==> interrupts_empty(&io->interrupts); */
static void set_pointers(struct vtd_iommu *io, uint32_t value)
{
    if (value / 0x40000000u % 2u == 1u)
        vtd_set_root_pointer(io);
    //@ assert root: bit_set(value, 0x40000000) ==> root_latched{Pre,Here}(io);
    //@ assert forgotten: bit_set(value, 0x40000000) && io->unit.caps.root_pointer_flushes ==> contexts_empty(&io->contexts) && pages_empty(&io->iotlb);
    if (value / 0x1000000u % 2u == 1u && io->unit.caps.interrupt_remapping)
        vtd_set_interrupt_pointer(io);
    //@ assert still: bit_set(value, 0x40000000) && io->unit.caps.root_pointer_flushes ==> contexts_empty(&io->contexts) && pages_empty(&io->iotlb);
}

/* IRE. Turning it off empties the interrupt entry cache of a unit with ESIRTPS. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->unit.remapping_enabled, io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid;
    ensures ok: iommu_ok(io);
    ensures on: io->unit.remapping_enabled <==> enable;
    ensures flushed: !enable && \old(io->unit.remapping_enabled) && io->unit.caps.interrupt_pointer_flushes ==>
      interrupts_empty(&io->interrupts);
    ensures kept: enable || !\old(io->unit.remapping_enabled) || !io->unit.caps.interrupt_pointer_flushes ==>
      (\forall integer i; 0 <= i < VTD_INTERRUPT_SETS * VTD_WAYS ==>
        io->interrupts.entry[i].valid == \old(io->interrupts.entry[i].valid));
    ensures empty: interrupts_empty{Pre}(&io->interrupts) ==> interrupts_empty(&io->interrupts); */
static void set_remapping(struct vtd_iommu *io, bool enable)
{
    bool was = io->unit.remapping_enabled;
    io->unit.remapping_enabled = enable;
    //@ assert ok: iommu_ok(io);
    if (was && !enable && io->unit.caps.interrupt_pointer_flushes)
        forget_entries(io);
}

/* Recording starts again at the first record (clause 7.2.1). */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->faults.next;
    ensures ok: iommu_ok(io);
    ensures next: io->faults.next == 0; */
static void rewind_faults(struct vtd_iommu *io)
{
    io->faults.next = 0;
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    //@ assert interrupts: interrupt_cache_ok(&io->interrupts);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
}

void vtd_global_command(struct vtd_iommu *io, uint32_t value)
{
    bool remapping = io->unit.caps.interrupt_remapping;
    set_pointers(io, value);
    //@ assert flushed: bit_set(value, 0x1000000) && remapping && io->unit.caps.interrupt_pointer_flushes ==> interrupts_empty(&io->interrupts);
    set_remapping(io, value / 0x2000000u % 2u == 1u && remapping);
    //@ assert root: bit_set(value, 0x40000000) ==> root_latched{Pre,Here}(io) && io->registers.root_pointer_set;
    //@ assert flushed_still: bit_set(value, 0x1000000) && remapping && io->unit.caps.interrupt_pointer_flushes ==> interrupts_empty(&io->interrupts);
    io->unit.compatibility_allowed = value / 0x800000u % 2u == 1u && remapping;
    //@ assert ok: iommu_ok(io);
    vtd_enable_queue(io, value / 0x4000000u % 2u == 1u);
    //@ assert forgotten: bit_set(value, 0x40000000) && io->unit.caps.root_pointer_flushes ==> contexts_empty(&io->contexts) && pages_empty(&io->iotlb);
    vtd_enable_translation(io, value / 0x80000000u == 1u);
    if (!io->unit.translation_enabled && !io->unit.remapping_enabled)
        rewind_faults(io);
}
