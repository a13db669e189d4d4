/* A back end in a process of its own: its crash, its memory and its endless loops are not ours. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backend.h"
#include "util.h"

static const struct {
    const char *name;
    backend solve;
} known[] = {{"cadical", solve_cadical}, {"z3", solve_z3}, {"boolector", solve_boolector}};

enum { PATIENCE = 20 }; /* so much longer may it take than the processor time it needs */

/* What goes through the pipe: the answer, then pairs of id and value. */
struct record {
    uint64_t id, value;
};

static void answer_into(FILE *out, backend solve, const struct question *q)
{
    struct values values;
    size_t count = q->t->count; /* a back end may make more */
    values_begin(&values, q->t);
    struct record r = {solve(q, &values), 0};
    fwrite(&r, sizeof r, 1, out);
    for (size_t i = 0; i < count && r.id == ANSWER_YES; i++)
        if (values.known[i] && q->t->all[i]->op == OP_VAR) {
            struct record v = {i, values.value[i]};
            fwrite(&v, sizeof v, 1, out);
        }
    r = (struct record){UINT64_MAX, 0}; /* complete */
    fwrite(&r, sizeof r, 1, out);
    fflush(out);
}

static double time_of(const struct timeval *t)
{
    return (double)t->tv_sec + (double)t->tv_usec * 1e-6;
}

/* Processor time for this process, and for any that it starts. */
static void limit_time(double seconds)
{
    struct rlimit limit = {(rlim_t)seconds + 1, (rlim_t)seconds + 2};
    if (setrlimit(RLIMIT_CPU, &limit) != 0)
        _exit(1);
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

/* The answer, and how much time the child has used. On a busy machine it gets its seconds all the same. */
static struct outcome wait_for(int pipe_end, pid_t child, double seconds, const struct terms *t, struct values *values)
{
    struct rusage used;
    struct pollfd p = {.fd = pipe_end, .events = POLLIN};
    struct outcome o = {"", ANSWER_NONE, 0};
    FILE *in = fdopen(pipe_end, "r");
    if (in == NULL)
        stop(EXIT_FAILED, "cannot read from a back end");
    if (poll(&p, 1, (int)(seconds * 1000 * PATIENCE) + 5000) > 0)
        o.answer = answer_from(in, t, values);
    kill(-child, SIGKILL);
    if (wait4(child, NULL, 0, &used) == child)
        o.seconds = time_of(&used.ru_utime) + time_of(&used.ru_stime);
    fclose(in);
    return o;
}

struct outcome ask(const char *name, const struct question *q, double seconds, struct values *values)
{
    struct outcome o;
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
        limit_time(seconds);
        FILE *out = fdopen(ends[1], "w");
        if (out != NULL)
            answer_into(out, solve, q);
        _exit(out != NULL ? 0 : 1);
    }
    setpgid(child, child);
    close(ends[1]);
    o = wait_for(ends[0], child, seconds, q->t, values);
    o.name = name;
    return o;
}
