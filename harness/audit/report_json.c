/* The report for programs: one JSON object. Numbers that may exceed 2^53 are hexadecimal strings. */
#include "harness/audit/report.h"
#include "harness/check/json_text.h"
#include "harness/oracle/rule_table.h"

static void pair(FILE *out, const char *name, const char *value)
{
    fprintf(out, "\"%s\":", name);
    json_text(out, value);
}

void audit_report_json_witness(FILE *out, const struct audit_report *r, const struct witness *w)
{
    char name[16], command[600];
    if (w->kind == WITNESS_NONE) {
        fputs("null", out);
        return;
    }
    fprintf(out, "{\"kind\":\"%s\",\"requester\":\"%s\",\"access\":\"%s\",\"address\":\"0x%llx\"",
            w->kind == WITNESS_DMA ? "dma" : "interrupt",
            audit_requester_name(w->segment, w->source_id, name, sizeof name), w->write ? "write" : "read",
            (unsigned long long)w->address);
    if (w->kind == WITNESS_INTERRUPT)
        fprintf(out, ",\"data\":\"0x%x\"", w->data);
    fprintf(out, ",\"confirmed\":%s", w->confirmed ? "true" : "false");
    if (!w->confirmed)
        fprintf(out, ",\"rule\":\"%s\"", rule_table[w->rule].id);
    else if (w->kind == WITNESS_DMA)
        fprintf(out, ",\"frame\":\"0x%llx\"", (unsigned long long)w->reaches);
    else
        fprintf(out, ",\"vector\":%u,\"destination\":\"0x%x\"", w->message.vector, w->message.destination);
    fputs(",\"path\":[", out);
    for (int i = 0; i < w->hops; i++)
        fprintf(out, "%s{\"name\":\"%s\",\"at\":\"0x%llx\",\"value\":\"0x%016llx\"}", i == 0 ? "" : ",", w->hop[i].name,
                (unsigned long long)w->hop[i].at, (unsigned long long)w->hop[i].value);
    fputs("],\"command\":", out);
    if (witness_command(&r->survey, w, &r->image, command, sizeof command))
        json_text(out, command);
    else
        fputs("null", out);
    fputc('}', out);
}

static void json_claims(FILE *out, const struct audit_report *r)
{
    fputs("\"claims\":[", out);
    for (size_t i = 0; i < r->verdicts.count; i++) {
        const struct verdict *v = &r->verdicts.verdict[i];
        fprintf(out, "%s\n{\"line\":%d,", i == 0 ? "" : ",", v->claim->place.line);
        pair(out, "claim", v->claim->text);
        fprintf(out, ",\"verdict\":\"%s\",", verdict_names[v->kind]);
        pair(out, "reason", v->text);
        fputs(",\"assumptions\":[", out);
        const char *separator = "";
        for (int a = 0; a < ASSUMPTIONS && v->kind == VERDICT_HOLDS; a++)
            if (v->assumed >> a & 1u) {
                fprintf(out, "%s%d", separator, a + 1);
                separator = ",";
            }
        fputs("],\"witness\":", out);
        audit_report_json_witness(out, r, &v->witness);
        fputc('}', out);
    }
    fputs("],\n\"assumptions\":[", out);
    for (int a = 0; a < ASSUMPTIONS; a++) {
        bool doubtful;
        const char *text = assumption_text((enum assumption)a, r->survey.in, &doubtful);
        fprintf(out, "%s{\"number\":%d,", a == 0 ? "" : ",", a + 1);
        pair(out, "text", text);
        fprintf(out, ",\"doubtful\":%s}", doubtful ? "true" : "false");
    }
    fputs("],\n", out);
}

static void json_findings(FILE *out, const struct audit_report *r)
{
    fputs("\"findings\":[", out);
    for (size_t i = 0; i < r->findings.count; i++) {
        const struct finding *f = &r->findings.finding[i];
        fprintf(out, "%s\n{\"severity\":\"%s\",\"kind\":\"%s\",\"rule\":", i == 0 ? "" : ",",
                severity_names[f->severity], finding_kinds[f->kind].id);
        if (f->rule == VTD_NONE)
            fputs("null", out);
        else
            json_text(out, rule_table[f->rule].id);
        fputc(',', out);
        pair(out, "clause", f->rule == VTD_NONE ? finding_kinds[f->kind].clause : rule_table[f->rule].clause);
        fputc(',', out);
        pair(out, "key", f->key);
        fputc(',', out);
        pair(out, "text", f->text);
        fputs(",\"witness\":", out);
        audit_report_json_witness(out, r, &f->witness);
        fputc('}', out);
    }
    fputs("],\n", out);
}

void audit_report_json(FILE *out, const struct audit_report *r)
{
    static const char *const kinds[] = {"read", "assumed", "missing", "damaged"};
    char headline[400];
    fputs("{\"format\":\"iommu-oracle audit 1\",\n", out);
    pair(out, "headline", audit_report_headline(r, headline, sizeof headline));
    fprintf(out, ",\n\"passes\":%s,\n\"summary\":{\"held\":%zu,\"violated\":%zu,\"not_shown\":%zu",
            audit_report_passes(r) ? "true" : "false", r->verdicts.held, r->verdicts.violated, r->verdicts.not_shown);
    for (int i = 0; i < SEVERITIES; i++)
        fprintf(out, ",\"%s\":%zu", severity_names[i], r->by_severity[i]);
    fputs("},\n", out);
    json_claims(out, r);
    json_findings(out, r);
    audit_report_json_reach(out, r);
    fputs("\"notes\":[", out);
    for (size_t i = 0; i < r->survey.in->notes; i++) {
        fprintf(out, "%s\n{\"kind\":\"%s\",", i == 0 ? "" : ",", kinds[r->survey.in->note[i].kind]);
        pair(out, "text", r->survey.in->note[i].text);
        fputc('}', out);
    }
    fputs("]}\n", out);
}
