#include "harness/chaos/campaign.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness/chaos/scenes.h"
#include "harness/oracle/profile.h"
#include "harness/oracle/profile_names.h"

/* CAP_REG */
#define CM      0x80ull
#define RECORDS (0xFFull << 40)
#define SMTS    (1ull << 43) /* ECAP_REG */
#define FOUR    (3ull << 40)

const struct chaos_profile chaos_profiles[] = {
    {"common", "qemu-7.2-aw48-devtlb", RECORDS, FOUR, 0, false, "48 bits, device TLBs, 4 fault records"},
    {"lazy", "qemu-7.2-aw48", RECORDS, FOUR, 0, true, "the same, with a queue that takes its time"},
    {"caching", "qemu-7.2-aw48-all", RECORDS, FOUR, 0, false, "caching mode, snoop control"},
    {"scalable", "qemu-7.2-aw48-scalable-legacy", RECORDS, FOUR, SMTS, false,
     "a unit that could do more than legacy mode"},
    {"everything", "everything", RECORDS, 7ull << 40, 0, false, "57 bits, caching mode, remapping required"},
    {"rev5", "rev5", RECORDS, FOUR, 0, false, "57 bits, table pointers that flush, abort-DMA mode"},
    {"rev6", "rev6", RECORDS, 7ull << 40, 0, false, "queue only, protected regions, 8 fault records"},
    {"shallow", "qemu-7.2-aw39-noeim", RECORDS, 1ull << 40, 0, false, "39 bits, 2 fault records, no EIM"},
    {"silicon", "haswell", 0, 0, 0, false, "39 bits, protected regions of version 1, 1 fault record"},
    {"registers", "arrandale", 0, 0, 0, false, "neither queue nor interrupt remapping"},
};
const unsigned chaos_profile_count = sizeof chaos_profiles / sizeof chaos_profiles[0];

const struct chaos_profile *chaos_profile_named(const char *name)
{
    for (unsigned i = 0; i < chaos_profile_count; i++)
        if (strcmp(chaos_profiles[i].name, name) == 0)
            return &chaos_profiles[i];
    return NULL;
}

struct vtd_caps chaos_profile_caps(const struct chaos_profile *p)
{
    struct profile_registers r = {0};
    (void)profile_find(p->base, &r);
    r.cap = (r.cap & ~p->cap_clear) | p->cap_set;
    r.ecap |= p->ecap_set;
    return profile_decode(r);
}

static const uint16_t sources[] = {0x0020, 0x0028, 0x0100, 0x0300};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Histories first; the classes that other targets are judged with come in turn. */
static void next_session(struct session_generator *g, struct session *s, const struct chaos_profile *p)
{
    bool lazy = p->lazy && rng_percent(&g->rng, 80);
    unsigned pick = rng_below(&g->rng, 100);
    memset(s, 0, offsetof(struct session, operation));
    if (pick < 45 && g->dma)
        scene_generate(g, SCENE_TABLES, s);
    else if (pick < 60)
        scene_generate(g, SCENE_ENTRIES, s);
    else if (pick < 67 && g->dma)
        scene_generate(g, SCENE_MODES, s);
    else {
        session_generate(g, (enum session_class)rng_below(&g->rng, SESSION_CLASSES), s);
        lazy = false;
    }
    s->lazy = lazy;
}

static void gather(struct chaos_result *r, const struct session *s, const struct session_findings *f)
{
    for (unsigned i = 0; i < s->count; i++)
        r->requests += s->operation[i].kind == OP_REQUEST;
    r->sessions++;
    r->undefined += f->undefined;
    if (f->count > 0 && r->accused == NULL) {
        r->first = f->finding[0];
        r->first_operation = r->operations + f->at[0] + 1u;
        r->accused = malloc(sizeof *s);
        if (r->accused != NULL)
            *r->accused = *s;
    }
    r->accusations += f->count;
    r->operations += s->count;
}

bool chaos_campaign(const struct chaos_run *run, struct chaos_result *r)
{
    struct vtd_caps caps = chaos_profile_caps(run->profile);
    struct chaos *c = calloc(1, sizeof *c);
    struct session *s = calloc(1, sizeof *s);
    struct judge *j = judge_new();
    bool open = c != NULL && s != NULL && j != NULL && chaos_open(c, &caps, run->seed ^ 0xC4A05u);
    struct session_generator g = {.rng = {run->seed}, .caps = caps, .source_ids = sources, .devices = 4};
    double start = now();
    memset(r, 0, sizeof *r);
    g.dma = caps.agaw_39 || caps.agaw_48 || caps.agaw_57;
    if (open) {
        c->mutant = run->mutant;
        c->forced = run->forced;
        c->freedom = run->freedom;
        c->second = run->second;
    }
    while (open && r->operations < run->operations && !(run->once && r->accusations > 0)) {
        struct session_findings f;
        struct peer p = chaos_peer(c);
        next_session(&g, s, run->profile);
        session_try(&p, j, &caps, s, &f);
        gather(r, s, &f);
    }
    r->seconds = now() - start;
    if (open) {
        memcpy(r->count, c->count, sizeof r->count);
        chaos_close(c);
    }
    judge_free(j);
    free(s);
    free(c);
    return open;
}
