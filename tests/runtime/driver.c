/* runtime-contracts --operations N --seed S --json FILE --unreached FILE: random sessions on units of every profile of
 * `make chaos`, with all contracts checked. Exit code: 0 all hold, 1 one does not or a precondition was never satisfied,
 * 2 bad usage, 3 no memory or a file cannot be read or written. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness/chaos/campaign.h"
#include "harness/chaos/scenes.h"
#include "harness/trace/operation_text.h"
#include "tests/runtime/machine.h"
#include "tests/runtime/runtime.h"
#include "tests/runtime/summary.h"

struct options {
    uint64_t operations, seed;
    const char *json, *unreached;
};

/* Where the run is. */
struct place {
    const char *profile;
    const struct session *session;
    const struct machine *machine;
    uint64_t seed, number;
    unsigned operation;
};

static void print_place(const void *self)
{
    const struct place *p = self;
    printf("  profile %s, seed %" PRIu64 ", session %" PRIu64 ", %s operation %u of %u: ", p->profile, p->seed,
           p->number, p->machine->disturbed ? "what machine.c adds after" : "in", p->operation + 1u, p->session->count);
    if (p->operation < p->session->count)
        trace_write_operation(stdout, &p->session->operation[p->operation]);
    else
        puts("power on");
}

static const uint16_t sources[] = {0x0020, 0x0028, 0x0100, 0x0300};

static void next_session(struct session_generator *g, struct session *s)
{
    unsigned pick = rng_below(&g->rng, 100);
    memset(s, 0, offsetof(struct session, operation));
    if (pick < 35 && g->dma)
        scene_generate(g, SCENE_TABLES, s);
    else if (pick < 45)
        scene_generate(g, SCENE_ENTRIES, s);
    else if (pick < 55 && g->dma)
        scene_generate(g, SCENE_MODES, s);
    else
        session_generate(g, (enum session_class)rng_below(&g->rng, SESSION_CLASSES), s);
}

static bool run_session(struct machine *m, const struct session *s, struct place *p)
{
    p->session = s;
    p->machine = m;
    p->operation = s->count;
    machine_start(m, s->start == START_RUNNING);
    for (unsigned i = 0; i < s->count && rt_counts()->violations == 0; i++) {
        p->operation = i;
        machine_operate(m, &s->operation[i]);
    }
    return rt_counts()->violations == 0;
}

/* A share of the operations on a unit of one profile; stops at a violation. */
static bool run_profile(const struct chaos_profile *profile, uint64_t seed, uint64_t operations, struct session *s,
                        struct summary *sum)
{
    struct vtd_caps caps = chaos_profile_caps(profile);
    struct place p = {.profile = profile->name, .seed = seed};
    struct session_generator g = {.rng = {seed}, .caps = caps, .source_ids = sources, .devices = 4};
    struct machine m;
    bool open = machine_open(&m, &caps, seed ^ 0xC0FFEEu);
    g.dma = caps.agaw_39 || caps.agaw_48 || caps.agaw_57;
    rt_set_context(print_place, &p);
    for (uint64_t done = 0; open && done < operations && rt_counts()->violations == 0; p.number++) {
        next_session(&g, s);
        (void)run_session(&m, s, &p);
        done += s->count;
        sum->operations += s->count;
        sum->sessions++;
    }
    rt_set_context(NULL, NULL);
    machine_close(&m);
    return open;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool take_number(const char *text, uint64_t *n)
{
    char *end;
    *n = strtoull(text, &end, 0);
    return *text >= '0' && *text <= '9' && *end == '\0';
}

static bool take_options(int count, char **argument, struct options *o)
{
    for (int i = 1; i + 1 < count; i += 2) {
        const char *value = argument[i + 1];
        if (strcmp(argument[i], "--json") == 0)
            o->json = value;
        else if (strcmp(argument[i], "--unreached") == 0)
            o->unreached = value;
        else if (!(strcmp(argument[i], "--operations") == 0 && take_number(value, &o->operations)) &&
                 !(strcmp(argument[i], "--seed") == 0 && take_number(value, &o->seed)))
            return false;
    }
    return count % 2 == 1;
}

static int judge(const struct options *o, const struct summary *sum)
{
    bool violated = rt_counts()->violations > 0;
    int unreached = o->unreached != NULL && !violated ? summary_unreached(o->unreached) : 0;
    if (o->json != NULL && !summary_write(sum, o->json)) {
        fprintf(stderr, "runtime-contracts: %s: cannot be written\n", o->json);
        return 3;
    }
    if (unreached < 0) {
        fprintf(stderr, "runtime-contracts: %s: cannot be read\n", o->unreached);
        return 3;
    }
    summary_last_line();
    return violated || unreached > 0 ? 1 : 0;
}

int main(int count, char **argument)
{
    struct options o = {.operations = 20000, .seed = 1};
    struct session *s = calloc(1, sizeof *s);
    struct summary sum = {.profiles = chaos_profile_count};
    double start = now();
    int code = 3;
    if (!take_options(count, argument, &o)) {
        fputs("usage: runtime-contracts [--operations N] [--seed S] [--json FILE] [--unreached FILE]\n", stderr);
        free(s);
        return 2;
    }
    bool good = rt_open() && s != NULL;
    sum.seed = o.seed;
    for (unsigned i = 0; good && i < chaos_profile_count && rt_counts()->violations == 0; i++)
        good = run_profile(&chaos_profiles[i], o.seed + i * 1000u, o.operations / chaos_profile_count, s, &sum);
    sum.seconds = now() - start;
    if (good)
        code = judge(&o, &sum);
    else
        fputs("runtime-contracts: no memory\n", stderr);
    rt_close();
    free(s);
    return code;
}
