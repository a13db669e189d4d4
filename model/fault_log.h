/* Fault recording: FRCD_REG array and FSTS_REG (clauses 7.2, 7.3, 11.4.7.1, 11.4.14). */
#ifndef MODEL_FAULT_LOG_H
#define MODEL_FAULT_LOG_H

#include "spec/spec.h"

/* FSTS.PPF: does any record wait for software? */
/*@ requires fault_log_ok(g);
    terminates \true; exits \false; assigns \nothing;
    ensures any: \result <==> any_fault_pending(g); */
bool vtd_fault_any_pending(const struct vtd_fault_log *g);

/* Is any status of FSTS_REG set? While one is, no new fault event is due. */
/*@ requires fault_log_ok(g);
    terminates \true; exits \false; assigns \nothing;
    ensures status: \result <==> fault_status(g); */
bool vtd_fault_status(const struct vtd_fault_log *g);

/* A fault with the record hi:lo (F set) is to be reported. With `compress`, a pending record of the same
 * requester stands for it. Returns whether a fault event is due. */
/*@ requires fault_log_ok(g) && hi >= 0x8000000000000000;
    terminates \true; exits \false;
    assigns g->next, g->first, g->overflow, g->record[0 .. VTD_FAULT_RECORDS - 1];
    ensures ok: fault_log_ok(g);
    ensures after_overflow: \old(g->overflow) ==> fault_dropped{Pre,Post}(g) && g->overflow;
    ensures compressed: !\old(g->overflow) && compress && fault_compressed{Pre}(g, hi) ==>
      fault_dropped{Pre,Post}(g) && !g->overflow;
    ensures full: !\old(g->overflow) && !(compress && fault_compressed{Pre}(g, hi)) &&
      fault_pending{Pre}(g, \old(g->next)) ==> fault_dropped{Pre,Post}(g) && g->overflow;
    ensures stored: !\old(g->overflow) && !(compress && fault_compressed{Pre}(g, hi)) &&
      !fault_pending{Pre}(g, \old(g->next)) ==> fault_stored{Pre,Post}(g, lo, hi) && !g->overflow;
    ensures event: \result <==> !fault_status{Pre}(g); */
bool vtd_fault_log_add(struct vtd_fault_log *g, uint64_t lo, uint64_t hi, bool compress);

/* Software writes 1 to F of record i. */
/*@ requires fault_log_ok(g) && 0 <= i < g->count;
    terminates \true; exits \false;
    assigns g->record[i].word[3];
    ensures ok: fault_log_ok(g);
    ensures clear: !fault_pending(g, i) && g->record[i].word[3] % 0x80000000 == \old(g->record[i].word[3]) % 0x80000000; */
void vtd_fault_log_clear(struct vtd_fault_log *g, int32_t i);

#endif
