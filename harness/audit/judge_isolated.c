/* Claims that two devices are isolated from each other. */
#include <string.h>

#include "harness/audit/verdicts.h"

static const struct witness no_witness = {.kind = WITNESS_NONE};

/* Both can do DMA: what do they have in common? */
static void judge_spaces(struct verdict *v, const struct audit_survey *s, int a, int b)
{
    const struct audit_requester *r = &s->requester[a], *q = &s->requester[b];
    const struct audit_space *p = &s->space[r->space], *o = &s->space[q->space];
    struct range_list common = {0};
    char one[16], two[16], where[48];
    audit_requester_name(r->segment, r->source_id, one, sizeof one);
    audit_requester_name(q->segment, q->source_id, two, sizeof two);
    range_intersect(&p->any, &o->any, &common);
    if (common.count > 0) {
        int64_t frame = common.range[0].first;
        audit_range_text(common.range[0], where, sizeof where);
        verdict_worsen(v, VERDICT_VIOLATED,
                       audit_format("%s and %s both reach %s%s", one, two, where,
                                    r->space == q->space ? " (they use the same tables)" : ""),
                       witness_reach(s, a, frame, range_has(&p->write, frame)));
    }
    if (r->unit == q->unit && r->domain == q->domain && r->space != q->space)
        verdict_worsen(
            v, VERDICT_NOT_SHOWN,
            audit_format("%s and %s have domain-id %u, but not the same tables: what one of them caches may be "
                         "used for the other",
                         one, two, r->domain),
            no_witness);
    range_free(&common);
}

/* One of the devices reaches memory of the other through its tables. */
static void judge_windows(struct verdict *v, const struct audit_survey *s, int a, int b)
{
    const struct audit_requester *r = &s->requester[a], *q = &s->requester[b];
    struct audit_range common;
    char one[16];
    if (r->state != REQUESTER_SPACE || q->device < 0)
        return;
    const struct audit_device *d = &s->in->device[q->device];
    for (size_t w = 0; w < d->windows; w++)
        if (range_meets(&s->space[r->space].any, (int64_t)(d->window[w].first >> 12),
                        (int64_t)(d->window[w].last >> 12) + 1, &common))
            verdict_worsen(v, VERDICT_VIOLATED,
                           audit_format("%s reaches memory of %s at 0x%llx",
                                        audit_requester_name(r->segment, r->source_id, one, sizeof one), d->name,
                                        (unsigned long long)common.first << 12),
                           witness_reach(s, a, common.first, range_has(&s->space[r->space].write, common.first)));
}

/* Paths beside the unit, and isolation groups. */
static void judge_devices(struct verdict *v, const struct audit_survey *s, int a, int b)
{
    const struct audit_requester *r = &s->requester[a], *q = &s->requester[b];
    if (r->device < 0 || q->device < 0)
        return;
    const struct audit_device *d = &s->in->device[r->device], *e = &s->in->device[q->device];
    if (r->device != q->device && d->group >= 0 && d->group == e->group)
        verdict_worsen(v, VERDICT_VIOLATED,
                       audit_format("%s and %s are in the same isolation group (%d)", d->name, e->name, d->group),
                       no_witness);
    for (size_t i = 0; i < s->in->peers; i++) {
        const struct audit_peer *p = &s->in->peer[i];
        if ((p->from == r->device && p->to == q->device) || (p->from == q->device && p->to == r->device))
            verdict_worsen(v, VERDICT_VIOLATED,
                           audit_format("%s reaches %s without passing a unit: %s", s->in->device[p->from].name,
                                        s->in->device[p->to].name, p->why),
                           no_witness);
    }
}

static void judge_pair(struct verdict *v, const struct audit_survey *s, int a, int b)
{
    const struct audit_requester *r = &s->requester[a], *q = &s->requester[b];
    char name[16];
    if (a == b) {
        audit_requester_name(r->segment, r->source_id, name, sizeof name);
        verdict_worsen(v, VERDICT_VIOLATED, audit_format("both use requester-id %s", name), no_witness);
        return;
    }
    if (r->state == REQUESTER_SPACE && q->state == REQUESTER_SPACE)
        judge_spaces(v, s, a, b);
    judge_windows(v, s, a, b);
    judge_windows(v, s, b, a);
    judge_devices(v, s, a, b);
}

/* What cannot be said about one of the requesters. */
static void judge_known(struct verdict *v, const struct audit_survey *s, const struct requester_list *l)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct audit_requester *r = &s->requester[l->number[i]];
        char name[16];
        const char *why = r->state == REQUESTER_UNKNOWN ? r->why
                          : r->translated               ? "its context entry accepts translated requests (TT=01)"
                          : r->state == REQUESTER_SPACE && !s->space[r->space].complete
                              ? "tables are missing in the image"
                              : NULL;
        if (why != NULL)
            verdict_worsen(
                v, VERDICT_NOT_SHOWN,
                audit_format("%s: %s", audit_requester_name(r->segment, r->source_id, name, sizeof name), why),
                no_witness);
    }
}

void judge_isolated(struct verdict *v, struct audit_survey *s, const struct requester_list *who,
                    const struct requester_list *others)
{
    judge_known(v, s, who);
    judge_known(v, s, others);
    for (size_t i = 0; i < who->count; i++)
        for (size_t k = 0; k < others->count; k++)
            if (!v->claim->every || who->number[i] != others->number[k])
                judge_pair(v, s, who->number[i], others->number[k]);
}
