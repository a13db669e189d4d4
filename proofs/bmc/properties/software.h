/* Software that has brought a unit up for two requesters of one bus, with tables of four levels in frames 6 to 13. What
 * decides how far a walk goes is constant, so that runs of many operations stay small; widths, other requesters and
 * tables anywhere are looked at by the inductions. */
#ifndef PROPERTIES_SOFTWARE_H
#define PROPERTIES_SOFTWARE_H

#define CONTEXT PRESENT
#define LEVELS  4
#include "proofs/bmc/properties/coverage.h"
#include "proofs/bmc/properties/start.h"
#include "proofs/bmc/properties/watch.h"
#include "proofs/bmc/properties/width.h"

#ifndef AM
#define AM 0 /* of IOTLB invalidations */
#endif

enum { NEIGHBOUR = SOURCE ^ 3 };

/* Returns the requester's context entry. */
static inline struct context start_software(void)
{
    struct context own = any_context();
    bring_up();
    assume(unit.unit.caps.agaw_48);
    put_context_of(SOURCE, own);
    put_context_of(NEIGHBOUR, any_context());
    return own;
}

/* It changes a word of its second-stage tables. */
static inline void change_table(void)
{
    uint64_t index = 6 * 512 + any_bits(12);
    write_memory(index, __VERIFIER_nondet_ulong());
}

static inline struct vtd_dma_request any_request_of(uint16_t source)
{
    struct vtd_dma_request request = any_request();
    request.source_id = source;
    return request;
}

#endif
