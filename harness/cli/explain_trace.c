/* iommu-oracle explain FILE: one step of a trace. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/cli/commands.h"
#include "harness/cli/options.h"
#include "harness/cli/trace_commands.h"
#include "harness/explain/explanation.h"
#include "harness/trace/trace_text.h"

typedef void printer(FILE *out, const char *path, const struct explanation *e);

struct arguments {
    const char *file;
    uint64_t step;
    printer *print;
    bool svg;
};

static bool parse(int argc, char **argv, struct arguments *a)
{
    for (int i = 1; i < argc; i++) {
        const char *option = argv[i];
        if (strcmp(option, "--step") == 0) {
            const char *value = option_value(argc, argv, &i);
            if (value == NULL || !option_number(option, value, 1, SESSION_OPERATIONS, &a->step))
                return false;
        } else if (strcmp(option, "--json") == 0) {
            a->print = explain_json;
        } else if (strcmp(option, "--dot") == 0 || strcmp(option, "--svg") == 0) {
            a->print = explain_dot;
            a->svg = option[2] == 's';
        } else if (option[0] == '-' || a->file != NULL) {
            fprintf(stderr,
                    "iommu-oracle: unknown argument '%s' for explain: expected FILE [--step N] "
                    "[--json | --dot | --svg]\n",
                    option);
            return false;
        } else {
            a->file = option;
        }
    }
    return a->file != NULL;
}

static bool from_session(FILE *in, const struct arguments *a, struct explanation *e, char *message, size_t size)
{
    struct session_file *f = malloc(sizeof *f);
    struct judge *j = judge_new();
    bool good = f != NULL && j != NULL;
    snprintf(message, size, "no memory");
    good = good && session_file_read(in, a->file, f, message, size);
    if (good && a->step > f->session.count) {
        snprintf(message, size, "%s: it has %u operations, there is no operation %llu", a->file, f->session.count,
                 (unsigned long long)a->step);
        good = false;
    }
    if (good)
        explain_session(j, f, (unsigned)a->step, e);
    judge_free(j);
    free(f);
    return good;
}

static bool from_case(FILE *in, const struct arguments *a, struct explanation *e, char *message, size_t size)
{
    struct case_file *c = malloc(sizeof *c);
    const size_t bytes = FRAME_END * 4096ull;
    void *ram = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    bool good = c != NULL && ram != MAP_FAILED;
    snprintf(message, size, "no memory");
    good = good && case_read(in, a->file, c, message, size);
    if (good && a->step != 0 && a->step != c->batch.shots) {
        snprintf(message, size, "%s: a case says what was seen of its last request only: --step %zu", a->file,
                 c->batch.shots);
        good = false;
    }
    if (good)
        explain_case(c, ram, e);
    if (ram != MAP_FAILED)
        munmap(ram, bytes);
    free(c);
    return good;
}

/* Through graphviz. */
static int print_svg(const struct arguments *a, const struct explanation *e)
{
    if (system("command -v dot >/dev/null 2>&1") != 0) {
        fputs("iommu-oracle: --svg needs the program 'dot': install the Debian package graphviz, or use --dot\n",
              stderr);
        return EXIT_TARGET;
    }
    fflush(stdout);
    FILE *out = popen("exec dot -Tsvg", "w");
    if (out == NULL) {
        fprintf(stderr, "iommu-oracle: cannot start dot: %s\n", strerror(errno));
        return EXIT_TARGET;
    }
    explain_dot(out, a->file, e);
    int status = pclose(out);
    if (status != 0)
        fprintf(stderr, "iommu-oracle: dot ended with status %d\n", status);
    return status == 0 ? EXIT_CONFORMS : EXIT_TARGET;
}

int explain_trace(int argc, char **argv)
{
    struct arguments a = {.print = explain_text};
    struct explanation *e = calloc(1, sizeof *e);
    char message[1200] = "no memory";
    bool session;
    int code = EXIT_BAD_INPUT;
    if (!parse(argc, argv, &a)) {
        free(e);
        return code;
    }
    FILE *in = e != NULL ? trace_open(a.file, &session, message, sizeof message) : NULL;
    if (in == NULL ||
        !(session ? from_session(in, &a, e, message, sizeof message) : from_case(in, &a, e, message, sizeof message))) {
        fprintf(stderr, "iommu-oracle: %s\n", message);
    } else if (a.svg) {
        code = print_svg(&a, e);
    } else {
        a.print(stdout, a.file, e);
        code = EXIT_CONFORMS;
    }
    if (in != NULL)
        fclose(in);
    free(e);
    return code;
}
