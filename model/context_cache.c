#include "model/context_cache.h"

#include "model/cache_index.h"
#include "model/source_id.h"

int32_t vtd_context_cache_find(const struct vtd_context_cache *t, uint16_t source)
{
    if (t->sets == 0)
        return -1;
    int32_t base = vtd_set_of(t->sets, source) * VTD_WAYS;
    /*@ loop invariant range: 0 <= way <= VTD_WAYS;
        loop invariant not_yet: \forall integer i; base <= i < base + way ==> !context_held(t, i, source);
        loop assigns way;
        loop variant VTD_WAYS - way; */
    for (int32_t way = 0; way < VTD_WAYS; way++)
        if (t->entry[base + way].valid != 0u && t->entry[base + way].source == source)
            return base + way;
    return -1;
}

void vtd_context_cache_insert(struct vtd_context_cache *t, struct vtd_cached_context e, unsigned way)
{
    if (t->sets > 0)
        t->entry[vtd_set_of(t->sets, e.source) * VTD_WAYS + (int32_t)way] = e;
}

/*@ requires \valid_read(e) && function_mask <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures covered: \result <==> granularity == VTD_GLOBAL ||
      (granularity == VTD_BY_DOMAIN && e->domain == domain) ||
      (granularity == VTD_BY_DEVICE && e->domain == domain && qualified_match(function_mask, source, e->source)); */
static bool covered(const struct vtd_cached_context *e, unsigned granularity, uint16_t domain, uint16_t source,
                    unsigned function_mask)
{
    switch (granularity) {
    case VTD_GLOBAL:
        return true;
    case VTD_BY_DOMAIN:
        return e->domain == domain;
    case VTD_BY_DEVICE:
        return e->domain == domain && vtd_qualified_match(function_mask, source, e->source);
    default:
        return false;
    }
}

void vtd_context_cache_invalidate(struct vtd_context_cache *t, unsigned granularity, uint16_t domain, uint16_t source,
                                  unsigned function_mask)
{
    int32_t count = t->sets * VTD_WAYS;
    /*@ loop invariant range: 0 <= i <= count;
        loop invariant done: \forall integer j; 0 <= j < i ==>
          (t->entry[j].valid != 0 <==> \at(t->entry[j].valid, Pre) != 0 &&
            !context_covered(t, j, granularity, domain, source, function_mask));
        loop invariant rest: \forall integer j; i <= j < VTD_CONTEXT_SETS * VTD_WAYS ==>
          t->entry[j].valid == \at(t->entry[j].valid, Pre);
        loop assigns i, t->entry[0 .. VTD_CONTEXT_SETS * VTD_WAYS - 1].valid;
        loop variant count - i; */
    for (int32_t i = 0; i < count; i++)
        if (covered(&t->entry[i], granularity, domain, source, function_mask))
            t->entry[i].valid = 0u;
}
