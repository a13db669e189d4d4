#include "harness/audit/pieces.h"

#include <stdlib.h>

#include "harness/audit/ranges.h"

enum { FIRST_ROOM = 1024 };

/* By first frame, the longer one before. */
static int by_first(const void *left, const void *right)
{
    const struct audit_piece *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->end < b->end) - (a->end > b->end);
}

/* NOLINTBEGIN(clang-analyzer-core.NonNullParamChecker,clang-analyzer-core.NullDereference): with pieces there is room for them */
void piece_settle(struct piece_list *l)
{
    int64_t kept = 0;
    if (l->count > 1)
        qsort(l->piece, (size_t)l->count, sizeof *l->piece, by_first);
    for (int64_t i = 0; i < l->count; i++)
        if (kept == 0 || l->piece[i].end > l->piece[kept - 1].end)
            l->piece[kept++] = l->piece[i];
    l->count = kept;
}

void piece_add(struct piece_list *l, struct audit_piece q)
{
    const struct audit_piece *last = l->count > 0 ? &l->piece[l->count - 1] : NULL;
    if (q.first >= q.end || (last != NULL && last->first <= q.first && q.end <= last->end))
        return;
    if (l->count == l->room) {
        piece_settle(l);
        if (l->count >= l->room / 2) {
            l->room = l->room == 0 ? FIRST_ROOM : l->room * 2;
            l->piece = audit_grow(l->piece, (uint64_t)l->room, sizeof *l->piece);
        }
    }
    l->piece[l->count++] = q;
}
/* NOLINTEND(clang-analyzer-core.NonNullParamChecker,clang-analyzer-core.NullDereference) */

void piece_free(struct piece_list *l)
{
    free(l->piece);
    *l = (struct piece_list){0};
}
