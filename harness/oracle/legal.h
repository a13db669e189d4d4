/* Which answers to a request are legal: the step functions' sets, turned into what can be observed. */
#ifndef ORACLE_LEGAL_H
#define ORACLE_LEGAL_H

#include <stddef.h>

#include "model/dma.h"
#include "model/interrupt.h"

struct legal {
    bool pass;        /* the request may go through */
    bool silent;      /* it may be blocked without a fault record (FPD) */
    uint64_t reasons; /* bit r: it may be blocked and recorded with fault reason r */
    uint32_t rules;   /* bit n: enum vtd_rule n holds, necessarily or at the unit's choice */
};

/* One table state in force, no caches: every answer that the architecture allows. */
struct legal legal_dma(const struct vtd_dma_outcome *o);
struct legal legal_interrupt(const struct vtd_interrupt_outcome *o);

/* Union of two sets, for requests that may be read in two ways. */
struct legal legal_either(struct legal a, struct legal b);

/* "LSS.2+LGN.3", or "none". */
void legal_rules_text(const struct legal *l, char *text, size_t size);
/* "pass", "blocked recording 0C or 06", "blocked unrecorded", joined by "; ". */
void legal_text(const struct legal *l, char *text, size_t size);

#endif
