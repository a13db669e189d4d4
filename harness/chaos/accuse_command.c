/* iommu-oracle accuse: every mutant of the chaos implementation is accused. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/chaos/accuse.h"
#include "harness/chaos/report.h"
#include "harness/check/json_text.h"
#include "harness/cli/commands.h"
#include "harness/cli/options.h"
#include "harness/cli/stop.h"

static const char *const verdict_text[] = {"accused", "accused of something else", "accused too late", "not accused",
                                           "not tried: no memory"};

struct arguments {
    enum chaos_mutant mutant; /* MUTANT_NONE: every one */
    uint64_t seed;
    const char *json;
};

static bool take_mutant(struct arguments *a, const char *name)
{
    a->mutant = mutant_named(name);
    if (a->mutant != MUTANT_NONE && a->mutant != CHAOS_MUTANTS)
        return true;
    fprintf(stderr, "iommu-oracle: unknown mutant '%s': expected", name);
    for (unsigned m = 1; m < CHAOS_MUTANTS; m++)
        fprintf(stderr, "%s %s", m > 1 ? "," : "", mutant_table[m].name);
    fputs("\n", stderr);
    return false;
}

static bool parse(int argc, char **argv, struct arguments *a)
{
    for (int i = 1; i < argc; i++) {
        const char *option = argv[i], *value = NULL;
        bool known = strcmp(option, "--mutant") == 0 || strcmp(option, "--seed") == 0 || strcmp(option, "--json") == 0;
        if (!known)
            fprintf(stderr, "iommu-oracle: unknown option '%s' for accuse (see iommu-oracle help)\n", option);
        if (!known || (value = option_value(argc, argv, &i)) == NULL)
            return false;
        if (strcmp(option, "--json") == 0)
            a->json = value;
        else if (strcmp(option, "--mutant") == 0 ? !take_mutant(a, value)
                                                 : !option_number(option, value, 0, 1000000000000u, &a->seed))
            return false;
    }
    return true;
}

static void print(enum chaos_mutant m, const struct accusation *a)
{
    printf("%-28s %s after %" PRIu64 " operations: %s\n", mutant_table[m].name, verdict_text[a->verdict], a->operations,
           mutant_table[m].what);
    if (a->verdict <= ACCUSED_LATE) {
        fputs("    ", stdout);
        chaos_print_finding(stdout, &a->finding);
    }
}

static bool write_json(const struct arguments *a, const struct accusation *all, unsigned tried, unsigned bad)
{
    const char *separator = "";
    FILE *out = chaos_report_open(a->json);
    if (out == NULL)
        return false;
    fprintf(out, "{\n  \"seed\": %" PRIu64 ",\n  \"mutants\": %u,\n  \"accused\": %u,\n  \"list\": [", a->seed, tried,
            tried - bad);
    for (unsigned m = 1; m < CHAOS_MUTANTS; m++) {
        if (a->mutant != MUTANT_NONE && a->mutant != m)
            continue;
        fprintf(out, "%s\n    {\"name\": ", separator);
        json_text(out, mutant_table[m].name);
        fputs(", \"what\": ", out);
        json_text(out, mutant_table[m].what);
        fprintf(out, ", \"verdict\": \"%s\", \"operations\": %" PRIu64 ", \"allowed\": %u, ",
                verdict_text[all[m].verdict], all[m].operations, mutant_table[m].operations);
        chaos_json_finding(out, &all[m].finding);
        fputs("}", out);
        separator = ",";
    }
    fputs("\n  ]\n}\n", out);
    return chaos_report_close(out, a->json);
}

int accuse_command(int argc, char **argv)
{
    struct arguments a = {.seed = 1};
    unsigned tried = 0, bad = 0;
    bool failed = false;
    if (!parse(argc, argv, &a))
        return EXIT_BAD_INPUT;
    struct accusation *all = calloc(CHAOS_MUTANTS, sizeof *all);
    if (all == NULL) {
        fputs("iommu-oracle: no memory\n", stderr);
        return EXIT_TARGET;
    }
    for (unsigned m = 1; m < CHAOS_MUTANTS; m++) {
        if (a.mutant != MUTANT_NONE && a.mutant != m)
            continue;
        all[m] = accuse((enum chaos_mutant)m, a.seed);
        print((enum chaos_mutant)m, &all[m]);
        tried++;
        bad += all[m].verdict != ACCUSED;
        failed = failed || all[m].verdict == ACCUSE_FAILED;
    }
    printf("%u of %u mutants accused with the right rule or clause, seed %" PRIu64 "\n", tried - bad, tried, a.seed);
    stop_hold();
    failed = failed || (a.json != NULL && !write_json(&a, all, tried, bad));
    free(all);
    return failed ? EXIT_TARGET : bad > 0 ? EXIT_VIOLATION : EXIT_CONFORMS;
}
