#include "model/reset.h"

/*@ requires \valid(e);
    terminates \true; exits \false;
    assigns e->data, e->address, e->upper_address, e->masked, e->pending;
    ensures ok: event_ok(e);
    ensures reset: e->masked && !e->pending && e->data == 0 && e->address == 0 && e->upper_address == 0; */
static void reset_event(struct vtd_event *e)
{
    e->data = 0u;
    e->address = 0u;
    e->upper_address = 0u;
    e->masked = true;
    e->pending = false;
}

/*@ requires \valid(g) && 1 <= count <= VTD_FAULT_RECORDS;
    terminates \true; exits \false;
    assigns g->count, g->next, g->first, g->overflow, g->queue_error, g->completion_error, g->timeout_error,
      g->record[0 .. VTD_FAULT_RECORDS - 1];
    ensures ok: fault_log_ok(g);
    ensures count: g->count == count && g->next == 0;
    ensures empty: \forall integer i; 0 <= i < VTD_FAULT_RECORDS ==> g->record[i].word[3] == 0;
    ensures none: !fault_status(g); */
static void reset_faults(struct vtd_fault_log *g, int32_t count)
{
    g->count = count;
    g->next = 0;
    g->first = 0;
    g->overflow = false;
    g->queue_error = false;
    g->completion_error = false;
    g->timeout_error = false;
    /*@ loop invariant range: 0 <= i <= VTD_FAULT_RECORDS;
        loop invariant none: \forall integer j; 0 <= j < i ==> g->record[j].word[3] == 0;
        loop assigns i, g->record[0 .. VTD_FAULT_RECORDS - 1];
        loop variant VTD_FAULT_RECORDS - i; */
    for (int32_t i = 0; i < VTD_FAULT_RECORDS; i++) {
        g->record[i].word[0] = 0u;
        g->record[i].word[1] = 0u;
        g->record[i].word[2] = 0u;
        g->record[i].word[3] = 0u;
    }
}

/*@ requires \valid(q);
    terminates \true; exits \false;
    assigns q->head, q->tail, q->address_lo, q->address_hi, q->enabled, q->wait_complete, q->error,
      q->timeout_source, q->completion_source, q->waiting, q->wait_interrupt, q->wait_status, q->wait_data,
      q->wait_address, q->itag[0 .. VTD_ITAGS - 1];
    ensures ok: queue_ok(q);
    ensures off: !q->enabled && !q->waiting && !q->wait_complete;
    ensures zero: q->head == 0 && q->tail == 0 && q->address_lo == 0 && q->address_hi == 0 && q->error == 0;
    ensures idle: !devices_busy(q); */
static void reset_queue(struct vtd_queue *q)
{
    q->head = 0u;
    q->tail = 0u;
    q->address_lo = 0u;
    q->address_hi = 0u;
    q->enabled = false;
    q->wait_complete = false;
    q->error = 0;
    q->timeout_source = 0u;
    q->completion_source = 0u;
    q->waiting = false;
    q->wait_interrupt = false;
    q->wait_status = false;
    q->wait_data = 0u;
    q->wait_address = 0;
    /*@ loop invariant range: 0 <= i <= VTD_ITAGS;
        loop invariant none: \forall integer j; 0 <= j < i ==> q->itag[j].used == 0 && q->itag[j].remaining == 0;
        loop assigns i, q->itag[0 .. VTD_ITAGS - 1];
        loop variant VTD_ITAGS - i; */
    for (int32_t i = 0; i < VTD_ITAGS; i++) {
        q->itag[i].source = 0u;
        q->itag[i].used = 0;
        q->itag[i].remaining = 0;
    }
}

/*@ requires \valid(t) && 0 <= sets <= VTD_CONTEXT_SETS;
    terminates \true; exits \false;
    assigns t->sets, t->entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1];
    ensures ok: context_cache_ok(t) && t->sets == sets;
    ensures empty: contexts_empty(t); */
static void reset_contexts(struct vtd_context_cache *t, int32_t sets)
{
    t->sets = sets;
    /*@ loop invariant range: 0 <= i <= VTD_CONTEXT_SETS * VTD_WAYS;
        loop invariant none: \forall integer j; 0 <= j < i ==> t->entry[j].valid == 0;
        loop assigns i, t->entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1];
        loop variant VTD_CONTEXT_SETS * VTD_WAYS - i; */
    for (int32_t i = 0; i < VTD_CONTEXT_SETS * VTD_WAYS; i++) {
        t->entry[i].word0 = 0u;
        t->entry[i].word1 = 0u;
        t->entry[i].word2 = 0u;
        t->entry[i].word3 = 0u;
        t->entry[i].source = 0u;
        t->entry[i].domain = 0u;
        t->entry[i].valid = 0u;
    }
}

/*@ requires \valid(t) && 0 <= sets <= VTD_IOTLB_SETS;
    terminates \true; exits \false;
    assigns t->sets, t->entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1];
    ensures ok: iotlb_ok(t) && t->sets == sets;
    ensures empty: pages_empty(t); */
static void reset_pages(struct vtd_iotlb *t, int32_t sets)
{
    t->sets = sets;
    /*@ loop invariant range: 0 <= i <= VTD_IOTLB_SETS * VTD_WAYS;
        loop invariant numbers: \forall integer j; 0 <= j < i ==> t->entry[j].first == 0 && t->entry[j].frame == 0;
        loop invariant tags: \forall integer j; 0 <= j < i ==> t->entry[j].source == 0 && t->entry[j].domain == 0;
        loop invariant rest: \forall integer j; 0 <= j < i ==>
          t->entry[j].rights == 0 && t->entry[j].fault_disabled == 0 && t->entry[j].rule == VTD_NONE;
        loop invariant empty: \forall integer j; 0 <= j < i ==> t->entry[j].level == 0;
        loop assigns i, t->entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1];
        loop variant VTD_IOTLB_SETS * VTD_WAYS - i; */
    for (int32_t i = 0; i < VTD_IOTLB_SETS * VTD_WAYS; i++) {
        t->entry[i].first = 0;
        t->entry[i].frame = 0;
        t->entry[i].source = 0;
        t->entry[i].domain = 0;
        t->entry[i].level = 0;
        t->entry[i].rights = 0;
        t->entry[i].fault_disabled = 0;
        t->entry[i].rule = VTD_NONE;
    }
}

/*@ requires \valid(t) && 0 <= sets <= VTD_INTERRUPT_SETS;
    terminates \true; exits \false;
    assigns t->sets, t->entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1];
    ensures ok: interrupt_cache_ok(t) && t->sets == sets;
    ensures empty: interrupts_empty(t); */
static void reset_entries(struct vtd_interrupt_cache *t, int32_t sets)
{
    t->sets = sets;
    /*@ loop invariant range: 0 <= i <= VTD_INTERRUPT_SETS * VTD_WAYS;
        loop invariant none: \forall integer j; 0 <= j < i ==> t->entry[j].valid == 0;
        loop assigns i, t->entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1];
        loop variant VTD_INTERRUPT_SETS * VTD_WAYS - i; */
    for (int32_t i = 0; i < VTD_INTERRUPT_SETS * VTD_WAYS; i++) {
        t->entry[i].word0 = 0u;
        t->entry[i].word1 = 0u;
        t->entry[i].word2 = 0u;
        t->entry[i].word3 = 0u;
        t->entry[i].index = 0;
        t->entry[i].valid = 0;
    }
}

/*@ requires \valid(u) && caps_ok(&u->caps);
    terminates \true; exits \false;
    assigns u->root_frame, u->interrupt_table_frame, u->interrupt_table_size, u->table_mode, u->translation_enabled,
      u->remapping_enabled, u->extended_mode, u->compatibility_allowed;
    ensures ok: unit_ok(u);
    ensures off: !u->translation_enabled && !u->remapping_enabled && !u->compatibility_allowed; */
static void reset_unit(struct vtd_unit *u)
{
    u->root_frame = 0;
    u->interrupt_table_frame = 0;
    u->interrupt_table_size = 2;
    u->table_mode = VTD_LEGACY;
    u->translation_enabled = false;
    u->remapping_enabled = false;
    u->extended_mode = false;
    u->compatibility_allowed = false;
}

/*@ requires \valid(r);
    terminates \true; exits \false;
    assigns r->root_lo, r->root_hi, r->interrupt_lo, r->interrupt_hi, r->context_lo, r->context_hi,
      r->address_lo, r->address_hi, r->iotlb_hi, r->low_base, r->low_limit, r->high_base_lo, r->high_base_hi,
      r->high_limit_lo, r->high_limit_hi, r->root_pointer_set, r->interrupt_pointer_set, r->regions_protected;
    ensures ok: registers_ok(r);
    ensures zero: r->root_lo == 0 && r->root_hi == 0 && !r->regions_protected; */
static void reset_registers(struct vtd_registers *r)
{
    r->root_lo = 0u;
    r->root_hi = 0u;
    r->interrupt_lo = 0u;
    r->interrupt_hi = 0u;
    r->context_lo = 0u;
    r->context_hi = 0u;
    r->address_lo = 0u;
    r->address_hi = 0u;
    r->iotlb_hi = 0u;
    r->low_base = 0u;
    r->low_limit = 0u;
    r->high_base_lo = 0u;
    r->high_base_hi = 0u;
    r->high_limit_lo = 0u;
    r->high_limit_hi = 0u;
    r->root_pointer_set = false;
    r->interrupt_pointer_set = false;
    r->regions_protected = false;
}

/* The order below is that of the structure; each step keeps what the ones before have established. */
/*@ requires \valid(io) && unit_ok(&io->unit);
    terminates \true; exits \false;
    assigns io->registers.root_lo, io->registers.root_hi, io->registers.interrupt_lo,
      io->registers.interrupt_hi, io->registers.context_lo, io->registers.context_hi, io->registers.address_lo,
      io->registers.address_hi, io->registers.iotlb_hi, io->registers.low_base, io->registers.low_limit,
      io->registers.high_base_lo, io->registers.high_base_hi, io->registers.high_limit_lo,
      io->registers.high_limit_hi, io->registers.root_pointer_set, io->registers.interrupt_pointer_set,
      io->registers.regions_protected, io->fault_event.data, io->fault_event.address,
      io->fault_event.upper_address, io->fault_event.masked, io->fault_event.pending,
      io->completion_event.data, io->completion_event.address, io->completion_event.upper_address,
      io->completion_event.masked, io->completion_event.pending;
    ensures unit: unit_ok(&io->unit);
    ensures registers: registers_ok(&io->registers) && io->registers.root_lo == 0 && io->registers.root_hi == 0 &&
      !io->registers.regions_protected;
    ensures fault_event: event_ok(&io->fault_event) && io->fault_event.masked && !io->fault_event.pending;
    ensures completion_event: event_ok(&io->completion_event) && io->completion_event.masked &&
      !io->completion_event.pending; */
static void reset_words(struct vtd_iommu *io)
{
    reset_registers(&io->registers);
    //@ assert unit: unit_ok(&io->unit);
    reset_event(&io->fault_event);
    //@ assert unit_too: unit_ok(&io->unit);
    reset_event(&io->completion_event);
}

/*@ requires \valid(io) && unit_ok(&io->unit) && registers_ok(&io->registers);
    requires event_ok(&io->fault_event) && event_ok(&io->completion_event);
    terminates \true; exits \false;
    assigns io->faults.count, io->faults.next, io->faults.first, io->faults.overflow, io->faults.queue_error,
      io->faults.completion_error, io->faults.timeout_error, io->faults.record[0 .. VTD_FAULT_RECORDS - 1],
      io->queue.head, io->queue.tail, io->queue.address_lo, io->queue.address_hi, io->queue.enabled,
      io->queue.wait_complete, io->queue.error, io->queue.timeout_source, io->queue.completion_source,
      io->queue.waiting, io->queue.wait_interrupt, io->queue.wait_status, io->queue.wait_data,
      io->queue.wait_address, io->queue.itag[0 .. VTD_ITAGS - 1];
    ensures unit: unit_ok(&io->unit);
    ensures registers: registers_ok(&io->registers);
    ensures events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
    ensures faults: fault_log_ok(&io->faults) && io->faults.count == io->unit.caps.fault_records;
    ensures none: !fault_status(&io->faults);
    ensures queue: queue_ok(&io->queue) && !io->queue.enabled && !io->queue.waiting;
    ensures idle: !devices_busy(&io->queue); */
static void reset_work(struct vtd_iommu *io)
{
    reset_faults(&io->faults, (int32_t)io->unit.caps.fault_records);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
    reset_queue(&io->queue);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert records: \forall integer i; 0 <= i < VTD_FAULT_RECORDS ==> io->faults.record[i].word[3] == 0;
}

/* Everything but the caches. */
/*@ predicate body_ok{L}(struct vtd_iommu *io) =
      \valid(io) && unit_ok(&io->unit) && registers_ok(&io->registers) && event_ok(&io->fault_event) &&
      event_ok(&io->completion_event) && fault_log_ok(&io->faults) && queue_ok(&io->queue) &&
      io->faults.count == io->unit.caps.fault_records && !fault_status(&io->faults) && !devices_busy(&io->queue);
    predicate no_contexts{L}(struct vtd_context_cache *t, integer sets) =
      context_cache_ok(t) && t->sets == sets && contexts_empty(t);
    predicate no_pages{L}(struct vtd_iotlb *t, integer sets) = iotlb_ok(t) && t->sets == sets && pages_empty(t);
    predicate no_entries{L}(struct vtd_interrupt_cache *t, integer sets) =
      interrupt_cache_ok(t) && t->sets == sets && interrupts_empty(t); */

/*@ requires body_ok(io) && 0 <= sets <= VTD_CONTEXT_SETS;
    terminates \true; exits \false;
    assigns io->contexts.sets, io->contexts.entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1];
    ensures body: body_ok(io);
    ensures contexts: no_contexts(&io->contexts, sets); */
static void without_contexts(struct vtd_iommu *io, int32_t sets)
{
    reset_contexts(&io->contexts, sets);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert tags: \forall integer i; 0 <= i < VTD_ITAGS ==> io->queue.itag[i].used == \at(io->queue.itag[i].used, Pre) && io->queue.itag[i].remaining == \at(io->queue.itag[i].remaining, Pre);
    //@ assert idle: !devices_busy(&io->queue);
    //@ assert itags: \forall integer i; 0 <= i < VTD_ITAGS ==> itag_ok(io->queue.itag[i]);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert records: \forall integer i; 0 <= i < VTD_FAULT_RECORDS ==> io->faults.record[i].word[3] == \at(io->faults.record[i].word[3], Pre);
    //@ assert flags: !io->faults.overflow && !io->faults.queue_error && !io->faults.completion_error && !io->faults.timeout_error;
    //@ assert count: io->faults.count == \at(io->faults.count, Pre);
    //@ assert before: \forall integer i; 0 <= i < io->faults.count ==> \at(io->faults.record[i].word[3], Pre) < 0x80000000;
    //@ assert now: \forall integer i; 0 <= i < io->faults.count ==> io->faults.record[i].word[3] < 0x80000000;
    //@ assert pending: !any_fault_pending(&io->faults);
    //@ assert none: !fault_status(&io->faults);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
}

/*@ requires body_ok(io) && no_contexts(&io->contexts, context_sets) && 0 <= sets <= VTD_IOTLB_SETS;
    terminates \true; exits \false;
    assigns io->iotlb.sets, io->iotlb.entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1];
    ensures body: body_ok(io);
    ensures contexts: no_contexts(&io->contexts, context_sets);
    ensures pages: no_pages(&io->iotlb, sets); */
static void without_pages(struct vtd_iommu *io, int32_t context_sets, int32_t sets)
{
    (void)context_sets;
    reset_pages(&io->iotlb, sets);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert tags: \forall integer i; 0 <= i < VTD_ITAGS ==> io->queue.itag[i].used == \at(io->queue.itag[i].used, Pre) && io->queue.itag[i].remaining == \at(io->queue.itag[i].remaining, Pre);
    //@ assert idle: !devices_busy(&io->queue);
    //@ assert itags: \forall integer i; 0 <= i < VTD_ITAGS ==> itag_ok(io->queue.itag[i]);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert records: \forall integer i; 0 <= i < VTD_FAULT_RECORDS ==> io->faults.record[i].word[3] == \at(io->faults.record[i].word[3], Pre);
    //@ assert flags: !io->faults.overflow && !io->faults.queue_error && !io->faults.completion_error && !io->faults.timeout_error;
    //@ assert count: io->faults.count == \at(io->faults.count, Pre);
    //@ assert before: \forall integer i; 0 <= i < io->faults.count ==> \at(io->faults.record[i].word[3], Pre) < 0x80000000;
    //@ assert now: \forall integer i; 0 <= i < io->faults.count ==> io->faults.record[i].word[3] < 0x80000000;
    //@ assert pending: !any_fault_pending(&io->faults);
    //@ assert none: !fault_status(&io->faults);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
}

/*@ requires body_ok(io) && no_contexts(&io->contexts, context_sets) && no_pages(&io->iotlb, iotlb_sets);
    requires 0 <= sets <= VTD_INTERRUPT_SETS;
    terminates \true; exits \false;
    assigns io->interrupts.sets, io->interrupts.entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1];
    ensures body: body_ok(io);
    ensures contexts: no_contexts(&io->contexts, context_sets);
    ensures pages: no_pages(&io->iotlb, iotlb_sets);
    ensures entries: no_entries(&io->interrupts, sets); */
static void without_entries(struct vtd_iommu *io, int32_t context_sets, int32_t iotlb_sets, int32_t sets)
{
    (void)context_sets;
    (void)iotlb_sets;
    reset_entries(&io->interrupts, sets);
    //@ assert levels: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> io->iotlb.entry[i].level == 0;
    //@ assert entries: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> cached_page_ok(io->iotlb.entry[i]);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert tags: \forall integer i; 0 <= i < VTD_ITAGS ==> io->queue.itag[i].used == \at(io->queue.itag[i].used, Pre) && io->queue.itag[i].remaining == \at(io->queue.itag[i].remaining, Pre);
    //@ assert idle: !devices_busy(&io->queue);
    //@ assert itags: \forall integer i; 0 <= i < VTD_ITAGS ==> itag_ok(io->queue.itag[i]);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert records: \forall integer i; 0 <= i < VTD_FAULT_RECORDS ==> io->faults.record[i].word[3] == \at(io->faults.record[i].word[3], Pre);
    //@ assert flags: !io->faults.overflow && !io->faults.queue_error && !io->faults.completion_error && !io->faults.timeout_error;
    //@ assert count: io->faults.count == \at(io->faults.count, Pre);
    //@ assert before: \forall integer i; 0 <= i < io->faults.count ==> \at(io->faults.record[i].word[3], Pre) < 0x80000000;
    //@ assert now: \forall integer i; 0 <= i < io->faults.count ==> io->faults.record[i].word[3] < 0x80000000;
    //@ assert pending: !any_fault_pending(&io->faults);
    //@ assert none: !fault_status(&io->faults);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
}

/* Field by field: of a structure that is copied as a whole WP does not learn the fields. */
/*@ requires \valid(to) && caps_ok(c) && \separated(to, c);
    terminates \true; exits \false; assigns *to;
    ensures ok: caps_ok(to);
    ensures widths: to->host_frames == \old(c->host_frames) && to->guest_pages == \old(c->guest_pages) &&
      to->version == \old(c->version) && to->fault_records == \old(c->fault_records);
    ensures words: to->cap_lo == \old(c->cap_lo) && to->cap_hi == \old(c->cap_hi) &&
      to->ecap_lo == \old(c->ecap_lo) && to->ecap_hi == \old(c->ecap_hi); */
static void copy_caps(struct vtd_caps *to, const struct vtd_caps *c)
{
    to->host_frames = c->host_frames;
    to->guest_pages = c->guest_pages;
    to->domain_count = c->domain_count;
    to->agaw_39 = c->agaw_39;
    to->agaw_48 = c->agaw_48;
    to->agaw_57 = c->agaw_57;
    to->page_2m = c->page_2m;
    to->page_1g = c->page_1g;
    to->zero_length_read = c->zero_length_read;
    to->snoop_control = c->snoop_control;
    to->device_tlb = c->device_tlb;
    to->pass_through = c->pass_through;
    to->extended_int_mode = c->extended_int_mode;
    to->caching_mode = c->caching_mode;
    to->page_selective = c->page_selective;
    to->protected_low = c->protected_low;
    to->protected_high = c->protected_high;
    to->root_pointer_flushes = c->root_pointer_flushes;
    to->interrupt_pointer_flushes = c->interrupt_pointer_flushes;
    to->queued_invalidation = c->queued_invalidation;
    to->interrupt_remapping = c->interrupt_remapping;
    to->invalidation_throttle = c->invalidation_throttle;
    to->abort_dma = c->abort_dma;
    to->remapping_required = c->remapping_required;
    to->extended_mode_required = c->extended_mode_required;
    to->fault_records = c->fault_records;
    to->fault_offset = c->fault_offset;
    to->iotlb_offset = c->iotlb_offset;
    to->address_mask_max = c->address_mask_max;
    to->handle_mask_max = c->handle_mask_max;
    to->version = c->version;
    to->cap_lo = c->cap_lo;
    to->cap_hi = c->cap_hi;
    to->ecap_lo = c->ecap_lo;
    to->ecap_hi = c->ecap_hi;
}

void vtd_reset(struct vtd_iommu *io, const struct vtd_caps *c, int32_t context_sets, int32_t iotlb_sets,
               int32_t interrupt_sets)
{
    copy_caps(&io->unit.caps, c);
    reset_unit(&io->unit);
    reset_words(io);
    reset_work(io);
    without_contexts(io, context_sets);
    without_pages(io, context_sets, iotlb_sets);
    without_entries(io, context_sets, iotlb_sets, interrupt_sets);
}
