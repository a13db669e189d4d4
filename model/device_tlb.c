#include "model/device_tlb.h"

#include "model/event.h"
#include "model/fault_log.h"
#include "model/queue.h"

struct vtd_effects vtd_device_completion(struct vtd_iommu *io, uint16_t source, uint8_t tag, unsigned count)
{
    struct vtd_itag *t = &io->queue.itag[tag];
    bool fault_event = false;
    struct vtd_effects e = vtd_no_effects();
    if (!io->unit.translation_enabled)
        return e;
    if (t->used == 0 || t->source != source) {
        bool event = !vtd_fault_status(&io->faults);
        if (!io->faults.completion_error)
            io->queue.completion_source = source;
        io->faults.completion_error = true;
        fault_event = event && vtd_event_raise(&io->fault_event);
    } else {
        int32_t left = t->remaining != 0 ? t->remaining : count == 0u ? 8 : (int32_t)count;
        t->remaining = left - 1;
        if (left == 1)
            t->used = 0;
    }
    //@ assert queue: queue_ok(&io->queue);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    //@ assert interrupts: interrupt_cache_ok(&io->interrupts);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert ok: iommu_ok(io);
    if (io->queue.waiting && !vtd_devices_busy(&io->queue)) {
        io->queue.waiting = false;
        //@ assert still: iommu_ok(io);
        e = vtd_wait_complete(io, io->queue.wait_status, io->queue.wait_interrupt, io->queue.wait_data,
                              (uint64_t)io->queue.wait_address);
    }
    e.fault_event = fault_event;
    return e;
}

struct vtd_effects vtd_device_timeout(struct vtd_iommu *io, uint8_t tag)
{
    struct vtd_effects e = vtd_no_effects();
    if (io->queue.itag[tag].used == 0)
        return e;
    bool event = !vtd_fault_status(&io->faults);
    if (!io->faults.timeout_error)
        io->queue.timeout_source = io->queue.itag[tag].source;
    io->faults.timeout_error = true;
    io->queue.itag[tag].used = 0;
    io->queue.waiting = false;
    e.fault_event = event && vtd_event_raise(&io->fault_event);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert interrupts: interrupt_cache_ok(&io->interrupts);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert unit: unit_ok(&io->unit);
    return e;
}
