/* Which earlier contents of a table entry may still answer requests (clauses 6.1, 6.2, 6.5): the unit may hold what
 * it read until an invalidation that covers it is done.
 *
 * One word may be changed between two invalidations of everything; with more the tracker is `open`, and nothing
 * that depends on tables is judged. */
#ifndef SESSION_CHANGES_H
#define SESSION_CHANGES_H

#include "spec/vocabulary.h"

enum { CHANGES_SINCE = 32 };

enum invalidation_kind { INVALIDATED_CONTEXTS, INVALIDATED_PAGES, INVALIDATED_ENTRIES };

struct invalidation {
    enum invalidation_kind kind;
    unsigned granularity; /* enum vtd_granularity; entries: VTD_GLOBAL or VTD_BY_PAGE */
    uint16_t domain, source, index;
    unsigned function_mask, address_mask, index_mask;
    bool hint; /* IH: upper levels may stay */
    uint64_t page;
};

struct changes {
    bool open;
    bool changed;        /* one word */
    uint64_t at, was;    /* its number in memory and what it held before */
    bool contexts_clear; /* no context is held that was read before the last doubt */
    unsigned count;      /* invalidations since the change */
    struct invalidation since[CHANGES_SINCE];
};

/* Software has written `now` over `before`. */
void changes_write(struct changes *c, uint64_t word, uint64_t before, uint64_t now);

/* Doubt about everything: another root table in force, say. */
void changes_open(struct changes *c);

/* An invalidation is done. */
void changes_invalidate(struct changes *c, struct invalidation i);

/* Put the earlier contents into memory, or the present ones back. Calls come in pairs. */
void changes_swap(struct changes *c, uint64_t *words);

/* May a DMA request still be answered by the earlier contents? They are in memory during the call. */
bool changes_reach_dma(const struct changes *c, const struct vtd_unit *u, const struct vtd_memory *m,
                       const struct vtd_dma_request *r);

/* The same for an interrupt request of which `index` is the table index. */
bool changes_reach_interrupt(const struct changes *c, const struct vtd_unit *u, const struct vtd_memory *m,
                             uint32_t index, uint16_t source_id);

#endif
