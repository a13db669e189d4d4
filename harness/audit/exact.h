/* The other direction: when does an account of tables (enumerate.h) list nothing but what requests can reach?
 * Whoever made the account also says why each table and each frame is in it; audit_exact() checks these reasons
 * against memory. */
#ifndef AUDIT_EXACT_H
#define AUDIT_EXACT_H

#include "harness/audit/enumerate.h"

/* Frames first..end-1 are listed because of one entry of one table. */
struct audit_piece {
    int64_t first, end;
    int32_t table, slot;
};

struct audit_reasons {
    const int32_t *parent;                  /* table[j] is listed because of an entry of table[parent[j]]; j >= 1 */
    const struct audit_piece *read, *write; /* ascending */
    int64_t reads, writes;
};

/*@
  predicate audit_reasons_ok{L}(struct audit_account *a, struct audit_reasons *r) =
    \valid_read(r) && \valid_read(r->parent + (0 .. a->tables - 1)) &&
    0 <= r->reads <= 0x1000000000000 && \valid_read(r->read + (0 .. r->reads - 1)) &&
    0 <= r->writes <= 0x1000000000000 && \valid_read(r->write + (0 .. r->writes - 1));

  // Entry e of a table with these rights leads to a table at this frame that is met with these rights.
  predicate audit_joins{L}(struct vtd_caps *c, integer level, integer e, integer above, integer frame,
                           integer rights) =
    !ss_reserved(c, level, e) && !ss_leaf(level, e) && ss_ADDR(e) == frame && rights == audit_rights(above, e) &&
    rights != 0;
  // Table j is the next one behind entry s of table p.
  predicate audit_hangs{L}(struct audit_account *a, integer p, integer j, integer s) =
    a->table[j].level == a->table[p].level - 1 &&
    0 <= s < 512 && a->table[j].page == a->table[p].page + s * span(a->table[p].level) &&
    readable(a->memory, a->table[p].frame, s) &&
    audit_joins(a->caps, a->table[p].level, word(a->memory, a->table[p].frame, s), a->table[p].rights,
                a->table[j].frame, a->table[j].rights);
  predicate audit_placed{L}(struct audit_account *a, integer j) =
    audit_table_ok(a->table[j]) && a->table[j].page % reach(a->table[j].level) == 0;
  predicate audit_all_placed{L}(struct audit_account *a) =
    \forall integer j; 0 <= j < a->tables ==> audit_placed(a, j);
  predicate audit_grounded{L}(struct audit_account *a, struct audit_reasons *r, integer j) =
    audit_placed(a, j) && (j >= 1 ==> 0 <= r->parent[j] < j &&
      audit_hangs(a, r->parent[j], j, slot(a->table[j].page, a->table[r->parent[j]].level)));

  // Entry e, which begins to translate at `page`, maps frames first..end-1 with one of the rights; each of these
  // can be addressed there.
  predicate audit_maps_piece{L}(struct audit_account *a, integer level, integer e, integer rights, integer page,
                                integer first, integer end, integer right) =
    !ss_reserved(a->caps, level, e) && ss_leaf(level, e) && (rights / right) % 2 == 1 &&
    ss_ADDR(e) <= first < end <= ss_ADDR(e) + span(level) &&
    audit_plain(page + (first - ss_ADDR(e)), end - first, a->limit);
  predicate audit_piece_ok{L}(struct audit_account *a, integer j, integer s, integer first, integer end,
                              integer right) =
    0 <= j < a->tables && 0 <= s < 512 && readable(a->memory, a->table[j].frame, s) &&
    audit_maps_piece(a, a->table[j].level, word(a->memory, a->table[j].frame, s),
                     audit_rights(a->table[j].rights, word(a->memory, a->table[j].frame, s)),
                     a->table[j].page + s * span(a->table[j].level), first, end, right);
  predicate audit_in_piece{L}(struct audit_piece *piece, integer i, integer frame) =
    piece[i].first <= frame < piece[i].end;
  predicate audit_covered{L}(struct audit_piece *piece, integer pieces, integer frame) =
    \exists integer i; 0 <= i < pieces && audit_in_piece(piece, i, frame);

  // All tables, all pieces of a right, all ranges of a right.
  predicate audit_tables_grounded{L}(struct audit_account *a, struct audit_reasons *r) =
    \forall integer j; 0 <= j < a->tables ==> audit_grounded(a, r, j);
  predicate audit_pieces_ok{L}(struct audit_account *a, struct audit_piece *piece, integer pieces, integer right) =
    \forall integer i; 0 <= i < pieces ==>
      audit_piece_ok(a, piece[i].table, piece[i].slot, piece[i].first, piece[i].end, right);
  predicate audit_ranges_covered{L}(struct audit_range *range, integer count, struct audit_piece *piece,
                                    integer pieces) =
    \forall integer k, f; 0 <= k < count ==> range[k].first <= f < range[k].end ==> audit_covered(piece, pieces, f);
  predicate audit_is_exact{L}(struct audit_account *a, struct audit_reasons *r) =
    audit_all_placed(a) && audit_tables_grounded(a, r) &&
    audit_pieces_ok(a, r->read, r->reads, 1) && audit_ranges_covered(a->read, a->reads, r->read, r->reads) &&
    audit_pieces_ok(a, r->write, r->writes, 2) && audit_ranges_covered(a->write, a->writes, r->write, r->writes);
*/

/* The account lists nothing that is not reached: every table and every frame has a reason that memory confirms. */
/*@ requires audit_ok(a) && audit_reasons_ok(a, r);
    terminates \true; exits \false; assigns \nothing;
    ensures exact: \result ==> audit_is_exact(a, r); */
bool audit_exact(const struct audit_account *a, const struct audit_reasons *r);

#endif
