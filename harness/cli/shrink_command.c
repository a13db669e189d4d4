/* iommu-oracle shrink: the shortest trace with the same accusation. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/cli/commands.h"
#include "harness/cli/options.h"
#include "harness/cli/trace_commands.h"
#include "harness/cli/trace_input.h"
#include "harness/shrink/shrink.h"

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

struct arguments {
    const char *file, *target, *out;
    uint64_t patience;
};

static bool parse(int argc, char **argv, struct arguments *a)
{
    for (int i = 1; i < argc; i++) {
        const char *option = argv[i];
        const char **text = strcmp(option, "--target") == 0 ? &a->target : strcmp(option, "-o") == 0 ? &a->out : NULL;
        if (text != NULL || strcmp(option, "--timeout") == 0) {
            const char *value = option_value(argc, argv, &i);
            if (value == NULL || (text == NULL && !option_number(option, value, 1, 3600, &a->patience)))
                return false;
            if (text != NULL)
                *text = value;
        } else if (option[0] == '-' || a->file != NULL) {
            fprintf(stderr, "iommu-oracle: unknown argument '%s' for shrink: expected FILE [--target T] [-o OUT]\n",
                    option);
            return false;
        } else {
            a->file = option;
        }
    }
    if (a->file == NULL)
        fputs("iommu-oracle: shrink expects a trace file\n", stderr);
    return a->file != NULL;
}

static void progress(const struct shrink_job *job)
{
    if (isatty(STDERR_FILENO) && job->tries % 16u == 0)
        fprintf(stderr, "\r%u operations left, %u tries ", job->operations, job->tries);
}

/* What the whole session shows, out of which the file's verdict picks one. false: a message was printed. */
static bool find_wanted(struct shrink_job *job, const struct arguments *a, struct session_file *f)
{
    struct session_findings found = {.count = 0};
    const struct finding *which = NULL;
    job->status = PEER_OK;
    if (job->peer != NULL)
        job->status = session_try(job->peer, job->judge, job->caps, &f->session, &found);
    else
        session_file_judge(job->judge, f, &found);
    bool violation = strcmp(f->origin.verdict, "violation") == 0;
    if (job->status == PEER_FAILED)
        fprintf(stderr, "iommu-oracle: target: %s\n", job->peer->message);
    else if (!session_file_expects(f, &found, &which) || !violation)
        fprintf(stderr, "iommu-oracle: %s: nothing to shrink: %s%s%s%s\n", a->file,
                !violation ? "its verdict is 'legal'" : "it does not show the violation of ",
                violation ? f->origin.rules : "", violation && job->peer != NULL ? " against this target" : "",
                violation && found.count > 0 ? ", but another one" : "");
    else
        job->wanted = *which;
    return violation && which != NULL && job->status != PEER_FAILED && strcmp(which->rules, f->origin.rules) == 0;
}

static int write_result(const struct arguments *a, const struct session_file *f)
{
    char message[4200];
    if (a->out == NULL) {
        session_file_write(stdout, f);
    } else if (!session_file_save(a->out, f, message, sizeof message)) {
        fprintf(stderr, "iommu-oracle: %s\n", message);
        return EXIT_TARGET;
    }
    return EXIT_CONFORMS;
}

static int work(struct shrink_job *job, const struct arguments *a, struct session_file *f)
{
    unsigned before = f->session.count;
    if (!find_wanted(job, a, f))
        return job->status == PEER_FAILED ? EXIT_TARGET : EXIT_BAD_INPUT;
    bool shown = shrink_session(job, &f->session);
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    if (!shown || job->status == PEER_FAILED) {
        const char *why = stop ? "interrupted before the accusation was seen again" : "does not show it every time";
        fprintf(stderr, "iommu-oracle: target: %s\n",
                job->peer != NULL && job->status == PEER_FAILED ? job->peer->message : why);
        return EXIT_TARGET;
    }
    fprintf(stderr, "iommu-oracle: %s: %u of %u operations left after %u tries%s\n", a->file, f->session.count, before,
            job->tries, stop ? " (interrupted: perhaps not the shortest)" : "");
    return write_result(a, f);
}

static int shrink(const struct arguments *a, struct session_file *f, bool was_case)
{
    struct vtd_caps caps = session_file_caps(f);
    struct shrink_job job = {.judge = judge_new(), .caps = &caps, .progress = progress, .stop = &stop};
    struct target t;
    struct profile_registers r;
    int code = EXIT_TARGET;
    if (job.judge == NULL) {
        fputs("iommu-oracle: no memory\n", stderr);
    } else if (a->target == NULL && (was_case || f->ended[0] != '\0')) {
        fprintf(stderr, "iommu-oracle: %s: %s: expected --target, against which it can be made again\n", a->file,
                was_case ? "a case does not say what was seen of each operation" : "nothing was seen of this session");
        code = EXIT_BAD_INPUT;
    } else if (a->target == NULL) {
        code = work(&job, a, f);
    } else {
        code = trace_target(a->target, f, (unsigned)a->patience, &stop, &t, &r);
        job.peer = &t.peer;
        if (code == EXIT_CONFORMS) {
            trace_stamp(f, &t);
            code = work(&job, a, f);
            target_close(&t);
        }
    }
    judge_free(job.judge);
    return code;
}

int shrink_command(int argc, char **argv)
{
    struct arguments a = {.patience = TARGET_PATIENCE};
    bool was_case;
    struct session_file *f = malloc(sizeof *f);
    struct sigaction act = {.sa_handler = on_signal};
    int code = EXIT_BAD_INPUT;
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    if (f == NULL)
        fputs("iommu-oracle: no memory\n", stderr);
    else if (parse(argc, argv, &a) && trace_input(a.file, f, &was_case))
        code = shrink(&a, f, was_case);
    free(f);
    return code;
}
