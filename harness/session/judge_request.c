/* Requests: every legal answer is tried against what was seen of memory, messages, log and event. */
#include <stdio.h>

#include "harness/session/judge_query.h"
#include "model/event.h"
#include "model/fault_log.h"
#include "model/fault_record.h"
#include "model/rules.h"

#define FILL_WORD 0x96969696u

bool query_is_interrupt(const struct operation *o)
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

/* The watched places: those where the request lands are written, the others are not. */
bool query_places_agree(const struct query *q, const struct answer *a)
{
    bool writes = q->access != VTD_ZERO_LENGTH_READ;
    for (unsigned i = 0; i < SESSION_PLACES && q->access != VTD_READ; i++) {
        bool lands = a->pass && writes && q->o->place[i] == a->v->landing;
        bool same = lands ? is_written(q, q->s->place[i]) : q->s->place[i] == SESSION_MARK;
        if (q->o->place[i] != 0 && !same)
            return false;
    }
    return true;
}

/* What the write knows about the read that came before it. */
void query_hand_over(struct query *q, const struct answer *a)
{
    bool watched = a->v->landing == q->o->place[0] || a->v->landing == q->o->place[1];
    q->then->read_known = a->pass && watched;
    q->then->read_blocked = !a->pass;
    q->then->read_recorded = a->rule != VTD_NONE;
}

static struct vtd_fault_record record_of(const struct query *q, const struct answer *a)
{
    struct vtd_dma_request r = {q->o->shot.address, q->o->shot.source_id, (uint8_t)q->access};
    return query_is_interrupt(q->o) ? vtd_interrupt_fault_record(a->v->index, r.source_id, a->rule)
                                    : vtd_dma_fault_record(r, a->rule);
}

/* Log the fault in the model, with or without compression. */
void query_log_fault(const struct query *q, const struct answer *a, bool compress)
{
    struct vtd_iommu *io = q->j->io;
    struct vtd_fault_record r = record_of(q, a);
    if (vtd_fault_log_add(&io->faults, r.lo, r.hi, compress) && vtd_event_raise(&io->fault_event))
        judge_effects(q->j, (struct vtd_effects){.fault_event = true});
}

void query_expect_delivery(const struct query *q, const struct answer *a)
{
    struct expected_messages *x = &q->j->expected;
    if (query_is_interrupt(q->o) && a->pass)
        x->message[x->count++] = a->v->message;
}

/* Call `visit` for each legal answer until it says yes. */
bool query_any_answer(struct query *q, query_visitor *visit)
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
    query_log_fault(q, a, way % 2u == 1u);
    j->index_held = off || (j->index_held && g->next == (held ? 0 : next));
    if (off && held)
        g->next = 0;
}

/* Try an answer, and the write after it if it is a read; the model keeps it if everything agrees. */
bool query_agrees(struct query *q, const struct answer *a)
{
    struct judge *j = q->j;
    struct vtd_fault_log log = j->io->faults;
    struct vtd_event event = j->io->fault_event;
    struct expected_messages expected = j->expected;
    bool held = j->index_held;
    if (!query_is_interrupt(q->o) && !query_places_agree(q, a))
        return false;
    for (unsigned way = 0; way < (may_be_held(j) ? 4u : 2u); way++) {
        query_expect_delivery(q, a);
        try_log(q, a, way);
        if (q->then != NULL)
            query_hand_over(q, a);
        j->why = a->v->why;
        j->why_event = a->v->event;
        if (q->then != NULL ? query_any_answer(q->then, query_agrees)
                            : judge_state(j, q->s, NULL) && judge_messages(j, q->s, NULL))
            return true;
        j->io->faults = log;
        j->io->fault_event = event;
        j->expected = expected;
        j->index_held = held;
    }
    return false;
}

/* Is the answer to this request defined, and can it be seen? */
static bool is_judged(const struct judge *j, const struct operation *o)
{
    const struct vtd_unit *u = &j->io->unit;
    const struct vtd_caps *c = &u->caps;
    if (query_is_interrupt(o))
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
    snprintf(j->cause, sizeof j->cause, "(%s)", query_is_interrupt(o) ? "interrupt" : "DMA");
    if (!is_judged(j, o)) {
        j->undefined = true;
        judge_adopt(j, s);
        return true;
    }
    if (query_is_interrupt(o)) {
        query_interrupt(q);
    } else {
        query_dma(&write);
        if (q == &read)
            query_dma(&read);
    }
    if (write.open || read.open) {
        j->undefined = true;
        judge_adopt(j, s);
        return true;
    }
    if (query_any_answer(q, query_agrees)) {
        judge_adopt_records(j, s);
        return true;
    }
    if (j->log_unseen) {
        j->undefined = true;
        judge_adopt(j, s);
        return true;
    }
    bool forgotten = query_is_forgotten(q, false);
    if (!query_any_answer(q, query_log_differs) || (judge_state(j, s, f) && judge_messages(j, s, f)))
        query_report(q, f);
    else if (forgotten)
        query_say_forgotten(f);
    judge_adopt(j, s);
    return false;
}
