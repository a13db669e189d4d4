#include "proofs/audit/reached.h"

#include "proofs/audit/path.h"

/*@
  // The path of `page` comes as far as table j, with the rights that the account gives it.
  predicate audit_comes{L}(struct audit_account *a, integer root, integer top, integer page, integer j) =
    arrives(a->caps, a->memory, root, top, page, a->table[j].level) &&
    table_at(a->memory, root, top, page, a->table[j].level) == a->table[j].frame &&
    audit_grants(a->memory, root, top, page, a->table[j].level + 1, a->table[j].rights);
  predicate audit_in_stretch{L}(struct audit_account *a, integer page, integer j) =
    a->table[j].page <= page < a->table[j].page + reach(a->table[j].level);
*/

/* Which page of which entry of a table this is, by literals: what follows is linear then. */
/*@ requires 1 <= level <= 5 && 0 <= first < 0x10000000000000 && first % reach(level) == 0;
    requires 0 <= s < 512 && 0 <= rest < span(level);
    requires sum: page == first + s * span(level) + rest;
    terminates \true; exits \false; assigns \nothing;
    ensures slot: slot(page, level) == s;
    ensures rest: page % span(level) == rest;
    ensures inside: first <= page < first + reach(level); */
static void stands_in(uint64_t page, unsigned level, int64_t first, int64_t s, int64_t rest)
{
    (void)page, (void)first, (void)s, (void)rest;
    switch (level) {
    case 1:
        //@ assert one: page / 0x1 == first / 0x200 * 512 + s;
        break;
    case 2:
        //@ assert two: page / 0x200 == first / 0x40000 * 512 + s;
        break;
    case 3:
        //@ assert three: page / 0x40000 == first / 0x8000000 * 512 + s;
        break;
    case 4:
        //@ assert four: page / 0x8000000 == first / 0x1000000000 * 512 + s;
        break;
    default:
        //@ assert five: page / 0x1000000000 == first / 0x200000000000 * 512 + s;
        break;
    }
}

/* Each table is on the path of each page of its stretch: by way of its parent. */
/*@ requires audit_ok(a) && audit_reasons_ok(a, r) && audit_tables_grounded(a, r);
    requires 3 <= top <= 5 && root < 0x10000000000000 && audit_begins(a, root, top);
    requires 0 <= j < a->tables && audit_in_stretch(a, page, j) && page < 0x10000000000000;
    terminates \true; decreases j; exits \false; assigns \nothing;
    ensures comes: audit_comes(a, root, top, page, j);
    ensures level: a->table[j].level <= top; */
static void comes(const struct audit_account *a, const struct audit_reasons *r, uint64_t root, unsigned top,
                  uint64_t page, int64_t j)
{
    if (j == 0) {
        //@ assert first: audit_comes(a, root, top, page, 0);
        return;
    }
    //@ assert grounded: audit_grounded(a, r, j);
    int64_t p = r->parent[j];
    const struct audit_table *t = &a->table[p], *below = &a->table[j];
    //@ assert above: audit_grounded(a, r, p);
    //@ assert level: 2 <= t->level <= 5;
    unsigned level = (unsigned)t->level;
    uint64_t frame = (uint64_t)t->frame;
    int32_t rights = t->rights;
    int64_t first = t->page, rest = (int64_t)page - below->page;
    int64_t s = (int64_t)audit_slot((uint64_t)below->page, level);
    //@ assert hangs: audit_hangs(a, p, j, s);
    //@ assert span: span(level) == reach(below->level);
    stands_in(page, level, first, s, rest);
    //@ assert stretch: audit_in_stretch(a, page, p);
    comes(a, r, root, top, page, p);
    uint64_t e = vtd_memory_word(a->memory, frame, (uint64_t)s);
    //@ assert entry: e == entry_at(a->memory, root, top, page, level);
    //@ assert joins: audit_joins(a->caps, level, e, t->rights, below->frame, below->rights);
    //@ assert passes: passes(a->caps, a->memory, root, top, page, level);
    audit_rights_go_on(a->memory, root, top, page, level, e, rights);
    //@ assert rights: audit_grants(a->memory, root, top, page, level, below->rights);
    //@ assert next: below->level == level - 1 && table_at(a->memory, root, top, page, level - 1) == ss_ADDR(e);
    //@ assert arrives: arrives(a->caps, a->memory, root, top, page, level - 1);
    //@ assert here: arrives(a->caps, a->memory, root, top, page, below->level);
    //@ assert table: table_at(a->memory, root, top, page, below->level) == below->frame;
    //@ assert granted: audit_grants(a->memory, root, top, page, below->level + 1, below->rights);
}

/* The number of a range that holds a frame, and of a piece that does. */
/*@ requires 0 <= count && \valid_read(range + (0 .. count - 1)) && audit_holds(range, count, frame, 1);
    terminates \true; exits \false; assigns \nothing;
    ensures found: 0 <= \result < count && range[\result].first <= frame < range[\result].end; */
static int64_t range_of(const struct audit_range *range, int64_t count, int64_t frame)
{
    int64_t k = 0;
    /*@ loop invariant range: 0 <= k <= count;
        loop invariant none: \forall integer i; 0 <= i < k ==> !(range[i].first <= frame < range[i].end);
        loop assigns k;
        loop variant count - k; */
    while (k < count && !(range[k].first <= frame && frame < range[k].end))
        k++;
    return k;
}

/*@ requires 0 <= pieces && \valid_read(piece + (0 .. pieces - 1)) && audit_covered(piece, pieces, frame);
    terminates \true; exits \false; assigns \nothing;
    ensures found: 0 <= \result < pieces && audit_in_piece(piece, \result, frame); */
static int64_t piece_of(const struct audit_piece *piece, int64_t pieces, int64_t frame)
{
    int64_t i = 0;
    /*@ loop invariant range: 0 <= i <= pieces;
        loop invariant none: \forall integer k; 0 <= k < i ==> !audit_in_piece(piece, k, frame);
        loop assigns i;
        loop variant pieces - i; */
    while (i < pieces && !(piece[i].first <= frame && frame < piece[i].end))
        i++;
    return i;
}

/* The page of a table behind which a frame of a piece lies. */
struct spot {
    uint64_t page, e;
    int64_t table;
    unsigned level;
    int32_t rights;
};

/*@
  predicate audit_spot{L}(struct audit_account *a, struct spot x, integer frame) =
    0 <= x.table < a->tables && audit_in_stretch(a, x.page, x.table) && x.page < 0x10000000000000 &&
    a->table[x.table].level == x.level && 1 <= x.level <= 5 && audit_addressable(x.page, a->limit) &&
    readable(a->memory, a->table[x.table].frame, slot(x.page, x.level)) &&
    x.e == word(a->memory, a->table[x.table].frame, slot(x.page, x.level)) &&
    !ss_reserved(a->caps, x.level, x.e) && ss_leaf(x.level, x.e) && ss_ADDR(x.e) + x.page % span(x.level) == frame &&
    x.rights == audit_rights(a->table[x.table].rights, x.e) && x.rights != 0;
*/

/*@ requires audit_ok(a) && audit_all_placed(a) && 1 <= right <= 2;
    requires piece: audit_piece_ok(a, q.table, q.slot, q.first, q.end, right);
    requires frame: q.first <= frame < q.end;
    terminates \true; exits \false; assigns \nothing;
    ensures spot: audit_spot(a, \result, frame);
    ensures right: (\result.rights / right) % 2 == 1; */
static struct spot spot_of(const struct audit_account *a, struct audit_piece q, int32_t right, int64_t frame)
{
    const struct audit_table *t = &a->table[q.table];
    struct spot x;
    (void)right;
    //@ assert placed: audit_placed(a, q.table);
    x.table = q.table;
    x.level = (unsigned)t->level;
    x.e = vtd_memory_word(a->memory, (uint64_t)t->frame, (uint64_t)q.slot);
    x.rights = audit_rights_of(t->rights, x.e);
    struct vtd_second_stage_step s = vtd_second_stage_step(a->caps, x.level, x.e);
    //@ assert maps: audit_maps_piece(a, x.level, x.e, x.rights, t->page + q.slot * span(x.level), q.first, q.end, right);
    int64_t rest = frame - (int64_t)s.frame;
    //@ assert rest: 0 <= rest < span(x.level);
    x.page = (uint64_t)(t->page + audit_offset(t->level, q.slot) + rest);
    stands_in(x.page, x.level, t->page, q.slot, rest);
    //@ assert first: x.page == t->page + q.slot * span(x.level) + rest;
    //@ assert stretch: audit_in_stretch(a, x.page, q.table);
    //@ assert plain: audit_plain(t->page + q.slot * span(x.level) + (q.first - ss_ADDR(x.e)), q.end - q.first, a->limit);
    //@ assert addressable: audit_addressable(x.page, a->limit);
    //@ assert slot: slot(x.page, x.level) == q.slot;
    //@ assert there: readable(a->memory, t->frame, slot(x.page, x.level));
    //@ assert entry: x.e == word(a->memory, t->frame, slot(x.page, x.level));
    //@ assert frame: ss_ADDR(x.e) + x.page % span(x.level) == frame;
    return x;
}

/* What the leaf at this place maps is reached, with the rights of the table and of the leaf. */
/*@ requires audit_ok(a) && audit_reasons_ok(a, r) && audit_tables_grounded(a, r);
    requires 3 <= top <= 5 && root < 0x10000000000000 && audit_begins(a, root, top);
    requires spot: audit_spot(a, x, frame);
    terminates \true; exits \false; assigns \nothing;
    ensures witness: \result.page == x.page && \result.level == x.level;
    ensures reached: audit_reaches(a, root, top, \result, frame);
    ensures rights: audit_grants(a->memory, root, top, x.page, x.level, x.rights); */
static struct audit_witness leaf_reached(const struct audit_account *a, const struct audit_reasons *r, uint64_t root,
                                         unsigned top, struct spot x, int64_t frame)
{
    struct audit_witness w = {x.page, x.level};
    (void)frame;
    comes(a, r, root, top, x.page, x.table);
    //@ assert entry: x.e == entry_at(a->memory, root, top, x.page, x.level);
    //@ assert fetched: fetched_at(a->memory, root, top, x.page, x.level);
    audit_rights_go_on(a->memory, root, top, x.page, x.level, x.e, a->table[x.table].rights);
    //@ assert present: ss_present(x.e);
    //@ assert intact: intact(a->caps, a->memory, root, top, x.page, x.level);
    //@ assert maps: maps(a->caps, a->memory, root, top, x.page, x.level);
    return w;
}

struct audit_witness theorem_listed_is_read(const struct audit_account *a, const struct audit_reasons *r, uint64_t root,
                                            unsigned top, int64_t frame)
{
    int64_t k = range_of(a->read, a->reads, frame);
    //@ assert covered: audit_covered(r->read, r->reads, frame);
    int64_t i = piece_of(r->read, r->reads, frame);
    (void)k;
    //@ assert piece: audit_piece_ok(a, r->read[i].table, r->read[i].slot, r->read[i].first, r->read[i].end, 1);
    struct spot x = spot_of(a, r->read[i], 1, frame);
    //@ assert right: x.rights % 2 == 1;
    return leaf_reached(a, r, root, top, x, frame);
}

struct audit_witness theorem_listed_is_written(const struct audit_account *a, const struct audit_reasons *r,
                                               uint64_t root, unsigned top, int64_t frame)
{
    int64_t k = range_of(a->write, a->writes, frame);
    //@ assert covered: audit_covered(r->write, r->writes, frame);
    int64_t i = piece_of(r->write, r->writes, frame);
    (void)k;
    //@ assert piece: audit_piece_ok(a, r->write[i].table, r->write[i].slot, r->write[i].first, r->write[i].end, 2);
    struct spot x = spot_of(a, r->write[i], 2, frame);
    //@ assert right: x.rights / 2 == 1;
    return leaf_reached(a, r, root, top, x, frame);
}
