/* The invalidation queue at work (clause 6.5.2): one descriptor per step, in order, each exactly once. */
#ifndef MODEL_QUEUE_H
#define MODEL_QUEUE_H

#include "model/effects.h"
#include "model/queue_fetch.h"

/* Is there a descriptor to take? Not while an error waits for software or a wait descriptor for a device. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false; assigns \nothing;
    ensures ready: \result <==> queue_ready(io); */
bool vtd_queue_ready(const struct vtd_iommu *io);

/* Does any device still owe the answer to a device-TLB invalidation? */
/*@ requires queue_ok(q);
    terminates \true; exits \false; assigns \nothing;
    ensures busy: \result <==> devices_busy(q); */
bool vtd_devices_busy(const struct vtd_queue *q);

struct vtd_queue_step {
    bool done; /* something happened: call again */
    struct vtd_effects effects;
};

/* Carry out one descriptor that was fetched without error. */
/*@ requires iommu_ok(io) && d.error == VTD_QUEUE_OK;
    requires VTD_INVALIDATE_CONTEXT <= d.kind <= VTD_WAIT;
    requires d.granularity <= 3 && d.function_mask <= 3 && d.address_mask <= 63 && d.index_mask <= 31;
    requires d.page < 0x10000000000000 && d.status_address < 0x4000000000000;
    requires room: d.kind == VTD_INVALIDATE_DEVICE ==> !tags_exhausted(&io->queue);
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid,
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level,
      io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid,
      io->queue.itag[0 .. VTD_ITAGS - 1], io->queue.wait_complete, io->completion_event.pending,
      io->queue.waiting, io->queue.wait_status, io->queue.wait_interrupt, io->queue.wait_data,
      io->queue.wait_address;
    ensures ok: iommu_ok(io);
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
        io->interrupts.entry[i].valid == \old(io->interrupts.entry[i].valid));
    ensures wait_now: d.kind == VTD_WAIT && !devices_busy{Pre}(&io->queue) ==>
      wait_completed{Pre,Post}(io, \result, d.status, d.interrupt, d.data, d.status_address) &&
      !\result.device_request && !\result.fault_event && io->queue.waiting == \old(io->queue.waiting);
    ensures wait_later: d.kind == VTD_WAIT && devices_busy{Pre}(&io->queue) ==>
      no_effects(\result) && io->queue.waiting && io->queue.wait_data == d.data &&
      io->queue.wait_address == d.status_address && (io->queue.wait_status <==> d.status) &&
      (io->queue.wait_interrupt <==> d.interrupt) && io->queue.wait_complete == \old(io->queue.wait_complete);
    ensures device: d.kind == VTD_INVALIDATE_DEVICE ==> \result.device_request && !\result.status_write &&
      !\result.fault_event && !\result.completion_event && \result.device_source == d.source &&
      \result.device_page == d.page && (\result.device_sized <==> d.sized) && \result.device_tag < VTD_ITAGS &&
      \old(io->queue.itag[\result.device_tag].used) == 0 && io->queue.itag[\result.device_tag].used != 0 &&
      io->queue.itag[\result.device_tag].source == d.source;
    ensures quiet: d.kind != VTD_WAIT && d.kind != VTD_INVALIDATE_DEVICE ==> no_effects(\result);
    ensures only_wait: d.kind != VTD_WAIT ==> io->queue.waiting == \old(io->queue.waiting) &&
      io->queue.wait_complete == \old(io->queue.wait_complete); */
struct vtd_effects vtd_execute(struct vtd_iommu *io, struct vtd_descriptor d);

/* Take one step: nothing, an error, or the descriptor at the head. */
/*@ requires iommu_ok(io) && memory_ok(m);
    terminates \true; exits \false;
    assigns io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid,
      io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level,
      io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid,
      io->queue.itag[0 .. VTD_ITAGS - 1], io->queue.wait_complete, io->completion_event.pending,
      io->queue.waiting, io->queue.wait_status, io->queue.wait_interrupt, io->queue.wait_data,
      io->queue.wait_address, io->queue.head, io->queue.error, io->faults.queue_error, io->fault_event.pending;
    ensures ok: iommu_ok(io);
    ensures idle: !queue_ready{Pre}(io) ==> !\result.done;
    ensures still: !\result.done ==> no_effects(\result.effects) && io->queue.head == \old(io->queue.head) &&
      io->faults.queue_error == \old(io->faults.queue_error);
    ensures works: queue_ready{Pre}(io) && !tags_exhausted{Pre}(&io->queue) ==> \result.done;
    ensures failed: queue_ready{Pre}(io) && !head_good{Pre}(&io->unit, &io->queue, m) ==>
      \result.done && io->faults.queue_error && io->queue.head == \old(io->queue.head) &&
      !\result.effects.status_write && !\result.effects.device_request && !\result.effects.completion_event;
    ensures taken: \result.done && head_good{Pre}(&io->unit, &io->queue, m) ==>
      io->queue.head == head_next{Pre}(&io->queue) && !io->faults.queue_error;
    ensures in_ring: \result.done && head_good{Pre}(&io->unit, &io->queue, m) ==>
      io->queue.head < queue_bytes{Pre}(&io->queue);
    ensures code: queue_ready{Pre}(io) && !head_good{Pre}(&io->unit, &io->queue, m) ==>
      head_error_is{Pre}(&io->unit, &io->queue, m, io->queue.error);
    ensures contexts: \result.done && head_good{Pre}(&io->unit, &io->queue, m) ==>
      contexts_after{Pre,Post}(io, head_word{Pre}(&io->queue, m, 0));
    ensures pages_gone: \result.done && head_good{Pre}(&io->unit, &io->queue, m) &&
      descriptor_type(head_word{Pre}(&io->queue, m, 0)) == VTD_INVALIDATE_IOTLB ==>
      pages_gone{Pre,Post}(io, head_word{Pre}(&io->queue, m, 0), head_word{Pre}(&io->queue, m, 1));
    ensures pages_kept: \result.done && head_good{Pre}(&io->unit, &io->queue, m) &&
      descriptor_type(head_word{Pre}(&io->queue, m, 0)) == VTD_INVALIDATE_IOTLB ==>
      pages_kept{Pre,Post}(io, head_word{Pre}(&io->queue, m, 0), head_word{Pre}(&io->queue, m, 1));
    ensures pages_same: !(\result.done && head_good{Pre}(&io->unit, &io->queue, m) &&
      descriptor_type(head_word{Pre}(&io->queue, m, 0)) == VTD_INVALIDATE_IOTLB) ==> pages_same{Pre,Post}(io);
    ensures interrupts: \result.done && head_good{Pre}(&io->unit, &io->queue, m) ==>
      interrupts_after{Pre,Post}(io, head_word{Pre}(&io->queue, m, 0));
    ensures waits: \result.done && head_good{Pre}(&io->unit, &io->queue, m) &&
      descriptor_type(head_word{Pre}(&io->queue, m, 0)) == VTD_WAIT && !devices_busy{Pre}(&io->queue) ==>
      wait_completed{Pre,Post}(io, \result.effects, qi_wait_SW(head_word{Pre}(&io->queue, m, 0)),
        qi_wait_IF(head_word{Pre}(&io->queue, m, 0)), qi_wait_DATA(head_word{Pre}(&io->queue, m, 0)),
        qi_wait_ADDR(head_word{Pre}(&io->queue, m, 1)) % (io->unit.caps.host_frames * 1024));
    ensures asks: \result.done && head_good{Pre}(&io->unit, &io->queue, m) &&
      descriptor_type(head_word{Pre}(&io->queue, m, 0)) == VTD_INVALIDATE_DEVICE ==>
      \result.effects.device_request &&
      \result.effects.device_source == qi_cc_SID(head_word{Pre}(&io->queue, m, 0)) &&
      \result.effects.device_page == qi_dev_ADDR(head_word{Pre}(&io->queue, m, 1));
    ensures status: \result.effects.status_write ==> queue_ready{Pre}(io) && head_good{Pre}(&io->unit, &io->queue, m) &&
      descriptor_type(head_word{Pre}(&io->queue, m, 0)) == VTD_WAIT &&
      qi_wait_SW(head_word{Pre}(&io->queue, m, 0)) == 1 &&
      only_status(\result.effects, qi_wait_DATA(head_word{Pre}(&io->queue, m, 0)),
        qi_wait_ADDR(head_word{Pre}(&io->queue, m, 1)) % (io->unit.caps.host_frames * 1024)); */
struct vtd_queue_step vtd_queue_step(struct vtd_iommu *io, const struct vtd_memory *m);

#endif
