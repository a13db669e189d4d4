/* What every property is checked on: one unit, 16 frames of table memory, and how either becomes arbitrary.
 *
 * Geometry is the real one: 512 entries a table, 9 bits a level, up to five levels, 64-bit entries. The numbers that
 * the model divides by are constants of a job (widths of host and guest addresses, domain-ids); all other
 * capabilities are arbitrary. So are the sizes of the caches; the arrays have their full size, entries beyond the
 * sets in use are empty and never looked at. */
#ifndef PROPERTIES_MACHINE_H
#define PROPERTIES_MACHINE_H

#include "model/memory.h"
#include "proofs/bmc/properties/checks.h"

#ifndef CONTEXT_SETS
#define CONTEXT_SETS 1
#endif
#ifndef IOTLB_SETS
#define IOTLB_SETS 1
#endif
#ifndef INTERRUPT_SETS
#define INTERRUPT_SETS 1
#endif
#ifndef RECORDS
#define RECORDS 2 /* fault recording registers */
#endif
#ifndef HOST_BITS
#define HOST_BITS 39 /* HAW */
#endif
#ifndef GUEST_BITS
#define GUEST_BITS 48 /* MGAW */
#endif
#ifndef DOMAIN_BITS
#define DOMAIN_BITS 8
#endif
#ifndef TAGS
#define TAGS 2 /* invalidation tags that may be in use; VTD_ITAGS for all */
#endif

enum { FRAMES = 16, WORDS = FRAMES * 512, FAULT_OFFSET = 0x200, IOTLB_OFFSET = 0x100 };

static uint64_t memory[WORDS];
static struct vtd_iommu unit;
static const struct vtd_memory ram = {memory, WORDS};

static inline void any_memory(void)
{
    __VERIFIER_nondet_memory(memory, sizeof memory);
}

/* Software writes a word of table memory. */
static inline void write_memory(uint64_t index, uint64_t value)
{
    memory[index] = value;
}

static inline void any_caps(struct vtd_caps *c)
{
    c->host_frames = UINT64_C(1) << (HOST_BITS - 12);
    c->guest_pages = UINT64_C(1) << (GUEST_BITS - 12);
    c->domain_count = 1u << DOMAIN_BITS;
    c->agaw_39 = __VERIFIER_nondet_bool();
    c->agaw_48 = __VERIFIER_nondet_bool();
    c->agaw_57 = __VERIFIER_nondet_bool();
    c->page_2m = __VERIFIER_nondet_bool();
    c->page_1g = __VERIFIER_nondet_bool();
    c->zero_length_read = __VERIFIER_nondet_bool();
    c->snoop_control = __VERIFIER_nondet_bool();
    c->device_tlb = __VERIFIER_nondet_bool();
    c->pass_through = __VERIFIER_nondet_bool();
    c->extended_int_mode = __VERIFIER_nondet_bool();
    c->caching_mode = __VERIFIER_nondet_bool();
    c->page_selective = __VERIFIER_nondet_bool();
    c->protected_low = __VERIFIER_nondet_bool();
    c->protected_high = __VERIFIER_nondet_bool();
    c->root_pointer_flushes = __VERIFIER_nondet_bool();
    c->interrupt_pointer_flushes = __VERIFIER_nondet_bool();
    c->queued_invalidation = __VERIFIER_nondet_bool();
    c->interrupt_remapping = __VERIFIER_nondet_bool();
    c->invalidation_throttle = __VERIFIER_nondet_bool();
    c->abort_dma = __VERIFIER_nondet_bool();
    c->remapping_required = __VERIFIER_nondet_bool();
    c->extended_mode_required = __VERIFIER_nondet_bool();
    c->fault_records = RECORDS;
    c->fault_offset = FAULT_OFFSET;
    c->iotlb_offset = IOTLB_OFFSET;
    c->address_mask_max = (uint32_t)any_bits(6);
    c->handle_mask_max = (uint32_t)any_bits(4);
    c->version = __VERIFIER_nondet_uint();
    c->cap_lo = __VERIFIER_nondet_uint();
    c->cap_hi = __VERIFIER_nondet_uint();
    c->ecap_lo = __VERIFIER_nondet_uint();
    c->ecap_hi = __VERIFIER_nondet_uint();
}

static inline struct vtd_choice any_choice(void)
{
    struct vtd_choice choice;
    choice.way = (uint8_t)any_bits(2);
    choice.cache_faults = __VERIFIER_nondet_bool();
    choice.compress = __VERIFIER_nondet_bool();
    return choice;
}

static inline struct vtd_dma_request any_request(void)
{
    struct vtd_dma_request request;
    request.address = __VERIFIER_nondet_ulong();
    request.source_id = __VERIFIER_nondet_ushort();
    request.access = (uint8_t)any_bits(2);
    return request;
}

static inline struct vtd_interrupt_request any_interrupt(void)
{
    struct vtd_interrupt_request request;
    request.address = 0xFEE00000u + any_bits(20);
    request.data = __VERIFIER_nondet_uint();
    request.source_id = __VERIFIER_nondet_ushort();
    return request;
}

#endif
