/* Growing lists of frame ranges, merged as they grow, so that memory follows what is apart, not what is added. */
#ifndef AUDIT_RANGES_H
#define AUDIT_RANGES_H

#include "harness/audit/enumerate.h"

struct range_list {
    struct audit_range *range;
    int64_t count, room;
    int64_t settled; /* range[0..settled-1] is ascending and apart */
};

/* realloc to count items of size bytes that ends the program (exit 3) with a message when there is no memory. */
void *audit_grow(void *old, uint64_t count, uint64_t size);

/* Add frames first..end-1; empty ranges are left out. */
void range_add(struct range_list *l, int64_t first, int64_t end);
/* Sort and merge; has to come before anything is looked up. */
void range_settle(struct range_list *l);
void range_free(struct range_list *l);

/* Number of the first range that ends after `frame`; count if there is none. */
int64_t range_after(const struct range_list *l, int64_t frame);
bool range_has(const struct range_list *l, int64_t frame);
/* The first common frames of a list and first..end-1: false if there are none. */
bool range_meets(const struct range_list *l, int64_t first, int64_t end, struct audit_range *common);
/* Settled result lists: what is in both, what is in a and not in b. The result must be empty before. */
void range_intersect(const struct range_list *a, const struct range_list *b, struct range_list *result);
void range_subtract(const struct range_list *a, const struct range_list *b, struct range_list *result);
int64_t range_frames(const struct range_list *l);

#endif
