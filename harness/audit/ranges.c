#include "harness/audit/ranges.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST_ROOM = 1024 };

void *audit_grow(void *old, uint64_t count, uint64_t size)
{
    void *new = count > (UINT64_MAX >> 16) / size ? NULL : realloc(old, count * size);
    if (new == NULL) {
        fprintf(stderr, "iommu-oracle: out of memory: %llu items of %llu bytes\n", (unsigned long long)count,
                (unsigned long long)size);
        exit(3);
    }
    return new;
}

static int by_first(const void *left, const void *right)
{
    const struct audit_range *a = left, *b = right;
    return (a->first > b->first) - (a->first < b->first);
}

void range_settle(struct range_list *l)
{
    int64_t kept = 0;
    if (l->settled == l->count)
        return;
    qsort(l->range, (size_t)l->count, sizeof *l->range, by_first);
    for (int64_t i = 0; i < l->count; i++) {
        struct audit_range r = l->range[i];
        if (kept > 0 && l->range[kept - 1].end >= r.first) {
            if (l->range[kept - 1].end < r.end)
                l->range[kept - 1].end = r.end;
        } else
            l->range[kept++] = r;
    }
    l->count = l->settled = kept;
}

void range_add(struct range_list *l, int64_t first, int64_t end)
{
    if (first >= end)
        return;
    if (l->count > 0 && first >= l->range[l->count - 1].first && first <= l->range[l->count - 1].end) {
        if (l->range[l->count - 1].end < end)
            l->range[l->count - 1].end = end;
        return;
    }
    if (l->count == l->room) {
        range_settle(l);
        if (l->count >= l->room / 2) {
            l->room = l->room == 0 ? FIRST_ROOM : l->room * 2;
            l->range = audit_grow(l->range, (uint64_t)l->room, sizeof *l->range);
        }
    }
    if (l->settled == l->count && (l->count == 0 || first > l->range[l->count - 1].end))
        l->settled++;
    l->range[l->count++] = (struct audit_range){first, end};
}

void range_free(struct range_list *l)
{
    free(l->range);
    *l = (struct range_list){0};
}

int64_t range_after(const struct range_list *l, int64_t frame)
{
    int64_t low = 0, high = l->count;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (l->range[middle].end <= frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool range_has(const struct range_list *l, int64_t frame)
{
    int64_t i = range_after(l, frame);
    return i < l->count && l->range[i].first <= frame;
}

bool range_meets(const struct range_list *l, int64_t first, int64_t end, struct audit_range *common)
{
    int64_t i = range_after(l, first);
    if (first >= end || i >= l->count || l->range[i].first >= end)
        return false;
    common->first = l->range[i].first > first ? l->range[i].first : first;
    common->end = l->range[i].end < end ? l->range[i].end : end;
    return true;
}

void range_intersect(const struct range_list *a, const struct range_list *b, struct range_list *result)
{
    for (int64_t i = 0, j = 0; i < a->count && j < b->count;) {
        struct audit_range x = a->range[i], y = b->range[j];
        range_add(result, x.first > y.first ? x.first : y.first, x.end < y.end ? x.end : y.end);
        if (x.end < y.end)
            i++;
        else
            j++;
    }
    range_settle(result);
}

void range_subtract(const struct range_list *a, const struct range_list *b, struct range_list *result)
{
    int64_t j = 0;
    for (int64_t i = 0; i < a->count; i++) {
        int64_t at = a->range[i].first, end = a->range[i].end;
        while (j < b->count && b->range[j].end <= at)
            j++;
        for (int64_t k = j; k < b->count && b->range[k].first < end; k++) {
            range_add(result, at, b->range[k].first);
            at = b->range[k].end;
        }
        range_add(result, at, end);
    }
    range_settle(result);
}

int64_t range_frames(const struct range_list *l)
{
    int64_t n = 0;
    for (int64_t i = 0; i < l->count; i++)
        n += l->range[i].end - l->range[i].first;
    return n;
}
