/* A back end in a process of its own: its crash, its memory and its endless loops are not ours. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backend.h"
#include "util.h"

static const struct {
    const char *name;
    backend solve;
} known[] = {{"cadical", solve_cadical}, {"z3", solve_z3}, {"boolector", solve_boolector}};

/* What goes through the pipe: the answer, then pairs of id and value. */
struct record {
    uint64_t id, value;
};

static void answer_into(FILE *out, backend solve, const struct terms *t, term formula, double seconds)
{
    struct values values;
    values_begin(&values, t);
    struct record r = {solve(t, formula, seconds, &values), 0};
    fwrite(&r, sizeof r, 1, out);
    for (size_t i = 0; i < values.count && r.id == ANSWER_YES; i++)
        if (values.known[i]) {
            struct record v = {i, values.value[i]};
            fwrite(&v, sizeof v, 1, out);
        }
    r = (struct record){UINT64_MAX, 0}; /* complete */
    fwrite(&r, sizeof r, 1, out);
    fflush(out);
}

static enum answer answer_from(FILE *in, const struct terms *t, struct values *values)
{
    struct record r, v;
    if (fread(&r, sizeof r, 1, in) != 1)
        return ANSWER_NONE;
    while (fread(&v, sizeof v, 1, in) == 1) {
        if (v.id == UINT64_MAX)
            return (enum answer)r.id;
        values_set(values, t->all[v.id], v.value);
    }
    return ANSWER_NONE; /* it died while writing */
}

static enum answer wait_for(int pipe_end, pid_t child, double seconds, const struct terms *t, struct values *values)
{
    struct pollfd p = {.fd = pipe_end, .events = POLLIN};
    enum answer answer = ANSWER_NONE;
    FILE *in = fdopen(pipe_end, "r");
    if (in == NULL)
        stop(EXIT_FAILED, "cannot read from a back end");
    if (poll(&p, 1, (int)(seconds * 1000) + 500) > 0)
        answer = answer_from(in, t, values);
    kill(-child, SIGKILL);
    waitpid(child, NULL, 0);
    fclose(in);
    return answer;
}

struct outcome ask(const char *name, const struct terms *t, term formula, double seconds, struct values *values)
{
    struct outcome o = {name, ANSWER_NONE, 0};
    double start = seconds_now();
    int ends[2];
    backend solve = NULL;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(name, known[i].name) == 0)
            solve = known[i].solve;
    if (solve == NULL)
        stop(EXIT_USAGE, "no back end is called %s; there are cadical, z3 and boolector", name);
    fflush(NULL);
    if (pipe(ends) != 0)
        stop(EXIT_FAILED, "no pipe");
    pid_t child = fork();
    if (child < 0)
        stop(EXIT_FAILED, "no process for %s", name);
    if (child == 0) {
        setpgid(0, 0);
        close(ends[0]);
        FILE *out = fdopen(ends[1], "w");
        if (out != NULL)
            answer_into(out, solve, t, formula, seconds);
        _exit(out != NULL ? 0 : 1);
    }
    setpgid(child, child);
    close(ends[1]);
    o.answer = wait_for(ends[0], child, seconds, t, values);
    o.seconds = seconds_now() - start;
    return o;
}
