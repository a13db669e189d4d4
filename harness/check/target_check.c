#include "harness/check/target_check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Generated sessions are the same for a seed whatever the target is. */
#define SEED_MIX 0x5E5510Full

/* Known to the ledger? On the way, note which session a class was first seen in. */
static bool known(const void *context, const struct finding *f)
{
    struct target_check *c = *(struct target_check *const *)context;
    if (c->found.classes < SESSIONS_CLASSES)
        c->turn[c->found.classes] = c->found.judged - 1u;
    return c->ledger != NULL && ledger_find(c->ledger, f) != NULL;
}

/* The target, watched: the session in which it fails is kept. */
static enum peer_status watched(struct peer *peer, struct session *s)
{
    struct target_check *c = peer->self;
    enum peer_status status = c->target->peer.run(&c->target->peer, s);
    memcpy(peer->message, c->target->peer.message, sizeof peer->message);
    c->last = s->count;
    if (status == PEER_FAILED && c->failed == NULL) {
        c->failed = malloc(sizeof *c->failed);
        if (c->failed != NULL)
            *c->failed = *s;
    }
    return status;
}

static void describe(const struct target_check *c, struct session_file *f, uint64_t turn)
{
    struct trace_origin *o = &f->origin;
    memset(f, 0, sizeof *f);
    memcpy(o->target, c->target->name, sizeof o->target);
    memcpy(o->target_version, c->target->version, sizeof o->target_version);
    snprintf(o->config, sizeof o->config, "%.31s", c->config);
    snprintf(o->verdict, sizeof o->verdict, "violation");
    o->seeded = true;
    o->seed = c->seed, o->turn = turn;
    f->version = c->target->registers.version, f->haw = c->target->registers.host_width;
    f->cap = c->target->registers.cap, f->ecap = c->target->registers.ecap;
}

void target_check_trace(const struct target_check *c, unsigned class, struct session_file *f)
{
    const struct session_difference *d = &c->found.difference[class];
    struct trace_origin *o = &f->origin;
    describe(c, f, c->turn[class]);
    snprintf(o->why, sizeof o->why, "%.76s: legal: %.76s; seen: %.76s", d->finding.rules, d->finding.legal,
             d->finding.seen);
    memcpy(o->rules, d->finding.rules, sizeof o->rules);
    f->session = d->minimal;
    memcpy(f->ended, d->ended, sizeof f->ended);
}

/* Letters, digits, '-' and '_' of the target's name. */
static void file_name(const struct target_check *c, const char *part, char *path, size_t size)
{
    char name[64] = "target";
    size_t n = 0;
    for (const char *s = c->target->name; *s != '\0' && n < 48; s++) {
        bool plain = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9');
        name[n++] = plain ? *s : '-';
    }
    name[n > 0 ? n : 6] = '\0';
    snprintf(path, size, "%s/%s-%s.trace", c->save, name, part);
}

/* The trace of a class, or the session in which the target failed. */
static bool save(struct target_check *c, int class, char *path, char *message, size_t size)
{
    char part[16] = "failed";
    struct session_file *f = malloc(sizeof *f);
    if (f == NULL) {
        snprintf(message, size, "no memory");
        return false;
    }
    if (class >= 0) {
        snprintf(part, sizeof part, "%d", class);
        target_check_trace(c, (unsigned)class, f);
    } else {
        describe(c, f, c->found.judged);
        snprintf(f->ended, sizeof f->ended, "%.511s", c->target->peer.message);
        snprintf(f->origin.why, sizeof f->origin.why, "the target failed in this session");
        snprintf(f->origin.rules, sizeof f->origin.rules, "ABORT");
        f->session = *c->failed;
    }
    file_name(c, part, path, 300);
    bool good = session_file_save(path, f, message, size);
    free(f);
    return good;
}

static bool list_classes(struct target_check *c, char *message, size_t size)
{
    bool good = true;
    for (unsigned i = 0; i < c->found.classes; i++) {
        const struct session_difference *d = &c->found.difference[i];
        const struct ledger_entry *e = c->ledger != NULL ? ledger_find(c->ledger, &d->finding) : NULL;
        c->class[i] = (struct outcome_class){
            .finding = &d->finding, .config = c->config, .count = d->count, .known = e != NULL ? e->id : NULL};
        c->outcome.new_differences += e == NULL ? d->count : 0;
        if (e == NULL && c->save != NULL && good)
            good = save(c, (int)i, c->class[i].trace, message, size);
    }
    c->outcome.new_differences += c->found.overflow;
    return good;
}

static void settle(struct target_check *c)
{
    struct outcome *o = &c->outcome;
    bool interrupted = c->stop != NULL && *c->stop;
    if (c->status == PEER_FAILED && !interrupted) {
        o->word = "FAILED", o->exit = 3;
        o->failure = c->target->peer.message;
    } else if (o->new_differences > 0) {
        o->word = "VIOLATION", o->exit = 1;
    } else if (interrupted) {
        o->word = "INTERRUPTED", o->exit = 3;
    } else {
        o->word = "CONFORMS", o->exit = 0;
    }
}

bool target_check_run(struct target_check *c, char *message, size_t size)
{
    struct target *t = c->target;
    struct target_check *const self = c;
    struct known_differences k = {known, &self};
    struct session_generator g = {.rng = {c->seed ^ SEED_MIX},
                                  .caps = t->caps,
                                  .source_ids = t->sources,
                                  .devices = TARGET_DEVICES,
                                  .dma = t->caps.agaw_39 || t->caps.agaw_48 || t->caps.agaw_57,
                                  .both = true};
    struct peer watch = {.self = c, .run = watched};
    c->status = sessions_run(&c->found, &watch, &g, c->count, &k, c->stop);
    if (c->failed != NULL) { /* it was begun, but not judged */
        c->found.judged--;
        c->found.operations -= c->last;
    }
    c->outcome = (struct outcome){.target = t->name,
                                  .version = t->version,
                                  .config = c->config,
                                  .seed = c->seed,
                                  .sessions = c->found.judged,
                                  .operations = c->found.operations,
                                  .undefined = c->found.undefined,
                                  .unconfirmed = c->found.unconfirmed,
                                  .count = c->found.classes,
                                  .class = c->class};
    bool good = list_classes(c, message, size);
    settle(c);
    if (c->failed != NULL && c->save != NULL && good && c->outcome.failure != NULL)
        good = save(c, -1, c->failed_trace, message, size);
    return good;
}

static void print_class(FILE *out, const struct target_check *c, unsigned i)
{
    const struct outcome_class *k = &c->class[i];
    const struct finding *f = k->finding;
    char clause[64];
    outcome_clause(f, clause, sizeof clause);
    fprintf(out, "  %6" PRIu64 "  %s: legal: %s; seen: %s%s%s%s  [%s]\n", k->count, f->rules, f->legal, f->seen,
            clause[0] != '\0' ? " (clause " : "", clause, clause[0] != '\0' ? ")" : "",
            k->known != NULL ? k->known : "NEW");
    fprintf(out, "          %s\n", f->detail);
    if (k->trace[0] != '\0')
        fprintf(out, "          shortest trace: %s\n", k->trace);
    struct session_file *file = k->known == NULL && k->trace[0] == '\0' ? malloc(sizeof *file) : NULL;
    if (file != NULL) {
        target_check_trace(c, i, file);
        session_file_write(out, file);
    }
    free(file);
}

void target_check_print(FILE *out, const struct target_check *c)
{
    const struct outcome *o = &c->outcome;
    fprintf(out,
            "%s: %s%s%s (%s), seed %" PRIu64 ": %" PRIu64 " sessions of %" PRIu64 " operations judged, %" PRIu64
            " differences in %u classes%s%s\n",
            o->word, o->target, o->version[0] != '\0' ? " " : "", o->version, o->config, o->seed, o->sessions,
            o->operations, o->new_differences, o->count, o->failure != NULL ? "; target failed: " : "",
            o->failure != NULL ? o->failure : "");
    if (c->failed_trace[0] != '\0')
        fprintf(out, "  the session in which it failed: %s\n", c->failed_trace);
    if (o->undefined > 0)
        fprintf(out, "  %" PRIu64 " operations without defined effect left out\n", o->undefined);
    if (o->unconfirmed > 0)
        fprintf(out, "  %" PRIu64 " differences did not show when the session was repeated\n", o->unconfirmed);
    for (unsigned i = 0; i < c->found.classes; i++)
        print_class(out, c, i);
    if (c->found.overflow)
        fprintf(out, "  more than %d classes of differences: the rest is not listed\n", SESSIONS_CLASSES);
}
