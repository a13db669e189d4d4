/* The outcome of a check as JSON: check.schema.json describes it. */
#include <inttypes.h>

#include "harness/check/json_text.h"
#include "harness/check/outcome.h"

static void member(FILE *out, const char *before, const char *name, const char *text)
{
    fprintf(out, "%s\"%s\": ", before, name);
    if (text != NULL)
        json_text(out, text);
    else
        fputs("null", out);
}

static void class(FILE *out, const struct outcome_class *k)
{
    char clause[64];
    outcome_clause(k->finding, clause, sizeof clause);
    member(out, "\n    {", "config", k->config);
    fprintf(out, ", \"count\": %" PRIu64, k->count);
    member(out, ", ", "rules", k->finding->rules);
    member(out, ", ", "clause", clause);
    member(out, ", ", "legal", k->finding->legal);
    member(out, ", ", "seen", k->finding->seen);
    member(out, ", ", "detail", k->finding->detail);
    member(out, ", ", "ledger", k->known);
    member(out, ", ", "trace", k->trace[0] != '\0' ? k->trace : NULL);
    fputs("}", out);
}

void outcome_json(FILE *out, const struct outcome *o)
{
    fputs("{\n  \"format\": \"iommu-oracle check 1\"", out);
    member(out, ",\n  ", "verdict", o->word);
    fprintf(out, ",\n  \"exit\": %d", o->exit);
    member(out, ",\n  ", "target", o->target);
    member(out, ",\n  ", "target_version", o->version);
    member(out, ",\n  ", "config", o->config);
    /* 64 bits do not fit into the numbers of every reader */
    fprintf(out, ",\n  \"seed\": \"%" PRIu64 "\"", o->seed);
    fprintf(out,
            ",\n  \"requests\": %" PRIu64 ",\n  \"sessions\": %" PRIu64 ",\n  \"operations\": %" PRIu64
            ",\n  \"undefined\": %" PRIu64 ",\n  \"unconfirmed\": %" PRIu64 ",\n  \"new_differences\": %" PRIu64,
            o->requests, o->sessions, o->operations, o->undefined, o->unconfirmed, o->new_differences);
    member(out, ",\n  ", "failure", o->failure);
    fputs(",\n  \"classes\": [", out);
    for (unsigned i = 0; i < o->count; i++) {
        fputs(i > 0 ? "," : "", out);
        class(out, &o->class[i]);
    }
    fputs(o->count > 0 ? "\n  ]\n}\n" : "]\n}\n", out);
}
