#include "model/interrupt_cache.h"

#include "model/cache_index.h"

int32_t vtd_interrupt_cache_find(const struct vtd_interrupt_cache *t, int32_t index)
{
    if (t->sets == 0)
        return -1;
    int32_t base = vtd_set_of(t->sets, index) * VTD_WAYS;
    /*@ loop invariant range: 0 <= way <= VTD_WAYS;
        loop invariant not_yet: \forall integer i; base <= i < base + way ==> !interrupt_held(t, i, index);
        loop assigns way;
        loop variant VTD_WAYS - way; */
    for (int32_t way = 0; way < VTD_WAYS; way++)
        if (t->entry[base + way].valid != 0 && t->entry[base + way].index == index)
            return base + way;
    return -1;
}

void vtd_interrupt_cache_insert(struct vtd_interrupt_cache *t, struct vtd_cached_interrupt e, unsigned way)
{
    if (t->sets > 0)
        t->entry[vtd_set_of(t->sets, e.index) * VTD_WAYS + (int32_t)way] = e;
}

void vtd_interrupt_cache_invalidate(struct vtd_interrupt_cache *t, bool by_index, uint16_t index, unsigned mask)
{
    int32_t count = t->sets * VTD_WAYS;
    int64_t size = vtd_power_of_two(mask);
    int64_t block = index / size;
    /*@ loop invariant range: 0 <= i <= count;
        loop invariant done: \forall integer j; 0 <= j < i ==>
          (t->entry[j].valid != 0 <==> \at(t->entry[j].valid, Pre) != 0 &&
            !interrupt_covered(t, j, by_index, index, mask));
        loop invariant rest: \forall integer j; i <= j < VTD_INTERRUPT_SETS * VTD_WAYS ==>
          t->entry[j].valid == \at(t->entry[j].valid, Pre);
        loop assigns i, t->entry[0 .. VTD_INTERRUPT_SETS * VTD_WAYS - 1].valid;
        loop variant count - i; */
    for (int32_t i = 0; i < count; i++)
        if (!by_index || t->entry[i].index / size == block)
            t->entry[i].valid = 0;
}
