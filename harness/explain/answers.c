/* What may happen, and why. */
#include <string.h>

#include "harness/explain/parts.h"
#include "harness/oracle/legal.h"

static void add_rules(struct explanation *e, const struct legal *l)
{
    for (unsigned rule = 1; rule < VTD_RULE_END; rule++) {
        bool known = false;
        for (unsigned i = 0; i < e->rules; i++)
            known = known || e->rule[i] == rule;
        if (((l->rules >> rule) & 1u) && !known && e->rules < EXPLAINED_RULES)
            e->rule[e->rules++] = rule;
    }
}

/* An earlier value that was there until operation `event` is still in use. */
static void mark_used(struct explanation *e, unsigned event)
{
    for (unsigned i = 0; i < e->words; i++)
        for (unsigned k = 0; k < e->word[i].pasts; k++)
            if (e->word[i].past[k].until == event)
                e->word[i].past[k].used = true;
}

void explain_add_answer(struct explanation *e, const struct legal *l, const char *pass, enum history_why why,
                        unsigned event)
{
    struct explained_answer a = {.text = ""};
    char text[160], rules[80];
    legal_text(l, text, sizeof text);
    legal_rules_text(l, rules, sizeof rules);
    snprintf(a.text, sizeof a.text, "%s%.60s%.60s%s%.30s%s", l->pass ? pass : "",
             l->pass && strlen(text) > 4 ? text + 4 : "", l->pass ? "" : text, l->rules != 0 ? " (" : "",
             l->rules != 0 ? rules : "", l->rules != 0 ? ")" : "");
    if (why == STALE)
        snprintf(a.why, sizeof a.why, "what was read before operation %u changed it may still be held", event);
    else
        snprintf(a.why, sizeof a.why, "%s", why == FRESH ? "the tables as they are now" : "left to the implementation");
    if (why == STALE)
        mark_used(e, event);
    add_rules(e, l);
    for (unsigned i = 0; i < e->answers; i++)
        if (strcmp(e->answer[i].text, a.text) == 0)
            return;
    if (e->answers < EXPLAINED_ANSWERS)
        e->answer[e->answers++] = a;
}

void explain_answers_dma(const struct explained *x, struct judge *j, const struct operation *o)
{
    static const char *const part[] = {"read ", "write "};
    bool both = o->shot.kind == SHOT_INVERT;
    for (unsigned access = both ? VTD_READ : VTD_WRITE; access <= VTD_WRITE; access++) {
        struct vtd_dma_request r = {o->shot.address, o->shot.source_id, (uint8_t)access};
        if (o->shot.atomic || o->shot.zero_length)
            r.access = o->shot.atomic ? VTD_ATOMIC : VTD_ZERO_LENGTH_READ;
        struct history_dma h;
        history_dma(j->history, x->unit, x->memory, &r, &h);
        x->e->open = x->e->open || h.open;
        for (unsigned i = 0; i < h.count; i++) {
            struct legal l = legal_dma(&h.candidate[i].outcome);
            char pass[64];
            snprintf(pass, sizeof pass, "%spasses to 0x%llx", both ? part[access] : "",
                     (unsigned long long)(h.candidate[i].outcome.frame << 12 | (r.address & 0xFFFu)));
            explain_add_answer(x->e, &l, pass, h.candidate[i].why, h.candidate[i].event);
        }
    }
}

static void interrupt_answer(struct explanation *e, const struct vtd_interrupt_outcome *o, enum history_why why,
                             unsigned event)
{
    struct legal l = legal_interrupt(o);
    char pass[64];
    snprintf(pass, sizeof pass, "delivered: vector 0x%02x to 0x%x", o->message.vector, o->message.destination);
    explain_add_answer(e, &l, pass, why, event);
}

void explain_answers_interrupt(const struct explained *x, struct judge *j, const struct operation *o)
{
    struct vtd_interrupt_request r = {o->shot.address, o->shot.data, o->shot.source_id};
    struct vtd_interrupt_outcome step = vtd_interrupt_request_step(x->unit, r);
    struct history_entry h;
    if (!step.remapped) {
        interrupt_answer(x->e, &step, FRESH, 0);
        return;
    }
    history_entry(j->history, x->unit, x->memory, step.index, r.source_id, &h);
    x->e->open = h.open;
    for (unsigned i = 0; i < h.count; i++)
        interrupt_answer(x->e, &h.candidate[i].outcome, h.candidate[i].why, h.candidate[i].event);
}
