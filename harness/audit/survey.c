#include "harness/audit/survey.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/reference.h"

static void reach_everything(struct audit_space *p, int64_t frames)
{
    range_add(&p->read, 0, AUDIT_WINDOW);
    range_add(&p->read, AUDIT_WINDOW_END, frames);
    range_add(&p->write, 0, AUDIT_WINDOW);
    range_add(&p->write, AUDIT_WINDOW_END, frames);
}

/* What the tables map, less the interrupt range, where requests are blocked (LGN.4). */
static void reach_tables(struct audit_space *p)
{
    struct range_list window = {0};
    range_add(&window, AUDIT_WINDOW, AUDIT_WINDOW_END);
    range_subtract(&p->set.read, &window, &p->read);
    range_subtract(&p->set.write, &window, &p->write);
    range_free(&window);
}

static int find_space(const struct audit_survey *s, int unit, enum space_kind kind, int64_t root, int32_t levels)
{
    for (int i = 0; i < s->spaces; i++)
        if (s->space[i].unit == unit && s->space[i].kind == kind &&
            (kind != SPACE_TABLES || (s->space[i].set.root == root && s->space[i].set.levels == levels)))
            return i;
    return -1;
}

/* The space, visited when it is met for the first time; -1 if there are too many to visit another one. */
static int space_of(struct audit_survey *s, int unit, enum space_kind kind, const struct vtd_context_step *e)
{
    const struct vtd_caps *caps = &s->in->unit[unit].unit.caps;
    int64_t root = e == NULL ? 0 : (int64_t)e->table_frame;
    int found = find_space(s, unit, kind, root, e == NULL ? 0 : e->levels);
    if (found >= 0)
        return found;
    if (kind == SPACE_TABLES && (s->spaces >= AUDIT_SPACES || s->visited >= AUDIT_TABLES)) {
        s->cut = true;
        return -1;
    }
    if ((s->spaces & (s->spaces - 1)) == 0)
        s->space = audit_grow(s->space, s->spaces == 0 ? 1 : (uint64_t)s->spaces * 2, sizeof *s->space);
    struct audit_space *p = &s->space[s->spaces];
    *p = (struct audit_space){.kind = kind, .unit = unit, .first_requester = s->requesters};
    if (kind == SPACE_TABLES) {
        table_set_visit(&p->set, caps, &s->in->memory, &s->captured, root, e->levels);
        p->complete = p->set.complete;
        s->visited += p->set.account.tables;
        reach_tables(p);
        for (int64_t i = 0; i < p->set.frames.count; i++)
            range_add(&s->tables, p->set.frames.range[i].first, p->set.frames.range[i].end);
    } else {
        reach_everything(p, (int64_t)caps->host_frames);
        p->complete = true;
    }
    for (int64_t i = 0; i < p->read.count; i++)
        range_add(&p->any, p->read.range[i].first, p->read.range[i].end);
    for (int64_t i = 0; i < p->write.count; i++)
        range_add(&p->any, p->write.range[i].first, p->write.range[i].end);
    range_settle(&p->read);
    range_settle(&p->write);
    range_settle(&p->any);
    return s->spaces++;
}

static void add_requester(struct audit_survey *s, struct audit_requester r)
{
    if ((s->requesters & (s->requesters - 1)) == 0)
        s->requester =
            audit_grow(s->requester, s->requesters == 0 ? 1 : (uint64_t)s->requesters * 2, sizeof *s->requester);
    r.device = audit_device_of(s->in, r.segment, r.source_id, 0);
    s->requester[s->requesters++] = r;
}

/* The first condition that blocks every request of this requester, VTD_NONE if its entry is usable. */
static unsigned blocked_by(const struct vtd_context_lookup *l)
{
    return l->lrt_1           ? VTD_LRT_1
           : l->lrt_2         ? VTD_LRT_2
           : l->lrt_3         ? VTD_LRT_3
           : l->lct_1         ? VTD_LCT_1
           : l->entry.lct_2   ? VTD_LCT_2
           : l->entry.lct_3   ? VTD_LCT_3
           : l->entry.lct_4_1 ? VTD_LCT_4_1
           : l->entry.lct_4_2 ? VTD_LCT_4_2
                              : VTD_NONE;
}

/* Frames that the way to the context entry reads; false if one of them is not in the input. */
static bool way_captured(const struct audit_survey *s, const struct vtd_unit *u, uint16_t source_id)
{
    const struct vtd_memory *m = &s->in->memory;
    if (!range_has(&s->captured, u->root_frame))
        return false;
    uint64_t slot = (uint64_t)(source_id >> 8) * 2u;
    struct vtd_root_step r = vtd_root_step(&u->caps, vtd_memory_word(m, (uint64_t)u->root_frame, slot),
                                           vtd_memory_word(m, (uint64_t)u->root_frame, slot + 1u));
    return r.lrt_2 || r.lrt_3 || range_has(&s->captured, (int64_t)r.context_frame);
}

const char *audit_unit_unlisted(const struct audit_survey *s, int unit)
{
    const struct audit_unit *au = &s->in->unit[unit];
    if (!au->root_known)
        return "its root table is not known";
    if (!au->unit.translation_enabled)
        return s->in->groups > 0 ? NULL : "it does not translate, and its devices are not known";
    if (au->unit.table_mode != VTD_LEGACY)
        return s->in->groups > 0 || au->unit.caps.abort_dma ? NULL : "its table mode is not modelled";
    for (uint32_t bus = 0; bus < 256; bus++)
        if (!way_captured(s, &au->unit, (uint16_t)(bus << 8)))
            return "its root table or one of its context tables is not in the image";
    return NULL;
}

const char *audit_tables_unknown(const struct audit_survey *s)
{
    if (s->cut)
        return "not every set of tables was visited: the image names too many different ones";
    for (int i = 0; i < s->spaces; i++)
        if (!s->space[i].complete)
            return "tables are missing in the image";
    return NULL;
}

/* A requester of a unit whose tables are in force. */
static struct audit_requester look_up(struct audit_survey *s, int unit, uint16_t source_id)
{
    const struct audit_unit *au = &s->in->unit[unit];
    struct vtd_context_lookup l = vtd_find_context(&au->unit, &s->in->memory, source_id);
    struct vtd_context_fetch f = vtd_fetch_context(&au->unit, &s->in->memory, source_id);
    struct audit_requester r = {.unit = unit, .segment = au->segment, .source_id = source_id, .space = -1};
    r.rule = blocked_by(&l);
    r.state = r.rule == VTD_NONE ? REQUESTER_SPACE : REQUESTER_BLOCKED;
    r.present = !(l.lrt_1 || l.lrt_2 || l.lrt_3 || l.lct_1 || l.entry.lct_2);
    if (r.present) {
        r.lo = f.lo;
        r.hi = f.hi;
        r.domain = l.entry.domain;
        r.translated = r.rule == VTD_NONE && (f.lo >> 2) % 4u == 1u;
    }
    if (!way_captured(s, &au->unit, source_id)) {
        r.state = REQUESTER_UNKNOWN;
        r.why = "its root or context table is not in the image";
    } else if (r.rule == VTD_NONE) {
        r.space = space_of(s, unit, l.entry.pass_through ? SPACE_THROUGH : SPACE_TABLES, &l.entry);
        if (r.space < 0) {
            r.state = REQUESTER_UNKNOWN;
            r.why = "its tables were not visited: the image names too many different ones";
        }
    }
    return r;
}

/* A requester of a unit, whatever state the unit is in. */
static struct audit_requester judge(struct audit_survey *s, int unit, uint16_t segment, uint16_t source_id)
{
    struct audit_requester r = {
        .unit = unit, .segment = segment, .source_id = source_id, .state = REQUESTER_UNKNOWN, .space = -1};
    if (unit < 0 || !s->in->unit[unit].root_known) {
        r.why = unit < 0 ? "no unit of the input translates for it" : "the root table of its unit is not known";
        return r;
    }
    const struct vtd_unit *u = &s->in->unit[unit].unit;
    if (!u->translation_enabled) {
        r.state = REQUESTER_SPACE;
        r.space = space_of(s, unit, SPACE_OFF, NULL);
    } else if (u->table_mode == VTD_LEGACY)
        return look_up(s, unit, source_id);
    else if (u->table_mode == VTD_ABORT_DMA && u->caps.abort_dma) {
        r.state = REQUESTER_BLOCKED;
        r.rule = VTD_RTA_4;
    } else
        r.why = "its unit is in scalable or reserved table mode, which is not modelled";
    return r;
}

/* Does a device use this requester-id at this unit? */
static void mark_devices(const struct audit_input *in, int unit, bool *used)
{
    memset(used, 0, 65536);
    for (size_t d = 0; d < in->devices; d++)
        for (size_t k = 0; k < in->device[d].aliases && in->device[d].unit == unit; k++)
            used[in->device[d].alias[k]] = true;
}

/* The frames of the root table and of the context tables in use. */
static void add_upper_tables(struct audit_survey *s, const struct vtd_unit *u)
{
    const struct vtd_memory *m = &s->in->memory;
    uint64_t root = (uint64_t)u->root_frame;
    if (!u->translation_enabled || u->table_mode != VTD_LEGACY || !vtd_memory_has(m, root, 511))
        return;
    range_add(&s->tables, u->root_frame, u->root_frame + 1);
    for (uint64_t bus = 0; bus < 256; bus++) {
        struct vtd_root_step r =
            vtd_root_step(&u->caps, vtd_memory_word(m, root, bus * 2u), vtd_memory_word(m, root, bus * 2u + 1u));
        if (!r.lrt_2 && !r.lrt_3)
            range_add(&s->tables, (int64_t)r.context_frame, (int64_t)r.context_frame + 1);
    }
}

static void survey_unit(struct audit_survey *s, int unit, bool *used)
{
    const struct audit_unit *au = &s->in->unit[unit];
    bool tables = au->root_known && au->unit.translation_enabled && au->unit.table_mode == VTD_LEGACY;
    mark_devices(s->in, unit, used);
    for (uint32_t id = 0; id < 65536; id++) {
        if (!used[id] && (!tables || vtd_fetch_context(&au->unit, &s->in->memory, (uint16_t)id).lo % 2u == 0))
            continue;
        add_requester(s, judge(s, unit, au->segment, (uint16_t)id));
    }
    if (au->root_known)
        add_upper_tables(s, &au->unit);
    if (au->interrupts_known && au->unit.remapping_enabled)
        range_add(&s->interrupt_tables, au->unit.interrupt_table_frame,
                  au->unit.interrupt_table_frame + (au->unit.interrupt_table_size + 255) / 256);
}

void audit_survey_make(struct audit_survey *s, const struct audit_input *in, bool progress)
{
    bool *used = audit_grow(NULL, 65536, sizeof *used);
    progress = progress && isatty(2);
    *s = (struct audit_survey){.in = in};
    for (size_t i = 0; i < in->extents; i++)
        range_add(&s->captured, (int64_t)(in->extent[i].first >> 12), (int64_t)(in->extent[i].end >> 12));
    range_settle(&s->captured);
    for (size_t unit = 0; unit < in->units; unit++) {
        if (progress)
            fprintf(stderr, "\raudit: unit %zu of %zu ", unit + 1, in->units);
        survey_unit(s, (int)unit, used);
    }
    mark_devices(in, -1, used);
    for (size_t d = 0; d < in->devices; d++)
        for (size_t k = 0; k < in->device[d].aliases && in->device[d].unit < 0; k++)
            if (used[in->device[d].alias[k]] && in->device[d].kind != AUDIT_IOAPIC && in->device[d].kind != AUDIT_HPET)
                add_requester(s, judge(s, -1, in->device[d].segment, in->device[d].alias[k]));
    range_settle(&s->tables);
    range_settle(&s->interrupt_tables);
    if (progress)
        fputs("\r\033[K", stderr);
    free(used);
}

void audit_survey_free(struct audit_survey *s)
{
    for (int i = 0; i < s->spaces; i++) {
        table_set_free(&s->space[i].set);
        range_free(&s->space[i].read);
        range_free(&s->space[i].write);
        range_free(&s->space[i].any);
    }
    free(s->space);
    free(s->requester);
    range_free(&s->captured);
    range_free(&s->tables);
    range_free(&s->interrupt_tables);
    *s = (struct audit_survey){0};
}

int audit_requester_of(const struct audit_survey *s, int unit, uint16_t source_id)
{
    for (int i = 0; i < s->requesters; i++)
        if (s->requester[i].unit == unit && s->requester[i].source_id == source_id)
            return i;
    return -1;
}

int audit_survey_ask(struct audit_survey *s, int unit, uint16_t segment, uint16_t source_id)
{
    int found = audit_requester_of(s, unit, source_id);
    if (found >= 0)
        return found;
    add_requester(s, judge(s, unit, segment, source_id));
    return s->requesters - 1;
}

char *audit_requester_name(uint16_t segment, uint16_t source_id, char *text, size_t size)
{
    if (segment != 0)
        snprintf(text, size, "%04x:%02x:%02x.%x", segment, source_id >> 8, source_id >> 3 & 31, source_id & 7);
    else
        snprintf(text, size, "%02x:%02x.%x", source_id >> 8, source_id >> 3 & 31, source_id & 7);
    return text;
}
