/* iommu-oracle replay --target T: a trace made again by any target. */
#include <stdlib.h>

#include "harness/cli/commands.h"
#include "harness/cli/trace_commands.h"
#include "harness/cli/trace_input.h"

static int judge_again(const char *path, struct session_file *f, struct target *t, struct judge *j)
{
    struct session_findings found;
    const struct finding *which;
    if (session_try(&t->peer, j, &t->caps, &f->session, &found) == PEER_FAILED) {
        fprintf(stderr, "iommu-oracle: %s: target: %s\n", path, t->peer.message);
        return EXIT_TARGET;
    }
    bool expected = session_file_expects(f, &found, &which);
    if (which == NULL)
        printf("%s: legal%s\n", path, expected ? "" : ", but the file expects a violation");
    else
        printf("%s: violation of %s: legal: %s; seen: %s; %s%s\n", path, which->rules, which->legal, which->seen,
               which->detail, expected ? "" : ", which is not what the file expects");
    return expected ? EXIT_CONFORMS : EXIT_VIOLATION;
}

int replay_on_target(const char *path, const char *target, unsigned patience)
{
    struct session_file *f = malloc(sizeof *f);
    struct judge *j = judge_new();
    struct target t;
    struct profile_registers r;
    bool was_case;
    int code = EXIT_BAD_INPUT;
    if (f == NULL || j == NULL) {
        fputs("iommu-oracle: no memory\n", stderr);
        code = EXIT_TARGET;
    } else if (trace_input(path, f, &was_case)) {
        code = trace_target(target, f, patience, NULL, &t, &r);
        if (code == EXIT_CONFORMS) {
            code = judge_again(path, f, &t, j);
            target_close(&t);
        }
    }
    judge_free(j);
    free(f);
    return code;
}
