/* Making a session that shows an accusation as short and plain as it will go: operations are left out, tables get fewer
 * levels, words lose bits, as long as the same accusation remains. Deterministic: no randomness, no clock. */
#ifndef SHRINK_SHRINK_H
#define SHRINK_SHRINK_H

#include <signal.h>

#include "harness/session/sessions.h"

struct shrink_job {
    /* Makes each candidate again. NULL: nothing is made again; what was seen stays with its operation, operations are
     * only left out, and what is left must not give an accusation that the whole session did not give. */
    struct peer *peer;
    struct judge *judge;
    const struct vtd_caps *caps;
    struct finding wanted;
    void (*progress)(const struct shrink_job *job); /* may be NULL */
    const volatile sig_atomic_t *stop;              /* may be NULL: ends the work with what was reached */
    /* results */
    unsigned tries, operations; /* candidates tried; operations that are left */
    enum peer_status status;    /* of the last try */
};

/* false: the session does not show job->wanted, or job->status is PEER_FAILED; *s is as it was. Else its last operation
 * shows it, and s->seen is what was seen of it. */
bool shrink_session(struct shrink_job *job, struct session *s);

#endif
