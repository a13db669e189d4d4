/* A unit in an arbitrary state: every field free, then narrowed by the invariant. */
#ifndef PROPERTIES_ARBITRARY_H
#define PROPERTIES_ARBITRARY_H

#include "proofs/bmc/properties/invariant.h"
#include "proofs/bmc/properties/machine.h"

static inline void any_in_force(struct vtd_unit *u)
{
    any_caps(&u->caps);
    u->root_frame = (int64_t)any_bits(52);
    u->interrupt_table_frame = (int64_t)any_bits(52);
    u->interrupt_table_size = (int32_t)any_bits(16) + 1;
    u->table_mode = (uint8_t)any_bits(2);
    u->translation_enabled = __VERIFIER_nondet_bool();
    u->remapping_enabled = __VERIFIER_nondet_bool();
    u->extended_mode = __VERIFIER_nondet_bool();
    u->compatibility_allowed = __VERIFIER_nondet_bool();
}

static inline void any_registers(struct vtd_registers *r)
{
    r->root_lo = __VERIFIER_nondet_uint() & ~0x3FFu;
    r->root_hi = __VERIFIER_nondet_uint();
    r->interrupt_lo = __VERIFIER_nondet_uint() & ~0x7F0u;
    r->interrupt_hi = __VERIFIER_nondet_uint();
    r->context_lo = __VERIFIER_nondet_uint();
    r->context_hi = __VERIFIER_nondet_uint() & 0x78000000u;
    r->address_lo = __VERIFIER_nondet_uint();
    r->address_hi = __VERIFIER_nondet_uint();
    r->iotlb_hi = __VERIFIER_nondet_uint();
    r->low_base = __VERIFIER_nondet_uint() & ~0x1FFFFFu;
    r->low_limit = __VERIFIER_nondet_uint() & ~0x1FFFFFu;
    r->high_base_lo = __VERIFIER_nondet_uint() & ~0x1FFFFFu;
    r->high_base_hi = __VERIFIER_nondet_uint();
    r->high_limit_lo = __VERIFIER_nondet_uint() & ~0x1FFFFFu;
    r->high_limit_hi = __VERIFIER_nondet_uint();
    r->root_pointer_set = __VERIFIER_nondet_bool();
    r->interrupt_pointer_set = __VERIFIER_nondet_bool();
    r->regions_protected = __VERIFIER_nondet_bool();
}

static inline void any_event(struct vtd_event *e)
{
    e->data = __VERIFIER_nondet_ushort();
    e->address = __VERIFIER_nondet_uint() & ~3u;
    e->upper_address = __VERIFIER_nondet_uint();
    e->masked = __VERIFIER_nondet_bool();
    e->pending = __VERIFIER_nondet_bool();
}

static inline void any_faults(struct vtd_fault_log *g)
{
    g->count = RECORDS;
    g->next = __VERIFIER_nondet_uchar() % RECORDS;
    g->first = __VERIFIER_nondet_uchar() % RECORDS;
    g->overflow = __VERIFIER_nondet_bool();
    g->queue_error = __VERIFIER_nondet_bool();
    g->completion_error = __VERIFIER_nondet_bool();
    g->timeout_error = __VERIFIER_nondet_bool();
    for (int i = 0; i < RECORDS; i++)
        for (int w = 0; w < 4; w++)
            g->record[i].word[w] = __VERIFIER_nondet_uint();
}

static inline void any_queue(struct vtd_queue *q)
{
    q->head = (uint32_t)any_bits(15) << 4;
    q->tail = (uint32_t)any_bits(15) << 4;
    q->address_lo = __VERIFIER_nondet_uint() & ~0x7F8u;
    q->address_hi = __VERIFIER_nondet_uint();
    q->enabled = __VERIFIER_nondet_bool();
    q->wait_complete = __VERIFIER_nondet_bool();
    q->error = (int32_t)any_bits(3);
    q->timeout_source = __VERIFIER_nondet_ushort();
    q->completion_source = __VERIFIER_nondet_ushort();
    q->waiting = __VERIFIER_nondet_bool();
    q->wait_interrupt = __VERIFIER_nondet_bool();
    q->wait_status = __VERIFIER_nondet_bool();
    q->wait_data = __VERIFIER_nondet_uint();
    q->wait_address = (int64_t)any_bits(50);
    for (int i = 0; i < TAGS; i++) {
        q->itag[i].source = __VERIFIER_nondet_ushort();
        q->itag[i].used = __VERIFIER_nondet_bool();
        q->itag[i].remaining = (int32_t)any_bits(3) + __VERIFIER_nondet_bool();
    }
}

static inline void any_contexts(struct vtd_context_cache *t)
{
    t->sets = CONTEXT_SETS;
    for (int i = 0; i < CONTEXT_SETS * VTD_WAYS; i++) {
        t->entry[i].word0 = __VERIFIER_nondet_uint();
        t->entry[i].word1 = __VERIFIER_nondet_uint();
        t->entry[i].word2 = __VERIFIER_nondet_uint();
        t->entry[i].word3 = __VERIFIER_nondet_uint();
        t->entry[i].source = __VERIFIER_nondet_ushort();
        t->entry[i].domain = __VERIFIER_nondet_ushort();
        t->entry[i].valid = __VERIFIER_nondet_bool();
    }
}

static inline int16_t any_page_rule(void)
{
    static const int16_t rule[4] = {VTD_LCT_4_3, VTD_LSS_1, VTD_LSS_2, VTD_LGN_2};
    return rule[any_bits(2)];
}

static inline void any_page(struct vtd_cached_page *e)
{
    bool refusal = __VERIFIER_nondet_bool();
    e->level = (int8_t)any_bits(refusal ? 1 : 2);
    e->first = (int64_t)any_bits(e->level == 3 ? 34 : e->level == 2 ? 43 : 52);
    e->frame = (int64_t)any_bits(41);
    e->source = __VERIFIER_nondet_ushort();
    e->domain = __VERIFIER_nondet_ushort();
    e->rights = (int16_t)any_bits(2);
    e->fault_disabled = __VERIFIER_nondet_bool();
    e->rule = VTD_NONE;
    if (refusal)
        e->rule = any_page_rule();
}

static inline void any_pages(struct vtd_iotlb *t)
{
    t->sets = IOTLB_SETS;
    for (int i = 0; i < IOTLB_SETS * VTD_WAYS; i++)
        any_page(&t->entry[i]);
}

static inline void any_interrupt_entries(struct vtd_interrupt_cache *t)
{
    t->sets = INTERRUPT_SETS;
    for (int i = 0; i < INTERRUPT_SETS * VTD_WAYS; i++) {
        t->entry[i].word0 = __VERIFIER_nondet_uint();
        t->entry[i].word1 = __VERIFIER_nondet_uint();
        t->entry[i].word2 = __VERIFIER_nondet_uint();
        t->entry[i].word3 = __VERIFIER_nondet_uint();
        t->entry[i].index = __VERIFIER_nondet_ushort();
        t->entry[i].valid = __VERIFIER_nondet_bool();
    }
}

/* Any state that the invariant allows, over any memory. */
static inline void any_unit(void)
{
    any_memory();
    any_in_force(&unit.unit);
    any_registers(&unit.registers);
    any_event(&unit.fault_event);
    any_event(&unit.completion_event);
    any_faults(&unit.faults);
    any_queue(&unit.queue);
    any_contexts(&unit.contexts);
    any_pages(&unit.iotlb);
    any_interrupt_entries(&unit.interrupts);
    assume(iommu_ok(&unit));
}

#endif
