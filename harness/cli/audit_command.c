/* audit: from the memory of a machine, which device reaches what, against written claims. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/input/save.h"
#include "harness/audit/report.h"
#include "harness/cli/commands.h"
#include "harness/cli/options.h"
#include "harness/cli/stop.h"

struct request {
    struct audit_options input;
    const char *claims, *json, *sarif, *dot, *svg, *tables;
    enum severity fail_on;
    bool full, quiet;
};

static bool take_severity(const char *text, enum severity *severity)
{
    for (int i = 0; i < SEVERITIES; i++)
        if (strcmp(text, severity_names[i]) == 0)
            return *severity = (enum severity)i, true;
    *severity = SEVERITIES;
    if (strcmp(text, "none") == 0)
        return true;
    fprintf(stderr, "iommu-oracle: bad value '%s' for --fail-on: expected fatal, high, medium, low, note or none\n",
            text);
    return false;
}

/* An option that is about the output: 1 taken, 0 not one of these, -1 bad. */
static int output_option(int argc, char **argv, int *i, struct request *q)
{
    const struct {
        const char *name, **to;
    } files[] = {{"--claims", &q->claims}, {"--json", &q->json}, {"--sarif", &q->sarif},
                 {"--dot", &q->dot},       {"--svg", &q->svg},   {"--save-tables", &q->tables}};
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++)
        if (strcmp(argv[*i], files[k].name) == 0)
            return (*files[k].to = option_value(argc, argv, i)) == NULL ? -1 : 1;
    if (strcmp(argv[*i], "--full") == 0)
        return q->full = true, 1;
    if (strcmp(argv[*i], "--quiet") == 0)
        return q->quiet = true, 1;
    if (strcmp(argv[*i], "--fail-on") == 0) {
        const char *value = option_value(argc, argv, i);
        return value != NULL && take_severity(value, &q->fail_on) ? 1 : -1;
    }
    return 0;
}

static bool unknown_option(const char *option)
{
    fprintf(stderr, "iommu-oracle: unknown option '%s' for audit (see iommu-oracle help, harness/audit/README.md)\n",
            option);
    return false;
}

static bool parse(int argc, char **argv, struct request *q)
{
    *q = (struct request){.input = audit_options_default(), .fail_on = SEVERITY_FATAL};
    for (int i = 1; i < argc; i++) {
        int taken = output_option(argc, argv, &i, q);
        if (taken == 0)
            taken = audit_input_option(argc, argv, &i, &q->input);
        if (taken < 0 || (taken == 0 && !unknown_option(argv[i])))
            return false;
    }
    return true;
}

static struct witness_image image_of(const struct audit_options *o)
{
    if (o->memory != NULL)
        return (struct witness_image){"--memory", o->memory, o->map, o->base};
    if (o->capture != NULL)
        return (struct witness_image){"--capture", o->capture, NULL, 0};
    return (struct witness_image){"--debugfs", o->debugfs, NULL, 0};
}

/* Write a report to a file that appears only when it is whole; "-" is standard output. */
static bool write_to(const char *path, void (*report)(FILE *, const struct audit_report *),
                     const struct audit_report *r)
{
    if (path == NULL)
        return true;
    if (strcmp(path, "-") == 0) {
        report(stdout, r);
        return true;
    }
    char *part = audit_format("%s.part", path);
    FILE *out = fopen(part, "we");
    bool good = out != NULL;
    if (good) {
        report(out, r);
        good = ferror(out) == 0;
        good = fclose(out) == 0 && good;
        good = good && rename(part, path) == 0;
    }
    if (!good) {
        fprintf(stderr, "iommu-oracle: cannot write %s: %s\n", path, strerror(errno));
        remove(part);
    }
    free(part);
    return good;
}

/* --save-tables: the tables alone, as text that --memory reads. */
static bool save(const struct request *q, const struct audit_input *in)
{
    char message[600];
    unsigned long pages;
    if (q->tables == NULL)
        return true;
    if (!audit_save_tables(in, q->tables, &pages, message, sizeof message)) {
        fprintf(stderr, "iommu-oracle: %s\n", message);
        return false;
    }
    fprintf(stderr, "iommu-oracle: %lu pages of tables saved in %s\n", pages, q->tables);
    return true;
}

static int run(const struct request *q)
{
    struct audit_input in;
    struct audit_report r;
    char message[600];
    if (!audit_input_open(&q->input, &in, message, sizeof message)) {
        fprintf(stderr, "iommu-oracle: %s\n", message);
        return EXIT_BAD_INPUT;
    }
    if (!audit_report_make(&r, &in, q->claims, message, sizeof message)) {
        fprintf(stderr, "iommu-oracle: %s\n", message);
        audit_input_close(&in);
        return EXIT_BAD_INPUT;
    }
    r.fail_on = q->fail_on;
    r.full = q->full;
    r.image = image_of(&q->input);
    stop_hold();
    bool written = save(q, &in) && write_to(q->json, audit_report_json, &r) &&
                   write_to(q->sarif, audit_report_sarif, &r) && write_to(q->dot, audit_report_dot, &r) &&
                   write_to(q->svg, audit_report_svg, &r);
    if (!q->quiet)
        audit_report_text(stdout, &r);
    int code = !written ? EXIT_TARGET : audit_report_passes(&r) ? EXIT_CONFORMS : EXIT_VIOLATION;
    audit_report_free(&r);
    audit_input_close(&in);
    return code;
}

/* ---- audit diff [OPTIONS] A B: options count for both, --a-NAME and --b-NAME for one of them ---- */

/* A directory is a capture, anything else is memory. */
static void name_side(struct audit_options *o, const char *path)
{
    char *inside = audit_format("%s/.", path);
    FILE *directory = fopen(inside, "re");
    *(directory != NULL ? &o->capture : &o->memory) = path;
    if (directory != NULL)
        fclose(directory);
    free(inside);
}

/* An option of one or both sides: false with a message. */
static bool side_option(int argc, char **argv, int *i, struct audit_options *sides)
{
    bool a = strncmp(argv[*i], "--a-", 4) == 0, b = strncmp(argv[*i], "--b-", 4) == 0;
    int taken = 0, from = *i;
    char *option = argv[from], *bare = a || b ? audit_format("--%s", option + 4) : option;
    argv[from] = bare;
    for (int side = b ? 1 : 0; side < (a ? 1 : 2) && taken >= 0; side++) {
        *i = from;
        taken = audit_input_option(argc, argv, i, &sides[side]);
        if (taken == 0)
            break;
    }
    argv[from] = option;
    if (bare != option)
        free(bare);
    return taken > 0 || (taken == 0 && unknown_option(option));
}

static bool parse_diff(int argc, char **argv, struct audit_options *sides, const char **claims)
{
    int paths = 0;
    sides[0] = sides[1] = audit_options_default();
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-') {
            if (paths < 2)
                name_side(&sides[paths], argv[i]);
            paths++;
        } else if (strcmp(argv[i], "--claims") == 0) {
            *claims = option_value(argc, argv, &i);
            if (*claims == NULL)
                return false;
        } else if (!side_option(argc, argv, &i, sides))
            return false;
    }
    if (paths != 2)
        fputs("iommu-oracle: audit diff expects two images: audit diff [OPTIONS] A B\n", stderr);
    return paths == 2;
}

static int diff(int argc, char **argv)
{
    struct audit_options sides[2];
    struct audit_input in[2];
    struct audit_report r[2];
    const char *claims = NULL;
    char message[600];
    if (!parse_diff(argc, argv, sides, &claims))
        return EXIT_BAD_INPUT;
    int made = 0;
    for (; made < 2; made++) {
        if (!audit_input_open(&sides[made], &in[made], message, sizeof message))
            break;
        if (!audit_report_make(&r[made], &in[made], claims, message, sizeof message)) {
            audit_input_close(&in[made]);
            break;
        }
    }
    int code = EXIT_BAD_INPUT;
    if (made == 2) {
        char *text = NULL;
        size_t size;
        FILE *out = open_memstream(&text, &size);
        size_t n = out == NULL ? 0 : audit_report_diff(out, &r[0], &r[1]);
        code = out == NULL || fclose(out) != 0 ? EXIT_TARGET : n == 0 ? EXIT_CONFORMS : EXIT_VIOLATION;
        printf("%s: %zu difference%s\n%s", n == 0 ? "SAME" : "DIFFERENT", n, n == 1 ? "" : "s", text);
        free(text);
    } else
        fprintf(stderr, "iommu-oracle: %s\n", message);
    while (made-- > 0) {
        audit_report_free(&r[made]);
        audit_input_close(&in[made]);
    }
    return code;
}

int audit_command(int argc, char **argv)
{
    struct request q;
    if (argc > 1 && strcmp(argv[1], "diff") == 0)
        return diff(argc - 1, argv + 1);
    if (!parse(argc, argv, &q))
        return EXIT_BAD_INPUT;
    return run(&q);
}
