/* The parts of shrinking (used by shrink*.c only). */
#ifndef SHRINK_SHRINK_PARTS_H
#define SHRINK_SHRINK_PARTS_H

#include "harness/shrink/shrink.h"

struct shrink {
    struct shrink_job *job;
    struct session *best;          /* shows the accusation with its last operation */
    struct session *candidate;     /* to be tried */
    struct session_findings first; /* of the whole session */
    struct vtd_iommu *before;      /* without a peer: the unit before the operation that shows the accusation */
};

/* The candidate becomes a copy of the best. */
void shrink_begin(struct shrink *x);

/* Does the candidate show the accusation? Then it is the best, cut after the operation that shows it. */
bool shrink_keeps(struct shrink *x);

/* Leave out operations of a session. */
void shrink_remove(struct session *s, unsigned first, unsigned count);

/* Leave out operations in chunks of half, a quarter, ... down to single ones. */
void shrink_drop(struct shrink *x);
/* A table level becomes a large page. */
void shrink_levels(struct shrink *x);
/* The first descriptor of the ring goes, the others move up. */
void shrink_ring(struct shrink *x);
/* Register writes instead of the queue. */
void shrink_queue(struct shrink *x);
/* Values lose bits, blocks of descriptors get shorter, requests get plainer. */
void shrink_words(struct shrink *x);

#endif
