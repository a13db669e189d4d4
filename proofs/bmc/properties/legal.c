/* What the model answers is in the set that the oracle accepts, for every set of conditions: legal_dma() and
 * legal_interrupt() against vtd_dma_result_of() and vtd_interrupt_result_of(). */
/* sources: harness/oracle/legal.c build/gen/rules_table.c model/reference.c model/rules.c model/fault_record.c */
/* sources: model/dma.c model/context.c model/second_stage_walk.c model/second_stage_entry.c model/memory.c */
/* sources: model/interrupt.c model/irte.c model/source_id.c */
/* mode: induction */
/* backends: cadical,z3 */
/* timeout: 60 */
/* cover: yes */
/* quick: yes */
/* geometry: every set of conditions */
/* variant: dma INTERRUPT=0 */
/* variant: interrupt INTERRUPT=1 */
#include "harness/oracle/legal.h"
#include "model/reference.h"
#include "model/rules.h"
#include "proofs/bmc/properties/checks.h"

static bool any(void)
{
    return __VERIFIER_nondet_bool();
}

static struct vtd_dma_conditions any_conditions(void)
{
    struct vtd_dma_conditions s;
    s.rta_1 = any(), s.rta_4 = any();
    s.lrt_1 = any(), s.lrt_2 = any(), s.lrt_3 = any();
    s.lct_1 = any(), s.lct_2 = any(), s.lct_3 = any();
    s.lct_4_1 = any(), s.lct_4_2 = any(), s.lct_4_3 = any();
    s.lss_1 = any(), s.lss_2 = any();
    s.lgn_1_1 = any(), s.lgn_1_3 = any(), s.lgn_2 = any(), s.lgn_3 = any(), s.lgn_4 = any();
    return s;
}

static bool in_set(struct legal l, bool passes, bool recorded, unsigned rule)
{
    if (passes)
        return l.pass;
    return recorded ? (l.reasons >> vtd_fault_reason(rule)) % 2u == 1u : l.silent;
}

static void dma(void)
{
    struct vtd_dma_outcome o = {.level = 1};
    struct vtd_dma_request request = {0, __VERIFIER_nondet_ushort(), __VERIFIER_nondet_uchar()};
    o.holds = any_conditions();
    o.optional = any_conditions();
    o.fault_disabled = any();
    /* FPD is known once a context entry was read; what is met before is not qualified (contract of vtd_dma). */
    __VERIFIER_assume(!o.fault_disabled || !(o.holds.rta_1 || o.holds.rta_4 || o.holds.lrt_1 || o.holds.lrt_2 ||
                                             o.holds.lrt_3 || o.holds.lct_1));
    struct vtd_dma_result r = vtd_dma_result_of(o, request);
    check(in_set(legal_dma(&o), r.allowed, r.recorded, r.rule));
    if (!r.allowed && !r.recorded)
        reach_cover();
    if (r.allowed)
        reach_cover();
}

static void interrupt(void)
{
    struct vtd_interrupt_outcome o = {.index = 0};
    o.holds.int_20 = any(), o.holds.int_21 = any(), o.holds.int_22 = any(), o.holds.int_23 = any();
    o.holds.int_24 = any(), o.holds.int_25 = any(), o.holds.int_26 = any();
    o.holds.int_2a = any(), o.holds.int_2b = any();
    o.int_24_optional = any();
    o.fault_disabled = any();
    /* FPD is known once the entry was read (contract of vtd_interrupt). */
    __VERIFIER_assume(!o.fault_disabled || !(o.holds.int_20 || o.holds.int_21 || o.holds.int_23 || o.holds.int_25 ||
                                             o.holds.int_2a || o.holds.int_2b));
    struct vtd_interrupt_result r = vtd_interrupt_result_of(o, __VERIFIER_nondet_ushort());
    check(in_set(legal_interrupt(&o), r.delivered, r.recorded, r.rule));
    if (!r.delivered && !r.recorded)
        reach_cover();
}

int main(void)
{
    if (INTERRUPT)
        interrupt();
    else
        dma();
    return 0;
}
