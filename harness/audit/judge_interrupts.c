/* Claims about interrupts. */
#include "harness/audit/interrupts.h"
#include "harness/audit/verdicts.h"

static const struct witness no_witness = {.kind = WITNESS_NONE};

static bool listed(const struct claim_numbers *l, uint32_t n)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->range[i].first <= n && n <= l->range[i].last)
            return true;
    return false;
}

/* The claim allows what the entry does. Vectors mean something in fixed and lowest-priority mode only. */
static bool allowed(const struct claim *k, const struct interrupt_entry *e)
{
    if (k->kind == CLAIM_NO_INTERRUPTS)
        return false;
    if (k->kind == CLAIM_INTERRUPTS_ENTRIES)
        return listed(&k->numbers, e->index);
    return e->message.delivery_mode <= 1 && listed(&k->numbers, e->message.vector) &&
           (k->targets.count == 0 || listed(&k->targets, e->message.destination));
}

static void judge_table(struct verdict *v, const struct audit_survey *s, const struct audit_requester *r)
{
    const struct vtd_unit *u = &s->in->unit[r->unit].unit;
    char name[16], message[80];
    audit_requester_name(r->segment, r->source_id, name, sizeof name);
    for (uint32_t i = 0; i < (uint32_t)u->interrupt_table_size; i++) {
        struct interrupt_entry e = interrupt_entry_of(s, r->unit, i);
        if (!e.captured)
            verdict_worsen(v, VERDICT_NOT_SHOWN, audit_format("interrupt entry %u is not in the image", i), no_witness);
        if (interrupt_entry_posted(&e, r->source_id))
            verdict_worsen(
                v, VERDICT_NOT_SHOWN,
                audit_format("%s may use entry %u, which is in posted format; this is not modelled", name, i),
                no_witness);
        if (interrupt_entry_serves(&e, r->source_id) && !allowed(v->claim, &e))
            verdict_worsen(v, VERDICT_VIOLATED,
                           audit_format("%s can raise entry %u: %s", name, i,
                                        interrupt_message_text(&e.message, message, sizeof message)),
                           witness_interrupt(s, r->unit, r->source_id, i));
    }
}

/* A vector that the claim does not allow. */
static uint8_t other_vector(const struct claim *k)
{
    for (uint32_t n = 0x10; n < 0x100; n++)
        if (k->kind != CLAIM_INTERRUPTS_VECTORS || !listed(&k->numbers, n))
            return (uint8_t)n;
    return 0x10;
}

static void judge_requester(struct verdict *v, const struct audit_survey *s, const struct audit_requester *r)
{
    char name[16];
    audit_requester_name(r->segment, r->source_id, name, sizeof name);
    if (r->unit < 0 || !s->in->unit[r->unit].interrupts_known) {
        verdict_worsen(v, VERDICT_NOT_SHOWN, audit_format("%s: the interrupt table of its unit is not known", name),
                       no_witness);
        return;
    }
    const struct vtd_unit *u = &s->in->unit[r->unit].unit;
    if (!u->remapping_enabled && u->caps.remapping_required)
        return;
    if (!u->remapping_enabled || (u->compatibility_allowed && !u->extended_mode))
        verdict_worsen(v, VERDICT_VIOLATED,
                       audit_format("%s can raise every vector: %s", name,
                                    u->remapping_enabled ? "compatibility-format interrupts are let through"
                                                         : "interrupt remapping is off"),
                       witness_compatible(s, r->unit, r->source_id, other_vector(v->claim)));
    if (u->remapping_enabled)
        judge_table(v, s, r);
}

void judge_interrupts(struct verdict *v, const struct audit_survey *s, const struct requester_list *who)
{
    for (size_t i = 0; i < who->count; i++)
        judge_requester(v, s, &s->requester[who->number[i]]);
}
