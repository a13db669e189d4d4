/* The invariant of a whole unit, iommu_ok, in C: the counterpart, line by line, of the predicate that the proofs with
 * WP keep through every operation. One function for each predicate; \valid(...) is not stated, the unit is a C object.
 *
 *   C function            ACSL predicate       file
 *   caps_ok               caps_ok              spec/caps.acsl
 *   unit_ok               unit_ok              spec/caps.acsl
 *   fault_log_ok          fault_log_ok         spec/fault_log.acsl
 *   itag_ok, queue_ok     itag_ok, queue_ok    spec/queue.acsl
 *   context_cache_ok      context_cache_ok     spec/caches.acsl
 *   cached_page_ok        cached_page_ok       spec/caches.acsl
 *   iotlb_ok              iotlb_ok             spec/caches.acsl
 *   interrupt_cache_ok    interrupt_cache_ok   spec/caches.acsl
 *   in_set                set_of, with the bounds that the three caches put around it
 *   event_ok              event_ok             spec/registers.acsl
 *   registers_ok          registers_ok         spec/registers.acsl, reserved_zero_0B8 and _02C of spec/registers.tsv
 *   iommu_ok              iommu_ok             spec/iommu.acsl
 *
 * Quantifiers over entries of a cache run over the sets in use, whose number is a constant of the job (CONTEXT_SETS
 * and so on); what ACSL demands of the entries beyond (invalid, and for pages in range) holds because they are zero:
 * arbitrary.h never sets them, and an operation that wrote one would be seen by entries_beyond_empty. */
#ifndef PROPERTIES_INVARIANT_H
#define PROPERTIES_INVARIANT_H

#include "proofs/bmc/properties/machine.h"

static inline bool caps_ok(const struct vtd_caps *c)
{
    return 0x100000 <= c->host_frames && c->host_frames <= 0x10000000000 && 1 <= c->guest_pages &&
           c->guest_pages <= 0x200000000000 && 16 <= c->domain_count && c->domain_count <= 65536 &&
           1 <= c->fault_records && c->fault_records <= 256 && c->fault_offset % 16 == 0 && c->iotlb_offset % 16 == 0 &&
           0xF0 <= c->fault_offset && c->fault_offset <= 0x3FF0 && 0xF0 <= c->iotlb_offset &&
           c->iotlb_offset <= 0x3FF0 && c->address_mask_max <= 63 && c->handle_mask_max <= 15;
}

static inline bool unit_ok(const struct vtd_unit *u)
{
    return caps_ok(&u->caps) && 0 <= u->root_frame && u->root_frame < 0x10000000000000 &&
           0 <= u->interrupt_table_frame && u->interrupt_table_frame < 0x10000000000000 &&
           2 <= u->interrupt_table_size && u->interrupt_table_size <= 65536 && u->table_mode <= 3;
}

static inline bool fault_log_ok(const struct vtd_fault_log *g)
{
    return 1 <= g->count && g->count <= VTD_FAULT_RECORDS && 0 <= g->next && g->next < g->count && 0 <= g->first &&
           g->first < g->count;
}

static inline bool itag_ok(const struct vtd_itag *t)
{
    return 0 <= t->used && t->used <= 1 && 0 <= t->remaining && t->remaining <= 8;
}

static inline bool queue_ok(const struct vtd_queue *q)
{
    bool ok = q->head <= 0x7FFF0 && q->head % 16 == 0 && q->tail <= 0x7FFF0 && q->tail % 16 == 0 &&
              q->address_lo / 8 % 0x100 == 0 && 0 <= q->error && q->error <= 7 && 0 <= q->wait_address &&
              q->wait_address < 0x4000000000000;
    for (int i = 0; i < VTD_ITAGS; i++)
        ok = ok && itag_ok(&q->itag[i]);
    return ok;
}

/* Position i lies in the set that holds `number`. */
static inline bool in_set(int32_t sets, int32_t i, int64_t number)
{
    int64_t set = number & (sets - 1);
    return i < sets * VTD_WAYS && set * VTD_WAYS <= i && i < set * VTD_WAYS + VTD_WAYS;
}

static inline bool context_cache_ok(const struct vtd_context_cache *t)
{
    bool ok = t->sets == CONTEXT_SETS;
    for (int i = 0; i < CONTEXT_SETS * VTD_WAYS; i++)
        ok = ok && (t->entry[i].valid == 0 || in_set(CONTEXT_SETS, i, t->entry[i].source));
    return ok;
}

static inline bool cached_page_ok(const struct vtd_cached_page *e)
{
    return 0 <= e->first && e->first < 0x10000000000000 && 0 <= e->frame && e->frame < 0x20000000000 && 0 <= e->level &&
           e->level <= 3 && 0 <= e->rights && e->rights <= 3 && 0 <= e->source && e->source <= 0xFFFF &&
           0 <= e->domain && e->domain <= 0xFFFF && 0 <= e->fault_disabled && e->fault_disabled <= 1 &&
           (e->rule == VTD_NONE || e->rule == VTD_LCT_4_3 || e->rule == VTD_LSS_1 || e->rule == VTD_LSS_2 ||
            e->rule == VTD_LGN_2) &&
           (e->rule == VTD_NONE || e->level <= 1) && (e->level != 2 || e->first < 0x80000000000) &&
           (e->level != 3 || e->first < 0x400000000);
}

static inline bool iotlb_ok(const struct vtd_iotlb *t)
{
    bool ok = t->sets == IOTLB_SETS;
    for (int i = 0; i < IOTLB_SETS * VTD_WAYS; i++)
        ok = ok && cached_page_ok(&t->entry[i]);
    for (int i = 0; i < IOTLB_SETS * VTD_WAYS; i++)
        ok = ok && (t->entry[i].level == 0 || in_set(IOTLB_SETS, i, t->entry[i].first));
    return ok;
}

static inline bool interrupt_cache_ok(const struct vtd_interrupt_cache *t)
{
    bool ok = t->sets == INTERRUPT_SETS;
    for (int i = 0; i < INTERRUPT_SETS * VTD_WAYS; i++)
        ok = ok && (t->entry[i].valid == 0 || (0 <= t->entry[i].index && t->entry[i].index <= 0xFFFF &&
                                               in_set(INTERRUPT_SETS, i, t->entry[i].index)));
    return ok;
}

static inline bool event_ok(const struct vtd_event *e)
{
    return e->data < 0x10000 && e->address % 4 == 0;
}

static inline bool registers_ok(const struct vtd_registers *r)
{
    return r->root_lo % 0x400 == 0 && r->interrupt_lo / 0x10 % 0x80 == 0 && r->context_hi % 0x8000000 == 0 &&
           r->context_hi / 0x80000000 == 0 && r->low_base % 0x200000 == 0 && r->low_limit % 0x200000 == 0 &&
           r->high_base_lo % 0x200000 == 0 && r->high_limit_lo % 0x200000 == 0;
}

static inline bool iommu_ok(const struct vtd_iommu *io)
{
    return unit_ok(&io->unit) && fault_log_ok(&io->faults) && queue_ok(&io->queue) && context_cache_ok(&io->contexts) &&
           iotlb_ok(&io->iotlb) && interrupt_cache_ok(&io->interrupts) && registers_ok(&io->registers) &&
           event_ok(&io->fault_event) && event_ok(&io->completion_event) &&
           io->faults.count == (int32_t)io->unit.caps.fault_records;
}

/* The first entries beyond the sets in use, which every operation has to leave alone. */
static inline bool entries_beyond_empty(const struct vtd_iommu *io)
{
    bool empty = true;
    for (int i = 0; i < 2 * VTD_WAYS; i++)
        empty = empty && io->contexts.entry[CONTEXT_SETS * VTD_WAYS + i].valid == 0 &&
                io->iotlb.entry[IOTLB_SETS * VTD_WAYS + i].level == 0 &&
                io->interrupts.entry[INTERRUPT_SETS * VTD_WAYS + i].valid == 0;
    return empty;
}

#endif
