/* The IOTLB (clause 6.2.4): translations by source-id and page, several page sizes side by side. */
#ifndef MODEL_IOTLB_H
#define MODEL_IOTLB_H

#include "spec/spec.h"

/* The position of an entry that serves page number `page` of a requester, -1 if none does. */
/*@ requires iotlb_ok(t) && 0 <= page < 0x10000000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures range: -1 <= \result < t->sets * VTD_WAYS;
    ensures found: \result >= 0 ==> page_held(t, \result, source, page);
    ensures missed: \result < 0 ==> \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
      !page_held(t, i, source, page); */
int32_t vtd_iotlb_find(const struct vtd_iotlb *t, uint16_t source, int64_t page);

/* Hold an entry, in place of whatever way `way` (0..3) of its set held. Without sets nothing happens. */
/*@ requires iotlb_ok(t) && way < VTD_WAYS && cached_page_ok(e) && e.level != 0;
    terminates \true; exits \false;
    assigns t->entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1];
    ensures ok: iotlb_ok(t);
    ensures kept: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
      t->entry[i] == \old(t->entry[i]) || (t->entry[i] == e && t->sets > 0);
    ensures stored: t->sets > 0 ==> t->entry[set_of(t->sets, e.first) * VTD_WAYS + way] == e; */
void vtd_iotlb_insert(struct vtd_iotlb *t, struct vtd_cached_page e, unsigned way);

/* Drop every entry that the request covers, and no other: granularity is an enum vtd_granularity; a page
 * request covers the 2^mask pages around `page`. */
/*@ requires iotlb_ok(t) && 0 <= page < 0x10000000000000 && mask <= 52;
    terminates \true; exits \false;
    assigns t->entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level;
    ensures ok: iotlb_ok(t);
    ensures gone: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
      page_covered{Pre}(t, i, granularity, domain, page, mask) ==> t->entry[i].level == 0;
    ensures kept: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
      !page_covered{Pre}(t, i, granularity, domain, page, mask) ==> t->entry[i].level == \old(t->entry[i].level); */
void vtd_iotlb_invalidate(struct vtd_iotlb *t, unsigned granularity, uint16_t domain, int64_t page, unsigned mask);

#endif
