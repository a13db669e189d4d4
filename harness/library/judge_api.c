/* The library: the judge. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/library/registers.h"
#include "harness/session/judge.h"
#include "harness/trace/operation_text.h"

struct iommu_judge {
    struct judge *judge;
    bool pending; /* an operation has begun */
    struct operation operation;
    struct seen seen;
    char rule[96], text[640];
};

enum { DONE = 1 };

iommu_judge *iommu_judge_new(const struct iommu_registers *r, int running, char *why, size_t size)
{
    struct vtd_caps caps;
    if (!library_caps(r, &caps, why, size))
        return NULL;
    iommu_judge *j = calloc(1, sizeof *j);
    if (j != NULL)
        j->judge = judge_new();
    if (j == NULL || j->judge == NULL) {
        library_refuse(why, size, "no memory");
        free(j);
        return NULL;
    }
    judge_begin(j->judge, &caps, running ? START_RUNNING : START_POWER_ON);
    return j;
}

void iommu_judge_free(iommu_judge *j)
{
    if (j != NULL)
        judge_free(j->judge);
    free(j);
}

static int bad_line(iommu_judge *j, const struct trace_line *l, const char *line)
{
    j->rule[0] = '\0';
    trace_line_error(l, "line", 1, line, j->text, sizeof j->text);
    return IOMMU_BAD_LINE;
}

static int refuse(iommu_judge *j, const char *text)
{
    j->rule[0] = '\0';
    snprintf(j->text, sizeof j->text, "%s", text);
    return IOMMU_BAD_LINE;
}

static int settle(iommu_judge *j)
{
    struct finding f = {.rules = ""};
    if (!j->pending)
        return refuse(j, "'done' without an operation before it");
    j->pending = false;
    if (judge_operation(j->judge, &j->operation, &j->seen, &f))
        return IOMMU_LEGAL;
    snprintf(j->rule, sizeof j->rule, "%s", f.rules);
    snprintf(j->text, sizeof j->text, "%s: legal: %s; seen: %s; %s", f.rules, f.legal, f.seen, f.detail);
    return IOMMU_VIOLATION;
}

int iommu_judge_line(iommu_judge *j, const char *line)
{
    static const struct trace_rule ends[] = {{.id = DONE, .key = "done"}, {.key = NULL}};
    static const struct trace_rule *const tables[] = {trace_operation_rules, trace_seen_rules, ends, NULL};
    struct trace_line l;
    if (line == NULL || strlen(line) >= TRACE_LINE_BYTES)
        return refuse(j, "a line of at most 1023 bytes was expected");
    if (!trace_line_parse(&l, tables, line))
        return bad_line(j, &l, line);
    if (l.rule->id == DONE)
        return settle(j);
    if (trace_is_seen(&l))
        return trace_take_seen(&l, j->pending ? &j->operation : NULL, &j->seen) ? IOMMU_LEGAL : bad_line(j, &l, line);
    if (j->pending)
        return refuse(j, "'done' was expected before the next operation");
    memset(&j->seen, 0, sizeof j->seen);
    j->pending = trace_take_operation(&l, &j->operation);
    return j->pending ? IOMMU_LEGAL : bad_line(j, &l, line);
}

const char *iommu_judge_rule(const iommu_judge *j)
{
    return j->rule;
}

const char *iommu_judge_text(const iommu_judge *j)
{
    return j->text;
}
