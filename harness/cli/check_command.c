/* iommu-oracle check: judge a live target. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/check/campaign.h"
#include "harness/check/ledger.h"
#include "harness/check/report.h"
#include "harness/cli/check_target.h"
#include "harness/cli/commands.h"
#include "harness/cli/options.h"
#include "harness/targets/target.h"

/* Sessions take longer than requests and need fewer. */
enum { MAX_JOBS = 16, CASES_PER_SESSION = 10 };

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

struct arguments {
    const char *target, *ledger, *json, *junit, *sarif, *save, *qemu;
    const struct check_config *config; /* NULL: every one in turn */
    uint64_t cases, sessions, seed, jobs;
};

static bool take_config(struct arguments *a, const char *name)
{
    a->config = check_config_find(name);
    if (a->config != NULL || strcmp(name, "all") == 0)
        return true;
    fprintf(stderr, "iommu-oracle: unknown configuration '%s': expected all", name);
    for (unsigned i = 0; i < check_config_count; i++)
        fprintf(stderr, ", %s", check_configs[i].name);
    fputs("\n", stderr);
    return false;
}

static bool parse_one(struct arguments *a, const char *option, const char *value)
{
    struct {
        const char *name;
        const char **text;
    } texts[] = {{"--target", &a->target}, {"--ledger", &a->ledger}, {"--json", &a->json}, {"--junit", &a->junit},
                 {"--sarif", &a->sarif},   {"--save", &a->save},     {"--qemu", &a->qemu}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(option, texts[i].name) == 0) {
            *texts[i].text = value;
            return true;
        }
    if (strcmp(option, "--config") == 0)
        return take_config(a, value);
    if (strcmp(option, "--cases") == 0)
        return option_number(option, value, 1, 1000000000000u, &a->cases);
    if (strcmp(option, "--sessions") == 0)
        return option_number(option, value, 0, 1000000000u, &a->sessions);
    if (strcmp(option, "--seed") == 0)
        return option_number(option, value, 0, UINT64_MAX, &a->seed);
    if (strcmp(option, "--jobs") == 0)
        return option_number(option, value, 1, MAX_JOBS, &a->jobs);
    return false;
}

static bool parse(int argc, char **argv, struct arguments *a)
{
    static const char *const known[] = {"--target", "--ledger", "--json",  "--junit",    "--sarif", "--save",
                                        "--qemu",   "--config", "--cases", "--sessions", "--seed",  "--jobs"};
    for (int i = 1; i < argc; i++) {
        const char *option = argv[i];
        bool found = false;
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
            found |= strcmp(option, known[k]) == 0;
        if (!found) {
            fprintf(stderr, "iommu-oracle: unknown option '%s' for check (see iommu-oracle help)\n", option);
            return false;
        }
        const char *value = option_value(argc, argv, &i);
        if (value == NULL || !parse_one(a, option, value))
            return false;
    }
    if (strcmp(a->target, "qemu") != 0) {
        fprintf(stderr, "iommu-oracle: unknown target '%s': expected qemu, model, model:BUG or exec:CMD\n", a->target);
        return false;
    }
    return true;
}

/* One process per campaign: job j runs configuration j modulo their number. Results come back through
 * shared memory. */
static unsigned plan(const struct arguments *a, const struct ledger *ledger, struct campaign *c)
{
    uint64_t sessions = a->sessions != UINT64_MAX ? a->sessions : a->cases / CASES_PER_SESSION;
    unsigned configs = a->config != NULL ? 1 : check_config_count;
    unsigned parts = configs > a->jobs ? configs : (unsigned)a->jobs;
    for (unsigned i = 0; i < parts; i++) {
        c[i].config = a->config != NULL ? a->config : &check_configs[i % configs];
        c[i].binary = a->qemu;
        c[i].seed = a->seed + i;
        c[i].cases = (a->cases + parts - 1) / parts;
        c[i].session_count = (sessions + parts - 1) / parts;
        c[i].ledger = ledger;
        c[i].stop = &stop;
    }
    return parts;
}

/* On a terminal only, a few times a second. */
static void show_progress(const struct campaign *c, unsigned parts)
{
    unsigned long long done = 0, all = 0, sessions = 0, all_sessions = 0;
    for (unsigned i = 0; i < parts; i++) {
        done += c[i].judged_dma + c[i].judged_interrupts;
        all += c[i].cases;
        sessions += c[i].sessions.judged;
        all_sessions += c[i].session_count;
    }
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\rjudged %llu of %llu requests, %llu of %llu sessions ", done, all, sessions, all_sessions);
    usleep(20000);
}

/* A process that did not come to its end has judged nothing to rely on. */
static void worker_ended(struct campaign *c, const pid_t *worker, unsigned parts, pid_t pid, int how)
{
    for (unsigned i = 0; i < parts; i++) {
        if (worker[i] != pid || (WIFEXITED(how) && WEXITSTATUS(how) == 0))
            continue;
        c[i].status = QEMU_START_FAILED;
        snprintf(c[i].message, sizeof c[i].message, "the process that judges this configuration was ended by %s %d",
                 WIFSIGNALED(how) ? "signal" : "exit code", WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how));
    }
}

static void run_all(struct campaign *c, unsigned parts, unsigned jobs)
{
    pid_t worker[MAX_JOBS] = {0};
    unsigned running = 0;
    for (unsigned i = 0; i < parts || running > 0;) {
        if (i < parts && running < jobs && !stop) {
            pid_t pid = fork();
            if (pid == 0) {
                campaign_run(&c[i]);
                _exit(0);
            }
            if (pid < 0) {
                c[i].status = QEMU_START_FAILED;
                snprintf(c[i].message, sizeof c[i].message, "fork: %s", strerror(errno));
            } else {
                worker[i] = pid;
                running++;
            }
            i++;
        } else if (running > 0) {
            int how;
            pid_t ended = waitpid(-1, &how, WNOHANG);
            running -= ended > 0;
            if (ended > 0)
                worker_ended(c, worker, parts, ended, how);
            if (ended < 0 && errno == ECHILD)
                running = 0;
            if (ended == 0)
                show_progress(c, parts);
        } else if (stop) {
            c[i].status = QEMU_INTERRUPTED;
            i++;
        }
    }
}

/* Targets other than QEMU have a command line of their own. */
static bool is_other_target(int argc, char **argv)
{
    bool other = false;
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--target") == 0)
            other = strcmp(argv[i + 1], "qemu") != 0 && target_exists(argv[i + 1]);
    return other;
}

/* JUnit and SARIF, if they were asked for. */
static bool save_more(const struct arguments *a, const struct report *r, int code)
{
    struct outcome o;
    struct outcome_class *class = NULL;
    char message[4200] = "no memory";
    bool good = report_outcome(r, code, &o, &class) &&
                (a->junit == NULL || outcome_save(a->junit, outcome_junit, &o, message, sizeof message)) &&
                (a->sarif == NULL || outcome_save(a->sarif, outcome_sarif, &o, message, sizeof message));
    if (!good)
        fprintf(stderr, "iommu-oracle: %s\n", message);
    free(class);
    return good;
}

int check_command(int argc, char **argv)
{
    if (is_other_target(argc, argv))
        return check_target_command(argc, argv);
    struct arguments a = {.target = "qemu",
                          .ledger = "harness/targets/qemu-7.2.ledger",
                          .cases = 60000,
                          .sessions = UINT64_MAX,
                          .seed = 1,
                          .jobs = 1};
    static struct ledger ledger;
    char message[512];
    if (!parse(argc, argv, &a))
        return EXIT_BAD_INPUT;
    if (!ledger_read(a.ledger, &ledger, message, sizeof message)) {
        fprintf(stderr, "iommu-oracle: %s\n", message);
        return EXIT_BAD_INPUT;
    }
    if (a.save != NULL && mkdir(a.save, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "iommu-oracle: %s: %s\n", a.save, strerror(errno));
        return EXIT_BAD_INPUT;
    }
    struct campaign *c = mmap(NULL, MAX_JOBS * sizeof *c, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (c == MAP_FAILED) {
        fputs("iommu-oracle: no memory for the results\n", stderr);
        return EXIT_TARGET;
    }
    struct sigaction act = {.sa_handler = on_signal};
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    fflush(stdout);
    unsigned parts = plan(&a, &ledger, c);
    run_all(c, parts, (unsigned)a.jobs);
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    struct report r = {
        .campaigns = c, .parts = parts, .ledger = &ledger, .seed = a.seed, .save = a.save, .qemu = a.qemu};
    int code = report_print(&r);
    if (r.unsaved > 0)
        code = EXIT_TARGET;
    if (a.json != NULL && !report_json(&r, a.json, code)) {
        fprintf(stderr, "iommu-oracle: %s: cannot write the report: %s\n", a.json, strerror(errno));
        code = EXIT_TARGET;
    }
    return (a.junit == NULL && a.sarif == NULL) || save_more(&a, &r, code) ? code : EXIT_TARGET;
}
