/* Root entry and context entry: from a requester to how its requests are treated (clauses 3.4, 9.1, 9.3). */
#ifndef MODEL_CONTEXT_H
#define MODEL_CONTEXT_H

#include "model/memory.h"

struct vtd_root_step {
    bool lrt_2, lrt_3;
    uint64_t context_frame; /* frame of the context table */
};

/* Decode a root entry. */
/*@ requires caps_ok(c);
    terminates \true; exits \false; assigns \nothing;
    ensures lrt_2: \result.lrt_2 <==> !root_present(lo);
    ensures lrt_3: \result.lrt_3 <==> root_present(lo) && root_reserved(c->host_frames, lo, hi);
    ensures frame: \result.context_frame == re_CTP(lo);
    ensures range: \result.context_frame < 0x10000000000000; */
struct vtd_root_step vtd_root_step(const struct vtd_caps *c, uint64_t lo, uint64_t hi);

struct vtd_context_step {
    bool lct_2, lct_3, lct_4_1, lct_4_2, lct_5;
    bool lct_3_optional, lct_4_1_optional; /* at the implementation's choice: pass-through */
    bool fault_disabled;                   /* FPD, whether present or not */
    bool pass_through;
    uint8_t levels; /* AW + 2: 2..9 */
    uint16_t domain;
    uint64_t table_frame; /* SSPTPTR / 4096 */
};

/* Decode a context entry for a request of the given address type (enum vtd_address_type). */
/*@ requires caps_ok(c);
    terminates \true; exits \false; assigns \nothing;
    ensures lct_2: \result.lct_2 <==> !context_present(lo);
    ensures lct_3: \result.lct_3 <==> context_present(lo) && context_reserved(c, lo, hi);
    ensures lct_4_1: \result.lct_4_1 <==> context_present(lo) && context_width_bad(c, lo, hi);
    ensures lct_4_2: \result.lct_4_2 <==> context_present(lo) && context_type_bad(c, lo);
    ensures lct_5: \result.lct_5 <==> context_present(lo) && context_blocks_type(lo, address_type);
    ensures lct_3_optional: \result.lct_3_optional <==> context_present(lo) && context_reserved_optional(c, lo);
    ensures lct_4_1_optional: \result.lct_4_1_optional <==>
      context_present(lo) && context_width_bad_optional(c, lo, hi);
    ensures fpd: \result.fault_disabled <==> ce_FPD(lo) == 1;
    ensures pass: \result.pass_through <==> context_pass_through(lo);
    ensures levels: \result.levels == context_levels(hi);
    ensures levels_range: 2 <= \result.levels <= 9;
    ensures domain: \result.domain == ce_DID(hi);
    ensures table: \result.table_frame == ce_SSPTPTR(lo);
    ensures table_range: \result.table_frame < 0x10000000000000; */
struct vtd_context_step vtd_context_step(const struct vtd_caps *c, uint64_t lo, uint64_t hi, unsigned address_type);

/* The context entry of a requester as it stands in memory. At most one flag holds; then lo and hi are 0. */
struct vtd_context_fetch {
    bool lrt_1, lrt_2, lrt_3, lct_1;
    uint64_t lo, hi;
};

/*@ requires unit_ok(u) && memory_ok(m);
    terminates \true; exits \false; assigns \nothing;
    ensures lrt_1: \result.lrt_1 <==> holds_lrt_1(u, m, source_id);
    ensures lrt_2: \result.lrt_2 <==> holds_lrt_2(u, m, source_id);
    ensures lrt_3: \result.lrt_3 <==> holds_lrt_3(u, m, source_id);
    ensures lct_1: \result.lct_1 <==> holds_lct_1(u, m, source_id);
    ensures met: context_met(u, m, source_id) <==>
      !(\result.lrt_1 || \result.lrt_2 || \result.lrt_3 || \result.lct_1);
    ensures lo: context_met(u, m, source_id) ==> \result.lo == context_lo(u, m, source_id);
    ensures hi: context_met(u, m, source_id) ==> \result.hi == context_hi(u, m, source_id);
    ensures unread: !context_met(u, m, source_id) ==> \result.lo == 0 && \result.hi == 0; */
struct vtd_context_fetch vtd_fetch_context(const struct vtd_unit *u, const struct vtd_memory *m, uint16_t source_id);

/* Untranslated requests can go on with this step. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures usable: \result <==> !(step.lct_2 || step.lct_3 || step.lct_4_1 || step.lct_4_2); */
bool vtd_context_usable(struct vtd_context_step step);

/* What the two tables say about a requester. At most one of lrt_1, lrt_2, lrt_3, lct_1 holds; then the
 * context entry was not read and the rest is false or zero. */
struct vtd_context_lookup {
    bool lrt_1, lrt_2, lrt_3, lct_1;
    bool usable; /* untranslated requests go on */
    struct vtd_context_step entry;
};

/*@ requires unit_ok(u) && memory_ok(m);
    terminates \true; exits \false; assigns \nothing;
    ensures lrt_1: \result.lrt_1 <==> holds_lrt_1(u, m, source_id);
    ensures lrt_2: \result.lrt_2 <==> holds_lrt_2(u, m, source_id);
    ensures lrt_3: \result.lrt_3 <==> holds_lrt_3(u, m, source_id);
    ensures lct_1: \result.lct_1 <==> holds_lct_1(u, m, source_id);
    ensures lct_2: \result.entry.lct_2 <==>
      context_met(u, m, source_id) && !context_present(context_lo(u, m, source_id));
    ensures lct_3: \result.entry.lct_3 <==> context_valid(u, m, source_id) &&
      context_reserved(&u->caps, context_lo(u, m, source_id), context_hi(u, m, source_id));
    ensures lct_4_1: \result.entry.lct_4_1 <==> context_valid(u, m, source_id) &&
      context_width_bad(&u->caps, context_lo(u, m, source_id), context_hi(u, m, source_id));
    ensures lct_4_2: \result.entry.lct_4_2 <==> context_valid(u, m, source_id) &&
      context_type_bad(&u->caps, context_lo(u, m, source_id));
    ensures lct_5: !\result.entry.lct_5;
    ensures lct_3_optional: \result.entry.lct_3_optional <==> context_valid(u, m, source_id) &&
      context_reserved_optional(&u->caps, context_lo(u, m, source_id));
    ensures lct_4_1_optional: \result.entry.lct_4_1_optional <==> context_valid(u, m, source_id) &&
      context_width_bad_optional(&u->caps, context_lo(u, m, source_id), context_hi(u, m, source_id));
    ensures fpd: \result.entry.fault_disabled <==>
      context_met(u, m, source_id) && ce_FPD(context_lo(u, m, source_id)) == 1;
    ensures usable: \result.usable <==> has_context(u, m, source_id);
    ensures pass: \result.usable ==>
      (\result.entry.pass_through <==> context_pass_through(context_lo(u, m, source_id)));
    ensures levels: \result.usable ==> \result.entry.levels == context_levels(context_hi(u, m, source_id));
    ensures levels_range: \result.usable ==> !\result.entry.pass_through ==> 3 <= \result.entry.levels <= 5;
    ensures domain: \result.usable ==> \result.entry.domain == ce_DID(context_hi(u, m, source_id));
    ensures table: \result.usable ==> \result.entry.table_frame == ce_SSPTPTR(context_lo(u, m, source_id));
    ensures table_range: \result.entry.table_frame < 0x10000000000000;
    ensures unread: !context_met(u, m, source_id) ==> !\result.entry.pass_through && \result.entry.levels == 0 &&
      \result.entry.domain == 0 && \result.entry.table_frame == 0; */
struct vtd_context_lookup vtd_find_context(const struct vtd_unit *u, const struct vtd_memory *m, uint16_t source_id);

#endif
