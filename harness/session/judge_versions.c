/* Requests: what the tables of every moment that counts let happen. */
#include "harness/session/judge_query.h"
#include "model/protected.h"

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

void query_dma(struct query *q)
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

void query_interrupt(struct query *q)
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
