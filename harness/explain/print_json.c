/* An explanation for programs. 64-bit values are texts: not every reader has numbers that large. */
#include <inttypes.h>

#include "harness/check/json_text.h"
#include "harness/check/outcome.h"
#include "harness/explain/explanation.h"
#include "harness/oracle/rule_table.h"

static void member(FILE *out, const char *before, const char *name, const char *text)
{
    fprintf(out, "%s\"%s\": ", before, name);
    json_text(out, text);
}

static void word(FILE *out, const struct explained_word *w)
{
    member(out, "\n    {", "name", w->name);
    fprintf(out, ", \"address\": \"0x%" PRIx64 "\", \"readable\": %s, \"value\": \"0x%" PRIx64 "\", \"since\": %u",
            w->address, w->readable ? "true" : "false", w->value, w->since);
    member(out, ", ", "says", w->says);
    fputs(", \"earlier\": [", out);
    for (unsigned i = 0; i < w->pasts; i++)
        fprintf(out, "%s{\"value\": \"0x%" PRIx64 "\", \"from\": %u, \"until\": %u, \"may_be_held\": %s}",
                i > 0 ? ", " : "", w->past[i].value, w->past[i].from, w->past[i].until,
                w->past[i].used ? "true" : "false");
    fputs("]}", out);
}

static void rules(FILE *out, const struct explanation *e)
{
    fputs(",\n  \"rules\": [", out);
    for (unsigned i = 0; i < e->rules; i++) {
        const struct rule_text *r = &rule_table[e->rule[i]];
        member(out, i > 0 ? ",\n    {" : "\n    {", "id", r->id);
        fprintf(out, ", \"fault_reason\": %u", r->code);
        member(out, ", ", "clause", r->clause);
        member(out, ", ", "condition", r->condition);
        fputs("}", out);
    }
    fputs("]", out);
}

static void finding(FILE *out, const struct explanation *e)
{
    char clause[64];
    fprintf(out, ",\n  \"verdict\": \"%s\",\n  \"violation\": ",
            e->undefined ? "not judged"
            : e->legal   ? "legal"
                         : "violation");
    if (e->legal || e->undefined) {
        fputs("null", out);
        return;
    }
    outcome_clause(&e->finding, clause, sizeof clause);
    member(out, "{", "rules", e->finding.rules);
    member(out, ", ", "clause", clause);
    member(out, ", ", "legal", e->finding.legal);
    member(out, ", ", "seen", e->finding.seen);
    member(out, ", ", "detail", e->finding.detail);
    fputs("}", out);
}

void explain_json(FILE *out, const char *path, const struct explanation *e)
{
    member(out, "{\n  ", "trace", path);
    fprintf(out, ",\n  \"operation\": %u,\n  \"operations\": %u", e->step, e->steps);
    member(out, ",\n  ", "asked", e->asked);
    member(out, ",\n  ", "meaning", e->meaning);
    finding(out, e);
    fputs(",\n  \"words\": [", out);
    for (unsigned i = 0; i < e->words; i++) {
        fputs(i > 0 ? "," : "", out);
        word(out, &e->word[i]);
    }
    fprintf(out, "],\n  \"anything_legal\": %s,\n  \"legal\": [", e->open ? "true" : "false");
    for (unsigned i = 0; i < e->answers; i++) {
        member(out, i > 0 ? ",\n    {" : "\n    {", "answer", e->answer[i].text);
        member(out, ", ", "why", e->answer[i].why);
        fputs("}", out);
    }
    fputs("],\n  \"seen\": [", out);
    for (unsigned i = 0; i < e->facts; i++) {
        fputs(i > 0 ? ",\n    " : "\n    ", out);
        json_text(out, e->fact[i]);
    }
    fputs("]", out);
    rules(out, e);
    fputs("\n}\n", out);
}
