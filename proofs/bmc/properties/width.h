/* Splits a job by where a requester's context entry comes from and what it is like. The model walks from a level that
 * comes out of the context entry; with that level a constant of the job, model and statement read the same words of
 * memory, and a question of minutes takes seconds.
 *
 * CONTEXT=PRESENT: nothing is held, the entry of requester SOURCE in memory leads to tables of LEVELS levels.
 * CONTEXT=HELD: such an entry is held, in way 0; memory is anything.
 * CONTEXT=OTHER: any requester, and everything else: not readable, absent, faulting, pass-through, held or not.
 * The requester and the frames of its root and context table are constants of the first two: how any requester gets
 * to its entry is what the third looks at. */
#ifndef PROPERTIES_WIDTH_H
#define PROPERTIES_WIDTH_H

#include "proofs/bmc/properties/arbitrary.h"
#include "proofs/bmc/properties/tables.h"

enum { PRESENT, HELD, OTHER };
#ifndef CONTEXT
#define CONTEXT OTHER
#endif
#ifndef LEVELS
#define LEVELS 0
#endif
#ifndef SOURCE
#define SOURCE 0x0125 /* bus 1, device 4, function 5 */
#endif
#ifndef TYPE
#define TYPE 0 /* TT: 0, or 1 on a unit with device TLBs */
#endif

/* What varies in a context entry that leads to tables. */
struct context {
    uint64_t table, ignored;
    uint16_t domain;
    bool quiet; /* FPD */
};

static inline struct context any_context(void)
{
    struct context c;
    c.table = any_bits(HOST_BITS - 12);
    c.ignored = any_bits(4);
    c.domain = (uint16_t)any_bits(DOMAIN_BITS);
    c.quiet = __VERIFIER_nondet_bool();
    return c;
}

static inline uint64_t low_word(struct context c)
{
    return c.table << 12 | (c.quiet ? 3u : 1u) | TYPE << 2;
}

static inline uint64_t high_word(struct context c)
{
    return (uint64_t)c.domain << 8 | c.ignored << 3 | (LEVELS > 2 ? LEVELS - 2u : 0u);
}

/* The unit can use such an entry. */
static inline void fix_caps(void)
{
    if (TYPE == 1)
        unit.unit.caps.device_tlb = true;
    if (CONTEXT != OTHER)
        *(LEVELS == 3   ? &unit.unit.caps.agaw_39
          : LEVELS == 4 ? &unit.unit.caps.agaw_48
                        : &unit.unit.caps.agaw_57) = true;
}

enum { ROOT_FRAME = 3, CONTEXT_FRAME = 5 };

/* Software has written such an entry for a requester. */
static inline void put_context_of(uint16_t source, struct context c)
{
    uint64_t bus = source >> 8, function = source & 255;
    write_memory(ROOT_FRAME * 512 + bus * 2, CONTEXT_FRAME << 12 | 1);
    write_memory(ROOT_FRAME * 512 + bus * 2 + 1, 0);
    write_memory(CONTEXT_FRAME * 512 + function * 2, low_word(c));
    write_memory(CONTEXT_FRAME * 512 + function * 2 + 1, high_word(c));
}

/* ... for the requester of the job, in the tables in force. */
static inline void put_context(struct context c)
{
    unit.unit.root_frame = ROOT_FRAME;
    put_context_of(SOURCE, c);
}

/* It is held in way 0 of its set (of one set). */
static inline void hold_context(struct context c)
{
    struct vtd_cached_context *e = &unit.contexts.entry[0];
    e->word0 = (uint32_t)low_word(c);
    e->word1 = (uint32_t)(low_word(c) >> 32);
    e->word2 = (uint32_t)high_word(c);
    e->word3 = (uint32_t)(high_word(c) >> 32);
    e->source = SOURCE;
    e->domain = c.domain;
    e->valid = 1;
}

/* The watched requester's entry is in memory and, for HELD, held: the same one, or one that software has replaced. */
static inline struct context arrange_contexts(bool fresh)
{
    struct context now = any_context(), held = any_context();
    fix_caps();
    put_context(now);
    held.table = fresh ? now.table : held.table;
    held.ignored = fresh ? now.ignored : held.ignored;
    held.domain = fresh ? now.domain : held.domain;
    held.quiet = fresh ? now.quiet : held.quiet;
    if (CONTEXT == HELD)
        hold_context(held);
    return now;
}

#endif
