/* Requests: every legal answer is tried against what was seen of memory, messages, log and event. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/session/judge_parts.h"
#include "model/dma.h"
#include "model/event.h"
#include "model/fault_log.h"
#include "model/fault_record.h"
#include "model/protected.h"
#include "model/rules.h"

#define FILL_WORD 0x96969696u

/* Candidates of the history, and those of an index that wraps. */
enum { VERSIONS = 2 * HISTORY_CANDIDATES };

/* What the tables say at one moment. */
struct version {
    struct legal legal;
    enum history_why why;
    uint32_t event;             /* STALE: the operation that changed what is still used */
    uint64_t landing;           /* DMA that passes: byte address */
    struct vtd_message message; /* interrupt that passes */
    uint32_t index;
};

struct query {
    struct judge *j;
    const struct operation *o;
    const struct seen *s;
    unsigned access;    /* DMA: enum vtd_access */
    struct query *then; /* SHOT_INVERT: the write that follows the read */
    bool read_known;    /* of that write: the read has brought SESSION_MARK */
    bool read_blocked;  /* of that write: the read has brought nothing */
    bool read_recorded; /* of that write: the read has been recorded */
    bool ever;          /* as if nothing had ever been invalidated */
    bool open;          /* anything may happen */
    bool changed;       /* a changed entry is met */
    unsigned versions;
    struct version *version; /* room for VERSIONS */
};

/* One way in which the request may end. */
struct answer {
    const struct version *v;
    bool pass;
    unsigned rule; /* blocked and recorded: enum vtd_rule; VTD_NONE: not recorded */
};

static bool is_interrupt(const struct operation *o)
{
    return o->shot.kind >= SHOT_MSIX;
}

/* Does a place hold what the request writes? After a read that was blocked that is anything but what is to be read. */
static bool is_written(const struct query *q, uint32_t word)
{
    if (q->o->shot.kind == SHOT_INVERT)
        return q->read_blocked ? word != ~SESSION_MARK : !q->read_known || word == ~SESSION_MARK;
    return word == (q->o->shot.kind == SHOT_FILL ? FILL_WORD : 0u);
}

/* ---- what may happen ---- */

static bool aligned(const struct vtd_registers *r)
{
    return r->low_base % 0x1000000u == 0 && r->low_limit % 0x1000000u == 0xE00000u &&
           r->high_base_lo % 0x1000000u == 0 && r->high_limit_lo % 0x1000000u == 0xE00000u;
}

/* Protected regions: certain if base and limit are multiples of 16 MB, since units align them as they like; a unit of
 * version 1 may let requests pass that were translated (clause 11.4.8). */
static void apply_protection(const struct query *q, struct version *v, const struct vtd_dma_outcome *o)
{
    const struct vtd_iommu *io = q->j->io;
    if (!v->legal.pass || !vtd_is_protected(io, o->frame, false))
        return;
    v->legal.silent = true;
    v->legal.pass = !aligned(&io->registers) || !vtd_is_protected(io, o->frame, o->translated);
}

static void add_dma(struct query *q, const struct vtd_dma_request *r, const struct history_dma_candidate *c)
{
    struct version *v = &q->version[q->versions++];
    const struct vtd_dma_outcome *o = &c->outcome;
    *v = (struct version){.legal = legal_dma(o), .landing = o->frame << 12 | (r->address & 0xFFFu)};
    v->why = c->why;
    v->event = c->event;
    v->legal.silent = v->legal.silent || o->holds.rta_4; /* units before revision 5 (clause 7.1.3) */
    apply_protection(q, v, o);
}

static void dma_versions(struct query *q)
{
    struct judge *j = q->j;
    struct vtd_dma_request r = {q->o->shot.address, q->o->shot.source_id, (uint8_t)q->access};
    struct history_dma h;
    history_dma(q->ever ? j->ever : j->history, &j->io->unit, &j->memory, &r, &h);
    q->open = h.open;
    q->changed = h.changed;
    q->versions = 0;
    for (unsigned i = 0; i < h.count; i++)
        add_dma(q, &r, &h.candidate[i]);
}

static void add_interrupt(struct query *q, const struct vtd_interrupt_outcome *o, enum history_why why, uint32_t event)
{
    q->version[q->versions++] = (struct version){
        .legal = legal_interrupt(o), .why = why, .event = event, .message = o->message, .index = o->index};
}

static void entry_versions(struct query *q, uint32_t index)
{
    struct history_entry h;
    history_entry(q->ever ? q->j->ever : q->j->history, &q->j->io->unit, &q->j->memory, index, q->o->shot.source_id,
                  &h);
    q->open = q->open || h.open;
    q->changed = q->changed || h.changed;
    for (unsigned i = 0; i < h.count; i++)
        add_interrupt(q, &h.candidate[i].outcome, h.candidate[i].why, h.candidate[i].event);
}

static void interrupt_versions(struct query *q)
{
    struct vtd_interrupt_request r = {q->o->shot.address, q->o->shot.data, q->o->shot.source_id};
    struct vtd_interrupt_outcome o = vtd_interrupt_request_step(&q->j->io->unit, r);
    q->open = q->changed = false;
    q->versions = 0;
    if (!o.remapped) {
        add_interrupt(q, &o, FRESH, 0);
        return;
    }
    entry_versions(q, o.index);
    if (o.index > 0xFFFFu)
        entry_versions(q, o.index % 0x10000u);
}

/* ---- does it agree with what was seen ---- */

/* The watched places: those where the request lands are written, the others are not. */
static bool places_agree(const struct query *q, const struct answer *a)
{
    bool writes = q->access != VTD_ZERO_LENGTH_READ;
    for (unsigned i = 0; i < SESSION_PLACES && q->access != VTD_READ; i++) {
        bool lands = a->pass && writes && q->o->place[i] == a->v->landing;
        bool agrees = lands ? is_written(q, q->s->place[i]) : q->s->place[i] == SESSION_MARK;
        if (q->o->place[i] != 0 && !agrees)
            return false;
    }
    return true;
}

/* What the write knows about the read that came before it. */
static void hand_over(struct query *q, const struct answer *a)
{
    bool watched = a->v->landing == q->o->place[0] || a->v->landing == q->o->place[1];
    q->then->read_known = a->pass && watched;
    q->then->read_blocked = !a->pass;
    q->then->read_recorded = a->rule != VTD_NONE;
}

static struct vtd_fault_record record_of(const struct query *q, const struct answer *a)
{
    struct vtd_dma_request r = {q->o->shot.address, q->o->shot.source_id, (uint8_t)q->access};
    return is_interrupt(q->o) ? vtd_interrupt_fault_record(a->v->index, r.source_id, a->rule)
                              : vtd_dma_fault_record(r, a->rule);
}

/* Log the fault in the model, with or without compression. */
static void log_fault(const struct query *q, const struct answer *a, bool compress)
{
    struct vtd_iommu *io = q->j->io;
    struct vtd_fault_record r = record_of(q, a);
    if (vtd_fault_log_add(&io->faults, r.lo, r.hi, compress) && vtd_event_raise(&io->fault_event))
        judge_effects(q->j, (struct vtd_effects){.fault_event = true});
}

static void expect_delivery(const struct query *q, const struct answer *a)
{
    struct expected_messages *x = &q->j->expected;
    if (is_interrupt(q->o) && a->pass)
        x->message[x->count++] = a->v->message;
}

typedef bool visitor(struct query *q, const struct answer *a);

/* Call `visit` for each legal answer until it says yes. */
static bool any_answer(struct query *q, visitor *visit)
{
    for (unsigned i = 0; i < q->versions; i++) {
        const struct version *v = &q->version[i];
        struct answer pass = {v, true, VTD_NONE}, silent = {v, false, VTD_NONE};
        if ((v->legal.pass && visit(q, &pass)) || (v->legal.silent && visit(q, &silent)))
            return true;
        for (unsigned rule = 1; rule < VTD_RULE_END; rule++) {
            struct answer blocked = {v, false, rule};
            bool recorded = (v->legal.reasons >> vtd_fault_reason(rule)) & 1u;
            if (((v->legal.rules >> rule) & 1u) && recorded && visit(q, &blocked))
                return true;
        }
    }
    return false;
}

/* While nothing is remapped the first record is always next, or was once (clause 7.2.1). */
static bool may_be_held(const struct judge *j)
{
    const struct vtd_unit *u = &j->io->unit;
    return j->index_held || (!u->translation_enabled && !u->remapping_enabled);
}

/* Log what the answer records, in one of the ways in which it may be done. */
static void try_log(const struct query *q, const struct answer *a, unsigned way)
{
    struct judge *j = q->j;
    struct vtd_fault_log *g = &j->io->faults;
    int32_t next = g->next;
    bool off = !j->io->unit.translation_enabled && !j->io->unit.remapping_enabled, held = way >= 2u;
    if (a->rule == VTD_NONE)
        return;
    g->next = held ? 0 : next;
    j->log_unseen = j->log_unseen || g->next >= SESSION_RECORDS;
    log_fault(q, a, way % 2u == 1u);
    j->index_held = off || (j->index_held && g->next == (held ? 0 : next));
    if (off && held)
        g->next = 0;
}

/* Try an answer, and the write after it if it is a read; the model keeps it if everything agrees. */
static bool agrees(struct query *q, const struct answer *a)
{
    struct judge *j = q->j;
    struct vtd_fault_log log = j->io->faults;
    struct vtd_event event = j->io->fault_event;
    struct expected_messages expected = j->expected;
    bool held = j->index_held;
    if (!is_interrupt(q->o) && !places_agree(q, a))
        return false;
    for (unsigned way = 0; way < (may_be_held(j) ? 4u : 2u); way++) {
        expect_delivery(q, a);
        try_log(q, a, way);
        if (q->then != NULL)
            hand_over(q, a);
        j->why = a->v->why;
        j->why_event = a->v->event;
        if (q->then != NULL ? any_answer(q->then, agrees) : judge_state(j, q->s, NULL) && judge_messages(j, q->s, NULL))
            return true;
        j->io->faults = log;
        j->io->fault_event = event;
        j->expected = expected;
        j->index_held = held;
    }
    return false;
}

/* ---- what was seen instead ---- */

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
    return is_interrupt(q->o) || read == (q->access == VTD_READ);
}

/* Is this the answer that was seen, whatever became of the log? */
static bool outcome_agrees(const struct query *q, const struct answer *a)
{
    const struct vtd_fault_log *g = &q->j->io->faults;
    int i = new_record(q);
    unsigned seen = i < 0 ? 0u : (unsigned)(q->s->record[i][1] >> 32) & 0xFFu;
    if (is_interrupt(q->o) ? !delivery_agrees(q, a) : !places_agree(q, a))
        return false;
    if (q->read_recorded)
        return true;
    if (a->rule == VTD_NONE)
        return i < 0 || (q->then != NULL && !is_of(q, i));
    return i >= 0 ? seen == vtd_fault_reason(a->rule) && is_of(q, i) : g->record[g->next].word[3] >> 31;
}

/* The outcome is legal: then something is wrong with the log or the event. */
static bool log_differs(struct query *q, const struct answer *a)
{
    struct vtd_fault_log log = q->j->io->faults;
    struct vtd_event event = q->j->io->fault_event;
    struct expected_messages expected = q->j->expected;
    if (!outcome_agrees(q, a))
        return false;
    expect_delivery(q, a);
    if (a->rule != VTD_NONE)
        log_fault(q, a, q->read_recorded);
    if (q->then == NULL)
        return true;
    hand_over(q, a);
    if (any_answer(q->then, log_differs))
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
    hand_over(q, a);
    return any_answer(q->then, would_agree);
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
    bool interrupt = is_interrupt(q->o);
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
static bool any_forgotten(const struct query *q, struct version *store, visitor *visit)
{
    struct judge *j = q->j;
    struct query first = *q, second;
    struct vtd_fault_log log = j->io->faults;
    struct vtd_event event = j->io->fault_event;
    struct expected_messages expected = j->expected;
    bool held = j->index_held;
    first.ever = true;
    first.version = store;
    if (is_interrupt(q->o))
        interrupt_versions(&first);
    else
        dma_versions(&first);
    bool open = first.open;
    if (q->then != NULL) {
        second = *q->then;
        second.ever = true;
        second.version = store + VERSIONS;
        dma_versions(&second);
        first.then = &second;
        open = open || second.open;
    }
    bool found = !open && any_answer(&first, visit);
    j->io->faults = log;
    j->io->fault_event = event;
    j->expected = expected;
    j->index_held = held;
    return found;
}

/* Would what was seen be legal if nothing had ever been invalidated? Then it comes from what should be gone. `loosely`:
 * whatever became of the log. */
static bool is_forgotten(const struct query *q, bool loosely)
{
    struct version *store = calloc(2u * VERSIONS, sizeof *store);
    bool found =
        store != NULL && (any_forgotten(q, store, agrees) || (loosely && any_forgotten(q, store, would_agree)));
    free(store);
    return found;
}

static void say_forgotten(struct finding *f)
{
    size_t length = strlen(f->detail);
    snprintf(f->detail + length, sizeof f->detail - length, "; what was changed and invalidated is still used (6.5)");
}

static void say_changed(const struct query *q, const struct legal *all, struct finding *f)
{
    size_t used = strlen(f->seen);
    bool forgotten = is_forgotten(q, true);
    if (forgotten)
        say_forgotten(f);
    bool blocked = strncmp(f->seen, "blocked", 7) == 0, silent = strstr(f->seen, "nothing recorded") != NULL;
    bool of_read = strncmp(f->seen, "read", 4) == 0;
    if (of_read || (blocked && all->reasons != 0 && (silent || !forgotten)))
        return;
    if (forgotten || q->changed)
        snprintf(f->seen + used, sizeof f->seen - used,
                 forgotten ? " (changed entry, invalidated)" : " (changed entry)");
}

static void report(const struct query *q, struct finding *f)
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

/* Is the answer to this request defined, and can it be seen? */
static bool is_judged(const struct judge *j, const struct operation *o)
{
    const struct vtd_unit *u = &j->io->unit;
    const struct vtd_caps *c = &u->caps;
    if (is_interrupt(o))
        return c->interrupt_remapping;
    if (o->shot.address >> 20 == 0xFEEu)
        return false;
    if (!u->translation_enabled)
        return true;
    return (c->agaw_39 || c->agaw_48 || c->agaw_57) && (u->table_mode == VTD_LEGACY || word_modes_exist(c));
}

bool judge_request(struct judge *j, const struct operation *o, const struct seen *s, struct finding *f)
{
    struct version store[2][VERSIONS];
    struct query write = {.j = j, .version = store[0], .o = o, .s = s, .access = VTD_WRITE}, read = write;
    struct query *q = o->shot.kind == SHOT_INVERT ? &read : &write;
    read.version = store[1];
    read.access = VTD_READ;
    read.then = &write;
    if (o->shot.atomic || o->shot.zero_length)
        write.access = o->shot.atomic ? VTD_ATOMIC : VTD_ZERO_LENGTH_READ;
    snprintf(j->cause, sizeof j->cause, "(%s)", is_interrupt(o) ? "interrupt" : "DMA");
    if (!is_judged(j, o)) {
        j->undefined = true;
        judge_adopt(j, s);
        return true;
    }
    if (is_interrupt(o)) {
        interrupt_versions(q);
    } else {
        dma_versions(&write);
        if (q == &read)
            dma_versions(&read);
    }
    if (write.open || read.open) {
        j->undefined = true;
        judge_adopt(j, s);
        return true;
    }
    if (any_answer(q, agrees)) {
        judge_adopt_records(j, s);
        return true;
    }
    if (j->log_unseen) {
        j->undefined = true;
        judge_adopt(j, s);
        return true;
    }
    bool forgotten = is_forgotten(q, false);
    if (!any_answer(q, log_differs) || (judge_state(j, s, f) && judge_messages(j, s, f)))
        report(q, f);
    else if (forgotten)
        say_forgotten(f);
    judge_adopt(j, s);
    return false;
}
