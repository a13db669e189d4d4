#include "tests/runtime/summary.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tests/runtime/runtime.h"

static uint64_t sum(const uint64_t *count, unsigned first, unsigned n)
{
    uint64_t s = 0;
    for (unsigned i = first; i < first + n; i++)
        s += count[i];
    return s;
}

static unsigned satisfied(void)
{
    unsigned n = 0;
    for (unsigned i = 0; i < rt_totals.functions; i++)
        n += rt_counts()->satisfied[i] > 0;
    return n;
}

/* Clauses whose premise was met at least once. */
static unsigned met(void)
{
    unsigned n = 0;
    for (unsigned i = 0; i < rt_totals.clauses; i++)
        n += rt_counts()->met[i] > 0;
    return n;
}

static void write_functions(FILE *f)
{
    const struct rt_counts *c = rt_counts();
    fputs("  \"functions\": [\n", f);
    for (unsigned i = 0; i < rt_totals.functions; i++) {
        const struct rt_function *x = &rt_functions[i];
        fprintf(f,
                "    {\"name\": \"%s\", \"file\": \"%s\", \"calls\": %" PRIu64 ", \"precondition_satisfied\": %" PRIu64
                ", \"clauses_checked\": %u, \"clauses_skipped\": %u, \"evaluations\": %" PRIu64 "}%s\n",
                x->name, x->file, c->calls[i], c->satisfied[i], x->clauses, x->skipped,
                sum(c->evaluated, x->first, x->clauses), i + 1 < rt_totals.functions ? "," : "");
    }
    fputs("  ],\n", f);
}

/* Clauses of which these runs say nothing: never evaluated, or never with its premise. */
static void write_never_met(FILE *f)
{
    const char *separator = "";
    fputs("  \"premise_never_met\": [", f);
    for (unsigned i = 0; i < rt_totals.clauses; i++) {
        const struct rt_clause *x = &rt_clauses[i];
        if (rt_counts()->met[i] > 0)
            continue;
        fprintf(f, "%s\n    {\"function\": \"%s\", \"clause\": \"%s %s\", \"place\": \"%s:%d\"}", separator,
                rt_functions[x->function].name, x->kind, x->name, x->file, x->line);
        separator = ",";
    }
    fputs("\n  ]\n", f);
}

bool summary_write(const struct summary *s, const char *path)
{
    const struct rt_counts *c = rt_counts();
    char part[4096];
    snprintf(part, sizeof part, "%s.part", path);
    FILE *f = fopen(part, "w");
    if (f == NULL)
        return false;
    fprintf(f,
            "{\n  \"seed\": %" PRIu64 ",\n  \"profiles\": %u,\n  \"sessions\": %" PRIu64 ",\n  \"operations\": %" PRIu64
            ",\n  \"seconds\": %.1f,\n  \"functions_checked\": %u,\n  \"functions_satisfied\": %u,\n"
            "  \"clauses_checked\": %u,\n  \"clauses_skipped\": %u,\n  \"clauses_premise_met\": %u,\n"
            "  \"assigns_by_type\": %u,\n  \"evaluations\": %" PRIu64 ",\n  \"violations\": %" PRIu64
            ",\n  \"reads_outside\": %" PRIu64 ",\n  \"divisions_by_zero\": %" PRIu64 ",\n",
            s->seed, s->profiles, s->sessions, s->operations, s->seconds, rt_totals.functions, satisfied(),
            rt_totals.clauses, rt_totals.skipped, met(), rt_totals.by_type, sum(c->evaluated, 0, rt_totals.clauses),
            c->violations, c->outside, c->zero_divisors);
    write_functions(f);
    write_never_met(f);
    fputs("}\n", f);
    bool good = ferror(f) == 0;
    return fclose(f) == 0 && good && rename(part, path) == 0;
}

/* Is the name the first word of a line of the file? */
static bool is_listed(FILE *f, const char *name)
{
    char line[512];
    size_t n = strlen(name);
    rewind(f);
    while (fgets(line, sizeof line, f) != NULL)
        if (strncmp(line, name, n) == 0 && line[n] == '\t' && line[n + 1] > ' ')
            return true;
    return false;
}

int summary_unreached(const char *excused)
{
    FILE *f = fopen(excused, "r");
    int found = 0;
    if (f == NULL)
        return -1;
    for (unsigned i = 0; i < rt_totals.functions; i++) {
        bool listed = is_listed(f, rt_functions[i].name), reached = rt_counts()->satisfied[i] > 0;
        if (listed == reached) {
            printf(listed ? "%s:%d: %s was reached: %s lists it for nothing\n"
                          : "%s:%d: %s was never called with its precondition satisfied (%s does not excuse it)\n",
                   rt_functions[i].file, rt_functions[i].line, rt_functions[i].name, excused);
            found++;
        }
    }
    fclose(f);
    return found;
}

void summary_last_line(void)
{
    printf(
        "runtime contracts: %u functions, %u clauses checked (%u with their premise met), %u not executable, %" PRIu64
        " evaluations, %" PRIu64 " violations\n",
        rt_totals.functions, rt_totals.clauses, met(), rt_totals.skipped,
        sum(rt_counts()->evaluated, 0, rt_totals.clauses), rt_counts()->violations);
}
