/* The history of one requester and one page, as software can know it: what it wrote to memory and registers, and
 * which invalidations were done. Nothing in it is read out of the caches.
 *
 * `contexts_fresh`: since the last change of memory or of the root pointer, everything that may be held for the
 * requester in the context cache has been invalidated. `pages_fresh`: thereafter the same for the page in the IOTLB.
 * A selective invalidation names a domain-id; it reaches what is held only if that was read under this domain-id:
 * `contexts_tagged`, `pages_tagged` say that since some moment when nothing was held, the requester's context entry
 * has had the domain-id `domain` all the time. */
#ifndef PROPERTIES_WATCH_H
#define PROPERTIES_WATCH_H

#include "proofs/bmc/properties/coverage.h"
#include "proofs/bmc/properties/tables.h"

struct watch {
    uint16_t source, domain;
    uint64_t address; /* of the page */
    bool contexts_fresh, pages_fresh, contexts_tagged, pages_tagged;
};

static inline struct watch any_watch(void)
{
    struct watch w;
    w.source = __VERIFIER_nondet_ushort();
    w.domain = __VERIFIER_nondet_ushort();
    w.address = __VERIFIER_nondet_ulong() & ~UINT64_C(0xFFF);
    w.contexts_fresh = __VERIFIER_nondet_bool();
    w.pages_fresh = __VERIFIER_nondet_bool();
    w.contexts_tagged = __VERIFIER_nondet_bool();
    w.pages_tagged = __VERIFIER_nondet_bool();
    return w;
}

/* The tag under which a context entry is held: its domain-id, or 0 if it faults (clause 6.2.2). */
static inline uint16_t tag_of(uint64_t lo, uint64_t hi)
{
    return context_flaw(lo, hi) == VTD_NONE ? domain_of(hi) : 0;
}

/* What is read for the requester now may only be held under the watched domain-id. */
static inline bool keeps_domain(struct watch w)
{
    struct entry_read now = context_in_memory(w.source);
    return now.rule != VTD_NONE || tag_of(now.lo, now.hi) == w.domain;
}

/* Tables or root pointer have changed. */
static inline void watch_change(struct watch *w)
{
    w->contexts_fresh = false;
    w->pages_fresh = false;
    w->contexts_tagged = w->contexts_tagged && keeps_domain(*w);
    w->pages_tagged = w->pages_tagged && w->contexts_tagged;
}

static inline void watch_contexts_gone(struct watch *w)
{
    w->contexts_fresh = true;
    w->contexts_tagged = keeps_domain(*w);
}

static inline void watch_context_invalidation(struct watch *w, struct invalidation v)
{
    if (v.granularity == GLOBALLY || (w->contexts_tagged && reaches_context(v, w->source, w->domain)))
        watch_contexts_gone(w);
}

static inline void watch_pages_gone(struct watch *w)
{
    w->pages_fresh = w->contexts_fresh;
    w->pages_tagged = w->contexts_tagged;
}

static inline void watch_page_invalidation(struct watch *w, struct invalidation v)
{
    if (v.granularity == GLOBALLY || (w->pages_tagged && reaches_page(v, w->address, 12, w->domain)))
        watch_pages_gone(w);
}

/* A descriptor of the queue was carried out. */
static inline void watch_descriptor(struct watch *w, uint64_t lo, uint64_t hi)
{
    if ((lo & 15) == 1)
        watch_context_invalidation(w, of_context_descriptor(lo));
    if ((lo & 15) == 2)
        watch_page_invalidation(w, of_page_descriptor(lo, hi));
}

/* A register was written. */
static inline void watch_register(struct watch *w, uint32_t offset, uint32_t value)
{
    bool go = value >> 31 != 0;
    if (offset == 0x18 && (value & BIT(30)) != 0) {
        watch_change(w);
        if (unit.unit.caps.root_pointer_flushes) {
            watch_contexts_gone(w);
            watch_pages_gone(w);
        }
    } else if (offset == 0x2C && go) {
        watch_context_invalidation(w, of_context_command(value));
    } else if (offset == IOTLB_OFFSET + 12 && go) {
        watch_page_invalidation(w, of_page_command(value));
    }
}

/* ---- what the caches may hold, given that history: the part of the invariant that induction needs ---- */

static inline bool same_context(const struct vtd_cached_context *e, struct entry_read now)
{
    return now.rule == VTD_NONE && e->word0 == (uint32_t)now.lo && e->word1 == now.lo >> 32 &&
           e->word2 == (uint32_t)now.hi && e->word3 == now.hi >> 32;
}

static inline bool context_entry_fits(struct watch w, const struct vtd_cached_context *e, struct entry_read now)
{
    uint64_t lo = (uint64_t)e->word1 << 32 | e->word0;
    uint64_t hi = (uint64_t)e->word3 << 32 | e->word2;
    if (e->valid == 0 || e->source != w.source)
        return true;
    return e->domain == tag_of(lo, hi) && (!w.contexts_tagged || e->domain == w.domain) &&
           (!w.contexts_fresh || same_context(e, now));
}

static inline bool same_page(const struct vtd_cached_page *e, struct page_found p)
{
    if ((unsigned)e->rule != p.rule)
        return false;
    return p.rule != VTD_NONE || ((uint64_t)e->frame << 12 == p.start && (unsigned)e->level == p.level &&
                                  ((e->rights & 1) != 0) == p.read && ((e->rights & 2) != 0) == p.write);
}

/* The entry serves requests of the watched requester to the watched page. */
static inline bool serves(const struct vtd_cached_page *e, uint16_t source, uint64_t address)
{
    uint64_t page = address >> 12;
    if (e->level == 0 || e->source != source)
        return false;
    return (uint64_t)e->first == (e->level == 1 ? page : e->level == 2 ? page >> 9 : page >> 18);
}

static inline bool page_entry_fits(struct watch w, const struct vtd_cached_page *e, struct entry_read now,
                                   struct page_found p)
{
    if (!serves(e, w.source, w.address))
        return true;
    return (!w.pages_tagged || e->domain == w.domain) &&
           (!w.pages_fresh || (now.rule == VTD_NONE && goes_through_tables(now.lo, now.hi, w.address) &&
                               e->fault_disabled == (int16_t)(now.lo >> 1 & 1) && same_page(e, p)));
}

/* The parts of the history agree with each other. */
static inline bool watch_agrees(struct watch w)
{
    return (!w.pages_fresh || w.contexts_fresh) && (!w.pages_tagged || w.contexts_tagged) &&
           (!w.contexts_tagged || keeps_domain(w));
}

/* The caches agree with the history. */
static inline bool watch_holds(struct watch w)
{
    struct entry_read now = context_in_memory(w.source);
    struct page_found p = page_of_context(now.lo, now.hi, w.address);
    bool fits = watch_agrees(w);
    for (int i = 0; i < CONTEXT_SETS * VTD_WAYS; i++)
        fits = fits && context_entry_fits(w, &unit.contexts.entry[i], now);
    for (int i = 0; i < IOTLB_SETS * VTD_WAYS; i++)
        fits = fits && page_entry_fits(w, &unit.iotlb.entry[i], now, p);
    return fits;
}

/* That again, entry by entry: several small questions. */
static inline void check_watch(struct watch w)
{
    struct entry_read now = context_in_memory(w.source);
    struct page_found p = page_of_context(now.lo, now.hi, w.address);
    check(watch_agrees(w));
    for (int i = 0; i < CONTEXT_SETS * VTD_WAYS; i++)
        check(context_entry_fits(w, &unit.contexts.entry[i], now));
    for (int i = 0; i < IOTLB_SETS * VTD_WAYS; i++)
        check(page_entry_fits(w, &unit.iotlb.entry[i], now, p));
}

#endif
