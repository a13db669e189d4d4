/* Caches of any kind that the architecture allows, as plain lists (clauses 6.2.2 to 6.3). */
#ifndef CHAOS_CACHES_H
#define CHAOS_CACHES_H

#include "harness/generate/rng.h"
#include "model/cached_page.h"

enum { HELD_CONTEXTS = 16, HELD_TABLES = 64, HELD_PAGES = 128, HELD_ENTRIES = 32 };

/* What fetching a context entry gave; the tag for invalidation is the domain-id, 0 for what faults. */
struct held_context {
    bool valid;
    uint16_t source, domain;
    struct vtd_context_fetch fetch;
};

/* Entries of a walk down to the one of `level`, which refers to table `frame`. */
struct held_table {
    bool valid;
    uint16_t domain;
    unsigned level;
    uint64_t region; /* page number / pages covered by an entry of the level */
    uint64_t frame;
    bool read, write;
};

struct held_entry {
    bool valid;
    uint32_t index;
    uint64_t lo, hi;
};

struct caches {
    struct held_context context[HELD_CONTEXTS];
    struct held_table table[HELD_TABLES];
    struct vtd_cached_page page[HELD_PAGES]; /* level 0: empty */
    struct held_entry entry[HELD_ENTRIES];
};

/* Something that fits, at random where several do; NULL: none. */
const struct held_context *caches_context(const struct caches *c, struct rng *r, uint16_t source);
const struct held_table *caches_table(const struct caches *c, struct rng *r, uint16_t domain, uint64_t page,
                                      unsigned levels);
const struct vtd_cached_page *caches_page(const struct caches *c, struct rng *r, uint16_t source, uint64_t page);
const struct held_entry *caches_entry(const struct caches *c, struct rng *r, uint32_t index);

/* Hold it, in place of anything. */
void caches_hold_context(struct caches *c, struct rng *r, struct held_context x);
void caches_hold_table(struct caches *c, struct rng *r, struct held_table x);
void caches_hold_page(struct caches *c, struct rng *r, struct vtd_cached_page x);
void caches_hold_entry(struct caches *c, struct rng *r, struct held_entry x);

/* What an invalidation asks for; granularity as encoded (enum vtd_granularity). */
struct drop {
    unsigned granularity;
    uint16_t domain, source;
    unsigned function_mask;
    uint64_t page;
    unsigned address_mask;
    bool hint; /* IH */
};
void caches_drop_contexts(struct caches *c, const struct drop *d);
void caches_drop_pages(struct caches *c, const struct drop *d);
void caches_drop_tables(struct caches *c, const struct drop *d);
void caches_drop_entries(struct caches *c, bool by_index, uint16_t index, unsigned mask);

#endif
