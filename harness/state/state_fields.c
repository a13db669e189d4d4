#include "harness/state/state_fields.h"

#include "vtd_rules.h"

#define PAGE_NUMBER 0xFFFFFFFFFFFFFu /* 52 bits */
#define BELOW_2M    0x1FFFFFu
#define COUNT(a)    ((unsigned)(sizeof(a) / sizeof((a)[0])))

/* ROW is the struct that the fields below belong to. */
/* clang-format off */
#define MEMBER(m) (((ROW *)0)->m)
#define BITS(m)   (8u * sizeof MEMBER(m))
#define KIND(m)   _Generic(MEMBER(m), bool: STATE_BOOL, \
    uint8_t: STATE_UNSIGNED, uint16_t: STATE_UNSIGNED, uint32_t: STATE_UNSIGNED, uint64_t: STATE_UNSIGNED, \
    int8_t: STATE_SIGNED, int16_t: STATE_SIGNED, int32_t: STATE_SIGNED, int64_t: STATE_SIGNED)
#define LEAST(m)  (KIND(m) == STATE_SIGNED ? -(int64_t)(UINT64_MAX >> (65u - BITS(m))) - 1 : 0)
#define MOST(m)   (KIND(m) == STATE_BOOL ? 1u : UINT64_MAX >> (64u - BITS(m) + (KIND(m) == STATE_SIGNED ? 1u : 0u)))
#define FIELD(m, low, high, zero) {#m, offsetof(ROW, m), sizeof MEMBER(m), KIND(m), low, high, zero}
#define ANY(m)               FIELD(m, LEAST(m), MOST(m), 0)  /* all that the type holds */
#define RANGE(m, low, high)  FIELD(m, low, high, 0)
#define ZEROS(m, zero)       FIELD(m, LEAST(m), MOST(m), zero)

/* caps_ok */
#define ROW struct vtd_caps
static const struct state_field caps[] = {
    RANGE(host_frames, 0x100000, 0x10000000000), RANGE(guest_pages, 1, 0x200000000000),
    RANGE(domain_count, 16, 65536), ANY(agaw_39), ANY(agaw_48), ANY(agaw_57), ANY(page_2m), ANY(page_1g),
    ANY(zero_length_read), ANY(snoop_control), ANY(device_tlb), ANY(pass_through), ANY(extended_int_mode),
    ANY(caching_mode), ANY(page_selective), ANY(protected_low), ANY(protected_high), ANY(root_pointer_flushes),
    ANY(interrupt_pointer_flushes), ANY(queued_invalidation), ANY(interrupt_remapping), ANY(invalidation_throttle),
    ANY(abort_dma), ANY(remapping_required), ANY(extended_mode_required), RANGE(fault_records, 1, 256),
    FIELD(fault_offset, 0xF0, 0x3FF0, 0xF), FIELD(iotlb_offset, 0xF0, 0x3FF0, 0xF), RANGE(address_mask_max, 0, 63),
    RANGE(handle_mask_max, 0, 15), ANY(version), ANY(cap_lo), ANY(cap_hi), ANY(ecap_lo), ANY(ecap_hi),
};
#undef ROW

/* unit_ok */
#define ROW struct vtd_unit
static const struct state_field unit[] = {
    RANGE(root_frame, 0, PAGE_NUMBER), RANGE(interrupt_table_frame, 0, PAGE_NUMBER),
    RANGE(interrupt_table_size, 2, 65536), RANGE(table_mode, 0, 3), ANY(translation_enabled), ANY(remapping_enabled),
    ANY(extended_mode), ANY(compatibility_allowed),
};
#undef ROW

/* registers_ok, with reserved_zero_0B8 (bits 10:4) and reserved_zero_02C (all but CIRG and CAIG) */
#define ROW struct vtd_registers
static const struct state_field registers[] = {
    ZEROS(root_lo, 0x3FF), ANY(root_hi), ZEROS(interrupt_lo, 0x7F0), ANY(interrupt_hi), ANY(context_lo),
    ZEROS(context_hi, 0x87FFFFFFu), ANY(address_lo), ANY(address_hi), ANY(iotlb_hi), ZEROS(low_base, BELOW_2M),
    ZEROS(low_limit, BELOW_2M), ZEROS(high_base_lo, BELOW_2M), ANY(high_base_hi), ZEROS(high_limit_lo, BELOW_2M),
    ANY(high_limit_hi), ANY(root_pointer_set), ANY(interrupt_pointer_set), ANY(regions_protected),
};
#undef ROW

/* event_ok */
#define ROW struct vtd_event
static const struct state_field event[] = {
    RANGE(data, 0, 0xFFFF), ZEROS(address, 3), ANY(upper_address), ANY(masked), ANY(pending),
};
#undef ROW

/* fault_log_ok */
#define ROW struct vtd_fault_log
static const struct state_field faults[] = {
    RANGE(count, 1, VTD_FAULT_RECORDS), RANGE(next, 0, VTD_FAULT_RECORDS - 1), RANGE(first, 0, VTD_FAULT_RECORDS - 1),
    ANY(overflow), ANY(queue_error), ANY(completion_error), ANY(timeout_error),
};
#undef ROW
#define ROW struct vtd_fault_words
static const struct state_field record[] = {ANY(word[0]), ANY(word[1]), ANY(word[2]), ANY(word[3])};
#undef ROW

/* queue_ok, with reserved_zero_090 (bits 10:3); itag_ok */
#define ROW struct vtd_queue
static const struct state_field queue[] = {
    FIELD(head, 0, 0x7FFF0, 0xF), FIELD(tail, 0, 0x7FFF0, 0xF), ZEROS(address_lo, 0x7F8), ANY(address_hi), ANY(enabled),
    ANY(wait_complete), RANGE(error, 0, 7), ANY(timeout_source), ANY(completion_source), ANY(waiting),
    ANY(wait_interrupt), ANY(wait_status), ANY(wait_data), RANGE(wait_address, 0, 0x3FFFFFFFFFFFF),
};
#undef ROW
#define ROW struct vtd_itag
static const struct state_field itag[] = {ANY(source), RANGE(used, 0, 1), RANGE(remaining, 0, 8)};
#undef ROW

/* context_cache_ok */
#define ROW struct vtd_context_cache
static const struct state_field contexts[] = {RANGE(sets, 0, VTD_CONTEXT_SETS)};
#undef ROW
#define ROW struct vtd_cached_context
static const struct state_field context[] = {
    ANY(word0), ANY(word1), ANY(word2), ANY(word3), ANY(source), ANY(domain), ANY(valid),
};
#undef ROW

/* iotlb_ok, cached_page_ok */
#define ROW struct vtd_iotlb
static const struct state_field iotlb[] = {RANGE(sets, 0, VTD_IOTLB_SETS)};
#undef ROW
#define ROW struct vtd_cached_page
static const struct state_field page[] = {
    RANGE(first, 0, PAGE_NUMBER), RANGE(frame, 0, 0x1FFFFFFFFFF), RANGE(source, 0, 0xFFFF), RANGE(domain, 0, 0xFFFF),
    RANGE(level, 0, 3), RANGE(rights, 0, 3), RANGE(fault_disabled, 0, 1), RANGE(rule, 0, VTD_RULE_END - 1),
};
#undef ROW

/* interrupt_cache_ok */
#define ROW struct vtd_interrupt_cache
static const struct state_field interrupts[] = {RANGE(sets, 0, VTD_INTERRUPT_SETS)};
#undef ROW
#define ROW struct vtd_cached_interrupt
static const struct state_field interrupt[] = {
    ANY(word0), ANY(word1), ANY(word2), ANY(word3), ANY(index), ANY(valid),
};
#undef ROW

#define ONE(path, fields)  {#path, offsetof(struct vtd_iommu, path), 0, 1, fields, COUNT(fields)}
#define ROWS(path, fields) {#path, offsetof(struct vtd_iommu, path), sizeof((struct vtd_iommu *)0)->path[0], \
                            COUNT(((struct vtd_iommu *)0)->path), fields, COUNT(fields)}
/* clang-format on */
const struct state_group state_groups[] = {
    ONE(unit.caps, caps),
    ONE(unit, unit),
    ONE(registers, registers),
    ONE(fault_event, event),
    ONE(completion_event, event),
    ONE(faults, faults),
    ROWS(faults.record, record),
    ONE(queue, queue),
    ROWS(queue.itag, itag),
    ONE(contexts, contexts),
    ROWS(contexts.entry, context),
    ONE(iotlb, iotlb),
    ROWS(iotlb.entry, page),
    ONE(interrupts, interrupts),
    ROWS(interrupts.entry, interrupt),
};
const unsigned state_group_count = COUNT(state_groups);
