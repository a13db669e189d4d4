#include "harness/session/sessions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_ENDED = 60 };

bool same_finding(const struct finding *a, const struct finding *b)
{
    return strcmp(a->rules, b->rules) == 0 && strcmp(a->seen, b->seen) == 0 && strcmp(a->legal, b->legal) == 0;
}

static void add_finding(struct session_findings *all, const struct finding *f, unsigned at)
{
    for (unsigned i = 0; i < all->count; i++)
        if (same_finding(&all->finding[i], f))
            return;
    if (all->count == SESSION_FINDINGS)
        return;
    all->finding[all->count] = *f;
    all->at[all->count++] = at;
}

void session_judge(struct judge *j, const struct vtd_caps *caps, const struct session *s, struct session_findings *f)
{
    f->count = 0;
    f->undefined = 0;
    judge_begin(j, caps, s->start);
    if (s->lazy)
        judge_be_lazy(j);
    for (unsigned i = 0; i < s->count; i++)
        if (s->operation[i].kind == OP_REQUEST)
            judge_source(j, s->operation[i].shot.source_id);
    for (unsigned i = 0; i < s->count; i++) {
        struct finding one = {.rules = ""};
        if (!judge_operation(j, &s->operation[i], &s->seen[i], &one))
            add_finding(f, &one, i);
        f->undefined += j->undefined;
    }
}

void session_ended(const char *message, unsigned at, struct session_findings *found)
{
    const char *words = strstr(message, "Assertion");
    struct finding *f = &found->finding[0];
    *f = (struct finding){.rules = "ABORT", .legal = "an answer"};
    snprintf(f->seen, sizeof f->seen, "%.90s", words != NULL ? words : "it ended by itself");
    size_t length = strlen(message), room = sizeof f->detail - 1u;
    snprintf(f->detail, sizeof f->detail, "%s", message + (length > room ? length - room : 0u));
    found->at[0] = at;
    found->count = 1;
}

enum peer_status session_try(struct peer *p, struct judge *j, const struct vtd_caps *caps, struct session *s,
                             struct session_findings *f)
{
    enum peer_status status = p->run(p, s);
    f->count = f->undefined = 0;
    if (status == PEER_OK)
        session_judge(j, caps, s, f);
    if (status == PEER_ENDED)
        session_ended(p->message, s->count - 1u, f);
    return status;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static struct session_difference *class_of(struct sessions *r, const struct finding *f)
{
    for (unsigned i = 0; i < r->classes; i++)
        if (same_finding(&r->difference[i].finding, f))
            return &r->difference[i];
    return NULL;
}

/* Does the session show this difference again? */
static bool repeats(struct peer *p, struct judge *j, const struct vtd_caps *caps, struct session *s,
                    const struct finding *f)
{
    struct session_findings again;
    session_try(p, j, caps, s, &again);
    for (unsigned i = 0; i < again.count; i++)
        if (same_finding(&again.finding[i], f))
            return true;
    return false;
}

struct run {
    struct sessions *r;
    struct peer *peer;
    struct judge *judge;
    const struct vtd_caps *caps;
    const struct known_differences *known;
};

static void take(const struct run *x, const struct session *s, const struct finding *f, unsigned at)
{
    struct session_difference *d = class_of(x->r, f);
    bool known = x->known->covers != NULL && x->known->covers(x->known->context, f);
    if (d != NULL) {
        d->count++;
        return;
    }
    if (x->r->classes == SESSIONS_CLASSES) {
        x->r->overflow = true;
        return;
    }
    d = &x->r->difference[x->r->classes];
    d->minimal = *s;
    d->minimal.count = at + 1u;
    if (!known && !repeats(x->peer, x->judge, x->caps, &d->minimal, f)) {
        x->r->unconfirmed++;
        return;
    }
    d->finding = *f;
    d->count = 1;
    x->r->classes++;
    if (!known)
        session_minimise(x->peer, x->judge, x->caps, &d->minimal, f);
    if (strcmp(f->rules, "ABORT") == 0)
        snprintf(d->ended, sizeof d->ended, "%.500s", x->peer->message);
}

/* Classes in turn; those that are slow come less often. */
static enum session_class pick(struct session_generator *g, uint64_t turn)
{
    static const enum session_class quick[] = {CLASS_REGISTERS, CLASS_PAGES, CLASS_QUEUE,      CLASS_FAULTS,
                                               CLASS_COMMANDS,  CLASS_PAGES, CLASS_INTERRUPTS, CLASS_QUEUE};
    if (turn % 400u == 0)
        return CLASS_POWER_ON;
    if (turn % 40u == 20u && g->dma)
        return CLASS_ENABLE;
    enum session_class class = quick[turn % 8u];
    return class == CLASS_PAGES && !g->dma ? CLASS_QUEUE : class;
}

enum peer_status sessions_run(struct sessions *r, struct peer *p, struct session_generator *g, uint64_t count,
                              const struct known_differences *known, const volatile sig_atomic_t *stop)
{
    struct run x = {r, p, judge_new(), &g->caps, known};
    struct session *s = calloc(1, sizeof *s);
    enum peer_status status = x.judge != NULL && s != NULL ? PEER_OK : PEER_FAILED;
    double start = now();
    for (uint64_t turn = 0; turn < count && status != PEER_FAILED && !(stop != NULL && *stop); turn++) {
        struct session_findings f;
        enum session_class class = pick(g, turn);
        session_generate(g, class, s);
        status = session_try(p, x.judge, &g->caps, s, &f);
        r->judged++;
        r->operations += s->count;
        r->undefined += f.undefined;
        r->by_class[class]++;
        r->ended += status == PEER_ENDED;
        for (unsigned i = 0; i < f.count; i++)
            take(&x, s, &f.finding[i], f.at[i]);
        if (r->ended >= MAX_ENDED)
            status = PEER_FAILED;
    }
    r->seconds = now() - start;
    judge_free(x.judge);
    free(s);
    return status == PEER_FAILED ? PEER_FAILED : PEER_OK;
}
