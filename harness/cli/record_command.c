/* iommu-oracle record: what a target does, as a trace. */
#include <stdlib.h>
#include <string.h>

#include "harness/cli/commands.h"
#include "harness/cli/options.h"
#include "harness/cli/profile_options.h"
#include "harness/cli/stop.h"
#include "harness/cli/trace_commands.h"
#include "harness/cli/trace_input.h"
#include "harness/session/generate.h"

/* As in target_check.c: session TURN of a run with this seed is the same everywhere. */
#define SEED_MIX 0x5E5510Full

struct arguments {
    const char *target, *out, *config, *class, *file;
    uint64_t seed, turn, patience;
    struct profile_choice profile;
    bool profiled;
    char name[32];
};

static bool take(struct arguments *a, const char *option, const char *value)
{
    const struct {
        const char *name;
        const char **text;
    } texts[] = {{"--target", &a->target}, {"-o", &a->out}, {"--config", &a->config}, {"--class", &a->class}};
    const struct {
        const char *name;
        uint64_t *number, low, high;
    } numbers[] = {
        {"--seed", &a->seed, 0, UINT64_MAX}, {"--turn", &a->turn, 0, 100000000}, {"--timeout", &a->patience, 1, 3600}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(option, texts[i].name) == 0) {
            *texts[i].text = value;
            return true;
        }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (strcmp(option, numbers[i].name) == 0)
            return option_number(option, value, numbers[i].low, numbers[i].high, numbers[i].number);
    fprintf(stderr, "iommu-oracle: unknown option '%s' for record (see iommu-oracle help)\n", option);
    return false;
}

static bool parse(int argc, char **argv, struct arguments *a)
{
    for (int i = 1; i < argc; i++) {
        const char *option = argv[i];
        int taken = profile_option(argc, argv, &i, &a->profile);
        if (taken < 0)
            return false;
        a->profiled = a->profiled || taken > 0;
        if (taken > 0 && strcmp(option, "--profile") == 0)
            snprintf(a->name, sizeof a->name, "%s", argv[i]);
        if (taken > 0)
            continue;
        if (option[0] != '-' && a->file == NULL) {
            a->file = option;
            continue;
        }
        const char *value = option_value(argc, argv, &i);
        if (value == NULL || !take(a, option, value))
            return false;
    }
    if (a->target == NULL || a->out == NULL)
        fputs("iommu-oracle: record expects --target T and -o FILE\n", stderr);
    return a->target != NULL && a->out != NULL;
}

static bool class_of(const char *name, enum session_class *class)
{
    for (unsigned i = 0; i < SESSION_CLASSES; i++)
        if (strcmp(session_class_name[i], name) == 0) {
            *class = (enum session_class)i;
            return true;
        }
    fprintf(stderr, "iommu-oracle: unknown class '%s': expected", name);
    for (unsigned i = 0; i < SESSION_CLASSES; i++)
        fprintf(stderr, " %s", session_class_name[i]);
    fputs("\n", stderr);
    return false;
}

/* Session number `turn` of a class, from a seed. */
static void generate(const struct arguments *a, enum session_class class, const struct target *t,
                     struct session_file *f)
{
    struct session_generator g = {.rng = {a->seed ^ SEED_MIX},
                                  .caps = t->caps,
                                  .source_ids = t->sources,
                                  .devices = TARGET_DEVICES,
                                  .dma = t->caps.agaw_39 || t->caps.agaw_48 || t->caps.agaw_57,
                                  .both = true};
    for (uint64_t i = 0; i <= a->turn; i++)
        session_generate(&g, class, &f->session);
    f->origin.seeded = true;
    f->origin.seed = a->seed, f->origin.turn = a->turn;
    f->version = t->registers.version, f->haw = t->registers.host_width;
    f->cap = t->registers.cap, f->ecap = t->registers.ecap;
}

/* Make the session, judge it, say so in the file. */
static int make(const struct arguments *a, struct target *t, struct session_file *f)
{
    struct trace_origin *o = &f->origin;
    struct session_findings found;
    struct judge *j = judge_new();
    char message[4200];
    enum peer_status status = j != NULL ? session_try(&t->peer, j, &t->caps, &f->session, &found) : PEER_FAILED;
    judge_free(j);
    if (status == PEER_FAILED) {
        fprintf(stderr, "iommu-oracle: target: %s\n", j != NULL ? t->peer.message : "no memory");
        return EXIT_TARGET;
    }
    const struct finding *first = found.count > 0 ? &found.finding[0] : NULL;
    trace_stamp(f, t);
    snprintf(f->ended, sizeof f->ended, "%.511s", status == PEER_ENDED ? t->peer.message : "");
    snprintf(o->verdict, sizeof o->verdict, "%s", first != NULL ? "violation" : "legal");
    snprintf(o->rules, sizeof o->rules, "%s", first != NULL ? first->rules : "none");
    snprintf(o->why, sizeof o->why, "%.76s%s%.76s%s%.76s", first != NULL ? first->rules : "recorded",
             first != NULL ? ": legal: " : "", first != NULL ? first->legal : "", first != NULL ? "; seen: " : "",
             first != NULL ? first->seen : "");
    stop_hold();
    if (!session_file_save(a->out, f, message, sizeof message)) {
        fprintf(stderr, "iommu-oracle: %s\n", message);
        return EXIT_TARGET;
    }
    printf("%s: %u operations of %s recorded: %s%s%s\n", a->out, f->session.count, t->name, o->verdict,
           first != NULL ? " of " : "", first != NULL ? first->rules : "");
    return EXIT_CONFORMS;
}

static int record(const struct arguments *a, enum session_class class, const struct profile_registers *wanted,
                  struct session_file *f)
{
    struct target t;
    char message[1024];
    struct target_options o = {.registers = wanted, .config = a->config, .patience = (unsigned)a->patience};
    enum target_status status = target_open(&t, a->target, &o, message, sizeof message);
    if (status != TARGET_OK) {
        fprintf(stderr, "iommu-oracle: %s%s\n", status == TARGET_FAILED ? "target: " : "", message);
        return status == TARGET_FAILED ? EXIT_TARGET : EXIT_BAD_INPUT;
    }
    if (a->file == NULL) {
        bool qemu = strcmp(a->target, "qemu") == 0;
        generate(a, class, &t, f);
        snprintf(f->origin.config, sizeof f->origin.config, "%.31s", qemu ? a->config : a->name);
    }
    int code = make(a, &t, f);
    target_close(&t);
    return code;
}

int record_command(int argc, char **argv)
{
    struct arguments a = {.seed = 1,
                          .patience = TARGET_PATIENCE,
                          .class = "pages",
                          .config = "aw48",
                          .name = "-",
                          .profile = profile_choice_default()};
    struct profile_registers r;
    struct vtd_caps caps;
    enum session_class class;
    bool was_case;
    if (!parse(argc, argv, &a) || !class_of(a.class, &class))
        return EXIT_BAD_INPUT;
    if (a.profiled && (!profile_chosen(&a.profile, &caps) || !profile_chosen_registers(&a.profile, &r)))
        return EXIT_BAD_INPUT;
    struct session_file *f = calloc(1, sizeof *f);
    int code = EXIT_BAD_INPUT;
    if (f == NULL) {
        fputs("iommu-oracle: no memory\n", stderr);
        return EXIT_TARGET;
    }
    if (a.file == NULL || trace_input(a.file, f, &was_case)) {
        if (a.file != NULL)
            r = (struct profile_registers){f->version, f->cap, f->ecap, f->haw};
        if (a.file != NULL)
            a.config = f->origin.config;
        code = record(&a, class, a.profiled || a.file != NULL ? &r : NULL, f);
    }
    free(f);
    return code;
}
