#include "model/effects.h"

#include "model/event.h"
#include "model/fault_log.h"

struct vtd_effects vtd_no_effects(void)
{
    struct vtd_effects none = {false, false, false, 0u, 0u, false, false, 0u, 0u, 0u};
    return none;
}

bool vtd_queue_fail(struct vtd_iommu *io, uint8_t code)
{
    bool event = !vtd_fault_status(&io->faults);
    io->faults.queue_error = true;
    io->queue.error = code;
    bool sent = event && vtd_event_raise(&io->fault_event);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert interrupts: interrupt_cache_ok(&io->interrupts);
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    return sent;
}

struct vtd_effects vtd_wait_complete(struct vtd_iommu *io, bool status, bool interrupt, uint32_t data, uint64_t address)
{
    struct vtd_effects e = vtd_no_effects();
    if (status) {
        e.status_write = true;
        e.status_data = data;
        e.status_address = address;
    }
    if (interrupt && !io->queue.wait_complete) {
        io->queue.wait_complete = true;
        e.completion_event = vtd_event_raise(&io->completion_event);
    }
    return e;
}
