/* Findings about who shares what: pages of two sets of tables, tables of two devices, one domain-id for several. */
#include <stdlib.h>
#include <string.h>

#include "harness/audit/findings.h"

/* Pairs of sets of tables that are looked for and listed. */
enum { SHARED_PAIRS = 1000 };

struct segment {
    int64_t first, end;
    int space;
};

struct sweep {
    struct segment *segment;
    size_t count;
    struct segment *active; /* segments that have not ended yet */
    size_t actives;
    bool *met; /* spaces * spaces: the pair is known to overlap */
    int spaces;
    int pairs; /* that are met */
};

static int by_first(const void *left, const void *right)
{
    const struct segment *a = left, *b = right;
    return (a->first > b->first) - (a->first < b->first);
}

/* All ranges of all spaces with tables, ascending. */
static struct sweep sweep_make(const struct audit_survey *s)
{
    struct sweep w = {.spaces = s->spaces};
    size_t n = 0, pairs = (size_t)s->spaces * (size_t)s->spaces;
    for (int i = 0; i < s->spaces; i++)
        n += s->space[i].kind == SPACE_TABLES ? (size_t)s->space[i].any.count : 0;
    w.segment = audit_grow(NULL, n + 1, sizeof *w.segment);
    w.active = audit_grow(NULL, (size_t)s->spaces + 1, sizeof *w.active);
    w.met = audit_grow(NULL, pairs + 1, sizeof *w.met);
    memset(w.met, 0, pairs + 1);
    for (int i = 0; i < s->spaces; i++)
        for (int64_t k = 0; s->space[i].kind == SPACE_TABLES && k < s->space[i].any.count; k++)
            w.segment[w.count++] = (struct segment){s->space[i].any.range[k].first, s->space[i].any.range[k].end, i};
    qsort(w.segment, w.count, sizeof *w.segment, by_first);
    return w;
}

/* The next segment: which active ones does it overlap? Ranges of one space are apart, so that at most one of each
 * space is active. */
static void sweep_take(struct sweep *w, struct segment next)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->actives; i++)
        if (w->active[i].end > next.first)
            w->active[kept++] = w->active[i];
    w->actives = kept;
    for (size_t i = 0; i < w->actives; i++) {
        int a = w->active[i].space < next.space ? w->active[i].space : next.space;
        int b = w->active[i].space < next.space ? next.space : w->active[i].space;
        bool *met = &w->met[(size_t)a * (size_t)w->spaces + (size_t)b];
        w->pairs += !*met;
        *met = true;
    }
    w->active[w->actives++] = next;
}

/* Two sets of tables reach the same frames. */
static void share_pages(struct finding_list *l, const struct audit_survey *s, int a, int b)
{
    const struct audit_space *p = &s->space[a], *q = &s->space[b];
    struct range_list common = {0}, both = {0};
    char left[100], right[100], where[48];
    range_intersect(&p->write, &q->any, &common);
    int writer = common.count > 0 ? a : b;
    if (common.count == 0)
        range_intersect(&q->write, &p->any, &common);
    bool write = common.count > 0;
    range_intersect(&p->any, &q->any, &both);
    audit_space_users(s, a, left, sizeof left);
    audit_space_users(s, b, right, sizeof right);
    struct audit_range first = write ? common.range[0] : both.range[0];
    audit_range_text(first, where, sizeof where);
    struct finding *f =
        finding_add(l, write ? SEVERITY_HIGH : SEVERITY_LOW, FIND_SHARED_PAGES, audit_format("%s / %s", left, right),
                    audit_format("%s and %s, with tables of their own, share %lld pages%s, first %s", left, right,
                                 (long long)range_frames(&both), write ? "" : ", none of them writable", where));
    f->witness = witness_reach(s, s->space[write ? writer : a].first_requester, first.first, write);
    range_free(&common);
    range_free(&both);
}

/* Which isolation group, or without a topology which device, a requester belongs to. */
static int apart(const struct audit_survey *s, const struct audit_requester *r)
{
    if (r->device < 0)
        return -1 - (int)r->source_id;
    return s->in->groups > 0 ? s->in->device[r->device].group : r->device;
}

/* Requesters of one set of tables that need not be together. */
static void share_space(struct finding_list *l, const struct audit_survey *s, int space)
{
    const struct audit_space *p = &s->space[space];
    const struct audit_requester *first = &s->requester[p->first_requester];
    for (int i = p->first_requester + 1; i < s->requesters; i++) {
        const struct audit_requester *r = &s->requester[i];
        char users[100], one[16], two[16];
        if (r->state != REQUESTER_SPACE || r->space != space ||
            (r->domain == first->domain && apart(s, r) == apart(s, first)))
            continue;
        bool domains = r->domain != first->domain;
        audit_requester_name(first->segment, first->source_id, one, sizeof one);
        audit_requester_name(r->segment, r->source_id, two, sizeof two);
        audit_space_users(s, space, users, sizeof users);
        struct finding *f = finding_add(
            l,
            domains             ? SEVERITY_HIGH
            : s->in->groups > 0 ? SEVERITY_MEDIUM
                                : SEVERITY_LOW,
            domains ? FIND_SHARED_PAGES : FIND_SHARED_SPACE, audit_format("%s", users),
            domains ? audit_format("%s (domain-id %u) and %s (domain-id %u) use the same tables at 0x%llx: every page "
                                   "is shared between the two domains",
                                   one, first->domain, two, r->domain, (unsigned long long)p->set.root << 12)
                    : audit_format("%s use the same tables at 0x%llx%s", users, (unsigned long long)p->set.root << 12,
                                   s->in->groups > 0 ? ", although their isolation groups differ" : ""));
        if (p->any.count > 0)
            f->witness = witness_reach(s, i, p->any.range[0].first, range_has(&p->write, p->any.range[0].first));
        return;
    }
}

/* Who has a domain-id at a unit: the first requester, and the first one with other tables. -1: nobody. */
struct holders {
    int first, other;
};

/* One domain-id under which a unit may cache translations of two sets of tables. */
static void domain_twice(struct finding_list *l, const struct audit_survey *s, int i, struct holders *h)
{
    const struct audit_requester *r = &s->requester[i];
    char one[16], two[16];
    if (h->first < 0)
        h->first = i;
    bool same = s->requester[h->first].space == r->space;
    int k = same ? h->other : h->first;
    if (!same && h->other < 0)
        h->other = i;
    if (k < 0)
        return;
    audit_requester_name(s->requester[k].segment, s->requester[k].source_id, one, sizeof one);
    audit_requester_name(r->segment, r->source_id, two, sizeof two);
    finding_add(l, SEVERITY_HIGH, FIND_DOMAIN_ID_TWICE, audit_format("domain-id %u %s %s", r->domain, one, two),
                audit_format("%s and %s have domain-id %u, but not the same tables: what one of them caches may be "
                             "used for the other",
                             one, two, r->domain));
}

static void domains_twice(struct finding_list *l, const struct audit_survey *s)
{
    struct holders *h = audit_grow(NULL, 65536 * (s->in->units + 1), sizeof *h);
    memset(h, 0xFF, 65536 * (s->in->units + 1) * sizeof *h);
    for (int i = 0; i < s->requesters; i++) {
        const struct audit_requester *r = &s->requester[i];
        if (r->state == REQUESTER_SPACE && s->space[r->space].kind != SPACE_OFF)
            domain_twice(l, s, i, &h[(size_t)r->unit * 65536 + r->domain]);
    }
    free(h);
}

void find_shared(struct finding_list *l, const struct audit_survey *s)
{
    struct sweep w = sweep_make(s);
    for (size_t i = 0; i < w.count && w.pairs <= SHARED_PAIRS; i++)
        sweep_take(&w, w.segment[i]);
    if (w.pairs > SHARED_PAIRS)
        finding_add(
            l, SEVERITY_HIGH, FIND_SHARED_PAGES, audit_format("more than %d pairs", SHARED_PAIRS),
            audit_format("more than %d pairs of sets of tables share pages: not all of them are listed", SHARED_PAIRS));
    for (int a = 0; a < s->spaces; a++)
        for (int b = a + 1; b < s->spaces; b++)
            if (w.met[(size_t)a * (size_t)s->spaces + (size_t)b])
                share_pages(l, s, a, b);
    for (int a = 0; a < s->spaces; a++)
        if (s->space[a].kind == SPACE_TABLES)
            share_space(l, s, a);
    domains_twice(l, s);
    free(w.segment);
    free(w.active);
    free(w.met);
}
