/* The context cache (clause 6.2.2): context entries by source-id. */
#ifndef MODEL_CONTEXT_CACHE_H
#define MODEL_CONTEXT_CACHE_H

#include "spec/spec.h"

/* The position of the entry of a requester, -1 if none is held. */
/*@ requires context_cache_ok(t);
    terminates \true; exits \false; assigns \nothing;
    ensures range: -1 <= \result < t->sets * VTD_WAYS;
    ensures found: \result >= 0 ==> context_held(t, \result, source);
    ensures missed: \result < 0 ==> \forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
      !context_held(t, i, source); */
int32_t vtd_context_cache_find(const struct vtd_context_cache *t, uint16_t source);

/* Hold an entry, in place of whatever way `way` (0..3) of its set held. Without sets nothing happens. */
/*@ requires context_cache_ok(t) && way < VTD_WAYS && e.valid != 0;
    terminates \true; exits \false;
    assigns t->entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1];
    ensures ok: context_cache_ok(t);
    ensures kept: \forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
      t->entry[i] == \old(t->entry[i]) || (t->entry[i] == e && t->sets > 0);
    ensures stored: t->sets > 0 ==> t->entry[set_of(t->sets, e.source) * VTD_WAYS + way] == e; */
void vtd_context_cache_insert(struct vtd_context_cache *t, struct vtd_cached_context e, unsigned way);

/* Drop every entry that the request covers, and no other. granularity is an enum vtd_granularity;
 * function_mask as FM of the request: 0 none, 1 bit 2, 2 bits 2:1, 3 bits 2:0 of the source-id ignored. */
/*@ requires context_cache_ok(t) && function_mask <= 3;
    terminates \true; exits \false;
    assigns t->entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid;
    ensures ok: context_cache_ok(t);
    ensures exact: \forall integer i; 0 <= i < VTD_CONTEXT_SETS * VTD_WAYS ==>
      (t->entry[i].valid != 0 <==> \old(t->entry[i].valid) != 0 &&
        !context_covered(t, i, granularity, domain, source, function_mask)); */
void vtd_context_cache_invalidate(struct vtd_context_cache *t, unsigned granularity, uint16_t domain, uint16_t source,
                                  unsigned function_mask);

#endif
