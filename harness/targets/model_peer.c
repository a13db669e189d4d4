#include "harness/targets/model_peer.h"

#include <string.h>

#define FILL_WORD 0x96969696u

static void look_at_state(const struct unit *u, struct seen *s)
{
    s->messages = u->messages;
    for (unsigned i = 0; i < u->messages && i < SESSION_MESSAGES; i++)
        s->message[i] = u->message[i];
    for (unsigned i = 0; i < SESSION_STATE; i++)
        s->state[i] = unit_read(u, session_state_offset[i]);
    for (unsigned i = 0; i < SESSION_RECORDS && i < u->caps.fault_records; i++)
        for (unsigned k = 0; k < 2; k++) {
            uint32_t at = u->caps.fault_offset + 16u * i + 8u * k;
            s->record[i][k] = (uint64_t)unit_read(u, at + 4u) << 32 | unit_read(u, at);
        }
}

static void dma(struct unit *u, const struct shot *shot)
{
    uint32_t *words = (uint32_t *)u->ram, data = shot->kind == SHOT_FILL ? FILL_WORD : 0u;
    enum vtd_access access = shot->atomic ? VTD_ATOMIC : VTD_WRITE;
    uint64_t at;
    if (shot->zero_length) {
        unit_dma(u, shot->source_id, shot->address, VTD_ZERO_LENGTH_READ, &at);
        return;
    }
    if (shot->kind == SHOT_INVERT && unit_dma(u, shot->source_id, shot->address, VTD_READ, &at))
        data = ~words[at / 4u];
    if (unit_dma(u, shot->source_id, shot->address, access, &at))
        words[at / 4u] = data;
}

static void request(struct unit *u, const struct operation *o, struct seen *s)
{
    uint32_t *words = (uint32_t *)u->ram;
    for (unsigned i = 0; i < SESSION_PLACES; i++)
        if (o->place[i] != 0)
            words[o->place[i] / 4u] = SESSION_MARK;
    if (o->shot.kind >= SHOT_MSIX)
        unit_interrupt(u, o->shot.source_id, o->shot.address, o->shot.data);
    else
        dma(u, &o->shot);
    for (unsigned i = 0; i < SESSION_PLACES; i++)
        if (o->place[i] != 0) {
            s->place[i] = words[o->place[i] / 4u];
            words[o->place[i] / 4u] = 0;
        }
}

static void operate(struct unit *u, const struct operation *o, struct seen *s)
{
    *s = (struct seen){.value = 0};
    u->messages = 0;
    switch (o->kind) {
    case OP_READ:
        s->value = unit_read(u, o->offset);
        if (o->wide)
            s->value |= (uint64_t)unit_read(u, o->offset + 4u) << 32;
        break;
    case OP_MEMORY:
        for (unsigned i = 0; i < o->repeat && o->address + 16u * i < UNIT_MEMORY_BYTES; i++)
            u->ram[o->address / 8u + 2u * i] = o->value;
        break;
    case OP_LOOK:
        s->value = o->address < UNIT_MEMORY_BYTES ? u->ram[o->address / 8u] : 0;
        break;
    case OP_WRITE:
        unit_write(u, o->offset, (uint32_t)o->value);
        if (o->wide)
            unit_write(u, o->offset + 4u, (uint32_t)(o->value >> 32));
        look_at_state(u, s);
        break;
    case OP_REQUEST:
        request(u, o, s);
        look_at_state(u, s);
        break;
    }
}

static enum peer_status run(struct peer *peer, struct session *s)
{
    struct unit *u = peer->self;
    s->lazy = false;
    unit_start(u, s->start == START_RUNNING);
    for (unsigned i = 0; i < s->count; i++)
        operate(u, &s->operation[i], &s->seen[i]);
    return PEER_OK;
}

struct peer model_peer_interface(struct unit *u)
{
    return (struct peer){.self = u, .run = run};
}
