/* Source-id validation (clause 9.9). */
#ifndef MODEL_SOURCE_ID_H
#define MODEL_SOURCE_ID_H

#include "spec/spec.h"

/* Do SVT (0..3), SQ (0..3) and SID of an entry accept this requester? */
/*@ requires svt <= 3 && sq <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures accepted: \result <==> source_accepted(svt, sq, sid, requester); */
bool vtd_source_accepted(unsigned svt, unsigned sq, uint16_t sid, uint16_t requester);

#endif
