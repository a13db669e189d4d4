/* What a unit may still hold of earlier tables, and which answers follow (clauses 6.1 to 6.5).
 *
 * Time is counted in moments: every change of a table word or table pointer, every submission and every completion of
 * an invalidation is one. A walk reads from the root down, each entry at a moment not before that of the entry above.
 * What was read at moment m may be used at moment w >= m unless an invalidation that covers it was submitted after m
 * and completed at or before w. So an answer is legal if it comes from
 *   walk     a context read now or held, then entries that refer to tables, each read now or held from a walk for the
 *            same domain-id and address (of whatever requester), then the last entry, read now;
 *   hit      the last entry of such a walk read earlier, held since for this requester and page.
 * Without caching mode only what gives no fault is held. A hit does not look at the context again.
 *
 * Bounds: HISTORY_WORDS changed words with HISTORY_VERSIONS earlier values each, HISTORY_INVALIDATIONS invalidations,
 * HISTORY_CANDIDATES answers to one request, all since the last invalidation of everything. Where a bound is met the
 * answer is `open`: nothing is known, everything is accepted;
 * an invalidation that does not fit is forgotten, so that old
 * contents count for longer. Superset, never less. */
#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include "harness/history/words.h"
#include "model/dma.h"
#include "model/interrupt.h"

enum { HISTORY_INVALIDATIONS = 128, HISTORY_CANDIDATES = 96, HISTORY_POINTERS = 16, HISTORY_SOURCES = 32 };
#define HISTORY_NEVER 0xFFFFFFFFu

enum history_kind { INVALIDATED_CONTEXTS, INVALIDATED_PAGES, INVALIDATED_ENTRIES };

struct history_invalidation {
    enum history_kind kind;
    unsigned granularity; /* enum vtd_granularity; entries: VTD_GLOBAL or VTD_BY_PAGE */
    uint16_t domain, source, index;
    unsigned function_mask, address_mask, index_mask;
    bool hint; /* IH: upper levels may stay */
    uint64_t page;
    uint32_t submitted, completed; /* moments; HISTORY_NEVER: not yet. Set by the history */
    uint32_t id;                   /* the same */
};

/* A table pointer of earlier: frame, and for the interrupt table its size and EIME. */
struct history_pointer {
    int64_t frame;
    int32_t size;
    bool extended;
    uint32_t until; /* the first moment at which it was no longer in force */
    uint32_t event;
};
struct history_pointers {
    bool wild; /* there were more */
    unsigned count;
    struct history_pointer past[HISTORY_POINTERS];
};

struct history {
    uint32_t now;
    uint32_t event;                       /* number of the operation, for explanations; set by the owner */
    uint32_t floor[2], doubt[2];          /* of DMA and interrupts: what lies before floor is gone everywhere */
    struct history_words dma, interrupts; /* the tables of each kind */
    struct history_pointers roots, tables;
    unsigned invalidations;
    uint32_t last_id;
    struct history_invalidation invalidation[HISTORY_INVALIDATIONS];
    unsigned sources; /* requesters that are known */
    uint16_t source[HISTORY_SOURCES];
    uint8_t domains[0x10000 / 8]; /* bit d: some changed context entry names or named domain d */
    bool any_domain;
    uint64_t view[7 * 512]; /* dma.c: one path, laid out for the model */
};

void history_begin(struct history *h);

/* This requester exists: a unit may hold what its walks left, which others of its domain meet. Known ones beyond the
 * first HISTORY_SOURCES make nothing known (see history_doubt). */
void history_source(struct history *h, uint16_t source);

/* Software has written `now` over `before` in a table of DMA or of interrupts. */
void history_write(struct history *h, bool interrupts, const struct vtd_caps *c, const struct vtd_memory *m,
                   uint64_t word, uint64_t before);

/* Another table pointer has come into force; this was the old one. */
void history_move(struct history *h, bool interrupts, struct history_pointer before);

/* Nothing is known until everything has been invalidated. */
void history_doubt(struct history *h, bool interrupts);

/* An invalidation is submitted: from moment `since` on (not after now; 0: now) it may have been done, or not. The
 * result names it to history_complete; 0: there is no room, it is forgotten. */
uint32_t history_submit(struct history *h, struct history_invalidation i, uint32_t since);
/* It has certainly been done. */
void history_complete(struct history *h, uint32_t id);
/* Both at once. */
void history_invalidate(struct history *h, struct history_invalidation i);
/* Everything of one kind is dropped: a table pointer that flushes, translation off. */
void history_drop_all(struct history *h, bool interrupts);

/* ---- answers ---- */

enum history_why {
    FRESH, /* the present tables */
    STALE, /* something was read before it was changed */
    FREEDOM
};

struct history_dma_candidate {
    struct vtd_dma_outcome outcome;
    enum history_why why;
    uint32_t event; /* STALE: the operation that changed what is still used (the first such) */
};
struct history_dma {
    bool open;    /* anything may happen */
    bool changed; /* a word of the path, or of another way to the same domain, has a history */
    unsigned count;
    struct history_dma_candidate candidate[HISTORY_CANDIDATES];
};

/* Every answer to a request to memory that the tables of some moment give. The first candidate is that of the present
 * tables. */
void history_dma(struct history *h, const struct vtd_unit *u, const struct vtd_memory *m,
                 const struct vtd_dma_request *r, struct history_dma *out);

struct history_entry_candidate {
    struct vtd_interrupt_outcome outcome;
    enum history_why why;
    uint32_t event;
};
struct history_entry {
    bool open, changed;
    unsigned count;
    struct history_entry_candidate candidate[HISTORY_CANDIDATES];
};

/* The same for entry `index` of the interrupt table. */
void history_entry(struct history *h, const struct vtd_unit *u, const struct vtd_memory *m, uint32_t index,
                   uint16_t source_id, struct history_entry *out);

/* ---- shared by the parts ---- */

/* The first moment at which what was read at `moment` is certainly gone, HISTORY_NEVER if it may still be used. */
uint32_t history_context_limit(const struct history *h, uint32_t moment, bool any_source, uint16_t source,
                               uint16_t domain);
uint32_t history_root_limit(const struct history *h, uint32_t moment);
/* An entry that refers to a table, of `level`, or (level 0) a translation of the page. */
uint32_t history_page_limit(const struct history *h, uint32_t moment, uint16_t domain, uint64_t page, unsigned level);
uint32_t history_entry_limit(const struct history *h, uint32_t moment, uint32_t index);

#endif
