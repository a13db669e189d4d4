#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "harness/check/json_text.h"
#include "harness/check/report.h"
#include "harness/check/report_sessions.h"

static void classes(FILE *out, const struct report *r)
{
    const char *separator = "";
    for (unsigned i = 0; i < r->parts; i++)
        for (unsigned k = 0; k < r->campaigns[i].classes; k++) {
            const struct difference *d = &r->campaigns[i].difference[k];
            const struct ledger_entry *known = ledger_find(r->ledger, &d->finding);
            fprintf(out, "%s\n    {\"config\": \"%s\", \"count\": %" PRIu64 ", \"rules\": ", separator,
                    r->campaigns[i].config->name, d->count);
            json_text(out, d->finding.rules);
            fputs(", \"legal\": ", out);
            json_text(out, d->finding.legal);
            fputs(", \"seen\": ", out);
            json_text(out, d->finding.seen);
            fputs(", \"ledger\": ", out);
            if (known != NULL)
                json_text(out, known->id);
            else
                fputs("null", out);
            fputs("}", out);
            separator = ",";
        }
}

bool report_json(const struct report *r, const char *path, int code)
{
    char part[4096];
    if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part)
        return false;
    FILE *out = fopen(part, "w");
    if (out == NULL)
        return false;
    fprintf(out,
            "{\n  \"format\": \"iommu-oracle check 1\",\n  \"verdict\": \"%s\",\n  \"target\": "
            "\"qemu-system-x86_64\",\n  \"exit\": %d,\n  \"seed\": %" PRIu64 ",\n  \"dma\": %" PRIu64
            ",\n  \"interrupts\": %" PRIu64
            ",\n  \"dma_per_second\": %.0f,\n  \"interrupts_per_second\": %.0f,\n  \"new_differences\": %" PRIu64
            ",\n  \"aborts\": %" PRIu64 ",\n  \"stray_words\": %" PRIu64 ",\n  \"classes\": [",
            r->word, code, r->seed, r->judged_dma, r->judged_interrupts, r->dma_rate, r->interrupt_rate,
            r->new_differences, r->aborts, r->stray);
    classes(out, r);
    fputs("\n  ]", out);
    report_sessions_json(out, r);
    fputs(",\n  \"ledger\": [", out);
    for (unsigned i = 0; i < r->ledger->count; i++) {
        fprintf(out, "%s\n    {\"id\": ", i > 0 ? "," : "");
        json_text(out, r->ledger->entry[i].id);
        fprintf(out, ", \"reproduced\": %s, \"covered\": %" PRIu64 "}", r->reproduced[i] ? "true" : "false",
                r->covered[i]);
    }
    fputs("\n  ]\n}\n", out);
    bool failed = ferror(out) != 0;
    failed |= fclose(out) != 0;
    if (failed || rename(part, path) != 0) {
        unlink(part);
        return false;
    }
    return true;
}
