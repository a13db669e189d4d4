/* Requests: every legal answer is tried against what was seen of memory, messages, log and event. */
#include <stdio.h>
#include <string.h>

#include "harness/session/judge_parts.h"
#include "model/dma.h"
#include "model/event.h"
#include "model/fault_log.h"
#include "model/fault_record.h"
#include "model/protected.h"
#include "model/rules.h"

#define FILL_WORD 0x96969696u

enum { VERSIONS = 3 };

/* What the tables say at one moment. */
struct version {
    struct legal legal;
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
    unsigned versions;
    struct version version[VERSIONS];
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

static void add_dma(struct query *q, const struct vtd_dma_request *r)
{
    struct version *v = &q->version[q->versions++];
    struct vtd_dma_outcome o = vtd_dma_classify(&q->j->io->unit, &q->j->memory, r);
    *v = (struct version){.legal = legal_dma(&o), .landing = o.frame << 12 | (r->address & 0xFFFu)};
    if (v->legal.pass && vtd_is_protected(q->j->io, o.frame, o.translated))
        v->legal.silent = true;
}

static void dma_versions(struct query *q)
{
    struct judge *j = q->j;
    struct vtd_dma_request r = {q->o->shot.address, q->o->shot.source_id, (uint8_t)q->access};
    add_dma(q, &r);
    changes_swap(&j->dma, j->ram);
    if (j->io->unit.translation_enabled && changes_reach_dma(&j->dma, &j->io->unit, &j->memory, &r))
        add_dma(q, &r);
    changes_swap(&j->dma, j->ram);
}

static void add_interrupt(struct query *q, struct vtd_interrupt_outcome o)
{
    q->version[q->versions++] = (struct version){.legal = legal_interrupt(&o), .message = o.message, .index = o.index};
}

static void interrupt_versions(struct query *q)
{
    struct judge *j = q->j;
    struct vtd_interrupt_request r = {q->o->shot.address, q->o->shot.data, q->o->shot.source_id};
    struct vtd_interrupt_outcome o = vtd_interrupt_classify(&j->io->unit, &j->memory, &r);
    add_interrupt(q, o);
    if (o.remapped && o.index > 0xFFFFu)
        add_interrupt(q, vtd_remap_index(&j->io->unit, &j->memory, o.index % 0x10000u, r.source_id));
    if (!o.remapped)
        return;
    changes_swap(&j->interrupts, j->ram);
    if (changes_reach_interrupt(&j->interrupts, &j->io->unit, &j->memory, o.index, r.source_id))
        add_interrupt(q, vtd_interrupt_classify(&j->io->unit, &j->memory, &r));
    changes_swap(&j->interrupts, j->ram);
}

/* ---- does it agree with what was seen ---- */

/* The watched places: those where the request lands are written, the others are not. */
static bool places_agree(const struct query *q, const struct answer *a)
{
    for (unsigned i = 0; i < SESSION_PLACES && q->access != VTD_READ; i++) {
        bool lands = a->pass && q->o->place[i] == a->v->landing;
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

/* Try an answer, and the write after it if it is a read; the model keeps it if everything agrees. */
static bool agrees(struct query *q, const struct answer *a)
{
    struct judge *j = q->j;
    struct vtd_fault_log log = j->io->faults;
    struct vtd_event event = j->io->fault_event;
    struct expected_messages expected = j->expected;
    if (!is_interrupt(q->o) && !places_agree(q, a))
        return false;
    for (unsigned compress = 0; compress < 2; compress++) {
        expect_delivery(q, a);
        if (a->rule != VTD_NONE)
            log_fault(q, a, compress == 1);
        if (q->then != NULL)
            hand_over(q, a);
        if (q->then != NULL ? any_answer(q->then, agrees) : judge_state(j, q->s, NULL) && judge_messages(j, q->s, NULL))
            return true;
        j->io->faults = log;
        j->io->fault_event = event;
        j->expected = expected;
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
static void say_changed(const struct query *q, const struct legal *all, struct finding *f)
{
    const struct changes *c = is_interrupt(q->o) ? &q->j->interrupts : &q->j->dma;
    bool blocked = strncmp(f->seen, "blocked", 7) == 0;
    size_t used = strlen(f->seen);
    if (c->changed && !(blocked && all->reasons != 0) && strncmp(f->seen, "read", 4) != 0)
        snprintf(f->seen + used, sizeof f->seen - used, "%s",
                 q->versions == 1 ? " (changed entry, invalidated)" : " (changed entry)");
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
        return c->interrupt_remapping && (!j->interrupts.open || !u->remapping_enabled);
    if (o->shot.address >> 20 == 0xFEEu)
        return false;
    if (!u->translation_enabled)
        return true;
    return !j->dma.open && (c->agaw_39 || c->agaw_48 || c->agaw_57) &&
           (u->table_mode == VTD_LEGACY || word_modes_exist(c));
}

bool judge_request(struct judge *j, const struct operation *o, const struct seen *s, struct finding *f)
{
    struct query write = {.j = j, .o = o, .s = s, .access = VTD_WRITE}, read = write;
    struct query *q = o->shot.kind == SHOT_INVERT ? &read : &write;
    read.access = VTD_READ;
    read.then = &write;
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
        dma_versions(&read);
    }
    if (any_answer(q, agrees)) {
        judge_adopt_records(j, s);
        return true;
    }
    if (!any_answer(q, log_differs) || (judge_state(j, s, f) && judge_messages(j, s, f)))
        report(q, f);
    judge_adopt(j, s);
    return false;
}
