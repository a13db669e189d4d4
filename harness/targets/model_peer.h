/* The model with caches as the unit of a session: for checks of the oracle itself. It is the unit of the example
 * (example/unit.h), called directly. */
#ifndef TARGETS_MODEL_PEER_H
#define TARGETS_MODEL_PEER_H

#include "harness/session/session.h"
#include "harness/targets/example/unit.h"

/* The interface that sessions use, over an open unit; valid as long as *u. */
struct peer model_peer_interface(struct unit *u);

#endif
