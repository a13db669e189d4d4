/* An explanation for people. */
#include <inttypes.h>

#include "harness/check/outcome.h"
#include "harness/explain/explanation.h"
#include "harness/oracle/rule_table.h"

static void verdict(FILE *out, const struct explanation *e)
{
    char clause[64];
    if (e->undefined) {
        fputs("not judged: software has done what has no defined effect, or nothing can be said\n", out);
        return;
    }
    if (e->legal) {
        fputs("legal\n", out);
        return;
    }
    outcome_clause(&e->finding, clause, sizeof clause);
    fprintf(out, "violation of %s%s%s: legal: %s; seen: %s\n", e->finding.rules, clause[0] != '\0' ? ", clause " : "",
            clause, e->finding.legal, e->finding.seen);
}

static void word(FILE *out, const struct explained_word *w)
{
    fprintf(out, "  %-26s at 0x%" PRIx64 ": ", w->name, w->address);
    if (w->readable)
        fprintf(out, "0x%016" PRIx64 " ", w->value);
    if (w->readable && w->since > 0)
        fprintf(out, "since operation %u", w->since);
    else if (w->readable)
        fputs("from the start", out);
    fprintf(out, "%s%s\n", w->says[0] != '\0' ? ": " : "", w->says);
    for (unsigned i = w->pasts; i-- > 0;)
        fprintf(out, "  %26s earlier 0x%016" PRIx64 " from operation %u until %u%s\n", "", w->past[i].value,
                w->past[i].from, w->past[i].until, w->past[i].used ? ", which may still be held" : "");
}

void explain_text(FILE *out, const char *path, const struct explanation *e)
{
    fprintf(out, "%s, operation %u of %u: ", path, e->step, e->steps);
    verdict(out, e);
    fprintf(out, "asked: %s\n       %s\n", e->asked, e->meaning);
    fputs(e->words > 0 ? "read:\n" : "read: no table word\n", out);
    for (unsigned i = 0; i < e->words; i++)
        word(out, &e->word[i]);
    if (e->open)
        fputs("legal: anything (too much has changed to tell)\n", out);
    else if (e->answers > 0)
        fputs("legal:\n", out);
    for (unsigned i = 0; i < e->answers && !e->open; i++)
        fprintf(out, "  %s\n    %s\n", e->answer[i].text, e->answer[i].why);
    fputs("seen:\n", out);
    for (unsigned i = 0; i < e->facts; i++)
        fprintf(out, "  %s\n", e->fact[i]);
    if (!e->legal && !e->undefined && e->finding.detail[0] != '\0')
        fprintf(out, "detail: %s\n", e->finding.detail);
    for (unsigned i = 0; i < e->rules; i++) {
        const struct rule_text *r = &rule_table[e->rule[i]];
        fprintf(out, "rule %s: fault reason %02Xh, clause %s: %s\n", r->id, r->code, r->clause, r->condition);
    }
}
