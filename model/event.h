/* Event registers and when their message leaves (clauses 7.3, 6.5.2.10). */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include "spec/spec.h"

/* A new condition is there. Returns whether the message is sent now; otherwise it stays pending. */
/*@ requires \valid(e);
    terminates \true; exits \false;
    assigns e->pending;
    ensures raised: event_raised{Pre,Post}(e, \result); */
bool vtd_event_raise(struct vtd_event *e);

/* Software writes IM. Returns whether a pending message is sent now. */
/*@ requires \valid(e);
    terminates \true; exits \false;
    assigns e->pending, e->masked;
    ensures unmasked: event_unmasked{Pre,Post}(e, masked, \result); */
bool vtd_event_mask(struct vtd_event *e, bool masked);

#endif
