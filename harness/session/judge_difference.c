/* Requests: what was seen instead of a legal answer, in words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/session/judge_query.h"
#include "model/fault_log.h"
#include "model/rules.h"

/* A record that is pending and was not: its number, or -1. */
static int new_record(const struct query *q)
{
    const struct vtd_fault_log *g = &q->j->io->faults;
    for (int i = 0; i < g->count && i < SESSION_RECORDS; i++)
        if (q->s->record[i][1] >> 63 == 1u && g->record[i].word[3] >> 31 == 0u)
            return i;
    return -1;
}

static bool passed(const struct query *q, uint64_t *landing, uint32_t *word)
{
    for (unsigned i = 0; i < SESSION_PLACES; i++)
        if (q->o->place[i] != 0 && q->s->place[i] != SESSION_MARK) {
            *landing = q->o->place[i];
            *word = q->s->place[i];
            return true;
        }
    return false;
}

/* The message that a request has become, among those that were seen: the unit's own event is left out. NULL: none. */
static const struct vtd_message *delivered(const struct query *q)
{
    struct vtd_message event = judge_event_message(&q->j->io->fault_event);
    for (unsigned i = 0; i < q->s->messages && i < SESSION_MESSAGES; i++)
        if (!judge_same_message(&q->s->message[i], &event))
            return &q->s->message[i];
    return NULL;
}

static bool delivery_agrees(const struct query *q, const struct answer *a)
{
    const struct vtd_message *m = delivered(q);
    return a->pass ? m != NULL && judge_same_message(m, &a->v->message) : m == NULL;
}

/* Was the record that is new written for this part of the request: read or write? */
static bool is_of(const struct query *q, int record)
{
    bool read = (q->s->record[record][1] >> 62) % 2u == 1u;
    return query_is_interrupt(q->o) || read == (q->access == VTD_READ);
}

/* Is this the answer that was seen, whatever became of the log? */
static bool outcome_agrees(const struct query *q, const struct answer *a)
{
    const struct vtd_fault_log *g = &q->j->io->faults;
    int i = new_record(q);
    unsigned seen = i < 0 ? 0u : (unsigned)(q->s->record[i][1] >> 32) & 0xFFu;
    if (query_is_interrupt(q->o) ? !delivery_agrees(q, a) : !query_places_agree(q, a))
        return false;
    if (q->read_recorded)
        return true;
    if (a->rule == VTD_NONE)
        return i < 0 || (q->then != NULL && !is_of(q, i));
    return i >= 0 ? seen == vtd_fault_reason(a->rule) && is_of(q, i) : g->record[g->next].word[3] >> 31;
}

/* The outcome is legal: then something is wrong with the log or the event. */
bool query_log_differs(struct query *q, const struct answer *a)
{
    struct vtd_fault_log log = q->j->io->faults;
    struct vtd_event event = q->j->io->fault_event;
    struct expected_messages expected = q->j->expected;
    if (!outcome_agrees(q, a))
        return false;
    query_expect_delivery(q, a);
    if (a->rule != VTD_NONE)
        query_log_fault(q, a, q->read_recorded);
    if (q->then == NULL)
        return true;
    query_hand_over(q, a);
    if (query_any_answer(q->then, query_log_differs))
        return true;
    q->j->io->faults = log;
    q->j->io->fault_event = event;
    q->j->expected = expected;
    return false;
}

/* The same, of the write after a read too; nothing is logged. */
static bool would_agree(struct query *q, const struct answer *a)
{
    if (!outcome_agrees(q, a))
        return false;
    if (q->then == NULL)
        return true;
    query_hand_over(q, a);
    return query_any_answer(q->then, would_agree);
}

static struct legal all_of(const struct query *q)
{
    struct legal all = q->version[0].legal;
    for (unsigned i = 1; i < q->versions; i++)
        all = legal_either(all, q->version[i].legal);
    return all;
}

static void say_outcome(const struct query *q, struct finding *f)
{
    int i = new_record(q);
    uint64_t landing = 0;
    uint32_t word = 0;
    unsigned reason = i < 0 ? 0u : (unsigned)(q->s->record[i][1] >> 32) & 0xFFu;
    bool interrupt = query_is_interrupt(q->o);
    const struct vtd_message *m = delivered(q);
    bool through = interrupt ? m != NULL : passed(q, &landing, &word);
    const char *verb = interrupt ? "delivered" : "passed";
    bool other = through && (interrupt ? q->version[0].legal.pass && !judge_same_message(m, &q->version[0].message)
                                       : q->version[0].legal.pass && landing != q->version[0].landing);
    if (q->then != NULL && i >= 0 && is_of(q, i) && word == ~SESSION_MARK)
        snprintf(f->seen, sizeof f->seen, "read recorded %02X but done", reason);
    else if (q->then != NULL && through && word != ~SESSION_MARK && i < 0)
        snprintf(f->seen, sizeof f->seen, "read blocked, nothing recorded");
    else if (q->then != NULL && !(i >= 0 && is_of(q, i)) && !all_of(q).pass && !all_of(q).silent)
        snprintf(f->seen, sizeof f->seen, "read not blocked or not recorded");
    else if (q->then != NULL && i >= 0 && is_of(q, i))
        snprintf(f->seen, sizeof f->seen, "read blocked recording %02X", reason);
    else if (through && i >= 0)
        snprintf(f->seen, sizeof f->seen, "%s, and %02X recorded", verb, reason);
    else if (through)
        snprintf(f->seen, sizeof f->seen, "%s%s", verb,
                 !other      ? ""
                 : interrupt ? " as another message"
                             : " to another place");
    else if (i >= 0)
        snprintf(f->seen, sizeof f->seen, "blocked recording %02X", reason);
    else
        snprintf(f->seen, sizeof f->seen, "blocked, nothing recorded");
}

/* Where the outcome is wrong, not just its record: has the unit to do with an entry that was changed? */
/* Try the answers that would be legal if nothing had ever been invalidated. The model stays as it is. */
static bool any_forgotten(const struct query *q, struct version *store, query_visitor *visit)
{
    struct judge *j = q->j;
    struct query first = *q, second;
    struct vtd_fault_log log = j->io->faults;
    struct vtd_event event = j->io->fault_event;
    struct expected_messages expected = j->expected;
    bool held = j->index_held;
    first.ever = true;
    first.version = store;
    if (query_is_interrupt(q->o))
        query_interrupt(&first);
    else
        query_dma(&first);
    bool open = first.open;
    if (q->then != NULL) {
        second = *q->then;
        second.ever = true;
        second.version = store + VERSIONS;
        query_dma(&second);
        first.then = &second;
        open = open || second.open;
    }
    bool found = !open && query_any_answer(&first, visit);
    j->io->faults = log;
    j->io->fault_event = event;
    j->expected = expected;
    j->index_held = held;
    return found;
}

/* Would what was seen be legal if nothing had ever been invalidated? Then it comes from what should be gone. `loosely`:
 * whatever became of the log. */
bool query_is_forgotten(const struct query *q, bool loosely)
{
    struct version *store = calloc(2u * VERSIONS, sizeof *store);
    bool found =
        store != NULL && (any_forgotten(q, store, query_agrees) || (loosely && any_forgotten(q, store, would_agree)));
    free(store);
    return found;
}

void query_say_forgotten(struct finding *f)
{
    size_t length = strlen(f->detail);
    snprintf(f->detail + length, sizeof f->detail - length, "; what was changed and invalidated is still used (6.5)");
}

static void say_changed(const struct query *q, const struct legal *all, struct finding *f)
{
    size_t used = strlen(f->seen);
    bool forgotten = query_is_forgotten(q, true);
    if (forgotten)
        query_say_forgotten(f);
    bool blocked = strncmp(f->seen, "blocked", 7) == 0, silent = strstr(f->seen, "nothing recorded") != NULL;
    bool of_read = strncmp(f->seen, "read", 4) == 0;
    if (of_read || (blocked && all->reasons != 0 && (silent || !forgotten)))
        return;
    if (forgotten || q->changed)
        snprintf(f->seen + used, sizeof f->seen - used,
                 forgotten ? " (changed entry, invalidated)" : " (changed entry)");
}

void query_report(const struct query *q, struct finding *f)
{
    struct legal all = q->then != NULL ? legal_either(all_of(q), all_of(q->then)) : all_of(q);
    say_outcome(q, f);
    legal_rules_text(&all, f->rules, sizeof f->rules);
    legal_text(&all, f->legal, sizeof f->legal);
    snprintf(f->detail, sizeof f->detail, "request of %02x:%02x.%u for 0x%llx, %u state%s of the tables may answer",
             q->o->shot.source_id >> 8, (q->o->shot.source_id >> 3) & 31u, q->o->shot.source_id & 7u,
             (unsigned long long)q->o->shot.address, q->versions, q->versions == 1 ? "" : "s");
    say_changed(q, &all, f);
}
