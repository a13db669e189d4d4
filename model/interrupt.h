/* Interrupt requests (clause 5.1): which accesses they are, which entry remaps them, what is delivered. */
#ifndef MODEL_INTERRUPT_H
#define MODEL_INTERRUPT_H

#include "model/irte.h"
#include "model/memory.h"

/* What an untranslated access of `length` bytes is; access is an enum vtd_access. */
/*@ requires access <= VTD_ZERO_LENGTH_READ;
    terminates \true; exits \false; assigns \nothing;
    ensures memory: \result == VTD_TO_MEMORY <==> !in_interrupt_window(address);
    ensures interrupt: \result == VTD_TO_INTERRUPT <==> is_interrupt(address, length, access);
    ensures nothing: \result == VTD_TO_NOTHING <==> is_empty_read(address, access);
    ensures int_29: \result == VTD_INVALID_INTERRUPT <==> in_interrupt_window(address) &&
      !is_interrupt(address, length, access) && !is_empty_read(address, access); */
unsigned vtd_request_class(uint64_t address, unsigned length, unsigned access);

/* The interrupt index of a remappable request; it can exceed 65535 (clause 5.1.3). */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures index: \result == index_of(address, data);
    ensures range: \result <= 0x1FFFE; */
uint32_t vtd_interrupt_index(uint64_t address, uint32_t data);

struct vtd_interrupt_outcome {
    struct vtd_interrupt_conditions holds; /* empty: `message` is delivered */
    bool int_24_optional;                  /* a unit may refuse the undefined delivery mode */
    bool fault_disabled;
    bool remapped;  /* the table was consulted */
    uint32_t index; /* 0..131070; 0 if not remapped */
    struct vtd_message message;
};

/* The table entry with this index as it stands in memory. At most one flag holds; then lo and hi are 0. */
struct vtd_interrupt_fetch {
    bool int_21, int_23;
    uint64_t lo, hi;
};

/*@ requires unit_ok(u) && memory_ok(m) && index <= 0x1FFFE;
    terminates \true; exits \false; assigns \nothing;
    ensures int_21: \result.int_21 <==> holds_int_21(u, index);
    ensures int_23: \result.int_23 <==> holds_int_23(u, m, index);
    ensures fetched: irte_fetched(u, m, index) <==> !(\result.int_21 || \result.int_23);
    ensures lo: irte_fetched(u, m, index) ==> \result.lo == irte_lo(u, m, index);
    ensures hi: irte_fetched(u, m, index) ==> \result.hi == irte_hi(u, m, index);
    ensures unread: !irte_fetched(u, m, index) ==> \result.lo == 0 && \result.hi == 0; */
struct vtd_interrupt_fetch vtd_fetch_interrupt(const struct vtd_unit *u, const struct vtd_memory *m, uint32_t index);

/* What entry `index` with the words lo and hi does for a requester; `extended` is EIME. */
/*@ requires index <= 0x1FFFE;
    terminates \true; exits \false; assigns \nothing;
    ensures int_22: \result.holds.int_22 <==> !irte_present(lo);
    ensures int_26: \result.holds.int_26 <==> irte_present(lo) && !irte_accepts(hi, requester);
    ensures int_24: \result.holds.int_24 <==> irte_present(lo) && irte_reserved(extended, lo, hi);
    ensures others: !\result.holds.int_20 && !\result.holds.int_21 && !\result.holds.int_23 &&
      !\result.holds.int_25 && !\result.holds.int_2a && !\result.holds.int_2b;
    ensures int_24_optional: \result.int_24_optional <==> irte_present(lo) && irte_mode_undefined(lo);
    ensures fpd: \result.fault_disabled <==> irte_FPD(lo) == 1;
    ensures remapped: \result.remapped && \result.index == index;
    ensures message: is_message_of_entry(\result.message, extended, lo); */
struct vtd_interrupt_outcome vtd_remap_entry(bool extended, uint64_t lo, uint64_t hi, uint32_t index,
                                             uint16_t requester);

/* A request as far as it is decided before the table is consulted: remapped says that it is not yet. */
/*@ requires unit_ok(u);
    terminates \true; exits \false; assigns \nothing;
    ensures int_2b: \result.holds.int_2b <==> holds_int_2b(u);
    ensures int_2a: \result.holds.int_2a <==> holds_int_2a(u);
    ensures int_25: \result.holds.int_25 <==> holds_int_25(u, request.address);
    ensures int_20: \result.holds.int_20 <==> holds_int_20(u, request.address, request.data);
    ensures others: !\result.holds.int_21 && !\result.holds.int_22 && !\result.holds.int_23 &&
      !\result.holds.int_24 && !\result.holds.int_26 && !\result.int_24_optional && !\result.fault_disabled;
    ensures remapped: \result.remapped <==> remapped(u, request.address, request.data);
    ensures index: \result.index == (\result.remapped ? index_of(request.address, request.data) : 0);
    ensures range: \result.index <= 0x1FFFE;
    ensures forwarded: forwarded(u, request.address) ==>
      no_interrupt_conditions(\result.holds) &&
      is_message_of_request(\result.message, request.address, request.data); */
struct vtd_interrupt_outcome vtd_interrupt_request_step(const struct vtd_unit *u, struct vtd_interrupt_request request);

/* Use entry `index` (any number) on behalf of a requester. */
/*@ requires unit_ok(u) && memory_ok(m);
    requires index <= 0x1FFFE;
    terminates \true; exits \false; assigns \nothing;
    ensures int_21: \result.holds.int_21 <==> holds_int_21(u, index);
    ensures int_23: \result.holds.int_23 <==> holds_int_23(u, m, index);
    ensures int_22: \result.holds.int_22 <==> holds_int_22(u, m, index);
    ensures int_26: \result.holds.int_26 <==> holds_int_26(u, m, index, requester);
    ensures int_24: \result.holds.int_24 <==> holds_int_24(u, m, index);
    ensures others: !\result.holds.int_20 && !\result.holds.int_25 && !\result.holds.int_2a && !\result.holds.int_2b;
    ensures int_24_optional: \result.int_24_optional <==> optional_int_24(u, m, index);
    ensures fpd: \result.fault_disabled <==>
      irte_fetched(u, m, index) && irte_FPD(irte_lo(u, m, index)) == 1;
    ensures remapped: \result.remapped && \result.index == index;
    ensures message: irte_fetched(u, m, index) ==>
      is_message_of_entry(\result.message, u->extended_mode, irte_lo(u, m, index));
    ensures unread: !irte_fetched(u, m, index) ==> no_message(\result.message); */
struct vtd_interrupt_outcome vtd_remap_index(const struct vtd_unit *u, const struct vtd_memory *m, uint32_t index,
                                             uint16_t requester);

/* Classify an interrupt request, remapping enabled or not. */
/*@ requires unit_ok(u) && memory_ok(m);
    requires \valid_read(request);
    terminates \true; exits \false; assigns \nothing;
    ensures int_2b: \result.holds.int_2b <==> holds_int_2b(u);
    ensures int_2a: \result.holds.int_2a <==> holds_int_2a(u);
    ensures range: \result.index <= 0x1FFFE;
    ensures int_25: \result.holds.int_25 <==> holds_int_25(u, request->address);
    ensures int_20: \result.holds.int_20 <==> holds_int_20(u, request->address, request->data);
    ensures remapped: \result.remapped <==> remapped(u, request->address, request->data);
    ensures index: \result.index == (\result.remapped ? index_of(request->address, request->data) : 0);
    ensures int_21: \result.holds.int_21 <==> \result.remapped && holds_int_21(u, \result.index);
    ensures int_23: \result.holds.int_23 <==> \result.remapped && holds_int_23(u, m, \result.index);
    ensures int_22: \result.holds.int_22 <==> \result.remapped && holds_int_22(u, m, \result.index);
    ensures int_26: \result.holds.int_26 <==>
      \result.remapped && holds_int_26(u, m, \result.index, request->source_id);
    ensures int_24: \result.holds.int_24 <==> \result.remapped && holds_int_24(u, m, \result.index);
    ensures int_24_optional: \result.int_24_optional <==>
      \result.remapped && optional_int_24(u, m, \result.index);
    ensures fpd: \result.fault_disabled <==> \result.remapped &&
      irte_fetched(u, m, \result.index) && irte_FPD(irte_lo(u, m, \result.index)) == 1;
    ensures forwarded: forwarded(u, request->address) ==>
      no_interrupt_conditions(\result.holds) &&
      is_message_of_request(\result.message, request->address, request->data);
    ensures entry: \result.remapped ==> irte_fetched(u, m, \result.index) ==>
      is_message_of_entry(\result.message, u->extended_mode, irte_lo(u, m, \result.index)); */
struct vtd_interrupt_outcome vtd_interrupt_classify(const struct vtd_unit *u, const struct vtd_memory *m,
                                                    const struct vtd_interrupt_request *request);

/* The condition that the reference model reports: the first one of the table, VTD_NONE for none. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures none: \result == VTD_NONE <==> no_interrupt_conditions(s);
    ensures member: \result != VTD_NONE ==> has_interrupt_rule(s, \result);
    ensures first: \forall integer r; r < \result ==> !has_interrupt_rule(s, r);
    ensures range: \result < VTD_RULE_END; */
unsigned vtd_first_interrupt_condition(struct vtd_interrupt_conditions s);

#endif
