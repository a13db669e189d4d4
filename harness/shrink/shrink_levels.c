/* Fewer table levels: an entry that points to a table becomes a large page, what was written to that table is written
 * to the entry, and requests move inside the page so that they still go to the watched places. */
#include "harness/shrink/shrink_parts.h"

#define PAGE_SIZE_BIT 0x80u
#define ADDRESS_BITS  0x000FFFFFFFFFF000ull
#define RIGHTS        3u

static bool in_table(const struct operation *o, uint64_t table)
{
    return o->kind == OP_MEMORY && o->repeat == 1 && (o->address & ADDRESS_BITS) == table;
}

/* The entry of a large page with the rights and, as far as it goes, the place of a smaller one. */
static uint64_t enlarged(uint64_t entry, uint64_t inside)
{
    return (entry & RIGHTS) == 0 ? 0 : (entry & ADDRESS_BITS & ~inside) | PAGE_SIZE_BIT | (entry & RIGHTS);
}

static void move_request(struct operation *o, uint64_t inside)
{
    uint64_t low = o->place[0] & inside;
    if (o->place[0] == 0 || o->shot.kind >= SHOT_MSIX)
        return;
    o->shot.address = (o->shot.address & ~inside) | low;
    o->place[1] = o->place[1] != 0 ? (o->place[1] & ~inside) | low : 0;
    o->place[1] = o->place[1] != o->place[0] ? o->place[1] : 0; /* a place is watched once */
}

/* Operation `at` writes the entry; the page covers `inside` + 1 bytes. */
static void fold(struct session *s, unsigned at, uint64_t inside)
{
    const uint64_t table = s->operation[at].value & ADDRESS_BITS, entry = s->operation[at].address;
    bool first = true;
    for (unsigned i = 0; i < s->count; i++) {
        struct operation *o = &s->operation[i];
        if (o->kind == OP_REQUEST)
            move_request(o, inside);
        if (!in_table(o, table))
            continue;
        o->address = entry;
        o->value = enlarged(o->value, inside);
        if (first) {
            s->operation[at].value = o->value;
            shrink_remove(s, i, 1);
            i--;
        }
        first = false;
    }
}

static bool points_to_table(const struct operation *o)
{
    const uint64_t low = (uint64_t)FRAME_TABLES << 12, high = (uint64_t)FRAME_INTERRUPTS << 12;
    uint64_t to = o->value & ADDRESS_BITS;
    return o->kind == OP_MEMORY && (o->value & RIGHTS) != 0 && (o->value & PAGE_SIZE_BIT) == 0 && to >= low &&
           to < high;
}

void shrink_levels(struct shrink *x)
{
    static const uint64_t inside[] = {0x1FFFFF, 0x3FFFFFFF};
    for (unsigned k = 0; k < 2; k++)
        for (unsigned i = 0; i < x->best->count; i++) {
            if (!points_to_table(&x->best->operation[i]))
                continue;
            shrink_begin(x);
            fold(x->candidate, i, inside[k]);
            shrink_keeps(x);
        }
}
