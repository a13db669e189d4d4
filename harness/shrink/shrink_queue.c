/* Invalidation by register writes instead of the queue: fewer operations, where the unit has the registers. */
#include "harness/shrink/shrink_parts.h"

enum { GCMD = 0x18, CCMD = 0x28, QUEUE_FIRST = 0x80, TAIL = 0x88, QUEUE_LAST = 0x94 };
enum { CONTEXTS = 1, PAGES = 2 };
#define QUEUE_ENABLE 0x04000000u

static bool in_ring(const struct operation *o)
{
    const uint64_t ring = (uint64_t)FRAME_RING << 12;
    return o->kind == OP_MEMORY && o->address >= ring && o->address < ring + 0x80000u;
}

static bool is_queue(const struct operation *o)
{
    bool enables = o->kind == OP_WRITE && o->offset == GCMD && (o->value & QUEUE_ENABLE) != 0;
    bool access = o->kind == OP_WRITE || o->kind == OP_READ;
    return in_ring(o) || enables || (access && o->offset >= QUEUE_FIRST && o->offset <= QUEUE_LAST);
}

static struct operation write64(uint32_t offset, uint64_t value)
{
    return (struct operation){.kind = OP_WRITE, .wide = true, .offset = offset, .value = value};
}

/* The register write that asks for the same as a context-cache or IOTLB descriptor. */
static struct operation as_register(const struct shrink *x, uint64_t lo)
{
    uint64_t domain = (lo >> 16) & 0xFFFFu, source = (lo >> 32) & 0xFFFFu, granularity = (lo >> 4) & 3u;
    if (lo % 16u == CONTEXTS)
        return write64(CCMD, 1ull << 63 | granularity << 61 | ((lo >> 48) & 3u) << 32 | source << 16 | domain);
    return write64(x->job->caps->iotlb_offset + 8u, 1ull << 63 | granularity << 60 | domain << 32);
}

/* One descriptor: the operation that writes its lower word, perhaps followed by one that writes its upper word, which
 * holds an address. The address register is written first. */
static bool rewrite(const struct shrink *x, struct session *s, unsigned at)
{
    const struct operation lower = s->operation[at];
    bool pages = lower.value % 16u == PAGES, by_page = pages && ((lower.value >> 4) & 3u) == VTD_BY_PAGE;
    bool upper =
        at + 1u < s->count && in_ring(&s->operation[at + 1u]) && s->operation[at + 1u].address == lower.address + 8u;
    if (!in_ring(&lower) || lower.address % 16u != 0 || !(pages || lower.value % 16u == CONTEXTS))
        return false;
    if (by_page && !upper)
        return false;
    if (by_page)
        s->operation[at] = write64(x->job->caps->iotlb_offset, s->operation[at + 1u].value);
    s->operation[by_page ? at + 1u : at] = as_register(x, lower.value);
    return true;
}

void shrink_queue(struct shrink *x)
{
    bool any = false;
    shrink_begin(x);
    for (unsigned i = 0; i < x->candidate->count; i++)
        any |= rewrite(x, x->candidate, i);
    for (unsigned i = x->candidate->count; i-- > 0;)
        if (is_queue(&x->candidate->operation[i]))
            shrink_remove(x->candidate, i, 1);
    if (any)
        shrink_keeps(x);
}
