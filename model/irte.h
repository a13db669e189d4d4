/* Interrupt-remapping table entry in remapped format (clause 9.9). */
#ifndef MODEL_IRTE_H
#define MODEL_IRTE_H

#include "spec/spec.h"

struct vtd_irte_step {
    bool int_22, int_24, int_26;
    bool int_24_optional; /* undefined delivery mode */
    bool fault_disabled;  /* FPD, whether present or not */
    struct vtd_message message;
};

/* Decode an entry for a requester; `extended` is EIME as latched. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures int_22: \result.int_22 <==> !irte_present(lo);
    ensures int_24: \result.int_24 <==> irte_present(lo) && irte_reserved(extended, lo, hi);
    ensures int_26: \result.int_26 <==> irte_present(lo) && !irte_accepts(hi, requester);
    ensures int_24_optional: \result.int_24_optional <==> irte_present(lo) && irte_mode_undefined(lo);
    ensures fpd: \result.fault_disabled <==> irte_FPD(lo) == 1;
    ensures message: is_message_of_entry(\result.message, extended, lo); */
struct vtd_irte_step vtd_irte_step(bool extended, uint64_t lo, uint64_t hi, uint16_t requester);

#endif
