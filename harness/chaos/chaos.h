/* An implementation to be judged: registers, queue and log are those of the model, requests go through caches of any
 * kind, and every choice that the architecture leaves is made at random. One mutant may be switched on: then it is
 * wrong in one way. */
#ifndef CHAOS_CHAOS_H
#define CHAOS_CHAOS_H

#include "harness/chaos/caches.h"
#include "harness/chaos/freedoms.h"
#include "harness/chaos/mutants.h"
#include "harness/session/session.h"
#include "model/descriptor.h"

enum { CHAOS_TOUCHED = 4096, CHAOS_LATER = 512 };

struct chaos {
    struct vtd_iommu *io; /* its caches have no sets */
    uint64_t *ram;
    struct vtd_memory memory;
    struct vtd_caps caps;
    struct rng rng;
    enum chaos_mutant mutant;
    struct caches caches;

    bool forced; /* one freedom is always used in the same way, FREEDOM_STALE by full caches or none */
    enum chaos_freedom freedom;
    bool second;
    uint8_t percent[CHAOS_FREEDOMS];   /* how often the second behaviour is chosen */
    uint64_t count[CHAOS_FREEDOMS][2]; /* how often each was */

    /* of the present session */
    const struct session *session;
    struct seen *seen; /* of the present operation */
    bool held_at_zero; /* FREEDOM_INDEX_HELD */
    bool narrow, upper_kept;
    uint32_t initial_actual; /* FREEDOM_INITIAL_ACTUAL: CAIG and IAIG until the first command */
    uint32_t upper[2];       /* FREEDOM_NO_UPPER_REGISTER */

    unsigned source_type; /* SVT of the entry of the present interrupt */
    uint32_t shown_head;  /* FREEDOM_HEAD_AHEAD, FREEDOM_LATE */
    unsigned later_first, later_count;
    struct vtd_descriptor later[CHAOS_LATER]; /* fetched, not yet carried out */
    bool later_hint[CHAOS_LATER];
    unsigned touched;
    uint64_t touch[CHAOS_TOUCHED];
    struct caches before;              /* queue.c */
    struct vtd_fault_log before_fault; /* log.c */
    struct mutant_state mutated;
};

/* false: no memory. */
bool chaos_open(struct chaos *c, const struct vtd_caps *caps, uint64_t seed);
void chaos_close(struct chaos *c);

/* The target of sessions; *c stays where it is. */
struct peer chaos_peer(struct chaos *c);

/* Between two choices. Counted: call it only where both are possible. */
bool chaos_choose(struct chaos *c, enum chaos_freedom f);

#endif
