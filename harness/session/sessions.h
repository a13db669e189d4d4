/* Sessions against one target: generated, judged, differences gathered into classes. */
#ifndef SESSION_SESSIONS_H
#define SESSION_SESSIONS_H

#include <signal.h>

#include "harness/session/generate.h"
#include "harness/session/judge.h"

enum { SESSIONS_CLASSES = 48 };

struct session_difference {
    struct finding finding;
    uint64_t count;
    struct session minimal; /* shows the difference with its last operation */
    char ended[512];        /* the target ended by itself: its last words */
};

struct sessions {
    /* results */
    uint64_t judged, operations, unconfirmed, ended;
    uint64_t undefined; /* operations that were not judged because software had left the architecture, or a difference
                           left the state open */
    uint64_t by_class[SESSION_CLASSES];
    double seconds;
    bool overflow; /* more classes of differences than fit */
    unsigned classes;
    struct session_difference difference[SESSIONS_CLASSES];
};

/* What a session showed that is not legal, each kind once, in order. */
enum { SESSION_FINDINGS = 8 };
struct session_findings {
    unsigned undefined; /* operations that could not be judged */
    unsigned count;
    struct finding finding[SESSION_FINDINGS];
    unsigned at[SESSION_FINDINGS]; /* the operation that showed it */
};

/* Judge what s->seen says, without a peer. */
void session_judge(struct judge *j, const struct vtd_caps *caps, const struct session *s, struct session_findings *f);

/* Make the session again and judge it. A target that ends by itself is a finding of its own. */
enum peer_status session_try(struct peer *p, struct judge *j, const struct vtd_caps *caps, struct session *s,
                             struct session_findings *f);

/* The finding for a target that ended by itself with these last words. */
void session_ended(const char *message, unsigned at, struct session_findings *found);

/* Two findings of the same class. */
bool same_finding(const struct finding *a, const struct finding *b);

/* Leave out what the difference does not need; afterwards the last operation shows it. */
void session_minimise(struct peer *p, struct judge *j, const struct vtd_caps *caps, struct session *s,
                      const struct finding *wanted);

/* Which differences are known already: their sessions are not minimised. */
struct known_differences {
    bool (*covers)(const void *context, const struct finding *f);
    const void *context;
};

/* Judge `count` sessions of every class in turn. Stops when *stop is raised or the peer fails. */
enum peer_status sessions_run(struct sessions *r, struct peer *p, struct session_generator *g, uint64_t count,
                              const struct known_differences *known, const volatile sig_atomic_t *stop);

#endif
