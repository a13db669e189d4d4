/* Growing lists of the reasons why frames are listed: one entry of one table each. */
#ifndef AUDIT_PIECES_H
#define AUDIT_PIECES_H

#include "harness/audit/exact.h"

struct piece_list {
    struct audit_piece *piece;
    int64_t count, room;
};

void piece_add(struct piece_list *l, struct audit_piece q);
/* Sort; a piece whose frames another one names too is left out. */
void piece_settle(struct piece_list *l);
void piece_free(struct piece_list *l);

#endif
