/* From the names in a claims file to frames and requesters. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/verdicts.h"

static void add_bytes(struct range_list *l, uint64_t first, uint64_t last, bool outward)
{
    int64_t from = (int64_t)(outward ? first >> 12 : (first + 4095u) >> 12);
    int64_t to = (int64_t)(outward ? (last >> 12) + 1u : (last + 1u) >> 12);
    range_add(l, from, to);
}

static void add_list(struct range_list *l, const struct range_list *more)
{
    for (int64_t i = 0; i < more->count; i++)
        range_add(l, more->range[i].first, more->range[i].end);
}

static void add_known(struct range_list *l, const struct audit_survey *s, int region, bool outward)
{
    switch (region) {
    case REGION_TABLES:
        add_list(l, &s->tables);
        break;
    case REGION_INTERRUPT_TABLES:
        add_list(l, &s->interrupt_tables);
        break;
    case REGION_IMAGE:
        add_list(l, &s->captured);
        break;
    case REGION_RESERVED_MEMORY:
        for (size_t i = 0; i < s->in->reserveds; i++)
            add_bytes(l, s->in->reserved[i].first, s->in->reserved[i].last, outward);
        break;
    default:
        for (size_t d = 0; d < s->in->devices; d++)
            for (size_t w = 0; w < s->in->device[d].windows; w++)
                add_bytes(l, s->in->device[d].window[w].first, s->in->device[d].window[w].last, outward);
    }
}

static bool add_named(struct range_list *l, const struct audit_input *in, const char *name, bool outward)
{
    bool found = false;
    for (size_t i = 0; i < in->nameds; i++)
        if (strcmp(in->named[i].name, name) == 0) {
            add_bytes(l, in->named[i].first, in->named[i].last, outward);
            found = true;
        }
    return found;
}

/* A region's areas, and those of the regions that it names; these stand above it, so that this ends. */
static bool add_region(const struct claims *c, const struct audit_survey *s, int region, bool outward,
                       struct range_list *l, const struct claim_area **unknown)
{
    if (region < 0) {
        add_known(l, s, region, outward);
        return true;
    }
    for (size_t i = 0; i < c->region[region].areas; i++) {
        const struct claim_area *a = &c->region[region].area[i];
        *unknown = a;
        if (a->kind == AREA_BYTES)
            add_bytes(l, a->first, a->last, outward);
        else if (a->kind == AREA_NAMED ? !add_named(l, s->in, a->name, outward)
                                       : !add_region(c, s, a->region, outward, l, unknown))
            return false;
    }
    return true;
}

bool region_frames(const struct claims *c, const struct claim *k, const struct audit_survey *s, bool outward,
                   struct range_list *frames, char *message, size_t room)
{
    const struct claim_area *unknown = NULL;
    for (size_t i = 0; i < k->regions; i++)
        if (!add_region(c, s, k->region[i], outward, frames, &unknown)) {
            snprintf(message, room, "%s:%d:%d: the input has no memory with the name \"%s\"", c->path,
                     unknown->place.line, unknown->place.column, unknown->name);
            return false;
        }
    range_settle(frames);
    return true;
}

static void add_number(struct requester_list *l, int number)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->number[i] == number)
            return;
    l->number = audit_grow(l->number, l->count + 1, sizeof *l->number);
    l->number[l->count++] = number;
}

/* Every requester-id with which requests of the device can arrive. */
static void add_device(struct requester_list *l, struct audit_survey *s, struct claim_device which)
{
    size_t before = l->count;
    for (size_t d = 0; d < s->in->devices; d++) {
        const struct audit_device *device = &s->in->device[d];
        if (device->segment != which.segment || device->requester != which.requester)
            continue;
        for (size_t k = 0; k < device->aliases; k++)
            for (int i = 0; i < s->requesters; i++)
                if (s->requester[i].unit == device->unit && s->requester[i].segment == device->segment &&
                    s->requester[i].source_id == device->alias[k])
                    add_number(l, i);
    }
    /* Not among the devices: ask every unit of its segment. */
    for (size_t u = 0; u < s->in->units && l->count == before; u++)
        if (s->in->unit[u].segment == which.segment)
            for (size_t all = u; all < s->in->units; all++)
                if (s->in->unit[all].segment == which.segment)
                    add_number(l, audit_survey_ask(s, (int)all, which.segment, which.requester));
    if (l->count == before) {
        l->missing = true;
        l->which = which;
    }
}

static bool among(const struct requester_list *l, int number)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->number[i] == number)
            return true;
    return false;
}

struct requester_list requesters_of(struct audit_survey *s, const struct claim_devices *l, bool every)
{
    struct requester_list named = {0}, all = {0};
    for (size_t i = 0; i < l->count; i++)
        add_device(&named, s, l->device[i]);
    if (!every)
        return named;
    for (int i = 0; i < s->requesters; i++)
        if (!among(&named, i)) {
            if ((all.count & (all.count - 1)) == 0)
                all.number = audit_grow(all.number, all.count == 0 ? 1 : all.count * 2, sizeof *all.number);
            all.number[all.count++] = i;
        }
    all.missing = named.missing;
    all.which = named.which;
    free(named.number);
    return all;
}
