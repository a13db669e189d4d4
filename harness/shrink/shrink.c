#include "harness/shrink/shrink.h"

#include <stdlib.h>
#include <string.h>

#include "harness/shrink/shrink_parts.h"

/* Only what is in use: sessions are large. */
static void copy(struct session *to, const struct session *from)
{
    memcpy(to, from, offsetof(struct session, operation));
    memcpy(to->operation, from->operation, from->count * sizeof from->operation[0]);
    memcpy(to->seen, from->seen, from->count * sizeof from->seen[0]);
}

void shrink_begin(struct shrink *x)
{
    copy(x->candidate, x->best);
}

void shrink_remove(struct session *s, unsigned first, unsigned count)
{
    unsigned after = s->count - first - count;
    memmove(&s->operation[first], &s->operation[first + count], after * sizeof s->operation[0]);
    memmove(&s->seen[first], &s->seen[first + count], after * sizeof s->seen[0]);
    s->count -= count;
}

static bool contains(const struct session_findings *all, const struct finding *f)
{
    for (unsigned i = 0; i < all->count; i++)
        if (same_finding(&all->finding[i], f))
            return true;
    return false;
}

/* Judge all but the last operation of the candidate: the unit is then where the last one found it. */
static void judge_before(struct shrink *x)
{
    struct session_findings f;
    x->candidate->count--;
    session_judge(x->job->judge, x->job->caps, x->candidate, &f);
    x->candidate->count++;
}

/* Where only the record says what was seen, nothing new may come up, and the last operation must find the unit as it did
 * in the whole session: else what was seen would not be the answer to what is left. */
static bool is_genuine(struct shrink *x, const struct session_findings *f)
{
    for (unsigned i = 0; i < f->count; i++)
        if (!contains(&x->first, &f->finding[i]))
            return false;
    judge_before(x);
    /* Bytes that are not part of a member can only make it refuse more.
     * NOLINTNEXTLINE(bugprone-suspicious-memory-comparison) */
    return memcmp(x->job->judge->io, x->before, sizeof *x->before) == 0;
}

/* A target may end by itself for good reason when software does what has no defined effect. Nothing was seen of the
 * session: what it did must not matter. */
static bool leaves_architecture(struct shrink *x)
{
    struct session_findings f;
    memset(x->candidate->seen, 0, x->candidate->count * sizeof x->candidate->seen[0]);
    session_judge(x->job->judge, x->job->caps, x->candidate, &f);
    return x->job->judge->lost;
}

static void try(struct shrink *x, struct session_findings *f)
{
    struct shrink_job *job = x->job;
    f->count = 0;
    job->tries++;
    job->status = PEER_OK;
    if (job->peer != NULL)
        job->status = session_try(job->peer, job->judge, job->caps, x->candidate, f);
    else
        session_judge(job->judge, job->caps, x->candidate, f);
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): what is allocated is held by shrink_session, which frees it */
    if (job->status == PEER_ENDED && leaves_architecture(x))
        f->count = 0;
    if (job->progress != NULL)
        job->progress(job);
}

bool shrink_keeps(struct shrink *x)
{
    struct session_findings f;
    bool stopped = x->job->stop != NULL && *x->job->stop;
    if (x->candidate->count == 0 || stopped || x->job->status == PEER_FAILED)
        return false;
    try(x, &f);
    if (x->job->status == PEER_FAILED || (x->job->peer == NULL && !is_genuine(x, &f)))
        return false;
    for (unsigned i = 0; i < f.count; i++)
        if (same_finding(&f.finding[i], &x->job->wanted)) {
            x->candidate->count = f.at[i] + 1u;
            copy(x->best, x->candidate);
            x->job->operations = x->best->count;
            return true;
        }
    return false;
}

static void reduce(struct shrink *x)
{
    unsigned before;
    do {
        before = x->best->count;
        shrink_drop(x);
        if (x->job->peer == NULL)
            continue;
        shrink_levels(x);
        shrink_queue(x);
        shrink_ring(x);
        shrink_words(x);
    } while (x->best->count < before);
}

/* Cut the session after the operation that shows the accusation, and note what that one found. */
static bool cut(struct shrink *x)
{
    try(x, &x->first);
    for (unsigned i = 0; i < x->first.count && x->job->status != PEER_FAILED; i++)
        if (same_finding(&x->first.finding[i], &x->job->wanted)) {
            shrink_begin(x);
            x->candidate->count = x->first.at[i] + 1u;
            if (x->job->peer == NULL) {
                judge_before(x);
                memcpy(x->before, x->job->judge->io, sizeof *x->before);
            }
            return shrink_keeps(x);
        }
    return false;
}

bool shrink_session(struct shrink_job *job, struct session *s)
{
    struct shrink x = {.job = job,
                       .best = calloc(1, sizeof *x.best),
                       .candidate = calloc(1, sizeof *x.candidate),
                       .before = calloc(1, sizeof *x.before)};
    bool shown = false;
    job->tries = 0;
    job->operations = s->count;
    job->status = PEER_OK;
    if (x.best != NULL && x.candidate != NULL && x.before != NULL) {
        copy(x.best, s);
        shrink_begin(&x);
        shown = cut(&x);
    }
    if (shown) {
        reduce(&x);
        copy(s, x.best);
    }
    free(x.best);
    free(x.candidate);
    free(x.before);
    return shown;
}
