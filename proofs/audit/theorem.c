#include "proofs/audit/theorem.h"

#include "proofs/audit/path.h"

/*@
  predicate audit_some{L}(struct vtd_memory *m, integer root, integer top, integer page, integer level) =
    all_read(m, root, top, page, level) || all_write(m, root, top, page, level);

  // Table j of the account is the one that the path of `page` meets at this level.
  predicate audit_meets{L}(struct audit_account *a, integer root, integer top, integer page, integer level,
                           integer j) =
    audit_is(a, j, table_at(a->memory, root, top, page, level), level, a->table[j].rights,
             audit_base(page, level)) &&
    audit_grants(a->memory, root, top, page, level + 1, a->table[j].rights);
*/

/* What every entry down to the leaf grants, every entry above it grants. */
/*@ requires 3 <= top <= 5 && 1 <= level <= at <= top;
    requires some: audit_some(m, root, top, page, level);
    terminates \true; exits \false; assigns \nothing;
    ensures some: audit_some(m, root, top, page, at); */
static void some_above(const struct vtd_memory *m, uint64_t root, unsigned top, uint64_t page, unsigned level,
                       unsigned at)
{
    (void)m, (void)root, (void)top, (void)page, (void)level, (void)at;
    //@ assert read: all_read(m, root, top, page, level) ==> all_read(m, root, top, page, at);
    //@ assert write: all_write(m, root, top, page, level) ==> all_write(m, root, top, page, at);
}

/* The listed table that is met in this way; -1 if there is none. */
/*@ requires audit_ok(a);
    terminates \true; exits \false; assigns \nothing;
    ensures range: -1 <= \result < a->tables;
    ensures found: \result >= 0 ==> audit_leads(a, \result, frame, level, rights, page, fixed);
    ensures none: \result < 0 ==> \forall integer k; !audit_leads(a, k, frame, level, rights, page, fixed); */
static int64_t number_of(const struct audit_account *a, int64_t frame, int32_t level, int32_t rights, int64_t page,
                         bool fixed)
{
    /*@ loop invariant range: 0 <= i <= a->tables;
        loop invariant none: \forall integer k; 0 <= k < i ==> !audit_leads(a, k, frame, level, rights, page, fixed);
        loop assigns i;
        loop variant a->tables - i; */
    for (int64_t i = 0; i < a->tables; i++) {
        const struct audit_table *t = &a->table[i];
        if (t->frame == frame && t->level == level && t->rights == rights && (!t->fixed || (fixed && t->page == page)))
            return i;
    }
    return -1;
}

/* An entry on the path, what is left of the rights behind it, and the first page that its table is listed to
 * translate through it. */
struct met {
    uint64_t e;
    int64_t first;
    int32_t rights;
};

/* What a complete account says of entry s of table j. */
/*@ requires audit_ok(a) && audit_is_complete(a);
    requires 0 <= j < a->tables && 0 <= s < 512;
    requires there: readable(a->memory, a->table[j].frame, s);
    requires entry: r.e == word(a->memory, a->table[j].frame, s);
    requires level: level == a->table[j].level;
    requires rights: r.rights == audit_rights(a->table[j].rights, r.e);
    requires first: r.first == a->table[j].page + s * span(level);
    terminates \true; exits \false; assigns \nothing;
    ensures follows: audit_follows(a, level, r.e, r.rights, r.first, a->table[j].fixed); */
static void entry_of(const struct audit_account *a, int64_t j, uint64_t s, unsigned level, struct met r)
{
    (void)a, (void)j, (void)s, (void)level, (void)r;
    //@ assert table: audit_table_complete(a, j);
    //@ assert entry: audit_entry_complete(a, a->table[j].frame, a->table[j].level, a->table[j].rights, a->table[j].page, a->table[j].fixed, s);
    //@ assert opened: audit_follows(a, a->table[j].level, r.e, audit_rights(a->table[j].rights, r.e), a->table[j].page + s * span(a->table[j].level), a->table[j].fixed);
}

/* What the path meets in table j. */
/*@ requires audit_ok(a) && audit_is_complete(a);
    requires 3 <= top <= 5 && 1 <= level <= top && page < 0x10000000000000;
    requires fetched_at(a->memory, root, top, page, level);
    requires met: audit_meets(a, root, top, page, level, j);
    terminates \true; exits \false; assigns \nothing;
    ensures entry: \result.e == entry_at(a->memory, root, top, page, level);
    ensures range: 0 <= \result.rights <= 3 && 0 <= \result.first < 0x20000000000000;
    ensures rights: audit_grants(a->memory, root, top, page, level, \result.rights);
    ensures first: a->table[j].fixed ==> \result.first + page % span(level) == page;
    ensures next: a->table[j].fixed ==> level >= 2 ==> \result.first == audit_base(page, level - 1);
    ensures follows: audit_follows(a, level, \result.e, \result.rights, \result.first, a->table[j].fixed); */
static struct met entry_met(const struct audit_account *a, uint64_t root, unsigned top, uint64_t page, unsigned level,
                            int64_t j)
{
    const struct audit_table *t = &a->table[j];
    struct met r;
    uint64_t s = audit_slot(page, level);
    //@ assert ok: audit_table_complete(a, j);
    //@ assert level: t->level == level;
    //@ assert frame: t->frame == table_at(a->memory, root, top, page, level);
    r.e = vtd_memory_word(a->memory, (uint64_t)t->frame, s);
    r.first = t->page + audit_offset((int32_t)level, (int64_t)s);
    r.rights = audit_rights_of(t->rights, r.e);
    audit_place(page, level);
    entry_of(a, j, s, level, r);
    audit_rights_go_on(a->memory, root, top, page, level, r.e, t->rights);
    return r;
}

/* One step down: the entry of this level is used to go on, so that the next table is listed too. */
/*@ requires audit_ok(a) && audit_is_complete(a);
    requires 3 <= top <= 5 && 2 <= level <= top;
    requires audit_addressable(page, a->limit) && page < 0x10000000000000;
    requires passes(a->caps, a->memory, root, top, page, level);
    requires some: audit_some(a->memory, root, top, page, level);
    requires met: audit_meets(a, root, top, page, level, j);
    terminates \true; exits \false; assigns \nothing;
    ensures met: audit_meets(a, root, top, page, level - 1, \result); */
static int64_t step_down(const struct audit_account *a, uint64_t root, unsigned top, uint64_t page, unsigned level,
                         int64_t j)
{
    struct met r = entry_met(a, root, top, page, level, j);
    struct vtd_second_stage_step s = vtd_second_stage_step(a->caps, level, r.e);
    bool fixed = a->table[j].fixed;
    audit_place(page, level - 1);
    //@ assert some: r.rights != 0;
    //@ assert inside: fixed ==> r.first < a->limit;
    //@ assert table: s.frame == table_at(a->memory, root, top, page, level - 1);
    int64_t k = number_of(a, (int64_t)s.frame, (int32_t)level - 1, r.rights, r.first, fixed);
    //@ assert found: audit_leads(a, k, s.frame, level - 1, r.rights, r.first, fixed);
    //@ assert same: audit_is(a, k, s.frame, level - 1, r.rights, audit_base(page, level - 1));
    //@ assert up: level - 1 + 1 == level;
    return k;
}

/* The leaf: its page is listed. */
/*@ requires audit_ok(a) && audit_is_complete(a);
    requires 3 <= top <= 5 && 1 <= level <= 3 && level <= top;
    requires audit_addressable(page, a->limit) && page < 0x10000000000000;
    requires maps(a->caps, a->memory, root, top, page, level);
    requires some: audit_some(a->memory, root, top, page, level);
    requires met: audit_meets(a, root, top, page, level, j);
    terminates \true; exits \false; assigns \nothing;
    ensures rights: audit_grants(a->memory, root, top, page, level, \result);
    ensures listed: audit_lists(a, frame_of(a->memory, root, top, page, level), 1, \result); */
static int32_t leaf_met(const struct audit_account *a, uint64_t root, unsigned top, uint64_t page, unsigned level,
                        int64_t j)
{
    struct met r = entry_met(a, root, top, page, level, j);
    int64_t rest = audit_rest(page, level);
    (void)rest;
    //@ assert some: r.rights != 0;
    //@ assert frame: audit_frame_listed(a, ss_ADDR(r.e), r.rights, r.first, a->table[j].fixed, rest);
    //@ assert listed: audit_lists(a, ss_ADDR(r.e) + rest, 1, r.rights);
    return r.rights;
}

void theorem_audit(const struct audit_account *a, uint64_t root, unsigned top, uint64_t page, unsigned level)
{
    unsigned at = top;
    int64_t j = 0;
    struct vtd_walk w = vtd_second_stage_walk(a->caps, a->memory, root, top, page);
    //@ assert here: w.level == level;
    if (!w.read && !w.write)
        return;
    //@ assert base: audit_base(page, top) == 0;
    //@ assert rights: audit_grants(a->memory, root, top, page, top + 1, 3);
    //@ assert first: audit_meets(a, root, top, page, top, 0);
    /*@ loop invariant range: level <= at <= top;
        loop invariant met: audit_meets(a, root, top, page, at, j);
        loop assigns at, j;
        loop variant at; */
    while (at > level) {
        //@ assert passes: passes(a->caps, a->memory, root, top, page, at);
        some_above(a->memory, root, top, page, level, at);
        j = step_down(a, root, top, page, at, j);
        at--;
    }
    leaf_met(a, root, top, page, level, j);
}

struct vtd_dma_result theorem_never_reaches(const struct vtd_unit *u, const struct vtd_dma_request *request,
                                            const struct audit_account *a)
{
    struct vtd_dma_result r = vtd_dma(u, a->memory, request);
    if (!r.allowed)
        return r;
    struct vtd_context_lookup context = vtd_find_context(u, a->memory, request->source_id);
    if (context.entry.pass_through)
        return r;
    uint64_t page = request->address / 0x1000u;
    //@ assert root: context.entry.table_frame == root_of(u, a->memory, request->source_id);
    //@ assert top: context.entry.levels == top_of(u, a->memory, request->source_id);
    //@ assert walked: walked(u, a->memory, request->source_id, page);
    //@ assert addressable: audit_addressable(page, a->limit);
    theorem_audit(a, context.entry.table_frame, context.entry.levels, page, r.page_level);
    //@ assert frame: r.host_address / 4096 == frame_of(a->memory, root_of(u, a->memory, request->source_id), top_of(u, a->memory, request->source_id), page, r.page_level);
    return r;
}
