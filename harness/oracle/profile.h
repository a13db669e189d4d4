/* Capabilities out of register values (clauses 11.4.2, 11.4.3). */
#ifndef ORACLE_PROFILE_H
#define ORACLE_PROFILE_H

#include "spec/vocabulary.h"

/* haw: host address width in bits, 32..52 (it stands in the DMAR table, not in a register). */
struct vtd_caps profile_from_registers(uint64_t cap, uint64_t ecap, unsigned haw);

#endif
