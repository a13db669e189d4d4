/* The report as SARIF 2.1.0: findings, and claims that do not hold, for tools that collect such things. */
#include <stdlib.h>

#include "harness/audit/report.h"
#include "harness/check/json_text.h"

static void rules(FILE *out)
{
    for (int i = 0; i < FINDING_KINDS; i++) {
        fprintf(out, "{\"id\":\"%s\",\"shortDescription\":{\"text\":", finding_kinds[i].id);
        json_text(out, finding_kinds[i].title);
        fputs("},\"help\":{\"text\":", out);
        char help[120];
        snprintf(help, sizeof help, "VT-d specification, clause %s", finding_kinds[i].clause);
        json_text(out, help);
        fputs("}},\n", out);
    }
    fputs("{\"id\":\"claim-violated\",\"shortDescription\":{\"text\":\"a claim does not hold\"}},\n"
          "{\"id\":\"claim-not-shown\",\"shortDescription\":{\"text\":\"a claim could not be shown to hold\"}}",
          out);
}

static void message(FILE *out, const struct audit_report *r, const char *text, const struct witness *w)
{
    char command[600];
    fputs("\"message\":{\"text\":", out);
    json_text(out, text);
    fputs("},\"properties\":{\"witness\":", out);
    audit_report_json_witness(out, r, w);
    fputc('}', out);
    if (witness_command(&r->survey, w, &r->image, command, sizeof command)) {
        fputs(",\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":", out);
        json_text(out, r->image.image);
        /* the last word that was read */
        fprintf(out, "},\"region\":{\"byteOffset\":%llu,\"byteLength\":8}}}]",
                w->hops == 0 || w->hop[w->hops - 1].at < r->image.base
                    ? 0ull
                    : (unsigned long long)(w->hop[w->hops - 1].at - r->image.base));
    }
}

static void claim(FILE *out, const struct audit_report *r, const struct verdict *v)
{
    fprintf(out, "{\"ruleId\":\"%s\",\"level\":\"%s\",",
            v->kind == VERDICT_VIOLATED ? "claim-violated" : "claim-not-shown",
            v->kind == VERDICT_VIOLATED ? "error" : "warning");
    struct witness none = {.kind = WITNESS_NONE};
    char *text = audit_format("%s: %s", v->claim->text, v->text);
    message(out, r, text, &none);
    free(text);
    fputs(",\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":", out);
    json_text(out, r->claims.path);
    fprintf(out, "},\"region\":{\"startLine\":%d}}}]", v->claim->place.line);
    fputc('}', out);
}

static void finding(FILE *out, const struct audit_report *r, const struct finding *f)
{
    static const char *const levels[SEVERITIES] = {"error", "error", "warning", "note", "note"};
    fprintf(out, "{\"ruleId\":\"%s\",\"level\":\"%s\",\"partialFingerprints\":{\"key\":", finding_kinds[f->kind].id,
            levels[f->severity]);
    json_text(out, f->key);
    fputs("},", out);
    message(out, r, f->text, &f->witness);
    fputc('}', out);
}

void audit_report_sarif(FILE *out, const struct audit_report *r)
{
    const char *separator = "\n";
    fputs("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{"
          "\"driver\":{\"name\":\"iommu-oracle audit\",\"rules\":[\n",
          out);
    rules(out);
    fputs("]}},\"results\":[", out);
    for (size_t i = 0; i < r->verdicts.count; i++) {
        if (r->verdicts.verdict[i].kind == VERDICT_HOLDS)
            continue;
        fputs(separator, out);
        claim(out, r, &r->verdicts.verdict[i]);
        separator = ",\n";
    }
    for (size_t i = 0; i < r->findings.count; i++) {
        fputs(separator, out);
        finding(out, r, &r->findings.finding[i]);
        separator = ",\n";
    }
    fputs("]}]}\n", out);
}
