#include "harness/audit/tables.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_TABLES = 64 };

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void note(struct table_set *s, struct table_issue issue)
{
    s->issues[issue.kind]++;
    if (s->issue_count < AUDIT_ISSUES)
        s->issue[s->issue_count++] = issue;
}

static void put_bucket(struct table_set *s, int64_t number)
{
    const struct audit_table *t = &s->table[number];
    int64_t at = audit_bucket(t->frame, t->level, t->rights, s->account.buckets);
    while (s->bucket[at] >= 0)
        at = at + 1 == s->account.buckets ? 0 : at + 1;
    s->bucket[at] = (int32_t)number;
}

static void make_room(struct table_set *s)
{
    if (s->account.tables < s->room)
        return;
    s->room = s->room == 0 ? FIRST_TABLES : s->room * 2;
    s->account.buckets = s->room * 2;
    s->account.table = s->table = audit_grow(s->table, (uint64_t)s->room, sizeof *s->table);
    s->paths = audit_grow(s->paths, (uint64_t)s->room, sizeof *s->paths);
    s->parent = audit_grow(s->parent, (uint64_t)s->room, sizeof *s->parent);
    s->account.bucket = s->bucket = audit_grow(s->bucket, (uint64_t)s->account.buckets, sizeof *s->bucket);
    memset(s->bucket, 0xFF, (size_t)s->account.buckets * sizeof *s->bucket);
    for (int64_t i = 0; i < s->account.tables; i++)
        put_bucket(s, i);
}

/* List the table, unless it is listed, and count the ways that lead to it. parent: number of the table above. */
static void meet(struct table_set *s, struct audit_table t, uint64_t paths, int32_t parent)
{
    int64_t number = audit_find(&s->account, t);
    if (number < 0) {
        make_room(s);
        number = s->account.tables++;
        s->table[number] = t;
        s->paths[number] = 0;
        s->parent[number] = parent;
        put_bucket(s, number);
    }
    s->paths[number] += paths;
}

struct audit_hop audit_hop(const struct vtd_caps *caps, const struct audit_table *t, int64_t slot, uint64_t e)
{
    struct audit_hop h = {.step = vtd_second_stage_step(caps, (unsigned)t->level, e)};
    h.pages = (int64_t)vtd_span((unsigned)t->level);
    h.page = t->page + slot * h.pages;
    h.rights = (h.step.read ? t->rights & AUDIT_READ : 0) | (h.step.write ? t->rights & AUDIT_WRITE : 0);
    return h;
}

static void add_frames(struct table_set *s, struct audit_piece q, int32_t rights)
{
    if (rights & AUDIT_READ) {
        range_add(&s->read, q.first, q.end);
        piece_add(&s->reads, q);
    }
    if (rights & AUDIT_WRITE) {
        range_add(&s->write, q.first, q.end);
        piece_add(&s->writes, q);
    }
}

/* The part of a mapped page that can be addressed: below the limit, before and behind the interrupt window. q says
 * which entry maps it. */
static bool add_leaf(struct table_set *s, const struct audit_hop *h, struct audit_piece q)
{
    int64_t frame = (int64_t)h->step.frame, from = h->page;
    if (!s->table[q.table].fixed) {
        add_frames(s, (struct audit_piece){frame, frame + h->pages, q.table, q.slot}, h->rights);
        return true;
    }
    int64_t to = least(h->page + h->pages, s->account.limit), low_end = least(to, AUDIT_WINDOW);
    int64_t high = from > AUDIT_WINDOW_END ? from : AUDIT_WINDOW_END;
    if (from < low_end)
        add_frames(s, (struct audit_piece){frame, frame + (low_end - from), q.table, q.slot}, h->rights);
    if (high < to)
        add_frames(s, (struct audit_piece){frame + (high - from), frame + (to - from), q.table, q.slot}, h->rights);
    return from < low_end || high < to;
}

static void take_entry(struct table_set *s, int64_t number, int64_t slot, uint64_t e)
{
    struct audit_table t = s->table[number];
    struct audit_hop h = audit_hop(s->account.caps, &t, slot, e);
    if (h.rights == 0 || (t.fixed && h.page >= s->account.limit))
        return;
    if (h.step.reserved) {
        note(s, (struct table_issue){ISSUE_RESERVED, t.level, (int32_t)slot, t.frame, h.page, e});
    } else if (h.step.leaf) {
        if (add_leaf(s, &h, (struct audit_piece){.table = (int32_t)number, .slot = (int32_t)slot})) {
            s->pages[t.level] += s->paths[number];
            s->entries[t.level]++;
        }
    } else {
        bool fixed = t.fixed && !audit_all_addressable(h.page, h.pages, s->account.limit);
        meet(s, (struct audit_table){(int64_t)h.step.frame, h.page, t.level - 1, h.rights, fixed}, s->paths[number],
             (int32_t)number);
    }
}

static void take_table(struct table_set *s, const struct range_list *captured, int64_t number)
{
    struct audit_table t = s->table[number];
    const struct vtd_memory *m = s->account.memory;
    if (!vtd_memory_has(m, (uint64_t)t.frame, 511)) {
        note(s, (struct table_issue){ISSUE_UNREADABLE, t.level, 0, t.frame, t.page, 0});
        if (!vtd_memory_has(m, (uint64_t)t.frame, 0))
            return;
    } else if (!range_has(captured, t.frame))
        note(s, (struct table_issue){ISSUE_NOT_CAPTURED, t.level, 0, t.frame, t.page, 0});
    range_add(&s->frames, t.frame, t.frame + 1);
    for (int64_t slot = 0; slot < 512; slot++) {
        if (!vtd_memory_has(m, (uint64_t)t.frame, (uint64_t)slot))
            break;
        uint64_t e = vtd_memory_word(m, (uint64_t)t.frame, (uint64_t)slot);
        if (e % 4u != 0u)
            take_entry(s, number, slot, e);
    }
}

static int by_frame(const void *left, const void *right)
{
    const struct audit_table *a = left, *b = right;
    if (a->frame != b->frame)
        return a->frame < b->frame ? -1 : 1;
    return (a->level > b->level) - (a->level < b->level);
}

/* Tables that are met at two levels: a loop, or a page used for two things. */
static void find_loops(struct table_set *s)
{
    int64_t n = s->account.tables;
    struct audit_table *sorted = audit_grow(NULL, (uint64_t)n, sizeof *sorted);
    memcpy(sorted, s->table, (size_t)n * sizeof *sorted);
    qsort(sorted, (size_t)n, sizeof *sorted, by_frame);
    for (int64_t i = 1; i < n; i++)
        if (sorted[i].frame == sorted[i - 1].frame && sorted[i].level != sorted[i - 1].level)
            note(s, (struct table_issue){ISSUE_LOOP, sorted[i - 1].level, 0, sorted[i].frame, sorted[i - 1].page, 0});
    free(sorted);
}

/* Does the check accept the account, in both directions? The reasons are not needed any more then. */
static bool checked(struct table_set *s, int64_t root, unsigned levels)
{
    piece_settle(&s->reads);
    piece_settle(&s->writes);
    struct audit_reasons r = {s->parent, s->reads.piece, s->writes.piece, s->reads.count, s->writes.count};
    bool good = audit_starts(&s->account, root, levels) && audit_complete(&s->account) && audit_exact(&s->account, &r);
    piece_free(&s->reads);
    piece_free(&s->writes);
    return good;
}

void table_set_visit(struct table_set *s, const struct vtd_caps *caps, const struct vtd_memory *memory,
                     const struct range_list *captured, int64_t root, unsigned levels)
{
    int64_t reach = (int64_t)vtd_span(levels) * 512;
    *s = (struct table_set){.root = root, .levels = (int32_t)levels};
    s->account = (struct audit_account){.caps = caps, .memory = memory};
    s->account.limit = least((int64_t)caps->guest_pages, reach);
    bool fixed = !audit_all_addressable(0, reach, s->account.limit);
    meet(s, (struct audit_table){root, 0, (int32_t)levels, AUDIT_READ | AUDIT_WRITE, fixed}, 1, -1);
    for (int64_t i = 0; i < s->account.tables; i++)
        take_table(s, captured, i);
    range_settle(&s->read);
    range_settle(&s->write);
    range_settle(&s->frames);
    s->account.read = s->read.range;
    s->account.reads = s->read.count;
    s->account.write = s->write.range;
    s->account.writes = s->write.count;
    find_loops(s);
    s->complete = checked(s, root, levels) && s->issues[ISSUE_NOT_CAPTURED] == 0 && s->issues[ISSUE_UNREADABLE] == 0;
}

void table_set_free(struct table_set *s)
{
    free(s->table);
    free(s->paths);
    free(s->parent);
    free(s->bucket);
    range_free(&s->read);
    range_free(&s->write);
    range_free(&s->frames);
    *s = (struct table_set){0};
}

/* A page of this leaf at which `frame` is met and can be addressed. */
static bool leaf_witness(const struct table_set *s, const struct audit_hop *h, bool fixed, int64_t frame, int64_t *page)
{
    int64_t at = h->page + (frame - (int64_t)h->step.frame);
    if (fixed && !audit_all_addressable(at, 1, s->account.limit))
        return false;
    *page = at;
    return true;
}

bool table_set_witness(const struct table_set *s, int64_t frame, int32_t rights, int64_t *page)
{
    const struct vtd_memory *m = s->account.memory;
    for (int64_t i = 0; i < s->account.tables; i++) {
        const struct audit_table *t = &s->table[i];
        if (t->level > 3 || (t->rights & rights) != rights)
            continue;
        for (int64_t slot = 0; slot < 512 && vtd_memory_has(m, (uint64_t)t->frame, (uint64_t)slot); slot++) {
            uint64_t e = vtd_memory_word(m, (uint64_t)t->frame, (uint64_t)slot);
            if (e % 4u == 0u)
                continue;
            struct audit_hop h = audit_hop(s->account.caps, t, slot, e);
            if ((h.rights & rights) == rights && h.step.leaf && !h.step.reserved && (int64_t)h.step.frame <= frame &&
                frame < (int64_t)h.step.frame + h.pages && leaf_witness(s, &h, t->fixed, frame, page))
                return true;
        }
    }
    return false;
}
