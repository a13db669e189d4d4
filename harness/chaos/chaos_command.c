/* iommu-oracle chaos: an implementation that uses every freedom at random is never accused. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/chaos/report.h"
#include "harness/check/json_text.h"
#include "harness/cli/commands.h"
#include "harness/cli/options.h"
#include "harness/cli/stop.h"

enum { PROFILES = 16 };

struct totals {
    unsigned parts;
    const struct chaos_profile *profile[PROFILES];
    struct chaos_result part[PROFILES];
    struct chaos_result all;
    unsigned idle; /* behaviours that were never shown */
};

struct arguments {
    uint64_t operations, seed;
    const struct chaos_profile *profile; /* NULL: every one */
    const char *json;
};

static bool take_profile(struct arguments *a, const char *name)
{
    a->profile = chaos_profile_named(name);
    if (a->profile != NULL)
        return true;
    fprintf(stderr, "iommu-oracle: unknown profile '%s' for chaos: expected", name);
    for (unsigned i = 0; i < chaos_profile_count; i++)
        fprintf(stderr, "%s %s", i > 0 ? "," : "", chaos_profiles[i].name);
    fputs("\n", stderr);
    return false;
}

static bool parse(int argc, char **argv, struct arguments *a)
{
    for (int i = 1; i < argc; i++) {
        const char *option = argv[i], *value = NULL;
        bool known = strcmp(option, "--operations") == 0 || strcmp(option, "--seed") == 0 ||
                     strcmp(option, "--profile") == 0 || strcmp(option, "--json") == 0;
        if (!known)
            fprintf(stderr, "iommu-oracle: unknown option '%s' for chaos (see iommu-oracle help)\n", option);
        if (!known || (value = option_value(argc, argv, &i)) == NULL)
            return false;
        if (strcmp(option, "--json") == 0)
            a->json = value;
        else if (strcmp(option, "--profile") == 0) {
            if (!take_profile(a, value))
                return false;
        } else if (!option_number(option, value, strcmp(option, "--seed") == 0 ? 0 : 1, 1000000000000u,
                                  strcmp(option, "--seed") == 0 ? &a->seed : &a->operations))
            return false;
    }
    return true;
}

/* ---- gathering ---- */

static void add(struct totals *t, const struct chaos_result *r)
{
    t->all.sessions += r->sessions;
    t->all.operations += r->operations;
    t->all.requests += r->requests;
    t->all.undefined += r->undefined;
    t->all.accusations += r->accusations;
    t->all.seconds += r->seconds;
    for (unsigned f = 0; f < CHAOS_FREEDOMS; f++)
        for (unsigned b = 0; b < 2; b++)
            t->all.count[f][b] += r->count[f][b];
}

static bool run_all(const struct arguments *a, struct totals *t)
{
    unsigned parts = a->profile != NULL ? 1u : chaos_profile_count;
    for (unsigned i = 0; i < parts; i++) {
        struct chaos_run run = {.profile = a->profile != NULL ? a->profile : &chaos_profiles[i],
                                .operations = (a->operations + parts - 1u) / parts,
                                .seed = a->seed + i * 1000003u};
        t->profile[t->parts] = run.profile;
        if (!chaos_campaign(&run, &t->part[t->parts]))
            return false;
        add(t, &t->part[t->parts++]);
    }
    for (unsigned f = 0; f < CHAOS_FREEDOMS; f++)
        for (unsigned b = 0; b < 2; b++)
            t->idle += t->all.count[f][b] == 0;
    return true;
}

/* ---- reports ---- */

static void print(const struct arguments *a, const struct totals *t)
{
    printf("%s: %" PRIu64 " operations in %" PRIu64 " sessions of %u profile%s, seed %" PRIu64 ": %" PRIu64
           " accusations, %u behaviours never shown\n",
           t->all.accusations == 0 ? "CONFORMS" : "ACCUSED", t->all.operations, t->all.sessions, t->parts,
           t->parts == 1 ? "" : "s", a->seed, t->all.accusations, t->idle);
    for (unsigned i = 0; i < t->parts; i++) {
        const struct chaos_result *r = &t->part[i];
        printf("  %-10s %9" PRIu64 " operations, %8" PRIu64 " requests, %7" PRIu64 " not judged, %" PRIu64
               " accusations: %s\n",
               t->profile[i]->name, r->operations, r->requests, r->undefined, r->accusations, t->profile[i]->what);
        if (r->accusations > 0) {
            printf("    operation %" PRIu64 ": ", r->first_operation);
            chaos_print_finding(stdout, &r->first);
        }
    }
    for (unsigned f = 0; f < CHAOS_FREEDOMS; f++)
        printf("  freedom %2u %-26s %10" PRIu64 " %-40s %10" PRIu64 " %s\n", freedom_table[f].number,
               freedom_table[f].name, t->all.count[f][0], freedom_table[f].behaviour[0], t->all.count[f][1],
               freedom_table[f].behaviour[1]);
}

static void json_freedom(FILE *out, unsigned f, const uint64_t count[2])
{
    const struct freedom_text *x = &freedom_table[f];
    fprintf(out, "%s\n    {\"number\": %u, \"name\": ", f > 0 ? "," : "", x->number);
    json_text(out, x->name);
    fputs(", \"clause\": ", out);
    json_text(out, x->clause);
    fputs(", \"behaviours\": [", out);
    for (unsigned b = 0; b < 2; b++) {
        fprintf(out, "%s{\"count\": %" PRIu64 ", \"what\": ", b > 0 ? ", " : "", count[b]);
        json_text(out, x->behaviour[b]);
        fputs("}", out);
    }
    fputs("]}", out);
}

static bool write_json(const struct arguments *a, const struct totals *t)
{
    FILE *out = chaos_report_open(a->json);
    if (out == NULL)
        return false;
    fprintf(out,
            "{\n  \"operations\": %" PRIu64 ",\n  \"sessions\": %" PRIu64 ",\n  \"requests\": %" PRIu64
            ",\n  \"not_judged\": %" PRIu64 ",\n  \"seed\": %" PRIu64 ",\n  \"accusations\": %" PRIu64
            ",\n  \"never_shown\": %u,\n  \"seconds\": %.1f,\n  \"profiles\": [",
            t->all.operations, t->all.sessions, t->all.requests, t->all.undefined, a->seed, t->all.accusations, t->idle,
            t->all.seconds);
    for (unsigned i = 0; i < t->parts; i++) {
        const struct chaos_result *r = &t->part[i];
        fprintf(out, "%s\n    {\"name\": ", i > 0 ? "," : "");
        json_text(out, t->profile[i]->name);
        fprintf(out, ", \"operations\": %" PRIu64 ", \"not_judged\": %" PRIu64 ", \"accusations\": %" PRIu64,
                r->operations, r->undefined, r->accusations);
        if (r->accusations > 0) {
            fprintf(out, ", \"first\": {\"operation\": %" PRIu64 ", ", r->first_operation);
            chaos_json_finding(out, &r->first);
            fputs("}", out);
        }
        fputs("}", out);
    }
    fputs("\n  ],\n  \"freedoms\": [", out);
    for (unsigned f = 0; f < CHAOS_FREEDOMS; f++)
        json_freedom(out, f, t->all.count[f]);
    fputs("\n  ]\n}\n", out);
    return chaos_report_close(out, a->json);
}

int chaos_command(int argc, char **argv)
{
    struct arguments a = {.operations = 1200000, .seed = 1};
    if (!parse(argc, argv, &a))
        return EXIT_BAD_INPUT;
    struct totals *t = calloc(1, sizeof *t);
    int code = EXIT_TARGET;
    if (t != NULL && chaos_profile_count <= PROFILES && run_all(&a, t)) {
        /* A short run or a single profile need not show everything. */
        bool complete = a.profile == NULL && a.operations >= 1000000;
        code = t->all.accusations > 0 || (complete && t->idle > 0) ? EXIT_VIOLATION : EXIT_CONFORMS;
        stop_hold();
        print(&a, t);
        if (a.json != NULL && !write_json(&a, t))
            code = EXIT_TARGET;
    } else {
        fputs("iommu-oracle: no memory\n", stderr);
    }
    for (unsigned i = 0; t != NULL && i < t->parts; i++)
        free(t->part[i].accused);
    free(t);
    return code;
}
