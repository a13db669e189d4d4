#include "harness/session/session.h"

const uint32_t session_state_offset[SESSION_STATE] = {0x1C, 0x34, 0x80, 0x9C, 0x38, 0xA0, 0xB0, 0xB4};

static void add(struct session *s, struct operation o)
{
    if (s->count < SESSION_OPERATIONS)
        s->operation[s->count++] = o;
}

void session_read(struct session *s, uint32_t offset, bool wide)
{
    add(s, (struct operation){.kind = OP_READ, .offset = offset, .wide = wide});
}

void session_write(struct session *s, uint32_t offset, bool wide, uint64_t value)
{
    add(s, (struct operation){.kind = OP_WRITE, .offset = offset, .wide = wide, .value = value});
}

void session_memory(struct session *s, uint64_t address, uint64_t value)
{
    session_repeat(s, address, value, 1);
}

void session_repeat(struct session *s, uint64_t address, uint64_t value, unsigned times)
{
    add(s, (struct operation){.kind = OP_MEMORY, .address = address, .value = value, .repeat = times});
}

void session_look(struct session *s, uint64_t address)
{
    add(s, (struct operation){.kind = OP_LOOK, .address = address});
}

void session_request(struct session *s, struct shot shot, uint64_t place, uint64_t other)
{
    add(s, (struct operation){.kind = OP_REQUEST, .shot = shot, .place = {place, other == place ? 0 : other}});
}
