#include "harness/audit/enumerate.h"

int64_t audit_bucket(int64_t frame, int32_t level, int32_t rights, int64_t buckets)
{
    uint64_t low = (uint64_t)frame % 0x100000000u;
    uint64_t mixed = (low * 0x9E3779B1u) / 0x8000u + (uint64_t)level * 5u + (uint64_t)rights;
    return (int64_t)(mixed % (uint64_t)buckets);
}

int64_t audit_find(const struct audit_account *a, struct audit_table t)
{
    if (a->buckets == 0)
        return -1;
    int64_t at = audit_bucket(t.frame, t.level, t.rights, a->buckets);
    /*@ loop invariant range: 0 <= at < a->buckets && 0 <= tries <= a->buckets;
        loop assigns at, tries;
        loop variant a->buckets - tries; */
    for (int64_t tries = 0; tries < a->buckets; tries++) {
        int64_t j = a->bucket[at];
        if (j < 0 || j >= a->tables)
            return -1;
        const struct audit_table *found = &a->table[j];
        if (found->frame == t.frame && found->level == t.level && found->rights == t.rights &&
            found->fixed == t.fixed && (!found->fixed || found->page == t.page))
            return j;
        at = at + 1 == a->buckets ? 0 : at + 1;
    }
    return -1;
}

bool audit_all_addressable(int64_t page, int64_t pages, int64_t limit)
{
    return page + pages <= limit && (page >= AUDIT_WINDOW_END || page + pages <= AUDIT_WINDOW);
}

bool audit_in_ranges(const struct audit_range *range, int64_t count, int64_t first, int64_t pages)
{
    int64_t low = 0, high = count;
    /*@ loop invariant range: 0 <= low <= high <= count;
        loop assigns low, high;
        loop variant high - low; */
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (range[middle].end <= first)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && range[low].first <= first && first + pages <= range[low].end;
}

/* Frames frame..frame+pages-1 are listed for each of the rights. */
/*@ requires audit_ok(a) && 0 <= frame <= 0x20000000000 && 1 <= pages <= 0x40000 && 0 <= rights <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures listed: \result ==> audit_lists(a, frame, pages, rights); */
static bool listed(const struct audit_account *a, int64_t frame, int64_t pages, int32_t rights)
{
    if (rights % 2 == 1 && !audit_in_ranges(a->read, a->reads, frame, pages))
        return false;
    return rights / 2 != 1 || audit_in_ranges(a->write, a->writes, frame, pages);
}

/* Each frame of a mapped page is listed. */
/*@ requires audit_ok(a) && 0 <= frame < 0x10000000000 && 1 <= pages <= 0x40000 && 1 <= rights <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures listed: \result ==> \forall integer o; 0 <= o < pages ==>
      audit_frame_listed(a, frame, rights, page, fixed, o); */
static bool whole_listed(const struct audit_account *a, int64_t frame, int64_t pages, int32_t rights, int64_t page,
                         bool fixed)
{
    (void)page, (void)fixed;
    return listed(a, frame, pages, rights);
}

/* Each frame of a page mapped at `page` is listed, as far as it can be addressed there. */
/*@ requires audit_ok(a) && 0 <= frame < 0x10000000000 && 1 <= pages <= 0x40000 && 1 <= rights <= 3;
    requires 0 <= page <= 0x20000000000000 && fixed;
    terminates \true; exits \false; assigns \nothing;
    ensures listed: \result ==> \forall integer o; 0 <= o < pages ==>
      audit_frame_listed(a, frame, rights, page, fixed, o); */
static bool parts_listed(const struct audit_account *a, int64_t frame, int64_t pages, int32_t rights, int64_t page,
                         bool fixed)
{
    (void)fixed;
    /*@ loop invariant range: 0 <= i <= pages;
        loop invariant listed: \forall integer o; 0 <= o < i ==>
          audit_frame_listed(a, frame, rights, page, fixed, o);
        loop assigns i;
        loop variant pages - i; */
    for (int64_t i = 0; i < pages; i++) {
        bool wanted = audit_all_addressable(page + i, 1, a->limit);
        //@ assert wanted: wanted <==> audit_addressable(page + i, a->limit);
        bool there = !wanted || listed(a, frame + i, 1, rights);
        if (!there)
            return false;
        //@ assert there: audit_frame_listed(a, frame, rights, page, fixed, i);
    }
    return true;
}

/* A page mapped at `page` is accounted for. */
/*@ requires audit_ok(a) && 0 <= frame < 0x10000000000 && 1 <= pages <= 0x40000 && 1 <= rights <= 3;
    requires 0 <= page <= 0x20000000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures listed: \result ==> \forall integer o; 0 <= o < pages ==>
      audit_frame_listed(a, frame, rights, page, fixed, o); */
static bool leaf_listed(const struct audit_account *a, int64_t frame, int64_t pages, int32_t rights, int64_t page,
                        bool fixed)
{
    if (!fixed || audit_all_addressable(page, pages, a->limit))
        return whole_listed(a, frame, pages, rights, page, fixed);
    return parts_listed(a, frame, pages, rights, page, fixed);
}

/* Entry e of a table, met with these rights for pages from `page` on, is accounted for. */
/*@ requires audit_ok(a) && audit_table_ok(t) && 0 <= page <= 0x20000000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures follows: \result ==>
      audit_follows(a, t.level, e, audit_rights(t.rights, e), page, t.fixed); */
static bool entry_followed(const struct audit_account *a, struct audit_table t, uint64_t e, int64_t page)
{
    struct vtd_second_stage_step s = vtd_second_stage_step(a->caps, (unsigned)t.level, e);
    int32_t rights = (t.rights % 2 == 1 && s.read ? 1 : 0) + (t.rights / 2 == 1 && s.write ? 2 : 0);
    //@ assert rights: rights == audit_rights(t.rights, e);
    if (rights == 0 || s.reserved) {
        //@ assert no_way: audit_follows(a, t.level, e, audit_rights(t.rights, e), page, t.fixed);
        return true;
    }
    int64_t pages = (int64_t)vtd_span((unsigned)t.level);
    if (s.leaf) {
        bool all = leaf_listed(a, (int64_t)s.frame, pages, rights, page, t.fixed);
        //@ assert pages: pages == span(t.level);
        //@ assert leaf: all ==> audit_follows(a, t.level, e, audit_rights(t.rights, e), page, t.fixed);
        return all;
    }
    if (t.fixed && page >= a->limit) {
        //@ assert beyond: audit_follows(a, t.level, e, audit_rights(t.rights, e), page, t.fixed);
        return true;
    }
    //@ assert below: 2 <= t.level;
    //@ assert reach: pages == reach(t.level - 1);
    if (page >= 0x10000000000000)
        return false;
    struct audit_table next = {(int64_t)s.frame, page, t.level - 1, rights, false};
    int64_t found = audit_find(a, next);
    //@ assert leads: found >= 0 ==> audit_leads(a, found, ss_ADDR(e), t.level - 1, rights, page, t.fixed);
    //@ assert table: found >= 0 ==> audit_follows(a, t.level, e, audit_rights(t.rights, e), page, t.fixed);
    if (found >= 0)
        return true;
    if (!t.fixed || page % pages != 0)
        return false;
    next.fixed = true;
    found = audit_find(a, next);
    //@ assert leads_fixed: found >= 0 ==> audit_leads(a, found, ss_ADDR(e), t.level - 1, rights, page, t.fixed);
    //@ assert table_fixed: found >= 0 ==> audit_follows(a, t.level, e, audit_rights(t.rights, e), page, t.fixed);
    return found >= 0;
}

int64_t audit_offset(int32_t level, int64_t s)
{
    switch (level) {
    case 1:
        return s;
    case 2:
        return s * 0x200;
    case 3:
        return s * 0x40000;
    case 4:
        return s * 0x8000000;
    default:
        return s * 0x1000000000;
    }
}

/*@ requires audit_ok(a) && audit_table_ok(t);
    terminates \true; exits \false; assigns \nothing;
    ensures complete: \result ==> \forall integer s; 0 <= s < 512 ==>
      audit_entry_complete(a, t.frame, t.level, t.rights, t.page, t.fixed, s); */
static bool table_followed(const struct audit_account *a, struct audit_table t)
{
    /*@ loop invariant range: 0 <= s <= 512;
        loop invariant complete: \forall integer k; 0 <= k < s ==>
          audit_entry_complete(a, t.frame, t.level, t.rights, t.page, t.fixed, k);
        loop assigns s;
        loop variant 512 - s; */
    for (int64_t s = 0; s < 512; s++) {
        if (!vtd_memory_has(a->memory, (uint64_t)t.frame, (uint64_t)s))
            continue;
        uint64_t e = vtd_memory_word(a->memory, (uint64_t)t.frame, (uint64_t)s);
        if (e % 4u != 0u && !entry_followed(a, t, e, t.page + audit_offset(t.level, s)))
            return false;
        //@ assert entry: audit_entry_complete(a, t.frame, t.level, t.rights, t.page, t.fixed, s);
    }
    return true;
}

bool audit_starts(const struct audit_account *a, int64_t root, unsigned top)
{
    const struct audit_table *t = &a->table[0];
    return t->frame == root && t->level >= 0 && (unsigned)t->level == top && t->rights == 3 && t->page == 0;
}

bool audit_complete(const struct audit_account *a)
{
    /*@ loop invariant range: 0 <= j <= a->tables;
        loop invariant complete: \forall integer k; 0 <= k < j ==> audit_table_complete(a, k);
        loop assigns j;
        loop variant a->tables - j; */
    for (int64_t j = 0; j < a->tables; j++) {
        struct audit_table t = a->table[j];
        int64_t pages = 1;
        if (t.frame < 0 || t.frame >= 0x10000000000000 || t.level < 1 || t.level > 5 || t.rights < 0 || t.rights > 3)
            return false;
        pages = (int64_t)vtd_span((unsigned)t.level) * 512;
        if (t.page < 0 || t.page >= 0x10000000000000 || (t.fixed && t.page % pages != 0))
            return false;
        //@ assert reach: pages == reach(t.level);
        if (!table_followed(a, t))
            return false;
        //@ assert complete: audit_table_complete(a, j);
    }
    return true;
}
