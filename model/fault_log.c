#include "model/fault_log.h"

#define F 0x80000000u

bool vtd_fault_any_pending(const struct vtd_fault_log *g)
{
    /*@ loop invariant range: 0 <= i <= g->count;
        loop invariant none: \forall integer j; 0 <= j < i ==> !fault_pending(g, j);
        loop assigns i;
        loop variant g->count - i; */
    for (int32_t i = 0; i < g->count; i++)
        if (g->record[i].word[3] >= F)
            return true;
    return false;
}

bool vtd_fault_status(const struct vtd_fault_log *g)
{
    return g->overflow || g->queue_error || g->completion_error || g->timeout_error || vtd_fault_any_pending(g);
}

/*@ requires fault_log_ok(g);
    terminates \true; exits \false; assigns \nothing;
    ensures stands: \result <==> fault_compressed(g, hi); */
static bool same_source_pending(const struct vtd_fault_log *g, uint64_t hi)
{
    /*@ loop invariant range: 0 <= i <= g->count;
        loop invariant none: \forall integer j; 0 <= j < i ==>
          !(fault_pending(g, j) && fault_source(g, j) == hi % 65536);
        loop assigns i;
        loop variant g->count - i; */
    for (int32_t i = 0; i < g->count; i++)
        if (g->record[i].word[3] >= F && g->record[i].word[2] % 0x10000u == hi % 0x10000u)
            return true;
    return false;
}

bool vtd_fault_log_add(struct vtd_fault_log *g, uint64_t lo, uint64_t hi, bool compress)
{
    bool event = !vtd_fault_status(g);
    bool pending = vtd_fault_any_pending(g);
    int32_t k = g->next;
    if (g->overflow || (compress && same_source_pending(g, hi)))
        return event;
    if (g->record[k].word[3] >= F) {
        g->overflow = true;
        return event;
    }
    g->record[k].word[0] = (uint32_t)(lo % 0x100000000u);
    g->record[k].word[1] = (uint32_t)(lo / 0x100000000u);
    g->record[k].word[2] = (uint32_t)(hi % 0x100000000u);
    g->record[k].word[3] = (uint32_t)(hi / 0x100000000u);
    if (!pending)
        g->first = k;
    g->next = k + 1 == g->count ? 0 : k + 1;
    return event;
}

void vtd_fault_log_clear(struct vtd_fault_log *g, int32_t i)
{
    g->record[i].word[3] = g->record[i].word[3] % F;
}
