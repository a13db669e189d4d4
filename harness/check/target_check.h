/* Check any target with sessions: what is judged, found, kept. */
#ifndef CHECK_TARGET_CHECK_H
#define CHECK_TARGET_CHECK_H

#include "harness/check/ledger.h"
#include "harness/check/outcome.h"
#include "harness/session/sessions.h"
#include "harness/targets/target.h"
#include "harness/trace/session_file.h"

struct target_check {
    /* what to do */
    struct target *target;
    const char *config; /* name of the profile, or "-" */
    uint64_t seed, count;
    const struct ledger *ledger; /* NULL: every difference is new */
    const char *save;            /* directory for the shortest traces, or NULL */
    const volatile sig_atomic_t *stop;
    /* what came of it */
    struct sessions found;
    uint64_t turn[SESSIONS_CLASSES]; /* the session that showed it first, from 0 */
    enum peer_status status;
    struct session *failed; /* the session in which the target failed, or NULL; free it */
    char failed_trace[300]; /* where it was saved, or empty */
    unsigned last;          /* operations of the session that was made last */
    struct outcome_class class[SESSIONS_CLASSES];
    struct outcome outcome;
};

/* Run, judge, save traces; afterwards everything is in c->outcome. false: a trace could not be written, *message. */
bool target_check_run(struct target_check *c, char *message, size_t size);

/* The shortest trace of a class. */
void target_check_trace(const struct target_check *c, unsigned class, struct session_file *f);

/* Verdict first, then one line for each class; traces of new ones that were not saved. */
void target_check_print(FILE *out, const struct target_check *c);

#endif
