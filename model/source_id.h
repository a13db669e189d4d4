/* Source-id validation (clause 9.9). */
#ifndef MODEL_SOURCE_ID_H
#define MODEL_SOURCE_ID_H

#include "spec/spec.h"

/* Do two requester-ids agree in the bits that SQ (or FM of an invalidation) leaves to compare: 0 all,
 * 1 all but bit 2, 2 all but bits 2:1, 3 all but bits 2:0? */
/*@ requires sq <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures match: \result <==> qualified_match(sq, sid, requester); */
bool vtd_qualified_match(unsigned sq, uint16_t sid, uint16_t requester);

/* Do SVT (0..3), SQ (0..3) and SID of an entry accept this requester? */
/*@ requires svt <= 3 && sq <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures accepted: \result <==> source_accepted(svt, sq, sid, requester); */
bool vtd_source_accepted(unsigned svt, unsigned sq, uint16_t sid, uint16_t requester);

#endif
