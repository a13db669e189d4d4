#include "harness/audit/map.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DEVICES = 48, MOST_AREAS = 24, MOST_PEERS = 32 };

static int add_box(struct map *m, int column, enum map_tone tone, char *title, char *detail)
{
    m->box = audit_grow(m->box, (uint64_t)m->boxes + 1, sizeof *m->box);
    m->box[m->boxes] = (struct map_box){column, tone, title, detail};
    return m->boxes++;
}

static void add_line(struct map *m, int from, int to, enum map_tone tone, char *label)
{
    m->line = audit_grow(m->line, (uint64_t)m->lines + 1, sizeof *m->line);
    m->line[m->lines++] = (struct map_line){from, to, tone, false, label};
}

static char *amount(int64_t frames)
{
    return frames < 256           ? audit_format("%lld KB", (long long)frames * 4)
           : frames < (1 << 18)   ? audit_format("%.1f MB", (double)frames / 256)
           : frames < (1ll << 28) ? audit_format("%.1f GB", (double)frames / (1 << 18))
                                  : audit_format("%.0f TB", (double)frames / (1 << 28));
}

static int space_box(struct map *m, const struct audit_report *r, int number)
{
    const struct audit_space *p = &r->survey.space[number];
    const char *unit = r->survey.in->unit[p->unit].name;
    char *size = amount(range_frames(&p->any));
    int box = p->kind == SPACE_TABLES
                  ? add_box(m, 1, p->complete ? TONE_GOOD : TONE_WARN,
                            audit_format("tables at 0x%llx%s", (unsigned long long)p->set.root << 12,
                                         p->complete ? "" : " (incomplete)"),
                            audit_format("%s, %d levels, reaches %s", unit, p->set.levels, size))
                  : add_box(m, 1, TONE_BAD,
                            audit_format("%s", p->kind == SPACE_THROUGH ? "pass-through" : "translation is off"),
                            audit_format("%s, reaches all of memory", unit));
    free(size);
    return box;
}

/* Every requester with a space has a line to it; blocked ones and unknown ones stand alone. */
static void device_boxes(struct map *m, const struct audit_report *r, const int *space, int *device)
{
    const struct audit_survey *s = &r->survey;
    int shown = 0, left = 0;
    for (int i = 0; i < s->requesters; i++) {
        const struct audit_requester *q = &s->requester[i];
        const struct audit_device *d = q->device < 0 ? NULL : &s->in->device[q->device];
        char name[16], group[24] = "";
        device[i] = -1;
        if (++shown > MOST_DEVICES) {
            left++;
            continue;
        }
        if (d != NULL && d->group >= 0)
            snprintf(group, sizeof group, "group %d ", d->group);
        bool reaches = q->state == REQUESTER_SPACE;
        device[i] = add_box(m, 0,
                            reaches                         ? TONE_PLAIN
                            : q->state == REQUESTER_BLOCKED ? TONE_DIM
                                                            : TONE_WARN,
                            audit_format("%s%s", audit_requester_name(q->segment, q->source_id, name, sizeof name),
                                         reaches                         ? ""
                                         : q->state == REQUESTER_BLOCKED ? " (blocked)"
                                                                         : " (not known)"),
                            audit_format("%s%s", group, d == NULL ? "" : d->label));
        if (reaches)
            add_line(m, device[i], space[q->space], s->space[q->space].kind == SPACE_TABLES ? TONE_GOOD : TONE_BAD,
                     q->present ? audit_format("domain %u", q->domain) : audit_format("%s", ""));
    }
    if (left > 0)
        add_box(m, 0, TONE_DIM, audit_format("and %d more requester-ids", left), audit_format("see the report"));
}

/* Memory of a name, with lines from every space that reaches it. */
static void area_box(struct map *m, const struct audit_report *r, const int *space, const struct range_list *frames,
                     char *title, bool special)
{
    char where[48] = "nothing", *size = amount(range_frames(frames));
    if (frames->count > 0)
        audit_range_text(frames->range[0], where, sizeof where);
    int box = add_box(m, 2, special ? TONE_WARN : TONE_PLAIN, title,
                      audit_format("%s%s, %s", where, frames->count > 1 ? " ..." : "", size));
    free(size);
    for (int i = 0; i < r->survey.spaces; i++) {
        const struct audit_space *p = &r->survey.space[i];
        struct range_list read = {0}, write = {0};
        range_intersect(&p->read, frames, &read);
        range_intersect(&p->write, frames, &write);
        if (read.count > 0 || write.count > 0) {
            size = amount(range_frames(write.count > 0 ? &write : &read));
            add_line(m, space[i], box,
                     special || p->kind != SPACE_TABLES ? TONE_BAD
                     : write.count > 0                  ? TONE_WARN
                                                        : TONE_GOOD,
                     audit_format("%s%s %s", read.count > 0 ? "R" : "-", write.count > 0 ? "W" : "-", size));
            free(size);
        }
        range_free(&read);
        range_free(&write);
    }
}

static void take(struct range_list *all, const struct range_list *l)
{
    for (int64_t i = 0; i < l->count; i++)
        range_add(all, l->range[i].first, l->range[i].end);
    range_settle(all);
}

/* The regions of the claims file, or else the named stretches of the input; what is left over is one more area. */
static void area_boxes(struct map *m, const struct audit_report *r, const int *space)
{
    const struct audit_survey *s = &r->survey;
    struct range_list seen = {0}, reached = {0}, rest = {0};
    char message[8];
    for (size_t i = 0; i < r->claims.regions && i < MOST_AREAS; i++) {
        struct range_list frames = {0};
        int number = (int)i;
        struct claim k = {.region = &number, .regions = 1};
        region_frames(&r->claims, &k, s, true, &frames, message, sizeof message);
        area_box(m, r, space, &frames, audit_format("%s", r->claims.region[i].name), false);
        take(&seen, &frames);
        range_free(&frames);
    }
    for (size_t i = 0; i < s->in->nameds && i < MOST_AREAS && r->claims.regions == 0; i++) {
        struct range_list frames = {0};
        range_add(&frames, (int64_t)(s->in->named[i].first >> 12), (int64_t)(s->in->named[i].last >> 12) + 1);
        area_box(m, r, space, &frames, audit_format("%s", s->in->named[i].name), false);
        take(&seen, &frames);
        range_free(&frames);
    }
    area_box(m, r, space, &s->tables, audit_format("translation tables"), true);
    area_box(m, r, space, &s->interrupt_tables, audit_format("interrupt-remapping tables"), true);
    take(&seen, &s->tables);
    take(&seen, &s->interrupt_tables);
    for (int i = 0; i < s->spaces; i++)
        take(&reached, &s->space[i].any);
    range_subtract(&reached, &seen, &rest);
    if (rest.count > 0)
        area_box(m, r, space, &rest, audit_format("other memory"), false);
    range_free(&seen);
    range_free(&reached);
    range_free(&rest);
}

/* Paths between devices that do not pass the unit. */
static void peer_lines(struct map *m, const struct audit_report *r, const int *device)
{
    const struct audit_survey *s = &r->survey;
    for (size_t i = 0; i < s->in->peers && i < MOST_PEERS; i++) {
        int from = -1, to = -1;
        for (int k = 0; k < s->requesters; k++) {
            from = s->requester[k].device == s->in->peer[i].from ? device[k] : from;
            to = s->requester[k].device == s->in->peer[i].to ? device[k] : to;
        }
        if (from >= 0 && to >= 0) {
            add_line(m, from, to, TONE_BAD, audit_format("%s", ""));
            m->line[m->lines - 1].beside = true;
        }
    }
}

struct map map_make(const struct audit_report *r)
{
    struct map m = {0};
    int *space = audit_grow(NULL, (uint64_t)r->survey.spaces + 1, sizeof *space);
    int *device = audit_grow(NULL, (uint64_t)r->survey.requesters + 1, sizeof *device);
    for (int i = 0; i < r->survey.spaces; i++)
        space[i] = space_box(&m, r, i);
    device_boxes(&m, r, space, device);
    area_boxes(&m, r, space);
    peer_lines(&m, r, device);
    free(space);
    free(device);
    return m;
}

void map_free(struct map *m)
{
    for (int i = 0; i < m->boxes; i++) {
        free(m->box[i].title);
        free(m->box[i].detail);
    }
    for (int i = 0; i < m->lines; i++)
        free(m->line[i].label);
    free(m->box);
    free(m->line);
    *m = (struct map){0};
}
