#include "harness/check/report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/check/report_sessions.h"
#include "harness/trace/trace_text.h"

#define TRACES "counterexamples/"

static void total(struct report *r)
{
    double dma = 0, interrupts = 0;
    for (unsigned i = 0; i < r->parts; i++) {
        const struct campaign *c = &r->campaigns[i];
        r->judged_dma += c->judged_dma;
        r->judged_interrupts += c->judged_interrupts;
        r->aborts += c->aborts;
        r->stray += c->stray_words;
        dma += c->dma_seconds;
        interrupts += c->interrupt_seconds;
    }
    r->dma_rate = dma > 0 ? (double)r->judged_dma / dma : 0;
    r->interrupt_rate = interrupts > 0 ? (double)r->judged_interrupts / interrupts : 0;
}

static void save_case(struct report *r, const struct campaign *c, unsigned n)
{
    char path[512], part[520];
    if (r->save == NULL)
        return;
    snprintf(path, sizeof path, "%s/%s-%u.trace", r->save, c->config->name, n);
    snprintf(part, sizeof part, "%s.part", path);
    FILE *out = fopen(part, "w");
    bool good = out != NULL;
    if (good) {
        case_write(out, &c->difference[n].minimal);
        good = ferror(out) == 0;
        good = fclose(out) == 0 && good && rename(part, path) == 0;
    }
    if (good) {
        fprintf(r->out, "      minimal case: %s\n", path);
        return;
    }
    fprintf(stderr, "iommu-oracle: %s: cannot be written: %s\n", path, strerror(errno));
    unlink(part);
    r->unsaved++;
}

static void print_classes(struct report *r)
{
    for (unsigned i = 0; i < r->parts; i++) {
        const struct campaign *c = &r->campaigns[i];
        for (unsigned k = 0; k < c->classes; k++) {
            const struct difference *d = &c->difference[k];
            const struct ledger_entry *known = ledger_find(r->ledger, &d->finding);
            fprintf(r->out, "  %-11s %6" PRIu64 "  %-22s legal: %-34s seen: %s  [%s]\n", c->config->name, d->count,
                    d->finding.rules, d->finding.legal, d->finding.seen, known != NULL ? known->id : "NEW");
            if (known != NULL) {
                r->covered[known - r->ledger->entry] += d->count;
            } else {
                r->new_differences += d->count;
                save_case(r, c, k);
                if (r->save == NULL)
                    case_write(r->out, &d->minimal);
            }
        }
        if (c->overflow)
            fprintf(r->out, "  %-11s more than %d classes of differences: the rest is not listed\n", c->config->name,
                    CAMPAIGN_CLASSES);
        r->new_differences += c->overflow;
    }
}

/* Does the request in this open file still show the difference? */
static bool repeat_case(const struct report *r, const struct ledger_entry *e, FILE *in, char *why, size_t size)
{
    static struct case_file c;
    struct qemu q;
    struct finding f;
    struct vtd_caps caps;
    uint64_t raw[2];
    struct qemu_options options = {.binary = r->qemu, .trace = QEMU_TRACE_INTERRUPT};
    if (!case_read(in, e->trace, &c, why, size))
        return false;
    const struct check_config *config = check_config_find(c.origin.config);
    if (config == NULL) {
        snprintf(why, size, "%s: unknown config '%s'", e->trace, c.origin.config);
        return false;
    }
    bool legal = true;
    if (campaign_open(&q, config, &options, &caps, raw) == QEMU_OK)
        legal = campaign_repeat(&q, &c, &f);
    snprintf(why, size, "%s", q.status != QEMU_OK ? q.message.text : legal ? "the target now behaves legally" : f.seen);
    bool same = q.status == QEMU_OK && !legal && ledger_find(r->ledger, &f) == e;
    qemu_close(&q);
    return same;
}

/* Does the entry's trace still show the difference, and does the entry describe it? */
static bool repeat_entry(const struct report *r, const struct ledger_entry *e, char *why, size_t size)
{
    char path[256];
    bool session;
    snprintf(path, sizeof path, TRACES "%s", e->trace);
    FILE *in = trace_open(path, &session, why, size);
    if (in == NULL)
        return false;
    bool same = session ? report_sessions_repeat(r, e, in, why, size) : repeat_case(r, e, in, why, size);
    fclose(in);
    return same;
}

static bool repeat_ledger(struct report *r)
{
    bool all = true;
    fprintf(r->out, "ledger of known deviations, each repeated against this target:\n");
    for (unsigned i = 0; i < r->ledger->count; i++) {
        const struct ledger_entry *e = &r->ledger->entry[i];
        char why[1100];
        r->reproduced[i] = repeat_entry(r, e, why, sizeof why);
        fprintf(r->out, "  %-28s %-14s seen %6" PRIu64 "  %s%s\n      clause %s: %s\n", e->id,
                r->reproduced[i] ? "reproduces" : "DOES NOT", r->covered[i],
                r->reproduced[i] ? "" : "reproduce: ", r->reproduced[i] ? "" : why, e->clause, e->why);
        all = all && r->reproduced[i];
    }
    return all;
}

/* Something other than QEMU's answers went wrong: missing, cannot start, interrupted, too many aborts. */
static const struct campaign *failed(const struct report *r)
{
    for (unsigned i = 0; i < r->parts; i++)
        if (r->campaigns[i].status != QEMU_OK)
            return &r->campaigns[i];
    return NULL;
}

/* Everything below the verdict; fills the counts. */
static void print_body(struct report *r)
{
    total(r);
    fprintf(r->out, "judged %" PRIu64 " DMAs and %" PRIu64 " interrupts, seed %" PRIu64 "\n", r->judged_dma,
            r->judged_interrupts, r->seed);
    report_sessions_total(r);
    if (r->judged_dma + r->judged_interrupts > 0)
        fprintf(r->out, "differences by class:\n");
    print_classes(r);
    report_sessions_classes(r);
    for (unsigned i = 0; i < r->parts; i++)
        if (r->campaigns[i].aborts > 0)
            fprintf(r->out, "  %-11s target ended by itself %" PRIu64 " times, last: %s\n",
                    r->campaigns[i].config->name, r->campaigns[i].aborts, r->campaigns[i].message);
    if (r->stray > 0)
        fprintf(r->out, "  %" PRIu64 " words of memory changed that no request may reach\n", r->stray);
}

/* The one line that comes first. Returns the exit code. */
static int print_verdict(struct report *r, const struct campaign *bad, bool ledger_holds)
{
    bool interrupted = bad != NULL && bad->status == QEMU_INTERRUPTED;
    bool clean = r->new_differences == 0 && ledger_holds && r->aborts == 0 && r->stray == 0;
    if (bad != NULL && !interrupted) {
        r->word = "FAILED", r->failure = bad->message;
        printf("FAILED: target: %s\n", bad->message);
        return 3;
    }
    r->word = !clean ? "VIOLATION" : interrupted ? "INTERRUPTED" : "CONFORMS";
    printf("%s: %" PRIu64 " requests and %" PRIu64 " sessions judged, %" PRIu64
           " differences not in the ledger, %s%s\n",
           r->word, r->judged_dma + r->judged_interrupts, r->judged_sessions, r->new_differences,
           interrupted    ? "ledger not repeated"
           : ledger_holds ? "every ledger entry reproduces"
                          : "a ledger entry does not reproduce",
           interrupted ? " (interrupted: partial result)" : "");
    return clean ? (interrupted ? 3 : 0) : 1;
}

int report_print(struct report *r)
{
    char *body = NULL;
    size_t size = 0;
    const struct campaign *bad = failed(r);
    r->out = open_memstream(&body, &size);
    if (r->out == NULL) {
        fputs("iommu-oracle: no memory for the report\n", stderr);
        return 3;
    }
    print_body(r);
    bool ledger_holds = bad != NULL || repeat_ledger(r);
    fclose(r->out);
    r->out = NULL;
    int code = print_verdict(r, bad, ledger_holds);
    fputs(body, stdout);
    free(body);
    return code;
}
