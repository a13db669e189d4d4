#include "model/queue.h"

#include "model/context_cache.h"
#include "model/interrupt_cache.h"
#include "model/iotlb.h"

bool vtd_queue_ready(const struct vtd_iommu *io)
{
    const struct vtd_queue *q = &io->queue;
    return q->enabled && q->head != q->tail && !io->faults.queue_error && !io->faults.timeout_error && !q->waiting;
}

/* A tag that no request uses, VTD_ITAGS if there is none. */
/*@ requires queue_ok(q);
    terminates \true; exits \false; assigns \nothing;
    ensures range: \result <= VTD_ITAGS;
    ensures free: \result < VTD_ITAGS ==> q->itag[\result].used == 0;
    ensures none: \result == VTD_ITAGS <==> tags_exhausted(q); */
static uint8_t free_tag(const struct vtd_queue *q)
{
    uint8_t i = 0u;
    /*@ loop invariant range: 0 <= i <= VTD_ITAGS;
        loop invariant used: \forall integer j; 0 <= j < i ==> q->itag[j].used != 0;
        loop assigns i;
        loop variant VTD_ITAGS - i; */
    while (i < VTD_ITAGS && q->itag[i].used != 0)
        i++;
    return i;
}

bool vtd_devices_busy(const struct vtd_queue *q)
{
    /*@ loop invariant range: 0 <= i <= VTD_ITAGS;
        loop invariant none: \forall integer j; 0 <= j < i ==> q->itag[j].used == 0;
        loop assigns i;
        loop variant VTD_ITAGS - i; */
    for (int32_t i = 0; i < VTD_ITAGS; i++)
        if (q->itag[i].used != 0)
            return true;
    return false;
}

/* Send a device-TLB invalidation; it is answered later. */
/*@ requires iommu_ok(io) && !tags_exhausted(&io->queue) && d.page < 0x10000000000000;
    terminates \true; exits \false;
    assigns io->queue.itag[0 .. VTD_ITAGS - 1];
    ensures ok: iommu_ok(io);
    ensures request: \result.device_request && \result.device_source == d.source && \result.device_page == d.page &&
      (\result.device_sized <==> d.sized) && \result.device_tag < VTD_ITAGS;
    ensures tag: \old(io->queue.itag[\result.device_tag].used) == 0 &&
      io->queue.itag[\result.device_tag].used != 0 && io->queue.itag[\result.device_tag].source == d.source;
    ensures rest: !\result.status_write && !\result.fault_event && !\result.completion_event; */
static struct vtd_effects invalidate_device(struct vtd_iommu *io, struct vtd_descriptor d)
{
    struct vtd_effects e = vtd_no_effects();
    uint8_t tag = free_tag(&io->queue);
    io->queue.itag[tag].source = d.source;
    io->queue.itag[tag].used = 1;
    io->queue.itag[tag].remaining = 0;
    //@ assert queue: queue_ok(&io->queue);
    e.device_request = true;
    e.device_sized = d.sized;
    e.device_tag = tag;
    e.device_source = d.source;
    e.device_page = d.page;
    return e;
}

/* A wait descriptor: done at once, or when every device has answered. */
/*@ requires iommu_ok(io) && d.status_address < 0x4000000000000;
    terminates \true; exits \false;
    assigns io->queue.wait_complete, io->completion_event.pending, io->queue.waiting, io->queue.wait_status,
      io->queue.wait_interrupt, io->queue.wait_data, io->queue.wait_address;
    ensures ok: iommu_ok(io);
    ensures now: !devices_busy{Pre}(&io->queue) ==>
      wait_completed{Pre,Post}(io, \result, d.status, d.interrupt, d.data, d.status_address) &&
      !\result.device_request && !\result.fault_event && io->queue.waiting == \old(io->queue.waiting);
    ensures later: devices_busy{Pre}(&io->queue) ==>
      no_effects(\result) && io->queue.waiting && io->queue.wait_data == d.data &&
      io->queue.wait_address == d.status_address && (io->queue.wait_status <==> d.status) &&
      (io->queue.wait_interrupt <==> d.interrupt) && io->queue.wait_complete == \old(io->queue.wait_complete); */
static struct vtd_effects wait(struct vtd_iommu *io, struct vtd_descriptor d)
{
    if (!vtd_devices_busy(&io->queue))
        return vtd_wait_complete(io, d.status, d.interrupt, d.data, d.status_address);
    io->queue.waiting = true;
    io->queue.wait_status = d.status;
    io->queue.wait_interrupt = d.interrupt;
    io->queue.wait_data = d.data;
    io->queue.wait_address = (int64_t)d.status_address;
    //@ assert queue: queue_ok(&io->queue);
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    return vtd_no_effects();
}

/* The three invalidations of the unit's own caches. */
/*@ requires iommu_ok(io);
    requires d.kind == VTD_INVALIDATE_CONTEXT || d.kind == VTD_INVALIDATE_IOTLB || d.kind == VTD_INVALIDATE_INTERRUPT;
    requires d.granularity <= 3 && d.function_mask <= 3 && d.address_mask <= 63 && d.index_mask <= 31;
    requires d.page < 0x10000000000000;
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid,
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level,
      io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid;
    ensures ok: context_cache_ok(&io->contexts);
    ensures ok_pages: iotlb_ok(&io->iotlb);
    ensures ok_interrupts: interrupt_cache_ok(&io->interrupts);
    ensures contexts: d.kind == VTD_INVALIDATE_CONTEXT ==>
      (\forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
        (io->contexts.entry[i].valid != 0 <==> \old(io->contexts.entry[i].valid) != 0 &&
          !context_covered{Pre}(&io->contexts, i, d.granularity, d.domain, d.source, d.function_mask)));
    ensures contexts_kept: d.kind != VTD_INVALIDATE_CONTEXT ==>
      (\forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
        io->contexts.entry[i].valid == \old(io->contexts.entry[i].valid));
    ensures pages_gone: d.kind == VTD_INVALIDATE_IOTLB ==>
      (\forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
        page_covered{Pre}(&io->iotlb, i, d.granularity, d.domain, d.page % io->unit.caps.guest_pages,
                          block_bits(d.address_mask)) ==> io->iotlb.entry[i].level == 0);
    ensures pages_kept: d.kind == VTD_INVALIDATE_IOTLB ==>
      (\forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
        !page_covered{Pre}(&io->iotlb, i, d.granularity, d.domain, d.page % io->unit.caps.guest_pages,
                           block_bits(d.address_mask)) ==>
        io->iotlb.entry[i].level == \old(io->iotlb.entry[i].level));
    ensures pages_other: d.kind != VTD_INVALIDATE_IOTLB ==>
      (\forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
        io->iotlb.entry[i].level == \old(io->iotlb.entry[i].level));
    ensures interrupts: d.kind == VTD_INVALIDATE_INTERRUPT ==>
      (\forall integer i; 0 <= i < VTD_INTERRUPT_SETS * VTD_WAYS ==>
        (io->interrupts.entry[i].valid != 0 <==> \old(io->interrupts.entry[i].valid) != 0 &&
          !interrupt_covered{Pre}(&io->interrupts, i, d.by_index, d.index, d.index_mask)));
    ensures interrupts_kept: d.kind != VTD_INVALIDATE_INTERRUPT ==>
      (\forall integer i; 0 <= i < VTD_INTERRUPT_SETS * VTD_WAYS ==>
        io->interrupts.entry[i].valid == \old(io->interrupts.entry[i].valid)); */
static void invalidate_cache(struct vtd_iommu *io, struct vtd_descriptor d)
{
    if (d.kind == VTD_INVALIDATE_CONTEXT) {
        vtd_context_cache_invalidate(&io->contexts, d.granularity, d.domain, d.source, d.function_mask);
        //@ assert pages: iotlb_ok(&io->iotlb);
    } else if (d.kind == VTD_INVALIDATE_IOTLB) {
        vtd_iotlb_invalidate(&io->iotlb, d.granularity, d.domain, (int64_t)(d.page % io->unit.caps.guest_pages),
                             d.address_mask > 52u ? 52u : d.address_mask);
        //@ assert pages: iotlb_ok(&io->iotlb);
    } else {
        vtd_interrupt_cache_invalidate(&io->interrupts, d.by_index, d.index, d.index_mask);
        //@ assert rights: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> io->iotlb.entry[i].rights == \at(io->iotlb.entry[i].rights, Pre);
        //@ assert fpd: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> io->iotlb.entry[i].fault_disabled == \at(io->iotlb.entry[i].fault_disabled, Pre);
        //@ assert rule: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> io->iotlb.entry[i].rule == \at(io->iotlb.entry[i].rule, Pre);
        //@ assert pages: iotlb_ok(&io->iotlb);
    }
}

struct vtd_effects vtd_execute(struct vtd_iommu *io, struct vtd_descriptor d)
{
    if (d.kind == VTD_WAIT)
        return wait(io, d);
    if (d.kind == VTD_INVALIDATE_DEVICE)
        return invalidate_device(io, d);
    invalidate_cache(io, d);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert ok: iommu_ok(io);
    return vtd_no_effects();
}

/* The head moves past a descriptor. */
/*@ requires iommu_ok(io) && io->queue.head < queue_bytes(&io->queue);
    requires queue_wide(&io->queue) ==> io->queue.head % 32 == 0;
    terminates \true; exits \false;
    assigns io->queue.head;
    ensures ok: iommu_ok(io);
    ensures next: io->queue.head == head_next{Pre}(&io->queue) && io->queue.head < queue_bytes{Pre}(&io->queue); */
static void move_on(struct vtd_iommu *io)
{
    io->queue.head = vtd_queue_next(&io->queue);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert iotlb: iotlb_ok(&io->iotlb);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert interrupts: interrupt_cache_ok(&io->interrupts);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert registers: registers_ok(&io->registers);
}

struct vtd_queue_step vtd_queue_step(struct vtd_iommu *io, const struct vtd_memory *m)
{
    struct vtd_queue_step s = {false, vtd_no_effects()};
    if (!vtd_queue_ready(io))
        return s;
    struct vtd_fetched f = vtd_queue_fetch(&io->unit, &io->queue, m);
    if (f.error != VTD_QUEUE_OK) {
        s.done = true;
        s.effects.fault_event = vtd_queue_fail(io, f.error);
        return s;
    }
    if (f.descriptor.kind == VTD_INVALIDATE_DEVICE && free_tag(&io->queue) == VTD_ITAGS)
        return s;
    s.done = true;
    move_on(io);
    //@ assert busy: devices_busy(&io->queue) <==> devices_busy{Pre}(&io->queue);
    s.effects = vtd_execute(io, f.descriptor);
    //@ assert waits: f.descriptor.kind == VTD_WAIT && !devices_busy{Pre}(&io->queue) ==> wait_completed{Pre,Here}(io, s.effects, f.descriptor.status, f.descriptor.interrupt, f.descriptor.data, f.descriptor.status_address);
    return s;
}
