/* Claims about memory: never reaches, only reaches, read-only, blocked. */
#include "harness/audit/verdicts.h"

static const struct witness no_witness = {.kind = WITNESS_NONE};

static const char *name_of(const struct audit_requester *r, char *text, size_t size)
{
    return audit_requester_name(r->segment, r->source_id, text, size);
}

/* What keeps a claim about the requester from being shown, whatever its tables hold. */
static void judge_unknown(struct verdict *v, const struct audit_survey *s, const struct audit_requester *r)
{
    char name[16];
    name_of(r, name, sizeof name);
    if (r->state == REQUESTER_UNKNOWN)
        verdict_worsen(v, VERDICT_NOT_SHOWN, audit_format("%s: %s", name, r->why), no_witness);
    if (r->translated)
        verdict_worsen(v, VERDICT_NOT_SHOWN,
                       audit_format("%s: its context entry accepts translated requests (TT=01), which pass with any "
                                    "address",
                                    name),
                       no_witness);
    if (r->state == REQUESTER_SPACE && !s->space[r->space].complete)
        verdict_worsen(v, VERDICT_NOT_SHOWN,
                       audit_format("%s: tables are missing in the image (%llu), so that not everything it reaches is "
                                    "known",
                                    name,
                                    (unsigned long long)s->space[r->space].set.issues[ISSUE_NOT_CAPTURED] +
                                        s->space[r->space].set.issues[ISSUE_UNREADABLE]),
                       no_witness);
}

/* The requester reaches `bad` frames. */
static void violated(struct verdict *v, const struct audit_survey *s, int requester, struct audit_range bad,
                     const char *what)
{
    const struct audit_requester *r = &s->requester[requester];
    const struct audit_space *p = &s->space[r->space];
    bool write = range_has(&p->write, bad.first);
    char name[16], where[48];
    audit_range_text(bad, where, sizeof where);
    struct witness w = witness_reach(s, requester, bad.first, write);
    verdict_worsen(v, VERDICT_VIOLATED,
                   audit_format("%s can %s %s, %s%s", name_of(r, name, sizeof name),
                                write ? range_has(&p->read, bad.first) ? "read and write" : "write" : "read", where,
                                what,
                                p->kind == SPACE_THROUGH ? " (pass-through)"
                                : p->kind == SPACE_OFF   ? " (translation is off)"
                                                         : ""),
                   w);
}

/* First frames of `l` that are (inside) or are not in the region. */
static bool first_bad(const struct range_list *l, const struct range_list *frames, bool inside, struct audit_range *bad)
{
    struct range_list found = {0};
    if (inside)
        range_intersect(l, frames, &found);
    else
        range_subtract(l, frames, &found);
    bool any = found.count > 0;
    if (any)
        *bad = found.range[0];
    range_free(&found);
    return any;
}

static void judge_requester(struct verdict *v, const struct audit_survey *s, int requester,
                            const struct range_list *frames)
{
    const struct audit_requester *r = &s->requester[requester];
    struct audit_range bad;
    judge_unknown(v, s, r);
    if (r->state != REQUESTER_SPACE)
        return;
    const struct audit_space *p = &s->space[r->space];
    switch (v->claim->kind) {
    case CLAIM_NEVER_REACHES:
        if (first_bad(&p->any, frames, true, &bad))
            violated(v, s, requester, bad, "which lies in the region");
        break;
    case CLAIM_ONLY_REACHES:
        if (first_bad(&p->any, frames, false, &bad))
            violated(v, s, requester, bad, "which does not lie in the region");
        break;
    case CLAIM_READ_ONLY:
        if (first_bad(&p->write, frames, true, &bad))
            violated(v, s, requester, bad, "which lies in the region");
        break;
    default:
        if (p->any.count > 0)
            violated(v, s, requester, p->any.range[0], "so it is not blocked");
    }
}

/* A path beside the unit to memory of another device. */
static void judge_window(struct verdict *v, const struct audit_survey *s, const struct audit_peer *p,
                         const struct audit_span *w, const struct range_list *frames)
{
    struct range_list window = {0};
    struct audit_range bad;
    range_add(&window, (int64_t)(w->first >> 12), (int64_t)(w->last >> 12) + 1);
    range_settle(&window);
    bool wrong =
        v->claim->kind == CLAIM_BLOCKED || first_bad(&window, frames, v->claim->kind != CLAIM_ONLY_REACHES, &bad);
    if (wrong)
        verdict_worsen(v, VERDICT_VIOLATED,
                       audit_format("%s reaches memory of %s at 0x%llx-0x%llx without passing a unit: %s",
                                    s->in->device[p->from].name, s->in->device[p->to].name,
                                    (unsigned long long)w->first, (unsigned long long)w->last, p->why),
                       no_witness);
    range_free(&window);
}

static void judge_peers(struct verdict *v, const struct audit_survey *s, const struct requester_list *who,
                        const struct range_list *frames)
{
    for (size_t i = 0; i < s->in->peers; i++) {
        const struct audit_peer *p = &s->in->peer[i];
        bool subject = false;
        for (size_t k = 0; k < who->count; k++)
            for (size_t a = 0; a < s->in->device[p->from].aliases; a++)
                subject |= s->requester[who->number[k]].source_id == s->in->device[p->from].alias[a] &&
                           s->requester[who->number[k]].segment == s->in->device[p->from].segment;
        for (size_t w = 0; subject && w < s->in->device[p->to].windows; w++)
            judge_window(v, s, p, &s->in->device[p->to].window[w], frames);
    }
}

void judge_reach(struct verdict *v, const struct audit_survey *s, const struct requester_list *who,
                 const struct range_list *frames)
{
    for (size_t i = 0; i < who->count; i++)
        judge_requester(v, s, who->number[i], frames);
    judge_peers(v, s, who, frames);
}
