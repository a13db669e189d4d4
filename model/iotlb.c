#include "model/iotlb.h"

#include "model/cache_index.h"

/* Pages per page of level 1..3; a literal for each, so that nothing divides at run time. */
/*@ requires 0 <= level <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures span: \result == span(level);
    ensures range: 1 <= \result <= 0x40000; */
static int64_t pages_of(int level)
{
    switch (level) {
    case 2:
        return 0x200;
    case 3:
        return 0x40000;
    default:
        return 1;
    }
}

/*@ requires iotlb_ok(t) && t->sets > 0 && 1 <= level <= 3;
    requires 0 <= first < 0x10000000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures range: -1 <= \result < t->sets * VTD_WAYS;
    ensures found: \result >= 0 ==>
      t->entry[\result].level == level && t->entry[\result].source == source && t->entry[\result].first == first;
    ensures missed: \result < 0 ==> \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==>
      !(t->entry[i].level == level && t->entry[i].source == source && t->entry[i].first == first); */
static int32_t find_level(const struct vtd_iotlb *t, uint16_t source, int level, int64_t first)
{
    int32_t base = vtd_set_of(t->sets, first) * VTD_WAYS;
    /*@ loop invariant range: 0 <= way <= VTD_WAYS;
        loop invariant not_yet: \forall integer i; base <= i < base + way ==>
          !(t->entry[i].level == level && t->entry[i].source == source && t->entry[i].first == first);
        loop assigns way;
        loop variant VTD_WAYS - way; */
    for (int32_t way = 0; way < VTD_WAYS; way++) {
        const struct vtd_cached_page *e = &t->entry[base + way];
        if (e->level == level && e->source == source && e->first == first)
            return base + way;
    }
    return -1;
}

int32_t vtd_iotlb_find(const struct vtd_iotlb *t, uint16_t source, int64_t page)
{
    if (t->sets == 0)
        return -1;
    int32_t at = find_level(t, source, 1, page);
    if (at < 0)
        at = find_level(t, source, 2, page / 0x200);
    if (at < 0)
        at = find_level(t, source, 3, page / 0x40000);
    return at;
}

void vtd_iotlb_insert(struct vtd_iotlb *t, struct vtd_cached_page e, unsigned way)
{
    if (t->sets == 0)
        return;
    int32_t at = vtd_set_of(t->sets, e.first) * VTD_WAYS + (int32_t)way;
    t->entry[at] = e;
    //@ assert others: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> i != at ==> t->entry[i] == \at(t->entry[i], Pre);
    //@ assert stored: t->entry[at] == e;
    //@ assert sound: \forall integer i; 0 <= i < VTD_IOTLB_SETS * VTD_WAYS ==> cached_page_ok(t->entry[i]);
}

/* Is the entry covered by a request for the pages low..low+size-1 (granularity page)? */
/*@ requires \valid_read(e) && cached_page_ok(*e);
    requires 0 <= low <= 0x10000000000000 && 1 <= size <= 0x10000000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures covered: \result <==> granularity == VTD_GLOBAL ||
      (granularity == VTD_BY_DOMAIN && e->domain == domain) ||
      (granularity == VTD_BY_PAGE && e->domain == domain &&
       pages_overlap(e->first, e->level, low, size)); */
static bool covered(const struct vtd_cached_page *e, unsigned granularity, uint16_t domain, int64_t low, int64_t size)
{
    switch (granularity) {
    case VTD_GLOBAL:
        return true;
    case VTD_BY_DOMAIN:
        return e->domain == domain;
    case VTD_BY_PAGE: {
        int64_t pages = pages_of(e->level);
        return e->domain == domain && e->first * pages < low + size && low < e->first * pages + pages;
    }
    default:
        return false;
    }
}

void vtd_iotlb_invalidate(struct vtd_iotlb *t, unsigned granularity, uint16_t domain, int64_t page, unsigned mask)
{
    int32_t count = t->sets * VTD_WAYS;
    int64_t size = vtd_power_of_two(mask);
    int64_t low = page - page % size;
    //@ assert block: low == block_start(page, mask) && 0 <= low <= page;
    /*@ loop invariant range: 0 <= i <= count;
        loop invariant gone: \forall integer j; 0 <= j < i ==>
          page_covered{Pre}(t, j, granularity, domain, page, mask) ==> t->entry[j].level == 0;
        loop invariant kept: \forall integer j; 0 <= j < i ==>
          !page_covered{Pre}(t, j, granularity, domain, page, mask) ==>
          t->entry[j].level == \at(t->entry[j].level, Pre);
        loop invariant rest: \forall integer j; i <= j < VTD_IOTLB_SETS * VTD_WAYS ==>
          t->entry[j].level == \at(t->entry[j].level, Pre);
        loop assigns i, t->entry[0 .. VTD_IOTLB_SETS * VTD_WAYS - 1].level;
        loop variant count - i; */
    for (int32_t i = 0; i < count; i++) {
        bool gone = covered(&t->entry[i], granularity, domain, low, size);
        //@ assert covered: gone <==> page_covered{Pre}(t, i, granularity, domain, page, mask);
        if (gone)
            t->entry[i].level = 0;
    }
}
