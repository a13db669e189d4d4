/* A unit with memory and devices around it, whose every call into the model is checked. */
#ifndef RUNTIME_MACHINE_H
#define RUNTIME_MACHINE_H

#include "harness/session/session.h"

/* From address 0 upward; operations beyond it are left out. */
#define MACHINE_BYTES 0x10000000ull

struct machine {
    struct vtd_iommu *io;
    struct vtd_caps caps;
    uint64_t *ram;
    struct vtd_memory memory;
    struct rng rng; /* which freedoms of the architecture are taken, what devices do */
    bool disturbed; /* the session's operation is done; what is done now is not of the session */
};

/* false: no memory. */
bool machine_open(struct machine *m, const struct vtd_caps *caps, uint64_t seed);
void machine_close(struct machine *m);

/* Power on with caches of some size; running: as START_RUNNING says. */
void machine_start(struct machine *m, bool running);
void machine_operate(struct machine *m, const struct operation *o);

#endif
