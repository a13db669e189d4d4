/* The report for people: verdict first, then claims, findings, reach, interrupts, input. */
#include <ctype.h>
#include <stdlib.h>

#include "harness/audit/report.h"
#include "harness/oracle/rule_table.h"

void audit_report_text_witness(FILE *out, const struct audit_report *r, const struct witness *w, bool path)
{
    char name[16], command[600];
    if (w->kind == WITNESS_NONE)
        return;
    audit_requester_name(w->segment, w->source_id, name, sizeof name);
    fprintf(out, "      %s %s 0x%llx", name, w->write ? "writes" : "reads", (unsigned long long)w->address);
    if (w->kind == WITNESS_INTERRUPT)
        fprintf(out, " (data 0x%x): %s\n", w->data, w->confirmed ? "delivered" : "blocked");
    else if (w->confirmed)
        fprintf(out, ": reaches 0x%llx\n", (unsigned long long)w->reaches);
    else
        fprintf(out, ": blocked with %s\n", rule_table[w->rule].id);
    for (int i = 0; i < w->hops && path; i++)
        fprintf(out, "        %-22s at 0x%-12llx 0x%016llx\n", w->hop[i].name, (unsigned long long)w->hop[i].at,
                (unsigned long long)w->hop[i].value);
    if (witness_command(&r->survey, w, &r->image, command, sizeof command))
        fprintf(out, "        confirm: %s\n", command);
}

static void text_assumed(FILE *out, uint64_t assumed)
{
    const char *separator = "";
    fputs("      assuming ", out);
    for (int a = 0; a < ASSUMPTIONS; a++)
        if (assumed >> a & 1u) {
            fprintf(out, "%s%d", separator, a + 1);
            separator = ", ";
        }
    fputc('\n', out);
}

static void text_claims(FILE *out, const struct audit_report *r)
{
    uint64_t assumed = 0;
    if (r->verdicts.count == 0)
        return;
    fprintf(out, "\nClaims of %s\n", r->claims.path);
    for (size_t i = 0; i < r->verdicts.count; i++) {
        const struct verdict *v = &r->verdicts.verdict[i];
        static const char *const words[] = {"holds", "NOT SHOWN", "VIOLATED"};
        fprintf(out, "  %-9s line %d: %s\n", words[v->kind], v->claim->place.line, v->claim->text);
        fprintf(out, "      %s\n", v->text);
        audit_report_text_witness(out, r, &v->witness, true);
        if (v->kind == VERDICT_HOLDS) {
            text_assumed(out, v->assumed);
            assumed |= v->assumed;
        }
    }
    if (assumed == 0)
        return;
    fputs("\nA claim that holds was shown for this image, entry by entry, assuming that\n", out);
    for (int a = 0; a < ASSUMPTIONS; a++) {
        bool doubtful;
        const char *text = assumption_text((enum assumption)a, r->survey.in, &doubtful);
        if (assumed >> a & 1u)
            fprintf(out, "  %d. %s%s\n", a + 1, text, doubtful ? " (check this)" : "");
    }
}

static void text_findings(FILE *out, const struct audit_report *r)
{
    if (r->findings.count == 0) {
        fputs("\nNo findings\n", out);
        return;
    }
    fputs("\nFindings\n", out);
    for (size_t i = 0; i < r->findings.count; i++) {
        const struct finding *f = &r->findings.finding[i];
        char word[8] = "";
        for (size_t k = 0; k < sizeof word - 1 && severity_names[f->severity][k] != '\0'; k++)
            word[k] = (char)toupper((unsigned char)severity_names[f->severity][k]);
        fprintf(out, "  %-6s %s (clause %s)\n      %s\n", word, finding_kinds[f->kind].id,
                f->rule == VTD_NONE ? finding_kinds[f->kind].clause : rule_table[f->rule].clause, f->text);
        audit_report_text_witness(out, r, &f->witness, r->full || f->severity <= SEVERITY_HIGH);
    }
}

static void text_input(FILE *out, const struct audit_input *in)
{
    static const char *const words[] = {"read", "assumed", "missing", "DAMAGED"};
    uint64_t bytes = 0;
    for (size_t i = 0; i < in->extents; i++)
        bytes += in->extent[i].end - in->extent[i].first;
    fprintf(out, "\nInput: %llu KB of memory in %zu pieces, %zu units, %zu devices%s\n",
            (unsigned long long)bytes >> 10, in->extents, in->units, in->devices,
            in->partial ? " (from text: table entries only)" : "");
    for (size_t i = 0; i < in->notes; i++)
        fprintf(out, "  %-8s %s\n", words[in->note[i].kind], in->note[i].text);
}

void audit_report_text(FILE *out, const struct audit_report *r)
{
    char headline[400];
    fprintf(out, "%s\n", audit_report_headline(r, headline, sizeof headline));
    text_claims(out, r);
    text_findings(out, r);
    audit_report_text_reach(out, r);
    audit_report_text_interrupts(out, r);
    text_input(out, r->survey.in);
}
