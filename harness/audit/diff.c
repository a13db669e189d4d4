/* What changed between two audits: who reaches what, findings, interrupt entries, verdicts. */
#include <stdlib.h>
#include <string.h>

#include "harness/audit/interrupts.h"
#include "harness/audit/report.h"

enum { SHOWN = 16 };

static int same_requester(const struct audit_survey *s, const struct audit_survey *other, int i)
{
    const struct audit_requester *q = &s->requester[i];
    for (int k = 0; k < other->requesters; k++)
        if (other->requester[k].segment == q->segment && other->requester[k].source_id == q->source_id &&
            other->requester[k].unit == q->unit)
            return k;
    return -1;
}

static char *state_text(const struct audit_survey *s, int i)
{
    const struct audit_requester *q = i < 0 ? NULL : &s->requester[i];
    if (q == NULL || q->state == REQUESTER_BLOCKED)
        return audit_format("blocked");
    if (q->state == REQUESTER_UNKNOWN)
        return audit_format("not known");
    const struct audit_space *p = &s->space[q->space];
    return p->kind == SPACE_TABLES
               ? audit_format("domain-id %u, tables at 0x%llx", q->domain, (unsigned long long)p->set.root << 12)
           : p->kind == SPACE_THROUGH ? audit_format("pass-through, domain-id %u", q->domain)
                                      : audit_format("not translated");
}

/* Frames of `now` that are not in `before`. */
static size_t changed(FILE *out, const char *name, char sign, const char *what, const struct range_list *now,
                      const struct range_list *before)
{
    struct range_list more = {0};
    char where[48];
    range_subtract(now, before, &more);
    for (int64_t i = 0; i < more.count && i < SHOWN; i++)
        fprintf(out, "  %c %s %s %s\n", sign, name, what, audit_range_text(more.range[i], where, sizeof where));
    if (more.count > SHOWN)
        fprintf(out, "  %c %s %s %lld more ranges\n", sign, name, what, (long long)more.count - SHOWN);
    size_t n = (size_t)more.count;
    range_free(&more);
    return n;
}

static const struct audit_space *space_of(const struct audit_survey *s, int i, const struct audit_space *none)
{
    return i < 0 || s->requester[i].state != REQUESTER_SPACE ? none : &s->space[s->requester[i].space];
}

/* One requester in both; -1 where there is none. */
static size_t diff_requester(FILE *out, const struct audit_survey *a, const struct audit_survey *b, int i, int k)
{
    const struct audit_space none = {0}, *p = space_of(a, i, &none), *q = space_of(b, k, &none);
    const struct audit_requester *r = i >= 0 ? &a->requester[i] : &b->requester[k];
    char name[16], *before = state_text(a, i), *after = state_text(b, k);
    size_t n = 0;
    audit_requester_name(r->segment, r->source_id, name, sizeof name);
    if (strcmp(before, after) != 0) {
        fprintf(out, "  ~ %s: %s -> %s\n", name, before, after);
        n++;
    }
    n += changed(out, name, '+', "reads", &q->read, &p->read) + changed(out, name, '+', "writes", &q->write, &p->write);
    n += changed(out, name, '-', "reads", &p->read, &q->read) + changed(out, name, '-', "writes", &p->write, &q->write);
    free(before);
    free(after);
    return n;
}

static size_t diff_requesters(FILE *out, const struct audit_survey *a, const struct audit_survey *b)
{
    size_t n = 0;
    for (int i = 0; i < a->requesters; i++)
        n += diff_requester(out, a, b, i, same_requester(a, b, i));
    for (int i = 0; i < b->requesters; i++)
        if (same_requester(b, a, i) < 0)
            n += diff_requester(out, a, b, -1, i);
    return n;
}

static bool has_finding(const struct finding_list *l, const struct finding *f)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->finding[i].kind == f->kind && strcmp(l->finding[i].key, f->key) == 0)
            return true;
    return false;
}

static size_t diff_findings(FILE *out, const struct finding_list *a, const struct finding_list *b, char sign)
{
    size_t n = 0;
    for (size_t i = 0; i < a->count; i++) {
        const struct finding *f = &a->finding[i];
        if (has_finding(b, f))
            continue;
        fprintf(out, "  %c %s %s: %s\n", sign, severity_names[f->severity], finding_kinds[f->kind].id, f->text);
        n++;
    }
    return n;
}

static size_t diff_entry(FILE *out, const char *unit, const struct interrupt_entry *e, const struct interrupt_entry *f)
{
    char one[64], two[64], before[80], after[80];
    if (e->present == f->present && (!e->present || (e->lo == f->lo && e->hi == f->hi)))
        return 0;
    interrupt_source_text(&e->source, one, sizeof one);
    interrupt_source_text(&f->source, two, sizeof two);
    interrupt_message_text(&e->message, before, sizeof before);
    interrupt_message_text(&f->message, after, sizeof after);
    if (!e->present)
        fprintf(out, "  + %s entry %u: %s, raised by %s\n", unit, f->index, after, two);
    else if (!f->present)
        fprintf(out, "  - %s entry %u: %s, raised by %s\n", unit, e->index, before, one);
    else
        fprintf(out, "  ~ %s entry %u: %s, raised by %s -> %s, raised by %s\n", unit, e->index, before, one, after,
                two);
    return 1;
}

static size_t diff_interrupts(FILE *out, const struct audit_survey *a, const struct audit_survey *b)
{
    size_t n = 0;
    for (size_t u = 0; u < a->in->units && u < b->in->units; u++) {
        const struct audit_unit *p = &a->in->unit[u], *q = &b->in->unit[u];
        bool on = p->interrupts_known && p->unit.remapping_enabled,
             now = q->interrupts_known && q->unit.remapping_enabled;
        if (on != now) {
            fprintf(out, "  ~ %s: interrupt remapping %s -> %s\n", p->name, on ? "on" : "off", now ? "on" : "off");
            n++;
        }
        int32_t size = p->unit.interrupt_table_size > q->unit.interrupt_table_size ? p->unit.interrupt_table_size
                                                                                   : q->unit.interrupt_table_size;
        for (uint32_t i = 0; on && now && i < (uint32_t)size; i++) {
            struct interrupt_entry e = interrupt_entry_of(a, (int)u, i), f = interrupt_entry_of(b, (int)u, i);
            n += diff_entry(out, p->name, &e, &f);
        }
    }
    return n;
}

static size_t diff_verdicts(FILE *out, const struct verdict_list *a, const struct verdict_list *b)
{
    size_t n = 0;
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        const struct verdict *v = &a->verdict[i], *w = &b->verdict[i];
        if (v->kind == w->kind)
            continue;
        fprintf(out, "  ~ line %d: %s: %s -> %s: %s\n", v->claim->place.line, v->claim->text, verdict_names[v->kind],
                verdict_names[w->kind], w->text);
        n++;
    }
    return n;
}

size_t audit_report_diff(FILE *out, const struct audit_report *a, const struct audit_report *b)
{
    size_t n = 0;
    if (a->survey.in->units != b->survey.in->units) {
        fprintf(out, "  ~ units: %zu -> %zu\n", a->survey.in->units, b->survey.in->units);
        n++;
    }
    n += diff_verdicts(out, &a->verdicts, &b->verdicts);
    n += diff_findings(out, &b->findings, &a->findings, '+');
    n += diff_findings(out, &a->findings, &b->findings, '-');
    n += diff_requesters(out, &a->survey, &b->survey);
    n += diff_interrupts(out, &a->survey, &b->survey);
    return n;
}
