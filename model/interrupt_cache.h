/* The interrupt entry cache (clause 6.3): interrupt-remapping table entries by index. */
#ifndef MODEL_INTERRUPT_CACHE_H
#define MODEL_INTERRUPT_CACHE_H

#include "spec/spec.h"

/* The position of the entry with this index, -1 if it is not held. */
/*@ requires interrupt_cache_ok(t) && 0 <= index;
    terminates \true; exits \false; assigns \nothing;
    ensures range: -1 <= \result < t->sets * VTD_WAYS;
    ensures found: \result >= 0 ==> interrupt_held(t, \result, index);
    ensures missed: \result < 0 ==> \forall integer i; 0 <= i < VTD_INTERRUPT_SETS * VTD_WAYS ==>
      !interrupt_held(t, i, index); */
int32_t vtd_interrupt_cache_find(const struct vtd_interrupt_cache *t, int32_t index);

/* Hold an entry, in place of whatever way `way` (0..3) of its set held. Without sets nothing happens. */
/*@ requires interrupt_cache_ok(t) && way < VTD_WAYS && e.valid != 0 && 0 <= e.index <= 0xFFFF;
    terminates \true; exits \false;
    assigns t->entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1];
    ensures ok: interrupt_cache_ok(t);
    ensures kept: \forall integer i; 0 <= i < VTD_INTERRUPT_SETS * VTD_WAYS ==>
      t->entry[i] == \old(t->entry[i]) || (t->entry[i] == e && t->sets > 0);
    ensures stored: t->sets > 0 ==> t->entry[set_of(t->sets, e.index) * VTD_WAYS + way] == e; */
void vtd_interrupt_cache_insert(struct vtd_interrupt_cache *t, struct vtd_cached_interrupt e, unsigned way);

/* Drop every entry (by_index false), or those whose index agrees with `index` above its low `mask` bits. */
/*@ requires interrupt_cache_ok(t) && mask <= 31;
    terminates \true; exits \false;
    assigns t->entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid;
    ensures ok: interrupt_cache_ok(t);
    ensures exact: \forall integer i; 0 <= i < VTD_INTERRUPT_SETS * VTD_WAYS ==>
      (t->entry[i].valid != 0 <==> \old(t->entry[i].valid) != 0 &&
        !interrupt_covered(t, i, by_index, index, mask)); */
void vtd_interrupt_cache_invalidate(struct vtd_interrupt_cache *t, bool by_index, uint16_t index, unsigned mask);

#endif
