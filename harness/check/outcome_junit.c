/* The outcome of a check as JUnit XML: one test case for the run, one for each class of difference. */
#include <inttypes.h>

#include "harness/check/outcome.h"

static void xml_text(FILE *out, const char *text)
{
    for (const char *s = text; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '<' || c == '>' || c == '&' || c == '"')
            fprintf(out, "&#%u;", c);
        else
            fputc(c < 0x20 || c == 0x7F ? '?' : c, out);
    }
}

static void attribute(FILE *out, const char *name, const char *text)
{
    fprintf(out, " %s=\"", name);
    xml_text(out, text);
    fputs("\"", out);
}

static void class(FILE *out, const struct outcome_class *k)
{
    const struct finding *f = k->finding;
    char clause[64];
    outcome_clause(f, clause, sizeof clause);
    fputs("    <testcase", out);
    attribute(out, "classname", k->config);
    fputs(" name=\"", out);
    xml_text(out, f->rules);
    fputs(": ", out);
    xml_text(out, f->seen);
    fprintf(out, "\">\n      <%s", k->known != NULL ? "skipped" : "failure");
    attribute(out, "message", k->known != NULL ? k->known : f->rules);
    fputs(k->known != NULL ? "/>\n      <system-out>" : ">", out);
    fprintf(out, "%" PRIu64 " times; clause ", k->count);
    xml_text(out, clause);
    fputs("; legal: ", out);
    xml_text(out, f->legal);
    fputs("; seen: ", out);
    xml_text(out, f->seen);
    fputs("; ", out);
    xml_text(out, f->detail);
    if (k->trace[0] != '\0') {
        fputs("; trace: ", out);
        xml_text(out, k->trace);
    }
    fputs(k->known != NULL ? "</system-out>\n" : "</failure>\n", out);
    fputs("    </testcase>\n", out);
}

void outcome_junit(FILE *out, const struct outcome *o)
{
    unsigned known = 0;
    for (unsigned i = 0; i < o->count; i++)
        known += o->class[i].known != NULL;
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite", out);
    attribute(out, "name", o->target);
    fprintf(out, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\">\n", o->count + 1u, o->count - known,
            o->failure != NULL, known);
    fputs("    <properties>\n", out);
    fprintf(out, "      <property name=\"seed\" value=\"%" PRIu64 "\"/>\n", o->seed);
    fprintf(out, "      <property name=\"sessions\" value=\"%" PRIu64 "\"/>\n", o->sessions);
    fprintf(out, "      <property name=\"operations\" value=\"%" PRIu64 "\"/>\n", o->operations);
    fputs("      <property name=\"target-version\"", out);
    attribute(out, "value", o->version);
    fputs("/>\n    </properties>\n    <testcase", out);
    attribute(out, "classname", o->config);
    fputs(" name=\"target answers\">\n", out);
    if (o->failure != NULL) {
        fputs("      <error", out);
        attribute(out, "message", o->failure);
        fputs("/>\n", out);
    }
    fputs("    </testcase>\n", out);
    for (unsigned i = 0; i < o->count; i++)
        class(out, &o->class[i]);
    fputs("  </testsuite>\n</testsuites>\n", out);
}
