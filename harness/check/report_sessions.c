#include "harness/check/report_sessions.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/check/json_text.h"
#include "harness/session/qemu_peer.h"
#include "harness/trace/session_file.h"

void report_sessions_total(struct report *r)
{
    double seconds = 0;
    uint64_t undefined = 0, unconfirmed = 0;
    for (unsigned i = 0; i < r->parts; i++) {
        const struct sessions *s = &r->campaigns[i].sessions;
        r->judged_sessions += s->judged;
        r->judged_operations += s->operations;
        undefined += s->undefined;
        unconfirmed += s->unconfirmed;
        seconds += s->seconds;
    }
    r->session_rate = seconds > 0 ? (double)r->judged_sessions / seconds : 0;
    if (r->judged_sessions > 0)
        fprintf(r->out,
                "judged %" PRIu64 " sessions of %" PRIu64 " operations, %" PRIu64
                " operations without defined effect left out\n",
                r->judged_sessions, r->judged_operations, undefined);
    if (unconfirmed > 0)
        fprintf(r->out, "  %" PRIu64 " differences in sessions did not show when the session was repeated\n",
                unconfirmed);
}

static void fill_file(struct session_file *f, const struct campaign *c, const struct session_difference *d)
{
    memset(f, 0, sizeof *f);
    strcpy(f->origin.target, "qemu-system-x86_64");
    snprintf(f->origin.config, sizeof f->origin.config, "%s", c->config->name);
    f->version = c->version, f->cap = c->cap, f->ecap = c->ecap, f->haw = c->config->haw;
    f->session = d->minimal;
    strcpy(f->origin.verdict, "violation");
    memcpy(f->origin.rules, d->finding.rules, sizeof f->origin.rules);
    memcpy(f->ended, d->ended, sizeof f->ended);
    snprintf(f->origin.why, sizeof f->origin.why, "%s: legal: %s; seen: %s", d->finding.rules, d->finding.legal,
             d->finding.seen);
}

static void save(struct report *r, const struct campaign *c, unsigned n)
{
    struct session_file *f = malloc(sizeof *f);
    char path[512], part[520];
    FILE *out = r->out;
    if (f == NULL)
        return;
    fill_file(f, c, &c->sessions.difference[n]);
    if (r->save != NULL) {
        snprintf(path, sizeof path, "%s/%s-session-%u.trace", r->save, c->config->name, n);
        snprintf(part, sizeof part, "%s.part", path);
        out = fopen(part, "w");
    }
    bool good = out != NULL;
    if (good)
        session_file_write(out, f);
    free(f);
    if (r->save == NULL)
        return;
    if (good) {
        good = ferror(out) == 0;
        good = fclose(out) == 0 && good && rename(part, path) == 0;
    }
    if (good) {
        fprintf(r->out, "      minimal session: %s\n", path);
        return;
    }
    fprintf(stderr, "iommu-oracle: %s: cannot be written: %s\n", path, strerror(errno));
    unlink(part);
    r->unsaved++;
}

static void print_class(struct report *r, const struct campaign *c, unsigned n)
{
    const struct session_difference *d = &c->sessions.difference[n];
    const struct ledger_entry *known = ledger_find(r->ledger, &d->finding);
    fprintf(r->out, "  %-11s %6" PRIu64 "  %-22s legal: %-34s seen: %s  [%s]\n", c->config->name, d->count,
            d->finding.rules, d->finding.legal, d->finding.seen, known != NULL ? known->id : "NEW");
    if (known != NULL) {
        r->covered[known - r->ledger->entry] += d->count;
        return;
    }
    fprintf(r->out, "      %s\n", d->finding.detail);
    r->new_differences += d->count;
    save(r, c, n);
}

void report_sessions_classes(struct report *r)
{
    for (unsigned i = 0; i < r->parts; i++) {
        const struct campaign *c = &r->campaigns[i];
        for (unsigned k = 0; k < c->sessions.classes; k++)
            print_class(r, c, k);
        if (c->sessions.overflow)
            fprintf(r->out, "  %-11s more than %d classes of differences in sessions: the rest is not listed\n",
                    c->config->name, SESSIONS_CLASSES);
        r->new_differences += c->sessions.overflow;
    }
}

void report_sessions_json(FILE *out, const struct report *r)
{
    const char *separator = "";
    fprintf(out,
            ",\n  \"sessions\": {\n    \"judged\": %" PRIu64 ",\n    \"operations\": %" PRIu64
            ",\n    \"per_second\": %.0f,\n    \"classes\": [",
            r->judged_sessions, r->judged_operations, r->session_rate);
    for (unsigned i = 0; i < r->parts; i++)
        for (unsigned k = 0; k < r->campaigns[i].sessions.classes; k++) {
            const struct session_difference *d = &r->campaigns[i].sessions.difference[k];
            const struct ledger_entry *known = ledger_find(r->ledger, &d->finding);
            fprintf(out, "%s\n      {\"config\": \"%s\", \"count\": %" PRIu64 ", \"rules\": ", separator,
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
    fputs("\n    ]\n  }", out);
}

static bool shows(const struct report *r, const struct ledger_entry *e, const struct session_findings *found)
{
    for (unsigned i = 0; i < found->count; i++)
        if (ledger_find(r->ledger, &found->finding[i]) == e)
            return true;
    return false;
}

bool report_sessions_repeat(const struct report *r, const struct ledger_entry *e, FILE *in, char *why, size_t size)
{
    struct session_file *f = malloc(sizeof *f);
    struct judge *j = judge_new();
    struct session_findings found = {.count = 0};
    bool same = false;
    if (f == NULL || j == NULL)
        snprintf(why, size, "no memory");
    else if (session_file_read(in, e->trace, f, why, size) &&
             session_file_repeat(f, r->qemu, j, &found, why, size) != PEER_FAILED) {
        same = shows(r, e, &found);
        snprintf(why, size, "%s", found.count == 0 ? "the target now behaves legally" : found.finding[0].seen);
    }
    judge_free(j);
    free(f);
    return same;
}
