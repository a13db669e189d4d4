/* Capability profiles: from VER_REG, CAP_REG and ECAP_REG (clauses 11.4.1 to 11.4.3) to what a unit can do. */
#ifndef ORACLE_PROFILE_H
#define ORACLE_PROFILE_H

#include "spec/vocabulary.h"

/* What describes a unit. The host address width stands in the DMAR table, not in a register. */
struct profile_registers {
    uint32_t version; /* VER_REG; 0: not known, taken as PROFILE_VERSION_DEFAULT */
    uint64_t cap, ecap;
    unsigned host_width; /* bits */
};

enum { PROFILE_VERSION_DEFAULT = 0x10, PROFILE_HOST_WIDTH_MIN = 32, PROFILE_HOST_WIDTH_MAX = 52 };

/* Every field of vtd_caps. Total: values that profile_check refuses are brought into range, so that nothing
 * that is computed from the result can overflow. */
struct vtd_caps profile_decode(struct profile_registers r);

/* The same unit without everything that the model does not have (scalable mode, posted interrupts, ...):
 * what software that never enables those things meets. */
struct profile_registers profile_legacy_view(struct profile_registers r);

#endif
