#include "proofs/theorems/theorems.h"
#include "spec/second_stage_lemmas.acsl"

/* Induction over the levels of a mapped path, as a loop: each table on it belongs to the domain, so the
 * page it ends in was granted. */
/*@ requires caps_ok(c) && memory_ok(m) && tables_respect(c, m);
    requires 3 <= top <= 5 && 1 <= level <= 3;
    requires maps(c, m, root, top, page, level);
    requires own: table_of(domain, top, root);
    terminates \true; exits \false; assigns \nothing;
    ensures granted: granted(domain, frame_of(m, root, top, page, level)); */
static void path_is_granted(const struct vtd_caps *c, const struct vtd_memory *m, uint64_t root, unsigned top,
                            uint64_t page, unsigned level, uint32_t domain)
{
    unsigned at = top;
    (void)c, (void)m, (void)root, (void)page, (void)domain;
    /*@ loop invariant range: level <= at <= top;
        loop invariant own: table_of(domain, at, table_at(m, root, top, page, at));
        loop assigns at;
        loop variant at; */
    while (at > level) {
        //@ assert passes: passes(c, m, root, top, page, at);
        //@ assert slot: 0 <= slot(page, at) < 512;
        //@ assert duty: entry_respects(c, domain, at, entry_at(m, root, top, page, at));
        at--;
        //@ assert next: table_at(m, root, top, page, at) == ss_ADDR(entry_at(m, root, top, page, at + 1));
    }
    //@ assert slot: 0 <= slot(page, level) < 512;
    //@ assert duty: entry_respects(c, domain, level, entry_at(m, root, top, page, level));
    //@ assert inside: 0 <= page % span(level) < span(level);
}

/* Software's duty, for one source. */
/*@ requires unit_ok(u) && memory_ok(m) && contexts_respect(u, m) && has_context(u, m, source);
    terminates \true; exits \false; assigns \nothing;
    ensures domain: ce_DID(context_hi(u, m, source)) == domain_of(source);
    ensures through: context_pass_through(context_lo(u, m, source)) ==>
      (\forall integer f; 0 <= f < u->caps.host_frames ==> granted(domain_of(source), f));
    ensures tables: !context_pass_through(context_lo(u, m, source)) ==>
      table_of(domain_of(source), top_of(u, m, source), root_of(u, m, source)); */
static void source_respects(const struct vtd_unit *u, const struct vtd_memory *m, uint16_t source)
{
    (void)u, (void)m, (void)source;
    //@ assert one: context_respects(u, m, source);
}

struct vtd_dma_result theorem_isolation(const struct vtd_unit *u, const struct vtd_memory *m,
                                        const struct vtd_dma_request *request)
{
    struct vtd_dma_result r = vtd_dma(u, m, request);
    if (!r.allowed)
        return r;
    struct vtd_context_lookup context = vtd_find_context(u, m, request->source_id);
    //@ assert usable: has_context(u, m, request->source_id);
    source_respects(u, m, request->source_id);
    //@ assert duty: ce_DID(context_hi(u, m, request->source_id)) == domain_of(request->source_id);
    //@ assert given: r.domain == domain_of(request->source_id);
    if (context.entry.pass_through) {
        //@ assert through: passed_through(u, m, request->source_id);
        //@ assert frame: r.host_address / 4096 == request->address / 4096;
        return r;
    }
    //@ assert domain: context.entry.domain == domain_of(request->source_id);
    //@ assert root: context.entry.table_frame == root_of(u, m, request->source_id);
    //@ assert top: context.entry.levels == top_of(u, m, request->source_id);
    path_is_granted(&u->caps, m, context.entry.table_frame, context.entry.levels, request->address / 0x1000u,
                    r.page_level, context.entry.domain);
    //@ assert frame: r.host_address / 4096 == frame_of(m, root_of(u, m, request->source_id), top_of(u, m, request->source_id), request->address / 4096, r.page_level);
    return r;
}

struct vtd_dma_outcome theorem_exact(const struct vtd_unit *u, const struct vtd_memory *m,
                                     const struct vtd_dma_request *request)
{
    return vtd_dma_classify(u, m, request);
}

unsigned theorem_blocking(const struct vtd_unit *u, const struct vtd_memory *m, const struct vtd_dma_request *request)
{
    struct vtd_dma_outcome o = vtd_dma_classify(u, m, request);
    //@ assert end: o.translated ==> arrives(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id), request->address / 4096, o.level);
    //@ assert lgn_2: o.holds.lgn_2 ==> met_no_write(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id), request->address / 4096);
    //@ assert lgn_3: o.holds.lgn_3 ==> met_no_read(&u->caps, m, root_of(u, m, request->source_id), top_of(u, m, request->source_id), request->address / 4096);
    return vtd_first_condition(o.holds);
}

struct vtd_interrupt_result theorem_interrupt(const struct vtd_unit *u, const struct vtd_memory *m,
                                              const struct vtd_interrupt_request *request)
{
    return vtd_interrupt(u, m, request);
}
