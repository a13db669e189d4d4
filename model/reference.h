/* The reference model: one deterministic answer per request. Where the architecture leaves a choice it
 * reports the first condition of the rule table and uses no optional one. */
#ifndef MODEL_REFERENCE_H
#define MODEL_REFERENCE_H

#include "model/dma.h"
#include "model/fault_record.h"
#include "model/interrupt.h"

struct vtd_dma_result {
    bool allowed;
    bool recorded;         /* blocked, and a fault is to be recorded */
    bool read, write;      /* allowed: rights of the page */
    uint8_t page_level;    /* allowed: 1 4 KB, 2 2 MB, 3 1 GB, 0 not translated by tables */
    uint16_t domain;       /* allowed: domain-id, 0 with translation off */
    unsigned rule;         /* blocked: enum vtd_rule */
    uint64_t host_address; /* allowed */
    struct vtd_fault_record fault;
};

/* The answer to a request of which everything is known. */
/*@ requires request.access <= VTD_ZERO_LENGTH_READ && o.frame < 0x10000000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures allowed: \result.allowed <==> \result.rule == VTD_NONE;
    ensures none: \result.rule == VTD_NONE <==> no_conditions(o.holds);
    ensures member: \result.rule != VTD_NONE ==> has_rule(o.holds, \result.rule);
    ensures recorded: \result.recorded <==> !\result.allowed && !o.fault_disabled;
    ensures rights: \result.read == o.read && \result.write == o.write;
    ensures level: \result.page_level == o.level && \result.domain == o.domain;
    ensures address: \result.host_address == o.frame * 4096 + request.address % 4096;
    ensures fr: frcd_FR(\result.fault.hi) == rule_code(\result.rule) &&
      frcd_SID(\result.fault.hi) == request.source_id && \result.fault.hi >= 0x8000000000000000;
    ensures fi: frcd_FI(\result.fault.lo) == request.address / 4096; */
struct vtd_dma_result vtd_dma_result_of(struct vtd_dma_outcome o, struct vtd_dma_request request);

/*@ requires unit_ok(u) && memory_ok(m);
    requires \valid_read(request) && request->access <= VTD_ZERO_LENGTH_READ;
    terminates \true; exits \false; assigns \nothing;
    ensures allowed: \result.allowed <==> \result.rule == VTD_NONE;
    ensures recorded: \result.recorded ==> !\result.allowed;
    ensures unqualified: !\result.allowed && !rule_qualified(\result.rule) ==> \result.recorded;
    ensures qualified: !\result.allowed && rule_qualified(\result.rule) ==> legacy(u) &&
      (\result.recorded <==> ce_FPD(context_lo(u, m, request->source_id)) == 0);
    ensures mode: u->translation_enabled && \result.allowed ==> legacy(u);
    ensures off: !u->translation_enabled ==> \result.allowed && \result.host_address == request->address;
    ensures passes: legacy(u) && \result.allowed ==> has_context(u, m, request->source_id);
    ensures through: \result.allowed && legacy(u) && passed_through(u, m, request->source_id) ==>
      \result.host_address == request->address && request->address / 4096 < u->caps.host_frames &&
      !in_interrupt_range(request->address / 4096);
    ensures walked: \result.allowed && legacy(u) && !passed_through(u, m, request->source_id) ==>
      walked(u, m, request->source_id, request->address / 4096);
    ensures mapped: \result.allowed && legacy(u) && !passed_through(u, m, request->source_id) ==>
      maps(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
           request->address / 4096, \result.page_level);
    ensures address: \result.allowed && legacy(u) && !passed_through(u, m, request->source_id) ==>
      \result.host_address == frame_of(m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
        request->address / 4096, \result.page_level) * 4096 + request->address % 4096;
    ensures read: \result.allowed && legacy(u) && !passed_through(u, m, request->source_id) &&
      reads(request->access) ==>
      all_read(m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
               request->address / 4096, \result.page_level);
    ensures write: \result.allowed && legacy(u) && !passed_through(u, m, request->source_id) &&
      writes(request->access) ==>
      all_write(m, root_of(u, m, request->source_id), top_of(u, m, request->source_id),
                request->address / 4096, \result.page_level);
    ensures domain: \result.allowed && legacy(u) ==>
      \result.domain == ce_DID(context_hi(u, m, request->source_id));
    ensures fr: !\result.allowed ==> frcd_FR(\result.fault.hi) == rule_code(\result.rule) &&
      frcd_SID(\result.fault.hi) == request->source_id;
    ensures fi: !\result.allowed ==> frcd_FI(\result.fault.lo) == request->address / 4096; */
struct vtd_dma_result vtd_dma(const struct vtd_unit *u, const struct vtd_memory *m,
                              const struct vtd_dma_request *request);

struct vtd_interrupt_result {
    bool delivered;
    bool recorded; /* blocked, and a fault is to be recorded */
    unsigned rule; /* blocked: enum vtd_rule */
    struct vtd_message message;
    struct vtd_fault_record fault;
};

/* The answer to an interrupt request of which everything is known. */
/*@ requires o.index <= 0x1FFFE;
    terminates \true; exits \false; assigns \nothing;
    ensures delivered: \result.delivered <==> \result.rule == VTD_NONE;
    ensures none: \result.rule == VTD_NONE <==> no_interrupt_conditions(o.holds);
    ensures member: \result.rule != VTD_NONE ==> has_interrupt_rule(o.holds, \result.rule);
    ensures recorded: \result.recorded <==> !\result.delivered && !o.fault_disabled;
    ensures message: \result.message == o.message;
    ensures fr: frcd_FR(\result.fault.hi) == rule_code(\result.rule) &&
      frcd_SID(\result.fault.hi) == source_id && \result.fault.hi >= 0x8000000000000000; */
struct vtd_interrupt_result vtd_interrupt_result_of(struct vtd_interrupt_outcome o, uint16_t source_id);

/*@ requires unit_ok(u) && memory_ok(m);
    requires \valid_read(request);
    terminates \true; exits \false; assigns \nothing;
    ensures delivered: \result.delivered <==> \result.rule == VTD_NONE;
    ensures recorded: \result.recorded ==> !\result.delivered;
    ensures unqualified: !\result.delivered && !rule_qualified(\result.rule) ==> \result.recorded;
    ensures forwarded: forwarded(u, request->address) ==> \result.delivered &&
      is_message_of_request(\result.message, request->address, request->data);
    ensures remapped: \result.delivered && !forwarded(u, request->address) ==>
      remapped(u, request->address, request->data);
    ensures entry: \result.delivered && !forwarded(u, request->address) ==>
      irte_met(u, m, index_of(request->address, request->data)) &&
      irte_accepts(irte_hi(u, m, index_of(request->address, request->data)), request->source_id) &&
      !irte_reserved(u->extended_mode, irte_lo(u, m, index_of(request->address, request->data)),
                     irte_hi(u, m, index_of(request->address, request->data)));
    ensures message: \result.delivered && !forwarded(u, request->address) ==>
      is_message_of_entry(\result.message, u->extended_mode,
                          irte_lo(u, m, index_of(request->address, request->data)));
    ensures int_2b: \result.rule == VTD_INT_2B ==> holds_int_2b(u);
    ensures int_2a: \result.rule == VTD_INT_2A ==> holds_int_2a(u);
    ensures int_25: \result.rule == VTD_INT_25 ==> holds_int_25(u, request->address);
    ensures int_20: \result.rule == VTD_INT_20 ==> holds_int_20(u, request->address, request->data);
    ensures int_21: \result.rule == VTD_INT_21 ==> holds_int_21(u, index_of(request->address, request->data));
    ensures int_23: \result.rule == VTD_INT_23 ==> holds_int_23(u, m, index_of(request->address, request->data));
    ensures int_22: \result.rule == VTD_INT_22 ==> holds_int_22(u, m, index_of(request->address, request->data));
    ensures int_26: \result.rule == VTD_INT_26 ==>
      holds_int_26(u, m, index_of(request->address, request->data), request->source_id);
    ensures int_24: \result.rule == VTD_INT_24 ==> holds_int_24(u, m, index_of(request->address, request->data));
    ensures fr: !\result.delivered ==> frcd_FR(\result.fault.hi) == rule_code(\result.rule) &&
      frcd_SID(\result.fault.hi) == request->source_id; */
struct vtd_interrupt_result vtd_interrupt(const struct vtd_unit *u, const struct vtd_memory *m,
                                          const struct vtd_interrupt_request *request);

#endif
