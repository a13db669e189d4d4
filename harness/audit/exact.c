#include "harness/audit/exact.h"

/* Entry e of a table of this level and rights leads to table t. */
/*@ requires audit_ok(a) && 1 <= level <= 5 && 0 <= above <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures joins: \result ==> audit_joins(a->caps, level, e, above, t.frame, t.rights); */
static bool joins(const struct audit_account *a, int32_t level, int32_t above, uint64_t e, struct audit_table t)
{
    struct vtd_second_stage_step s = vtd_second_stage_step(a->caps, (unsigned)level, e);
    int32_t rights = (above % 2 == 1 && s.read ? 1 : 0) + (above / 2 == 1 && s.write ? 2 : 0);
    //@ assert rights: rights == audit_rights(above, e);
    return !s.leaf && !s.reserved && t.frame >= 0 && s.frame == (uint64_t)t.frame && t.rights == rights && rights != 0;
}

/* Where table j stands makes sense. */
/*@ requires audit_ok(a) && 0 <= j < a->tables;
    terminates \true; exits \false; assigns \nothing;
    ensures placed: \result ==> audit_placed(a, j); */
static bool placed(const struct audit_account *a, int64_t j)
{
    const struct audit_table *t = &a->table[j];
    if (t->frame < 0 || t->frame >= 0x10000000000000 || t->level < 1 || t->level > 5 || t->rights < 0 || t->rights > 3)
        return false;
    int64_t pages = (int64_t)vtd_span((unsigned)t->level) * 512;
    //@ assert reach: pages == reach(t->level);
    return t->page >= 0 && t->page < 0x10000000000000 && t->page % pages == 0;
}

/* Table j is the next one behind an entry of table p. */
/*@ requires audit_ok(a) && 0 <= p < j < a->tables;
    requires audit_placed(a, p) && audit_placed(a, j);
    terminates \true; exits \false; assigns \nothing;
    ensures hangs: \result ==> audit_hangs(a, p, j, slot(a->table[j].page, a->table[p].level)); */
static bool hangs(const struct audit_account *a, int64_t p, int64_t j)
{
    const struct audit_table *t = &a->table[p];
    struct audit_table below = a->table[j];
    if (below.level != t->level - 1)
        return false;
    uint64_t s = (uint64_t)below.page / vtd_span((unsigned)t->level) % 512u;
    //@ assert slot: s == slot(below.page, t->level);
    if (below.page != t->page + audit_offset(t->level, (int64_t)s) || !vtd_memory_has(a->memory, (uint64_t)t->frame, s))
        return false;
    uint64_t e = vtd_memory_word(a->memory, (uint64_t)t->frame, s);
    bool yes = joins(a, t->level, t->rights, e, below);
    //@ assert joins: yes ==> audit_hangs(a, p, j, s);
    return yes;
}

/*@ requires audit_ok(a) && audit_reasons_ok(a, r);
    terminates \true; exits \false; assigns \nothing;
    ensures placed: \result ==> audit_all_placed(a);
    ensures grounded: \result ==> audit_tables_grounded(a, r); */
static bool tables_grounded(const struct audit_account *a, const struct audit_reasons *r)
{
    /*@ loop invariant range: 0 <= j <= a->tables;
        loop invariant placed: \forall integer k; 0 <= k < j ==> audit_placed(a, k);
        loop invariant grounded: \forall integer k; 0 <= k < j ==> audit_grounded(a, r, k);
        loop assigns j;
        loop variant a->tables - j; */
    for (int64_t j = 0; j < a->tables; j++) {
        if (!placed(a, j))
            return false;
        if (j >= 1) {
            int64_t p = r->parent[j];
            if (p < 0 || p >= j)
                return false;
            //@ assert above: audit_grounded(a, r, p);
            if (!hangs(a, p, j))
                return false;
        }
        //@ assert grounded: audit_grounded(a, r, j);
    }
    return true;
}

/* Entry e, number q.slot of table j, maps the frames of q with this right. */
/*@ requires audit_ok(a) && 0 <= j < a->tables && audit_placed(a, j) && 0 <= q.slot < 512 && 1 <= right <= 2;
    terminates \true; exits \false; assigns \nothing;
    ensures maps: \result ==>
      audit_maps_piece(a, a->table[j].level, e, audit_rights(a->table[j].rights, e),
                       a->table[j].page + q.slot * span(a->table[j].level), q.first, q.end, right); */
static bool maps_piece(const struct audit_account *a, int64_t j, uint64_t e, struct audit_piece q, int32_t right)
{
    const struct audit_table *t = &a->table[j];
    struct vtd_second_stage_step s = vtd_second_stage_step(a->caps, (unsigned)t->level, e);
    int32_t rights = (t->rights % 2 == 1 && s.read ? 1 : 0) + (t->rights / 2 == 1 && s.write ? 2 : 0);
    //@ assert rights: rights == audit_rights(t->rights, e);
    if (!s.leaf || s.reserved || rights == 0)
        return false;
    bool granted = right == 1 ? rights % 2 == 1 : rights / 2 == 1;
    //@ assert granted: granted <==> (rights / right) % 2 == 1;
    int64_t frame = (int64_t)s.frame, pages = (int64_t)vtd_span((unsigned)t->level);
    if (!granted || q.first < frame || q.end <= q.first || q.end > frame + pages)
        return false;
    int64_t page = t->page + audit_offset(t->level, q.slot) + (q.first - frame);
    return audit_all_addressable(page, q.end - q.first, a->limit);
}

/* The entry that q names maps its frames with this right. */
/*@ requires audit_ok(a) && 1 <= right <= 2;
    requires placed: audit_all_placed(a);
    terminates \true; exits \false; assigns \nothing;
    ensures ok: \result ==> audit_piece_ok(a, q.table, q.slot, q.first, q.end, right); */
static bool piece_ok(const struct audit_account *a, struct audit_piece q, int32_t right)
{
    if (q.table < 0 || q.table >= a->tables || q.slot < 0 || q.slot >= 512)
        return false;
    //@ assert placed: audit_placed(a, q.table);
    const struct audit_table *t = &a->table[q.table];
    if (!vtd_memory_has(a->memory, (uint64_t)t->frame, (uint64_t)q.slot))
        return false;
    uint64_t e = vtd_memory_word(a->memory, (uint64_t)t->frame, (uint64_t)q.slot);
    return maps_piece(a, q.table, e, q, right);
}

/*@ requires audit_ok(a) && 1 <= right <= 2 && 0 <= pieces && \valid_read(piece + (0 .. pieces - 1));
    requires placed: audit_all_placed(a);
    terminates \true; exits \false; assigns \nothing;
    ensures ok: \result ==> audit_pieces_ok(a, piece, pieces, right); */
static bool pieces_ok(const struct audit_account *a, const struct audit_piece *piece, int64_t pieces, int32_t right)
{
    /*@ loop invariant range: 0 <= i <= pieces;
        loop invariant ok: \forall integer k; 0 <= k < i ==>
          audit_piece_ok(a, piece[k].table, piece[k].slot, piece[k].first, piece[k].end, right);
        loop assigns i;
        loop variant pieces - i; */
    for (int64_t i = 0; i < pieces; i++)
        if (!piece_ok(a, piece[i], right))
            return false;
    return true;
}

/* The number of the first piece, from number `from` on, that ends behind `frame`. */
/*@ requires 0 <= from <= pieces && \valid_read(piece + (0 .. pieces - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures range: from <= \result <= pieces;
    ensures behind: \result < pieces ==> frame < piece[\result].end; */
static int64_t next_piece(const struct audit_piece *piece, int64_t pieces, int64_t from, int64_t frame)
{
    int64_t i = from;
    /*@ loop invariant range: from <= i <= pieces;
        loop assigns i;
        loop variant pieces - i; */
    while (i < pieces && piece[i].end <= frame)
        i++;
    return i;
}

/* The pieces, searched from number `from` on as if they were ascending, leave no gap in a range. Returns the number
 * of the piece with its last frame, -1 if there is a gap. */
/*@ requires 0 <= from <= pieces && \valid_read(piece + (0 .. pieces - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures range: -1 <= \result <= pieces;
    ensures covered: \result >= 0 ==>
      \forall integer f; r.first <= f < r.end ==> audit_covered(piece, pieces, f); */
static int64_t cover(struct audit_range r, const struct audit_piece *piece, int64_t pieces, int64_t from)
{
    int64_t at = r.first, i = from;
    /*@ loop invariant range: from <= i <= pieces && r.first <= at;
        loop invariant covered: \forall integer f; r.first <= f < at ==> audit_covered(piece, pieces, f);
        loop assigns at, i;
        loop variant r.end - at; */
    while (at < r.end) {
        i = next_piece(piece, pieces, i, at);
        if (i == pieces || piece[i].first > at)
            return -1;
        //@ assert here: \forall integer f; at <= f < piece[i].end ==> audit_in_piece(piece, i, f);
        //@ assert now: \forall integer f; at <= f < piece[i].end ==> audit_covered(piece, pieces, f);
        at = piece[i].end;
    }
    return i;
}

/*@ requires 0 <= count <= 0x1000000000000 && \valid_read(range + (0 .. count - 1));
    requires 0 <= pieces && \valid_read(piece + (0 .. pieces - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures covered: \result ==> audit_ranges_covered(range, count, piece, pieces); */
static bool ranges_covered(const struct audit_range *range, int64_t count, const struct audit_piece *piece,
                           int64_t pieces)
{
    int64_t at = 0;
    /*@ loop invariant range: 0 <= k <= count && 0 <= at <= pieces;
        loop invariant covered: \forall integer i, f; 0 <= i < k ==> range[i].first <= f < range[i].end ==>
          audit_covered(piece, pieces, f);
        loop assigns k, at;
        loop variant count - k; */
    for (int64_t k = 0; k < count; k++) {
        at = cover(range[k], piece, pieces, at);
        if (at < 0)
            return false;
    }
    return true;
}

bool audit_exact(const struct audit_account *a, const struct audit_reasons *r)
{
    if (!tables_grounded(a, r))
        return false;
    return pieces_ok(a, r->read, r->reads, 1) && pieces_ok(a, r->write, r->writes, 2) &&
           ranges_covered(a->read, a->reads, r->read, r->reads) &&
           ranges_covered(a->write, a->writes, r->write, r->writes);
}
