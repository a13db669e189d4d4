/* Explaining one step of a trace. */
#include <string.h>

#include "harness/explain/parts.h"
#include "harness/session/words.h"
#include "harness/trace/operation_text.h"

static void say_asked(struct explanation *e, const struct operation *o)
{
    FILE *out = fmemopen(e->asked, sizeof e->asked - 1u, "w");
    if (out != NULL) {
        trace_write_operation(out, o);
        fclose(out);
    }
    e->asked[strcspn(e->asked, "\n")] = '\0';
}

static void say_meaning(struct explanation *e, const struct vtd_caps *c, const struct operation *o)
{
    static const char *const kinds[] = {
        "DMA write of 4 bytes", "DMA write of 4 zero bytes", "DMA read, then write of 4 bytes",
        "interrupt (MSI-X)",    "interrupt (MSI)",           "interrupt (I/O APIC)"};
    const struct shot *s = &o->shot;
    char *to = e->meaning;
    size_t size = sizeof e->meaning;
    if (o->kind == OP_REQUEST)
        snprintf(to, size, "%s by %02x:%02x.%u at 0x%llx",
                 s->atomic        ? "AtomicOp of 4 bytes"
                 : s->zero_length ? "zero-length read"
                                  : kinds[s->kind],
                 s->source_id >> 8, (s->source_id >> 3) & 31u, s->source_id & 7u, (unsigned long long)s->address);
    else if (o->kind == OP_MEMORY || o->kind == OP_LOOK)
        snprintf(to, size, "software %s memory", o->kind == OP_LOOK ? "reads" : "writes");
    else
        snprintf(to, size, "software %s %s (clause %s)", o->kind == OP_READ ? "reads" : "writes",
                 word_register(c, o->offset)[0] != '\0' ? word_register(c, o->offset) : "no register",
                 word_clause(c, o->offset));
}

/* A request that is judged at all: what is read and what may happen. */
static void request(const struct explained *x, struct judge *j, const struct operation *o)
{
    struct vtd_dma_request r = {o->shot.address, o->shot.source_id, VTD_WRITE};
    struct vtd_interrupt_request i = {o->shot.address, o->shot.data, o->shot.source_id};
    if (o->shot.kind < SHOT_MSIX) {
        explain_walk(x, &r);
        explain_answers_dma(x, j, o);
        return;
    }
    struct vtd_interrupt_outcome step = vtd_interrupt_request_step(x->unit, i);
    if (step.remapped)
        explain_entry_read(x, step.index, i.source_id);
    explain_answers_interrupt(x, j, o);
}

/* Which step: the first one that is not legal, else the last. */
static unsigned choose(struct judge *j, const struct session_file *f, unsigned step)
{
    struct session_findings found;
    if (step != 0 || f->ended[0] != '\0')
        return step != 0 ? step : f->session.count;
    session_file_judge(j, f, &found);
    return found.count > 0 ? found.at[0] + 1u : f->session.count;
}

void explain_session(struct judge *j, const struct session_file *f, unsigned step, struct explanation *e)
{
    struct vtd_caps caps = session_file_caps(f);
    const struct session *s = &f->session;
    struct finding ignored;
    memset(e, 0, sizeof *e);
    e->step = choose(j, f, step);
    e->steps = s->count;
    const struct operation *o = &s->operation[e->step - 1u];
    judge_begin(j, &caps, s->start);
    if (s->lazy)
        judge_be_lazy(j);
    for (unsigned i = 0; i + 1u < e->step; i++)
        judge_operation(j, &s->operation[i], &s->seen[i], &ignored);
    struct explained x = {e, &j->io->unit, &j->memory, s, e->step};
    say_asked(e, o);
    say_meaning(e, &caps, o);
    if (o->kind == OP_REQUEST && !j->lost)
        request(&x, j, o);
    if (o->kind == OP_WRITE && o->offset == 0x88u) {
        struct vtd_queue q = j->io->queue;
        q.tail = (uint32_t)o->value & 0x7FFF0u;
        explain_queue(&x, &q);
    }
    if (f->ended[0] != '\0') {
        explain_fact(e, f->ended);
        snprintf(e->finding.rules, sizeof e->finding.rules, "ABORT");
        snprintf(e->finding.legal, sizeof e->finding.legal, "an answer");
        snprintf(e->finding.seen, sizeof e->finding.seen, "the target ended by itself");
        return;
    }
    explain_seen(e, &caps, o, &s->seen[e->step - 1u]);
    e->legal = judge_operation(j, o, &s->seen[e->step - 1u], &e->finding);
    e->undefined = j->undefined;
}

static void case_seen(struct explanation *e, const struct observation *o, bool interrupt)
{
    char text[160];
    snprintf(text, sizeof text, "memory at the landing place: 0x%x before, 0x%x after", o->before, o->after);
    if (!interrupt)
        explain_fact(e, text);
    snprintf(text, sizeof text, "fault record: %s 0x%llx 0x%llx", o->record ? "reason and rest" : "none, last one",
             (unsigned long long)o->lo, (unsigned long long)o->hi);
    explain_fact(e, text);
    snprintf(text, sizeof text, "messages: %u, last one vector 0x%02x to 0x%x", o->events, o->message.vector,
             o->message.destination);
    explain_fact(e, text);
}

void explain_case(const struct case_file *c, uint64_t *ram, struct explanation *e)
{
    const struct batch *b = &c->batch;
    const struct shot *shot = &b->shot[b->shots - 1];
    struct vtd_memory m = {ram, FRAME_END * 512ull};
    struct operation o = {.kind = OP_REQUEST, .shot = *shot};
    memset(e, 0, sizeof *e);
    batch_install(b, ram);
    e->step = e->steps = (unsigned)b->shots;
    struct explained x = {e, &b->unit, &m, NULL, e->step};
    struct expectation want = expect_shot(b, shot, &m);
    snprintf(e->asked, sizeof e->asked, "request %s %u 0x%04x 0x%llx 0x%x", trace_kind_words[shot->kind], shot->device,
             shot->source_id, (unsigned long long)shot->address, shot->data);
    say_meaning(e, &b->unit.caps, &o);
    struct vtd_interrupt_outcome step = vtd_interrupt_request_step(
        &b->unit, (struct vtd_interrupt_request){shot->address, shot->data, shot->source_id});
    if (want.interrupt && step.remapped)
        explain_entry_read(&x, step.index, shot->source_id);
    if (!want.interrupt)
        explain_walk(&x, &(struct vtd_dma_request){shot->address, shot->source_id, VTD_WRITE});
    if (shot->kind == SHOT_INVERT)
        explain_add_answer(e, &want.read_legal, "read passes", FRESH, 0);
    explain_add_answer(e, &want.legal, want.interrupt ? "delivered" : "passes", FRESH, 0);
    case_seen(e, &c->seen, want.interrupt);
    e->legal = judge_shot(&want, shot, &c->seen, &e->finding);
    batch_remove(b, ram);
}
