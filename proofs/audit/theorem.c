#include "proofs/audit/theorem.h"

/* Where a page stands within its table, by literals: what follows is linear then. */
/*@ requires 1 <= level <= 5 && page < 0x10000000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures split: page == audit_base(page, level) + slot(page, level) * span(level) + page % span(level);
    ensures base: 0 <= audit_base(page, level) <= page;
    ensures slot: 0 <= slot(page, level) < 512;
    ensures rest: 0 <= page % span(level) < span(level);
    ensures next: level >= 2 ==>
      audit_base(page, level - 1) == audit_base(page, level) + slot(page, level) * span(level); */
static void place(uint64_t page, unsigned level)
{
    (void)page;
    switch (level) {
    case 1:
        //@ assert one: page == page - page % 0x200 + (page / 0x1) % 512 * 0x1 + page % 0x1;
        break;
    case 2:
        //@ assert two: page == page - page % 0x40000 + (page / 0x200) % 512 * 0x200 + page % 0x200;
        break;
    case 3:
        //@ assert three: page == page - page % 0x8000000 + (page / 0x40000) % 512 * 0x40000 + page % 0x40000;
        break;
    case 4:
        //@ assert four: page == page - page % 0x1000000000 + (page / 0x8000000) % 512 * 0x8000000 + page % 0x8000000;
        break;
    default:
        //@ assert five: page == page - page % 0x200000000000 + (page / 0x1000000000) % 512 * 0x1000000000 + page % 0x1000000000;
        break;
    }
}

/* The rights of a path go on with those of its next entry. */
/*@ requires memory_ok(m);
    requires 3 <= top <= 5 && 1 <= level <= top && page < 0x10000000000000;
    requires fetched_at(m, root, top, page, level);
    terminates \true; exits \false; assigns \nothing;
    ensures read: all_read(m, root, top, page, level) <==>
      all_read(m, root, top, page, level + 1) && grants_read(entry_at(m, root, top, page, level));
    ensures write: all_write(m, root, top, page, level) <==>
      all_write(m, root, top, page, level + 1) && grants_write(entry_at(m, root, top, page, level));
    ensures rights: \forall integer r; audit_grants(m, root, top, page, level + 1, r) ==>
      audit_grants(m, root, top, page, level, audit_rights(r, entry_at(m, root, top, page, level))); */
static void rights_go_on(const struct vtd_memory *m, uint64_t root, unsigned top, uint64_t page, unsigned level)
{
    (void)m, (void)root, (void)top, (void)page, (void)level;
    //@ assert read: all_read(m, root, top, page, level) <==> all_read(m, root, top, page, level + 1) && grants_read(entry_at(m, root, top, page, level));
    //@ assert write: all_write(m, root, top, page, level) <==> all_write(m, root, top, page, level + 1) && grants_write(entry_at(m, root, top, page, level));
}

/* What is known of the entry that the path meets in a listed table. */
/*@ requires audit_ok(a) && audit_is_complete(a);
    requires 3 <= top <= 5 && 1 <= level <= top && page < 0x10000000000000;
    requires fetched_at(a->memory, root, top, page, level);
    terminates \true; exits \false; assigns \nothing;
    ensures follows: \forall integer j; audit_meets(a, root, top, page, level, j) ==>
      audit_follows(a, level, entry_at(a->memory, root, top, page, level), audit_rights(a->table[j].rights, entry_at(a->memory, root, top, page, level)),
                    a->table[j].page + slot(page, level) * span(level), a->table[j].fixed);
    ensures rights: \forall integer j; audit_meets(a, root, top, page, level, j) ==>
      audit_grants(a->memory, root, top, page, level, audit_rights(a->table[j].rights, entry_at(a->memory, root, top, page, level))); */
static void entry_met(const struct audit_account *a, uint64_t root, unsigned top, uint64_t page, unsigned level)
{
    place(page, level);
    rights_go_on(a->memory, root, top, page, level);
    //@ assert table: \forall integer j; audit_meets(a, root, top, page, level, j) ==> audit_table_complete(a, j);
    //@ assert slot: 0 <= slot(page, level) < 512;
    //@ assert each: \forall integer j; audit_table_complete(a, j) ==> audit_entry_complete(a, a->table[j], slot(page, level));
    //@ assert entry: \forall integer j; audit_meets(a, root, top, page, level, j) ==> audit_entry_complete(a, a->table[j], slot(page, level));
    //@ assert word: word(a->memory, table_at(a->memory, root, top, page, level), slot(page, level)) == entry_at(a->memory, root, top, page, level);
    //@ assert there: \forall integer j; audit_meets(a, root, top, page, level, j) ==> readable(a->memory, a->table[j].frame, slot(page, level));
    //@ assert same: \forall integer j; audit_meets(a, root, top, page, level, j) ==> word(a->memory, a->table[j].frame, slot(page, level)) == entry_at(a->memory, root, top, page, level) && a->table[j].level == level;
    //@ assert opened: \forall integer j; audit_meets(a, root, top, page, level, j) ==> audit_follows(a, a->table[j].level, word(a->memory, a->table[j].frame, slot(page, level)), audit_rights(a->table[j].rights, word(a->memory, a->table[j].frame, slot(page, level))), a->table[j].page + slot(page, level) * span(a->table[j].level), a->table[j].fixed);
}

/* One step down: the entry of this level is used to go on, so that the next table is listed too. */
/*@ requires audit_ok(a) && audit_is_complete(a);
    requires 3 <= top <= 5 && 2 <= level <= top;
    requires audit_addressable(page, a->limit) && page < 0x10000000000000;
    requires passes(a->caps, a->memory, root, top, page, level);
    requires some: audit_some(a->memory, root, top, page, level);
    requires met: \exists integer j; audit_meets(a, root, top, page, level, j);
    terminates \true; exits \false; assigns \nothing;
    ensures met: \exists integer k; audit_meets(a, root, top, page, level - 1, k); */
static void step_down(const struct audit_account *a, uint64_t root, unsigned top, uint64_t page, unsigned level)
{
    entry_met(a, root, top, page, level);
    place(page, level);
    //@ assert table: table_at(a->memory, root, top, page, level - 1) == ss_ADDR(entry_at(a->memory, root, top, page, level));
    //@ assert below: \forall integer j; audit_meets(a, root, top, page, level, j) ==> a->table[j].fixed ==> a->table[j].page + slot(page, level) * span(level) == audit_base(page, level - 1);
    //@ assert inside: audit_base(page, level - 1) <= page < a->limit;
    //@ assert some: \forall integer j; audit_meets(a, root, top, page, level, j) ==> audit_rights(a->table[j].rights, entry_at(a->memory, root, top, page, level)) != 0;
    //@ assert leads: \forall integer j; audit_meets(a, root, top, page, level, j) ==> \exists integer k; audit_leads(a, k, ss_ADDR(entry_at(a->memory, root, top, page, level)), level - 1, audit_rights(a->table[j].rights, entry_at(a->memory, root, top, page, level)), a->table[j].page + slot(page, level) * span(level), a->table[j].fixed);
    //@ assert same: \forall integer j, k; audit_meets(a, root, top, page, level, j) ==> audit_leads(a, k, ss_ADDR(entry_at(a->memory, root, top, page, level)), level - 1, audit_rights(a->table[j].rights, entry_at(a->memory, root, top, page, level)), a->table[j].page + slot(page, level) * span(level), a->table[j].fixed) ==> audit_meets(a, root, top, page, level - 1, k);
    //@ assert one: \exists integer j, k; audit_meets(a, root, top, page, level, j) && audit_leads(a, k, ss_ADDR(entry_at(a->memory, root, top, page, level)), level - 1, audit_rights(a->table[j].rights, entry_at(a->memory, root, top, page, level)), a->table[j].page + slot(page, level) * span(level), a->table[j].fixed);
}

/* The leaf: its page is listed. */
/*@ requires audit_ok(a) && audit_is_complete(a);
    requires 3 <= top <= 5 && 1 <= level <= 3 && level <= top;
    requires audit_addressable(page, a->limit) && page < 0x10000000000000;
    requires maps(a->caps, a->memory, root, top, page, level);
    requires some: audit_some(a->memory, root, top, page, level);
    requires met: \exists integer j; audit_meets(a, root, top, page, level, j);
    terminates \true; exits \false; assigns \nothing;
    ensures listed: \exists integer r; audit_grants(a->memory, root, top, page, level, r) &&
      audit_lists(a, frame_of(a->memory, root, top, page, level), 1, r); */
static void leaf_met(const struct audit_account *a, uint64_t root, unsigned top, uint64_t page, unsigned level)
{
    entry_met(a, root, top, page, level);
    place(page, level);
    //@ assert leaf: ss_leaf(level, entry_at(a->memory, root, top, page, level)) && !ss_reserved(a->caps, level, entry_at(a->memory, root, top, page, level));
    //@ assert some: \forall integer j; audit_meets(a, root, top, page, level, j) ==> audit_rights(a->table[j].rights, entry_at(a->memory, root, top, page, level)) != 0;
    //@ assert here: \forall integer j; audit_meets(a, root, top, page, level, j) ==> a->table[j].fixed ==> a->table[j].page + slot(page, level) * span(level) + page % span(level) == page;
    //@ assert frame: \forall integer j; audit_meets(a, root, top, page, level, j) ==> audit_frame_listed(a, ss_ADDR(entry_at(a->memory, root, top, page, level)), audit_rights(a->table[j].rights, entry_at(a->memory, root, top, page, level)), a->table[j].page + slot(page, level) * span(level), a->table[j].fixed, page % span(level));
    //@ assert listed: \forall integer j; audit_meets(a, root, top, page, level, j) ==> audit_lists(a, frame_of(a->memory, root, top, page, level), 1, audit_rights(a->table[j].rights, entry_at(a->memory, root, top, page, level)));
}

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

void theorem_audit(const struct audit_account *a, uint64_t root, unsigned top, uint64_t page, unsigned level)
{
    unsigned at = top;
    //@ assert base: audit_base(page, top) == 0;
    //@ assert rights: audit_grants(a->memory, root, top, page, top + 1, 3);
    //@ assert first: audit_meets(a, root, top, page, top, 0);
    /*@ loop invariant range: level <= at <= top;
        loop invariant met: \exists integer k; audit_meets(a, root, top, page, at, k);
        loop assigns at;
        loop variant at; */
    while (at > level) {
        //@ assert passes: passes(a->caps, a->memory, root, top, page, at);
        some_above(a->memory, root, top, page, level, at);
        step_down(a, root, top, page, at);
        at--;
    }
    leaf_met(a, root, top, page, level);
}
