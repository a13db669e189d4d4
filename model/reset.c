#include "model/reset.h"

/* What the steps below hand on, field by field: that is what the next step has to keep. */
/*@ predicate registers_zero{L}(struct vtd_registers *r) =
      \valid(r) && r->root_lo == 0 && r->root_hi == 0 && r->interrupt_lo == 0 && r->context_hi == 0 &&
      r->low_base == 0 && r->low_limit == 0 && r->high_base_lo == 0 && r->high_limit_lo == 0 && !r->regions_protected;
    predicate event_quiet{L}(struct vtd_event *e) =
      \valid(e) && e->data == 0 && e->address == 0 && e->masked && !e->pending;
    predicate nothing_recorded{L}(struct vtd_fault_log *g) =
      fault_log_ok(g) && !g->overflow && !g->queue_error && !g->completion_error && !g->timeout_error &&
      (\forall integer i; 0 <= i < VTD_FAULT_RECORDS ==> g->record[i].word[3] == 0);
    predicate queue_off{L}(struct vtd_queue *q) =
      \valid(q) && !q->enabled && !q->waiting && q->head == 0 && q->tail == 0 && q->address_lo == 0 && q->error == 0 &&
      q->wait_address == 0 &&
      (\forall integer i; 0 <= i < VTD_ITAGS ==> q->itag[i].used == 0 && q->itag[i].remaining == 0);
    predicate no_contexts{L}(struct vtd_context_cache *t) = \valid(t) && contexts_empty(t);
    predicate no_entries{L}(struct vtd_interrupt_cache *t) = \valid(t) && interrupts_empty(t);
    predicate no_pages{L}(struct vtd_iotlb *t) = iotlb_ok(t) && pages_empty(t);
    predicate unit_off{L}(struct vtd_unit *u) =
      \valid_read(u) && u->root_frame == 0 && u->interrupt_table_frame == 0 && u->interrupt_table_size == 2 &&
      u->table_mode == VTD_LEGACY && !u->translation_enabled && !u->remapping_enabled && !u->compatibility_allowed;
    predicate caps_copied{L1,L2}(struct vtd_caps *to, struct vtd_caps *c) =
      \at(to->host_frames, L2) == \at(c->host_frames, L1) && \at(to->guest_pages, L2) == \at(c->guest_pages, L1) &&
      \at(to->domain_count, L2) == \at(c->domain_count, L1) && \at(to->version, L2) == \at(c->version, L1) &&
      \at(to->fault_records, L2) == \at(c->fault_records, L1) &&
      \at(to->fault_offset, L2) == \at(c->fault_offset, L1) && \at(to->iotlb_offset, L2) == \at(c->iotlb_offset, L1) &&
      \at(to->address_mask_max, L2) == \at(c->address_mask_max, L1) &&
      \at(to->handle_mask_max, L2) == \at(c->handle_mask_max, L1) &&
      \at(to->cap_lo, L2) == \at(c->cap_lo, L1) && \at(to->cap_hi, L2) == \at(c->cap_hi, L1) &&
      \at(to->ecap_lo, L2) == \at(c->ecap_lo, L1) && \at(to->ecap_hi, L2) == \at(c->ecap_hi, L1); */

/*@ requires \valid(e);
    terminates \true; exits \false;
    assigns *e;
    ensures quiet: event_quiet(e) && e->upper_address == 0; */
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
    assigns *g;
    ensures count: g->count == count && g->next == 0;
    ensures none: nothing_recorded(g);
    ensures first: g->first == 0;
    ensures words: \forall integer i; 0 <= i < VTD_FAULT_RECORDS ==>
      g->record[i].word[0] == 0 && g->record[i].word[1] == 0 && g->record[i].word[2] == 0; */
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
        loop invariant words: \forall integer j; 0 <= j < i ==>
          g->record[j].word[0] == 0 && g->record[j].word[1] == 0 && g->record[j].word[2] == 0;
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
    assigns *q;
    ensures off: queue_off(q) && !q->wait_complete && q->address_hi == 0;
    ensures sources: q->timeout_source == 0 && q->completion_source == 0;
    ensures wait: !q->wait_interrupt && !q->wait_status && q->wait_data == 0;
    ensures tags: \forall integer i; 0 <= i < VTD_ITAGS ==> q->itag[i].source == 0; */
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
        loop invariant tags: \forall integer j; 0 <= j < i ==> q->itag[j].source == 0;
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
    assigns *t;
    ensures none: no_contexts(t) && t->sets == sets;
    ensures words: \forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
      t->entry[i].word0 == 0 && t->entry[i].word1 == 0 && t->entry[i].word2 == 0 && t->entry[i].word3 == 0;
    ensures tags: \forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
      t->entry[i].source == 0 && t->entry[i].domain == 0; */
static void reset_contexts(struct vtd_context_cache *t, int32_t sets)
{
    t->sets = sets;
    /*@ loop invariant range: 0 <= i <= VTD_CONTEXT_SETS * VTD_WAYS;
        loop invariant none: \forall integer j; 0 <= j < i ==> t->entry[j].valid == 0;
        loop invariant words: \forall integer j; 0 <= j < i ==>
          t->entry[j].word0 == 0 && t->entry[j].word1 == 0 && t->entry[j].word2 == 0 && t->entry[j].word3 == 0;
        loop invariant tags: \forall integer j; 0 <= j < i ==> t->entry[j].source == 0 && t->entry[j].domain == 0;
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
    assigns *t;
    ensures ok: iotlb_ok(t);
    ensures none: pages_empty(t);
    ensures sets: t->sets == sets; */
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
    assigns *t;
    ensures none: no_entries(t) && t->sets == sets;
    ensures words: \forall integer i; 0 <= i < VTD_INTERRUPT_SETS * VTD_WAYS ==>
      t->entry[i].word0 == 0 && t->entry[i].word1 == 0 && t->entry[i].word2 == 0 && t->entry[i].word3 == 0;
    ensures index: \forall integer i; 0 <= i < VTD_INTERRUPT_SETS * VTD_WAYS ==> t->entry[i].index == 0; */
static void reset_entries(struct vtd_interrupt_cache *t, int32_t sets)
{
    t->sets = sets;
    /*@ loop invariant range: 0 <= i <= VTD_INTERRUPT_SETS * VTD_WAYS;
        loop invariant none: \forall integer j; 0 <= j < i ==> t->entry[j].valid == 0;
        loop invariant words: \forall integer j; 0 <= j < i ==>
          t->entry[j].word0 == 0 && t->entry[j].word1 == 0 && t->entry[j].word2 == 0 && t->entry[j].word3 == 0;
        loop invariant index: \forall integer j; 0 <= j < i ==> t->entry[j].index == 0;
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

/*@ requires \valid(r);
    terminates \true; exits \false;
    assigns *r;
    ensures zero: registers_zero(r);
    ensures tables: r->interrupt_hi == 0 && r->context_lo == 0;
    ensures commands: r->address_lo == 0 && r->address_hi == 0 && r->iotlb_hi == 0;
    ensures high: r->high_base_hi == 0 && r->high_limit_hi == 0;
    ensures flags: !r->root_pointer_set && !r->interrupt_pointer_set; */
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

/* By way of a predicate: of a structure that is copied as a whole WP learns nothing else. */
/*@ requires \valid(to) && \valid_read(c) && \separated(to, c);
    terminates \true; exits \false; assigns *to;
    ensures same: caps_copied{Pre,Here}(to, c); */
static void copy_caps(struct vtd_caps *to, const struct vtd_caps *c)
{
    *to = *c;
}

/*@ requires \valid(u) && \valid_read(c) && \separated(u, c);
    terminates \true; exits \false; assigns *u;
    ensures off: unit_off(u);
    ensures caps: caps_copied{Pre,Here}(&u->caps, c);
    ensures widths: u->caps.host_frames == \old(c->host_frames) && u->caps.version == \old(c->version);
    ensures words: u->caps.cap_lo == \old(c->cap_lo) && u->caps.cap_hi == \old(c->cap_hi) &&
      u->caps.ecap_lo == \old(c->ecap_lo) && u->caps.ecap_hi == \old(c->ecap_hi); */
static void reset_unit(struct vtd_unit *u, const struct vtd_caps *c)
{
    copy_caps(&u->caps, c);
    u->root_frame = 0;
    u->interrupt_table_frame = 0;
    u->interrupt_table_size = 2;
    u->table_mode = VTD_LEGACY;
    u->translation_enabled = false;
    u->remapping_enabled = false;
    u->extended_mode = false;
    u->compatibility_allowed = false;
}

/* One step for each part. What a part shares an integer type with has to be kept by the steps that follow: the
 * IOTLB, of which there is most to keep, comes last. */
/*@ requires \valid(io) && unit_off(&io->unit) && 0 <= sets <= VTD_CONTEXT_SETS;
    terminates \true; exits \false; assigns io->contexts;
    ensures unit: unit_off(&io->unit);
    ensures caps: caps_copied{Pre,Here}(&io->unit.caps, &io->unit.caps);
    ensures widths: io->unit.caps.host_frames == \old(io->unit.caps.host_frames) && io->unit.caps.version == \old(io->unit.caps.version);
    ensures words: io->unit.caps.cap_lo == \old(io->unit.caps.cap_lo) && io->unit.caps.cap_hi == \old(io->unit.caps.cap_hi) &&
      io->unit.caps.ecap_lo == \old(io->unit.caps.ecap_lo) && io->unit.caps.ecap_hi == \old(io->unit.caps.ecap_hi);
    ensures contexts: no_contexts(&io->contexts) && io->contexts.sets == sets; */
static void without_contexts(struct vtd_iommu *io, int32_t sets)
{
    reset_contexts(&io->contexts, sets);
}

/*@ requires \valid(io) && unit_off(&io->unit) && no_contexts(&io->contexts);
    requires 0 <= sets <= VTD_INTERRUPT_SETS;
    terminates \true; exits \false; assigns io->interrupts;
    ensures unit: unit_off(&io->unit);
    ensures caps: caps_copied{Pre,Here}(&io->unit.caps, &io->unit.caps);
    ensures widths: io->unit.caps.host_frames == \old(io->unit.caps.host_frames) && io->unit.caps.version == \old(io->unit.caps.version);
    ensures words: io->unit.caps.cap_lo == \old(io->unit.caps.cap_lo) && io->unit.caps.cap_hi == \old(io->unit.caps.cap_hi) &&
      io->unit.caps.ecap_lo == \old(io->unit.caps.ecap_lo) && io->unit.caps.ecap_hi == \old(io->unit.caps.ecap_hi);
    ensures contexts: no_contexts(&io->contexts) && io->contexts.sets == \old(io->contexts.sets);
    ensures entries: no_entries(&io->interrupts) && io->interrupts.sets == sets; */
static void without_entries(struct vtd_iommu *io, int32_t sets)
{
    reset_entries(&io->interrupts, sets);
}

/*@ requires \valid(io) && unit_off(&io->unit) && no_contexts(&io->contexts);
    requires no_entries(&io->interrupts);
    terminates \true; exits \false; assigns io->registers;
    ensures unit: unit_off(&io->unit);
    ensures caps: caps_copied{Pre,Here}(&io->unit.caps, &io->unit.caps);
    ensures widths: io->unit.caps.host_frames == \old(io->unit.caps.host_frames) && io->unit.caps.version == \old(io->unit.caps.version);
    ensures words: io->unit.caps.cap_lo == \old(io->unit.caps.cap_lo) && io->unit.caps.cap_hi == \old(io->unit.caps.cap_hi) &&
      io->unit.caps.ecap_lo == \old(io->unit.caps.ecap_lo) && io->unit.caps.ecap_hi == \old(io->unit.caps.ecap_hi);
    ensures contexts: no_contexts(&io->contexts) && io->contexts.sets == \old(io->contexts.sets);
    ensures entries: no_entries(&io->interrupts) && io->interrupts.sets == \old(io->interrupts.sets);
    ensures registers: registers_zero(&io->registers); */
static void without_registers(struct vtd_iommu *io)
{
    reset_registers(&io->registers);
}

/*@ requires \valid(io) && unit_off(&io->unit) && no_contexts(&io->contexts);
    requires no_entries(&io->interrupts) && registers_zero(&io->registers);
    terminates \true; exits \false; assigns io->fault_event, io->completion_event;
    ensures unit: unit_off(&io->unit);
    ensures caps: caps_copied{Pre,Here}(&io->unit.caps, &io->unit.caps);
    ensures widths: io->unit.caps.host_frames == \old(io->unit.caps.host_frames) && io->unit.caps.version == \old(io->unit.caps.version);
    ensures words: io->unit.caps.cap_lo == \old(io->unit.caps.cap_lo) && io->unit.caps.cap_hi == \old(io->unit.caps.cap_hi) &&
      io->unit.caps.ecap_lo == \old(io->unit.caps.ecap_lo) && io->unit.caps.ecap_hi == \old(io->unit.caps.ecap_hi);
    ensures contexts: no_contexts(&io->contexts) && io->contexts.sets == \old(io->contexts.sets);
    ensures entries: no_entries(&io->interrupts) && io->interrupts.sets == \old(io->interrupts.sets);
    ensures registers: registers_zero(&io->registers);
    ensures fault_event: event_quiet(&io->fault_event);
    ensures completion_event: event_quiet(&io->completion_event); */
static void without_events(struct vtd_iommu *io)
{
    reset_event(&io->fault_event);
    //@ assert unit: unit_off(&io->unit);
    //@ assert caps: caps_copied{Pre,Here}(&io->unit.caps, &io->unit.caps);
    //@ assert registers: registers_zero(&io->registers);
    reset_event(&io->completion_event);
}

/*@ requires \valid(io) && unit_off(&io->unit) && no_contexts(&io->contexts);
    requires no_entries(&io->interrupts) && registers_zero(&io->registers);
    requires event_quiet(&io->fault_event) && event_quiet(&io->completion_event) && caps_ok(&io->unit.caps);
    terminates \true; exits \false; assigns io->faults;
    ensures unit: unit_off(&io->unit);
    ensures caps: caps_copied{Pre,Here}(&io->unit.caps, &io->unit.caps);
    ensures widths: io->unit.caps.host_frames == \old(io->unit.caps.host_frames) && io->unit.caps.version == \old(io->unit.caps.version);
    ensures words: io->unit.caps.cap_lo == \old(io->unit.caps.cap_lo) && io->unit.caps.cap_hi == \old(io->unit.caps.cap_hi) &&
      io->unit.caps.ecap_lo == \old(io->unit.caps.ecap_lo) && io->unit.caps.ecap_hi == \old(io->unit.caps.ecap_hi);
    ensures contexts: no_contexts(&io->contexts) && io->contexts.sets == \old(io->contexts.sets);
    ensures entries: no_entries(&io->interrupts) && io->interrupts.sets == \old(io->interrupts.sets);
    ensures registers: registers_zero(&io->registers);
    ensures events: event_quiet(&io->fault_event) && event_quiet(&io->completion_event);
    ensures faults: nothing_recorded(&io->faults) && io->faults.count == io->unit.caps.fault_records; */
static void without_faults(struct vtd_iommu *io)
{
    reset_faults(&io->faults, (int32_t)io->unit.caps.fault_records);
}

/*@ requires \valid(io) && unit_off(&io->unit) && no_contexts(&io->contexts);
    requires no_entries(&io->interrupts) && registers_zero(&io->registers);
    requires event_quiet(&io->fault_event) && event_quiet(&io->completion_event);
    requires nothing_recorded(&io->faults);
    terminates \true; exits \false; assigns io->queue;
    ensures unit: unit_off(&io->unit);
    ensures caps: caps_copied{Pre,Here}(&io->unit.caps, &io->unit.caps);
    ensures widths: io->unit.caps.host_frames == \old(io->unit.caps.host_frames) && io->unit.caps.version == \old(io->unit.caps.version);
    ensures words: io->unit.caps.cap_lo == \old(io->unit.caps.cap_lo) && io->unit.caps.cap_hi == \old(io->unit.caps.cap_hi) &&
      io->unit.caps.ecap_lo == \old(io->unit.caps.ecap_lo) && io->unit.caps.ecap_hi == \old(io->unit.caps.ecap_hi);
    ensures contexts: no_contexts(&io->contexts) && io->contexts.sets == \old(io->contexts.sets);
    ensures entries: no_entries(&io->interrupts) && io->interrupts.sets == \old(io->interrupts.sets);
    ensures registers: registers_zero(&io->registers);
    ensures events: event_quiet(&io->fault_event) && event_quiet(&io->completion_event);
    ensures faults: nothing_recorded(&io->faults) && io->faults.count == \old(io->faults.count);
    ensures queue: queue_off(&io->queue); */
static void without_queue(struct vtd_iommu *io)
{
    reset_queue(&io->queue);
}

/*@ requires \valid(io) && unit_off(&io->unit) && no_contexts(&io->contexts);
    requires no_entries(&io->interrupts) && registers_zero(&io->registers);
    requires event_quiet(&io->fault_event) && event_quiet(&io->completion_event);
    requires nothing_recorded(&io->faults) && queue_off(&io->queue) && 0 <= sets <= VTD_IOTLB_SETS;
    terminates \true; exits \false; assigns io->iotlb;
    ensures unit: unit_off(&io->unit);
    ensures caps: caps_copied{Pre,Here}(&io->unit.caps, &io->unit.caps);
    ensures widths: io->unit.caps.host_frames == \old(io->unit.caps.host_frames) && io->unit.caps.version == \old(io->unit.caps.version);
    ensures words: io->unit.caps.cap_lo == \old(io->unit.caps.cap_lo) && io->unit.caps.cap_hi == \old(io->unit.caps.cap_hi) &&
      io->unit.caps.ecap_lo == \old(io->unit.caps.ecap_lo) && io->unit.caps.ecap_hi == \old(io->unit.caps.ecap_hi);
    ensures contexts: no_contexts(&io->contexts) && io->contexts.sets == \old(io->contexts.sets);
    ensures entries: no_entries(&io->interrupts) && io->interrupts.sets == \old(io->interrupts.sets);
    ensures registers: registers_zero(&io->registers);
    ensures events: event_quiet(&io->fault_event) && event_quiet(&io->completion_event);
    ensures faults: nothing_recorded(&io->faults) && io->faults.count == \old(io->faults.count);
    ensures queue: queue_off(&io->queue);
    ensures pages: no_pages(&io->iotlb) && io->iotlb.sets == sets; */
static void without_pages(struct vtd_iommu *io, int32_t sets)
{
    reset_pages(&io->iotlb, sets);
}

/* All of it together is a unit in its reset state. */
/*@ requires \valid(io) && unit_off(&io->unit) && caps_ok(&io->unit.caps) && registers_zero(&io->registers);
    requires event_quiet(&io->fault_event) && event_quiet(&io->completion_event);
    requires nothing_recorded(&io->faults) && io->faults.count == io->unit.caps.fault_records && queue_off(&io->queue);
    requires no_contexts(&io->contexts) && 0 <= io->contexts.sets <= VTD_CONTEXT_SETS;
    requires no_entries(&io->interrupts) && 0 <= io->interrupts.sets <= VTD_INTERRUPT_SETS;
    requires no_pages(&io->iotlb);
    terminates \true; exits \false; assigns \nothing;
    ensures ok: iommu_ok(io);
    ensures off: !io->unit.translation_enabled && !io->unit.remapping_enabled && !io->queue.enabled &&
      !io->unit.compatibility_allowed;
    ensures contexts: contexts_empty(&io->contexts);
    ensures pages: pages_empty(&io->iotlb);
    ensures entries: interrupts_empty(&io->interrupts);
    ensures quiet: !fault_status(&io->faults);
    ensures idle: !io->queue.waiting && !devices_busy(&io->queue);
    ensures registers: io->registers.root_lo == 0 && io->registers.root_hi == 0 && !io->registers.regions_protected;
    ensures fault_event: io->fault_event.masked && !io->fault_event.pending;
    ensures completion_event: io->completion_event.masked && !io->completion_event.pending; */
static void settled(const struct vtd_iommu *io)
{
    (void)io;
}

/*@ requires \valid(io) && caps_ok(c) && \separated(io, c);
    requires 0 <= context_sets <= VTD_CONTEXT_SETS && 0 <= iotlb_sets <= VTD_IOTLB_SETS;
    requires 0 <= interrupt_sets <= VTD_INTERRUPT_SETS;
    terminates \true; exits \false; assigns *io;
    ensures unit: unit_off(&io->unit);
    ensures caps: caps_copied{Pre,Here}(&io->unit.caps, c);
    ensures widths: io->unit.caps.host_frames == \old(c->host_frames) && io->unit.caps.version == \old(c->version);
    ensures words: io->unit.caps.cap_lo == \old(c->cap_lo) && io->unit.caps.cap_hi == \old(c->cap_hi) &&
      io->unit.caps.ecap_lo == \old(c->ecap_lo) && io->unit.caps.ecap_hi == \old(c->ecap_hi);
    ensures contexts: no_contexts(&io->contexts) && io->contexts.sets == context_sets;
    ensures entries: no_entries(&io->interrupts) && io->interrupts.sets == interrupt_sets;
    ensures registers: registers_zero(&io->registers);
    ensures events: event_quiet(&io->fault_event) && event_quiet(&io->completion_event);
    ensures faults: nothing_recorded(&io->faults) && io->faults.count == io->unit.caps.fault_records;
    ensures queue: queue_off(&io->queue);
    ensures pages: no_pages(&io->iotlb) && io->iotlb.sets == iotlb_sets; */
static void reset_parts(struct vtd_iommu *io, const struct vtd_caps *c, int32_t context_sets, int32_t iotlb_sets,
                        int32_t interrupt_sets)
{
    reset_unit(&io->unit, c);
    without_contexts(io, context_sets);
    //@ assert contexts: caps_copied{Pre,Here}(&io->unit.caps, c);
    without_entries(io, interrupt_sets);
    //@ assert entries: caps_copied{Pre,Here}(&io->unit.caps, c);
    without_registers(io);
    //@ assert registers: caps_copied{Pre,Here}(&io->unit.caps, c);
    without_events(io);
    //@ assert events: caps_copied{Pre,Here}(&io->unit.caps, c);
    without_faults(io);
    //@ assert faults: caps_copied{Pre,Here}(&io->unit.caps, c);
    without_queue(io);
    //@ assert queue: caps_copied{Pre,Here}(&io->unit.caps, c);
    without_pages(io, iotlb_sets);
    //@ assert pages: caps_copied{Pre,Here}(&io->unit.caps, c);
}

void vtd_reset(struct vtd_iommu *io, const struct vtd_caps *c, int32_t context_sets, int32_t iotlb_sets,
               int32_t interrupt_sets)
{
    reset_parts(io, c, context_sets, iotlb_sets, interrupt_sets);
    settled(io);
}
