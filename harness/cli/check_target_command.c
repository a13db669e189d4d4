/* iommu-oracle check --target model|exec:CMD: sessions against any target. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/check/target_check.h"
#include "harness/cli/check_target.h"
#include "harness/cli/commands.h"
#include "harness/cli/options.h"
#include "harness/cli/profile_options.h"

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

struct arguments {
    const char *target, *ledger, *json, *junit, *sarif, *save;
    uint64_t sessions, seed, patience;
    struct profile_choice profile;
    bool profiled;
    char config[32];
};

static bool take(struct arguments *a, const char *option, const char *value)
{
    const struct {
        const char *name;
        const char **text;
    } texts[] = {{"--target", &a->target}, {"--ledger", &a->ledger}, {"--json", &a->json},
                 {"--junit", &a->junit},   {"--sarif", &a->sarif},   {"--save", &a->save}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(option, texts[i].name) == 0) {
            *texts[i].text = value;
            return true;
        }
    if (strcmp(option, "--sessions") == 0)
        return option_number(option, value, 1, 1000000000u, &a->sessions);
    if (strcmp(option, "--seed") == 0)
        return option_number(option, value, 0, UINT64_MAX, &a->seed);
    return option_number(option, value, 1, 3600, &a->patience);
}

static bool parse(int argc, char **argv, struct arguments *a)
{
    static const char *const known[] = {"--target", "--ledger", "--json",     "--junit",  "--sarif",
                                        "--save",   "--seed",   "--sessions", "--timeout"};
    for (int i = 1; i < argc; i++) {
        const char *option = argv[i];
        bool found = false;
        int taken = profile_option(argc, argv, &i, &a->profile);
        if (taken < 0)
            return false;
        a->profiled = a->profiled || taken > 0;
        if (taken > 0 && strcmp(option, "--profile") == 0)
            snprintf(a->config, sizeof a->config, "%s", argv[i]);
        if (taken > 0)
            continue;
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
            found |= strcmp(option, known[k]) == 0;
        if (!found) {
            fprintf(stderr, "iommu-oracle: unknown option '%s' for check of this target (see iommu-oracle help)\n",
                    option);
            return false;
        }
        const char *value = option_value(argc, argv, &i);
        if (value == NULL || !take(a, option, value))
            return false;
    }
    return true;
}

/* Every report that was asked for. */
static bool save_reports(const struct arguments *a, const struct outcome *o)
{
    const struct {
        const char *path;
        void (*write)(FILE *out, const struct outcome *o);
    } reports[] = {{a->json, outcome_json}, {a->junit, outcome_junit}, {a->sarif, outcome_sarif}};
    char message[512];
    bool good = true;
    for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++)
        if (reports[i].path != NULL && !outcome_save(reports[i].path, reports[i].write, o, message, sizeof message)) {
            fprintf(stderr, "iommu-oracle: %s\n", message);
            good = false;
        }
    return good;
}

static int run(const struct arguments *a, struct target *t, const struct ledger *ledger)
{
    char message[512] = "no memory";
    struct target_check *c = calloc(1, sizeof *c);
    int code = EXIT_TARGET;
    if (c == NULL) {
        fputs("iommu-oracle: no memory\n", stderr);
        return code;
    }
    c->target = t, c->config = a->config;
    c->seed = a->seed, c->count = a->sessions;
    c->ledger = ledger, c->save = a->save, c->stop = &stop;
    bool good = target_check_run(c, message, sizeof message);
    if (!good)
        fprintf(stderr, "iommu-oracle: %s\n", message);
    target_check_print(stdout, c);
    good = save_reports(a, &c->outcome) && good;
    code = good ? c->outcome.exit : EXIT_TARGET;
    free(c->failed);
    free(c);
    return code;
}

static int check(const struct arguments *a, const struct profile_registers *r)
{
    static struct ledger ledger;
    struct target t;
    char message[1024];
    struct target_options o = {.registers = r, .patience = (unsigned)a->patience, .stop = &stop};
    if (a->ledger != NULL && !ledger_read(a->ledger, &ledger, message, sizeof message)) {
        fprintf(stderr, "iommu-oracle: %s\n", message);
        return EXIT_BAD_INPUT;
    }
    if (a->save != NULL && mkdir(a->save, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "iommu-oracle: %s: %s\n", a->save, strerror(errno));
        return EXIT_BAD_INPUT;
    }
    enum target_status status = target_open(&t, a->target, &o, message, sizeof message);
    if (status != TARGET_OK) {
        fprintf(stderr, "iommu-oracle: %s%s\n", status == TARGET_FAILED ? "target: " : "", message);
        return status == TARGET_FAILED ? EXIT_TARGET : EXIT_BAD_INPUT;
    }
    int code = run(a, &t, a->ledger != NULL ? &ledger : NULL);
    target_close(&t);
    return code;
}

int check_target_command(int argc, char **argv)
{
    struct arguments a = {.target = "",
                          .sessions = 2000,
                          .seed = 1,
                          .patience = TARGET_PATIENCE,
                          .profile = profile_choice_default(),
                          .config = "-"};
    struct profile_registers r;
    struct vtd_caps caps;
    if (!parse(argc, argv, &a))
        return EXIT_BAD_INPUT;
    if (a.profiled && (!profile_chosen(&a.profile, &caps) || !profile_chosen_registers(&a.profile, &r)))
        return EXIT_BAD_INPUT;
    struct sigaction act = {.sa_handler = on_signal};
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    return check(&a, a.profiled ? &r : NULL);
}
