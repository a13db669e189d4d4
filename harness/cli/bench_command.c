/* iommu-oracle bench: how fast the model answers on one core. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/bench/machine.h"
#include "harness/bench/measure.h"
#include "harness/cli/commands.h"
#include "harness/cli/options.h"

struct arguments {
    double seconds; /* for all cases together */
    const struct bench_case *only;
    bool json;
};

/* Digits, perhaps a point and more digits, in 0.001..3600. */
static bool take_seconds(struct arguments *a, const char *text)
{
    size_t whole = strspn(text, "0123456789");
    size_t part = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    size_t length = whole + part + (text[whole] == '.' ? 1u : 0u);
    if (whole + part > 0 && text[length] == '\0' && length < 20) {
        a->seconds = strtod(text, NULL);
        if (a->seconds >= 0.001 && a->seconds <= 3600.0)
            return true;
    }
    fprintf(stderr, "iommu-oracle: bad number '%s' for --seconds: expected 0.001..3600\n", text);
    return false;
}

static bool take_case(struct arguments *a, const char *name)
{
    for (unsigned i = 0; i < bench_case_count; i++)
        if (strcmp(bench_cases[i].name, name) == 0) {
            a->only = &bench_cases[i];
            return true;
        }
    fprintf(stderr, "iommu-oracle: unknown case '%s': expected one of", name);
    for (unsigned i = 0; i < bench_case_count; i++)
        fprintf(stderr, " %s", bench_cases[i].name);
    fputs("\n", stderr);
    return false;
}

static bool parse(int argc, char **argv, struct arguments *a)
{
    for (int i = 1; i < argc; i++) {
        bool seconds = strcmp(argv[i], "--seconds") == 0;
        if (strcmp(argv[i], "--json") == 0) {
            a->json = true;
            continue;
        }
        if (!seconds && strcmp(argv[i], "--case") != 0) {
            fprintf(stderr, "iommu-oracle: unknown option '%s' for bench (see iommu-oracle help)\n", argv[i]);
            return false;
        }
        const char *value = option_value(argc, argv, &i);
        if (value == NULL || !(seconds ? take_seconds(a, value) : take_case(a, value)))
            return false;
    }
    return true;
}

static void begin(const struct arguments *a)
{
    struct bench_machine m = bench_machine_read();
    if (a->json)
        printf("{\n  \"processor\": \"%s\",\n  \"cores\": %ld,\n  \"load\": %.2f,\n  \"compiler\": \"%s\",\n"
               "  \"flags\": \"%s\",\n  \"repetitions\": %d,\n  \"cases\": [",
               m.processor, m.cores, m.load, m.compiler, m.flags, BENCH_REPETITIONS);
    else
        printf("%s, %ld cores, load %.2f\n%s, %s\n"
               "one thread, its processor time; %d repetitions of each case; every answer checked\n\n"
               "%-20s %12s %12s %10s\n",
               m.processor, m.cores, m.load, m.compiler, m.flags, BENCH_REPETITIONS, "million a second", "median",
               "best", "ns each");
}

static void show(const struct arguments *a, const struct bench_case *c, struct bench_figure f, bool first)
{
    if (a->json)
        printf("%s\n    {\"name\": \"%s\", \"what\": \"%s\", \"median\": %.0f, \"best\": %.0f, \"operations\": %" PRIu64
               "}",
               first ? "" : ",", c->name, c->what, f.median, f.best, f.operations);
    else
        printf("%-20s %12.3f %12.3f %10.1f  %s\n", c->name, f.median * 1e-6, f.best * 1e-6, 1e9 / f.median, c->what);
    fflush(stdout);
}

static bool run_all(const struct arguments *a, struct bench *b)
{
    bool first = true;
    begin(a);
    for (unsigned i = 0; i < bench_case_count; i++) {
        const struct bench_case *c = &bench_cases[i];
        if (a->only != NULL && a->only != c)
            continue;
        struct bench_figure f = bench_measure(b, c, a->only != NULL ? a->seconds : a->seconds / bench_case_count);
        if (f.wrong != 0) {
            fprintf(stderr, "iommu-oracle: bench %s: %" PRIu64 " answers were not the expected ones: no figure\n",
                    c->name, f.wrong);
            return false;
        }
        show(a, c, f, first);
        first = false;
    }
    if (a->json)
        fputs("\n  ]\n}\n", stdout);
    return true;
}

int bench_command(int argc, char **argv)
{
    struct arguments a = {.seconds = 10.0};
    struct bench b;
    if (!parse(argc, argv, &a))
        return EXIT_BAD_INPUT;
    if (!bench_open(&b)) {
        fputs("iommu-oracle: no memory for the bench\n", stderr);
        return EXIT_TARGET;
    }
    bool good = run_all(&a, &b);
    bench_close(&b);
    return good ? EXIT_CONFORMS : EXIT_TARGET;
}
