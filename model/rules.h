/* The rule table (spec/rules.tsv) as code. */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include "spec/spec.h"

/* The fault reason that is recorded for a rule (clauses 5.1.4.1, 7.1.3); 0 for VTD_NONE. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures code: \result == rule_code(rule); */
uint8_t vtd_fault_reason(unsigned rule);

/* Does FPD=1 suppress the recording of this condition (clause 7.1.1)? */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures qualified: \result <==> rule_qualified(rule); */
bool vtd_rule_is_qualified(unsigned rule);

/* The condition that the reference model reports out of a set: the first one in the order of the table,
 * VTD_NONE for the empty set. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures none: \result == VTD_NONE <==> no_conditions(s);
    ensures member: \result != VTD_NONE ==> has_rule(s, \result);
    ensures first: \forall integer r; r < \result ==> !has_rule(s, r);
    ensures range: \result < VTD_RULE_END; */
unsigned vtd_first_condition(struct vtd_dma_conditions s);

#endif
