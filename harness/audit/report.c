#include "harness/audit/report.h"

bool audit_report_make(struct audit_report *r, const struct audit_input *in, const char *claims, char *message,
                       size_t room)
{
    *r = (struct audit_report){.fail_on = SEVERITY_FATAL};
    if (claims != NULL && !claims_read(claims, &r->claims, message, room))
        return false;
    audit_survey_make(&r->survey, in, true);
    if (claims != NULL && !verdicts_make(&r->verdicts, &r->claims, &r->survey, message, room)) {
        audit_report_free(r);
        return false;
    }
    findings_make(&r->findings, &r->survey);
    for (size_t i = 0; i < r->findings.count; i++)
        r->by_severity[r->findings.finding[i].severity]++;
    return true;
}

void audit_report_free(struct audit_report *r)
{
    verdicts_free(&r->verdicts);
    findings_free(&r->findings);
    claims_free(&r->claims);
    audit_survey_free(&r->survey);
}

static size_t failing(const struct audit_report *r)
{
    size_t n = 0;
    for (int i = 0; i <= (int)r->fail_on && i < SEVERITIES; i++)
        n += r->by_severity[i];
    return r->fail_on == SEVERITIES ? 0 : n;
}

bool audit_report_passes(const struct audit_report *r)
{
    return r->verdicts.held == r->verdicts.count && failing(r) == 0;
}

char *audit_report_headline(const struct audit_report *r, char *text, size_t size)
{
    const struct verdict_list *v = &r->verdicts;
    char claims[120] = "no claims were given";
    if (v->count > 0)
        snprintf(claims, sizeof claims, "%zu of %zu claims hold, %zu violated, %zu not shown", v->held, v->count,
                 v->violated, v->not_shown);
    snprintf(text, size,
             "%s: %s; findings: %zu fatal, %zu high, %zu medium, %zu low; %d requester-ids, %d address spaces",
             v->violated > 0    ? "VIOLATED"
             : v->not_shown > 0 ? "NOT SHOWN"
             : failing(r) > 0   ? "UNSAFE"
             : v->count > 0     ? "HOLDS"
                                : "DONE",
             claims, r->by_severity[SEVERITY_FATAL], r->by_severity[SEVERITY_HIGH], r->by_severity[SEVERITY_MEDIUM],
             r->by_severity[SEVERITY_LOW], r->survey.requesters, r->survey.spaces);
    return text;
}

/* The first frame at or behind `from` where membership changes or begins. */
static int64_t border(const struct range_list *l, int64_t from)
{
    int64_t i = range_after(l, from);
    if (i == l->count)
        return INT64_MAX;
    return l->range[i].first > from ? l->range[i].first : l->range[i].end;
}

bool reach_next(const struct audit_space *p, int64_t from, struct reach_run *run)
{
    int64_t i = range_after(&p->any, from);
    if (i == p->any.count)
        return false;
    run->first = p->any.range[i].first > from ? p->any.range[i].first : from;
    run->rights =
        (range_has(&p->read, run->first) ? AUDIT_READ : 0) | (range_has(&p->write, run->first) ? AUDIT_WRITE : 0);
    int64_t read = border(&p->read, run->first), write = border(&p->write, run->first);
    run->end = read < write ? read : write;
    return true;
}
