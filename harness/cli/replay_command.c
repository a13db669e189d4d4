/* iommu-oracle replay: judge recorded requests again, from the file alone or against a live target. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "harness/check/campaign.h"
#include "harness/cli/commands.h"
#include "harness/cli/options.h"
#include "harness/cli/trace_commands.h"
#include "harness/targets/target.h"
#include "harness/trace/session_file.h"
#include "harness/trace/trace_text.h"

/* Judge what the file says was seen. */
static bool judge_recorded(struct case_file *c, uint64_t *ram, struct finding *f)
{
    struct vtd_memory m = {ram, FRAME_END * 512ull};
    struct shot *last = &c->batch.shot[c->batch.shots - 1];
    batch_install(&c->batch, ram);
    struct expectation e = expect_shot(&c->batch, last, &m);
    bool legal = judge_shot(&e, last, &c->seen, f);
    batch_remove(&c->batch, ram);
    return legal;
}

static int repeat(struct case_file *c, const char *path, struct finding *f, bool *legal)
{
    struct qemu q;
    struct vtd_caps caps;
    uint64_t raw[2];
    struct qemu_options options = {.trace = QEMU_TRACE_INTERRUPT};
    const struct check_config *config = check_config_find(c->origin.config);
    if (config == NULL) {
        fprintf(stderr, "iommu-oracle: %s: unknown config '%s'\n", path, c->origin.config);
        return EXIT_BAD_INPUT;
    }
    if (campaign_open(&q, config, &options, &caps, raw) == QEMU_OK)
        *legal = campaign_repeat(&q, c, f);
    int code = q.status == QEMU_OK ? EXIT_CONFORMS : EXIT_TARGET;
    if (code != EXIT_CONFORMS)
        fprintf(stderr, "iommu-oracle: %s: %s\n", path, q.message.text);
    qemu_close(&q);
    return code;
}

static int replay_session(FILE *in, const char *path, bool live)
{
    struct session_file *f = calloc(1, sizeof *f);
    struct judge *j = judge_new();
    struct session_findings found = {.count = 0};
    const struct finding *which;
    char message[1024];
    int code = EXIT_BAD_INPUT;
    if (f == NULL || j == NULL) {
        fputs("iommu-oracle: no memory\n", stderr);
        code = EXIT_TARGET;
    } else if (!session_file_read(in, path, f, message, sizeof message)) {
        fprintf(stderr, "iommu-oracle: %s\n", message);
    } else if (live && check_config_find(f->origin.config) == NULL) {
        fprintf(stderr, "iommu-oracle: %s: unknown config '%s'\n", path, f->origin.config);
    } else if (live && session_file_repeat(f, NULL, j, &found, message, sizeof message) == PEER_FAILED) {
        fprintf(stderr, "iommu-oracle: %s: %s\n", path, message);
        code = EXIT_TARGET;
    } else {
        if (!live)
            session_file_judge(j, f, &found);
        bool expected = session_file_expects(f, &found, &which);
        if (which == NULL)
            printf("%s: legal%s\n", path, expected ? "" : ", but the file expects a violation");
        else
            printf("%s: violation of %s: legal: %s; seen: %s; %s%s\n", path, which->rules, which->legal, which->seen,
                   which->detail, expected ? "" : ", which is not what the file expects");
        code = expected ? EXIT_CONFORMS : EXIT_VIOLATION;
    }
    judge_free(j);
    free(f);
    return code;
}

static int replay_case(FILE *in, const char *path, bool live, uint64_t *ram)
{
    static struct case_file c;
    struct finding f = {.rules = "none"};
    char message[512];
    bool legal = true;
    if (!case_read(in, path, &c, message, sizeof message)) {
        fprintf(stderr, "iommu-oracle: %s\n", message);
        return EXIT_BAD_INPUT;
    }
    int code = live ? repeat(&c, path, &f, &legal) : EXIT_CONFORMS;
    if (code != EXIT_CONFORMS)
        return code;
    if (!live)
        legal = judge_recorded(&c, ram, &f);
    bool expected =
        legal == (strcmp(c.origin.verdict, "legal") == 0) && (legal || strcmp(c.origin.rules, f.rules) == 0);
    if (legal)
        printf("%s: legal%s\n", path, expected ? "" : ", but the file expects a violation");
    else
        printf("%s: violation of %s: legal: %s; seen: %s%s\n", path, f.rules, f.legal, f.seen,
               expected ? "" : ", which is not what the file expects");
    return expected ? EXIT_CONFORMS : EXIT_VIOLATION;
}

static int replay_file(const char *path, bool live, uint64_t *ram)
{
    char message[512];
    bool session;
    FILE *in = trace_open(path, &session, message, sizeof message);
    if (in == NULL) {
        fprintf(stderr, "iommu-oracle: %s\n", message);
        return EXIT_BAD_INPUT;
    }
    int code = session ? replay_session(in, path, live) : replay_case(in, path, live, ram);
    fclose(in);
    return code;
}

int replay_command(int argc, char **argv)
{
    bool live = false;
    const char *other = NULL; /* a target that is not QEMU */
    int worst = EXIT_CONFORMS, files = 0;
    uint64_t *ram =
        mmap(NULL, FRAME_END * 4096ull, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (ram == MAP_FAILED) {
        fputs("iommu-oracle: no memory\n", stderr);
        return EXIT_TARGET;
    }
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--target") == 0) {
            const char *target = option_value(argc, argv, &i);
            if (target == NULL || !target_exists(target)) {
                fprintf(stderr, "iommu-oracle: --target of replay must be qemu, model, model:BUG or exec:CMD%s%s\n",
                        target != NULL ? ", read " : "", target != NULL ? target : "");
                return EXIT_BAD_INPUT;
            }
            live = strcmp(target, "qemu") == 0;
            other = live ? NULL : target;
        } else if (argv[i][0] == '-') {
            fprintf(stderr, "iommu-oracle: unknown option '%s' for replay (see iommu-oracle help)\n", argv[i]);
            return EXIT_BAD_INPUT;
        } else {
            int code =
                other != NULL ? replay_on_target(argv[i], other, TARGET_PATIENCE) : replay_file(argv[i], live, ram);
            worst = code > worst ? code : worst;
            files++;
        }
    }
    if (files == 0) {
        fprintf(stderr, "iommu-oracle: replay needs at least one trace file\n");
        return EXIT_BAD_INPUT;
    }
    return worst;
}
