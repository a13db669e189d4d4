/* The outcome of a check as SARIF 2.1.0: one result for each class of difference. */
#include <inttypes.h>
#include <string.h>

#include "harness/check/json_text.h"
#include "harness/check/outcome.h"

static bool said_before(const struct outcome *o, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (strcmp(o->class[i].finding->rules, o->class[n].finding->rules) == 0)
            return true;
    return false;
}

static void rules(FILE *out, const struct outcome *o)
{
    const char *separator = "";
    char clause[64], text[200];
    for (unsigned i = 0; i < o->count; i++) {
        if (said_before(o, i))
            continue;
        outcome_clause(o->class[i].finding, clause, sizeof clause);
        snprintf(text, sizeof text, "%.80s, clause %.60s of the VT-d specification", o->class[i].finding->rules,
                 clause);
        fprintf(out, "%s\n            {\"id\": ", separator);
        json_text(out, o->class[i].finding->rules);
        fputs(", \"shortDescription\": {\"text\": ", out);
        json_text(out, text);
        fputs("}}", out);
        separator = ",";
    }
}

static void result(FILE *out, const struct outcome *o, const struct outcome_class *k)
{
    const struct finding *f = k->finding;
    char text[600];
    snprintf(text, sizeof text, "%s: legal: %s; seen: %s; %s", f->rules, f->legal, f->seen, f->detail);
    fputs("\n        {\"ruleId\": ", out);
    json_text(out, f->rules);
    fprintf(out, ", \"level\": \"%s\", \"message\": {\"text\": ", k->known != NULL ? "note" : "error");
    json_text(out, text);
    fputs("}", out);
    if (k->trace[0] != '\0') {
        fputs(",\n         \"locations\": [{\"physicalLocation\": {\"artifactLocation\": {\"uri\": ", out);
        json_text(out, k->trace);
        fputs("}, \"region\": {\"startLine\": 1}}}]", out);
    }
    if (k->known != NULL) {
        fputs(",\n         \"suppressions\": [{\"kind\": \"external\", \"justification\": ", out);
        json_text(out, k->known);
        fputs("}]", out);
    }
    fprintf(out,
            ",\n         \"properties\": {\"count\": %" PRIu64 ", \"seed\": \"%" PRIu64 "\", \"config\": ", k->count,
            o->seed);
    json_text(out, k->config);
    fputs("}}", out);
}

void outcome_sarif(FILE *out, const struct outcome *o)
{
    fputs("{\n  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n  \"version\": \"2.1.0\",\n"
          "  \"runs\": [\n    {\n      \"tool\": {\n        \"driver\": {\n          \"name\": \"iommu-oracle\",\n"
          "          \"rules\": [",
          out);
    rules(out, o);
    fputs("\n          ]\n        }\n      },\n      \"invocations\": [{\"executionSuccessful\": ", out);
    fputs(o->failure == NULL ? "true" : "false", out);
    fprintf(out, ", \"exitCode\": %d", o->exit);
    if (o->failure != NULL) {
        fputs(", \"exitCodeDescription\": ", out);
        json_text(out, o->failure);
    }
    fputs("}],\n      \"results\": [", out);
    for (unsigned i = 0; i < o->count; i++) {
        fputs(i > 0 ? "," : "", out);
        result(out, o, &o->class[i]);
    }
    fputs("\n      ]\n    }\n  ]\n}\n", out);
}
