/* What was seen of an operation. */
#include <string.h>

#include "harness/explain/parts.h"
#include "harness/session/words.h"

void explain_fact(struct explanation *e, const char *text)
{
    if (e->facts < EXPLAINED_FACTS)
        snprintf(e->fact[e->facts++], sizeof e->fact[0], "%s", text);
}

static void places(struct explanation *e, const struct operation *o, const struct seen *s)
{
    char text[160];
    for (unsigned i = 0; i < SESSION_PLACES; i++) {
        if (o->place[i] == 0)
            continue;
        snprintf(text, sizeof text, "memory at 0x%llx: 0x%x, %s", (unsigned long long)o->place[i], s->place[i],
                 s->place[i] == SESSION_MARK ? "untouched" : "written");
        explain_fact(e, text);
    }
}

static void records(struct explanation *e, const struct seen *s)
{
    char text[160];
    for (unsigned i = 0; i < SESSION_RECORDS; i++) {
        uint64_t lo = s->record[i][0], hi = s->record[i][1];
        if (hi >> 63 == 0)
            continue;
        snprintf(text, sizeof text, "fault record %u: reason %02Xh, requester %02x:%02x.%u, %s of 0x%llx", i,
                 (unsigned)(hi >> 32) & 0xFFu, (unsigned)(hi >> 8) & 0xFFu, (unsigned)(hi >> 3) & 31u,
                 (unsigned)hi & 7u, (hi >> 62) % 2u == 1u ? "read" : "write", (unsigned long long)(lo & ~0xFFFull));
        explain_fact(e, text);
    }
}

static void state(struct explanation *e, const struct vtd_caps *c, const struct seen *s)
{
    char text[160];
    for (unsigned i = 0; i < SESSION_STATE; i++) {
        snprintf(text, sizeof text, "%s at 0x%03x: 0x%x", word_register(c, session_state_offset[i]),
                 session_state_offset[i], s->state[i]);
        explain_fact(e, text);
    }
    records(e, s);
    for (unsigned i = 0; i < s->messages && i < SESSION_MESSAGES; i++) {
        snprintf(text, sizeof text, "message: vector 0x%02x to 0x%x, delivery mode %u, %s, %s", s->message[i].vector,
                 s->message[i].destination, s->message[i].delivery_mode, s->message[i].logical ? "logical" : "physical",
                 s->message[i].level ? "level" : "edge");
        explain_fact(e, text);
    }
}

void explain_seen(struct explanation *e, const struct vtd_caps *c, const struct operation *o, const struct seen *s)
{
    char text[160];
    if (o->kind == OP_READ || o->kind == OP_LOOK) {
        snprintf(text, sizeof text, "value 0x%llx", (unsigned long long)s->value);
        explain_fact(e, text);
    }
    if (o->kind == OP_REQUEST)
        places(e, o, s);
    if (o->kind == OP_WRITE || o->kind == OP_REQUEST)
        state(e, c, s);
}
