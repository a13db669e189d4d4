#include "harness/trace/operation_text.h"

const char *const trace_kind_words[] = {"fill", "zero", "invert", "msix", "msi", "ioapic", NULL};
/* Sessions have two more, which QEMU's devices cannot make. */
static const char *const session_kinds[] = {"fill",   "zero",   "invert",      "msix", "msi",
                                            "ioapic", "atomic", "zero-length", NULL};
enum { ATOMIC = SHOT_IOAPIC + 1, ZERO_LENGTH };

#define WORD(name)                                                                                                     \
    {                                                                                                                  \
        name, 0, 0xFFFFFFFFu, 0                                                                                        \
    }
#define LONG(name)                                                                                                     \
    {                                                                                                                  \
        name, 0, UINT64_MAX, 0                                                                                         \
    }
#define ADDRESS_LAST 0xFFFFFF8u
#define OFFSET_32                                                                                                      \
    {                                                                                                                  \
        "OFFSET of a 32-bit word", 0, 0x3FFC, 4                                                                        \
    }
#define OFFSET_64                                                                                                      \
    {                                                                                                                  \
        "OFFSET of a 64-bit register", 0, 0x3FF8, 8                                                                    \
    }
#define PLACE                                                                                                          \
    {                                                                                                                  \
        "PLACE", 0, 0xFFFFFFCu, 4                                                                                      \
    }

const struct trace_rule trace_operation_rules[] = {
    {.id = TRACE_READ32, .key = "read32", .fields = 1, .field = {OFFSET_32}},
    {.id = TRACE_READ64, .key = "read64", .fields = 1, .field = {OFFSET_64}},
    {.id = TRACE_WRITE32, .key = "write32", .fields = 2, .field = {OFFSET_32, WORD("VALUE")}},
    {.id = TRACE_WRITE64, .key = "write64", .fields = 2, .field = {OFFSET_64, LONG("VALUE")}},
    {.id = TRACE_MEM,
     .key = "mem",
     .fields = 3,
     .optional = 1,
     .field = {{"ADDRESS", 0, ADDRESS_LAST, 8}, LONG("VALUE"), {"TIMES", 1, SESSION_REPEATS, 0}}},
    {.id = TRACE_LOOK, .key = "look", .fields = 1, .field = {{"ADDRESS", 0, ADDRESS_LAST, 8}}},
    {.id = TRACE_REQUEST,
     .key = "request",
     .form = TRACE_WORD,
     .words = session_kinds,
     .fields = 6,
     .field = {{"DEVICE", 0, 23, 0}, {"SOURCE-ID", 0, 0xFFFF, 0}, LONG("ADDRESS"), WORD("DATA"), PLACE, PLACE}},
    {.key = NULL}};

const struct trace_rule trace_seen_rules[] = {
    {.id = TRACE_VALUE, .key = "value", .fields = 1, .field = {LONG("VALUE")}},
    {.id = TRACE_AFTER, .key = "after", .fields = 2, .field = {WORD("the first word"), WORD("the second word")}},
    {.id = TRACE_STATE,
     .key = "state",
     .fields = SESSION_STATE,
     .field = {WORD("GSTS"), WORD("FSTS"), WORD("IQH"), WORD("ICS"), WORD("FECTL"), WORD("IECTL"), WORD("IQERCD"),
               WORD("IQERCD-HI")}},
    {.id = TRACE_RECORD,
     .key = "record",
     .fields = 3,
     .field = {{"NUMBER", 0, SESSION_RECORDS - 1, 0}, LONG("LO"), LONG("HI")}},
    {.id = TRACE_MESSAGE,
     .key = "message",
     .fields = 5,
     .field = {WORD("DESTINATION"),
               {"VECTOR", 0, 0xFF, 0},
               {"DELIVERY", 0, 7, 0},
               {"LOGICAL", 0, 1, 0},
               {"LEVEL", 0, 1, 0}}},
    {.id = TRACE_MESSAGES, .key = "messages", .fields = 1, .field = {{"COUNT", SESSION_MESSAGES + 1, 0xFFFFFFFFu, 0}}},
    {.key = NULL}};

typedef unsigned long long ull;

enum { DMA_DEVICES = 4 };

bool trace_is_operation(const struct trace_line *l)
{
    return l->rule->id >= TRACE_READ32 && l->rule->id <= TRACE_REQUEST;
}

bool trace_is_seen(const struct trace_line *l)
{
    return l->rule->id >= TRACE_VALUE && l->rule->id <= TRACE_MESSAGES;
}

static bool is_place(uint64_t address)
{
    return address == 0 || address >= FRAME_DATA * 4096ull;
}

static bool take_request(struct trace_line *l, struct operation *o)
{
    const uint64_t *v = l->value;
    enum shot_kind kind = l->word >= ATOMIC ? SHOT_FILL : (enum shot_kind)l->word;
    if (kind < SHOT_MSI && v[0] >= DMA_DEVICES)
        return trace_line_refuse(l, 0, "DEVICE, 0..3 for DMA and msix");
    for (unsigned i = 4; i < 6; i++)
        if (!is_place(v[i]))
            return trace_line_refuse(l, i, "PLACE, 0 or an address in 0x2000000..0xffffffc (32 MB..256 MB)");
    *o = (struct operation){.kind = OP_REQUEST,
                            .shot = {.kind = kind,
                                     .device = (unsigned)v[0],
                                     .source_id = (uint16_t)v[1],
                                     .address = v[2],
                                     .data = (uint32_t)v[3],
                                     .atomic = l->word == ATOMIC,
                                     .zero_length = l->word == ZERO_LENGTH},
                            .place = {v[4], v[5] == v[4] ? 0 : v[5]}};
    return true;
}

static bool take_memory(struct trace_line *l, struct operation *o)
{
    uint64_t times = l->count == 3 ? l->value[2] : 1;
    if (l->value[0] + 16u * (times - 1u) > ADDRESS_LAST)
        return trace_line_refuse(l, 2, "TIMES, so few that ADDRESS + 16 * (TIMES - 1) stays below 256 MB");
    *o = (struct operation){.kind = OP_MEMORY, .address = l->value[0], .value = l->value[1], .repeat = (unsigned)times};
    return true;
}

bool trace_take_operation(struct trace_line *l, struct operation *o)
{
    switch (l->rule->id) {
    case TRACE_MEM:
        return take_memory(l, o);
    case TRACE_LOOK:
        *o = (struct operation){.kind = OP_LOOK, .address = l->value[0]};
        return true;
    case TRACE_REQUEST:
        return take_request(l, o);
    default:
        *o = (struct operation){.kind = l->rule->id <= TRACE_READ64 ? OP_READ : OP_WRITE,
                                .wide = l->rule->id == TRACE_READ64 || l->rule->id == TRACE_WRITE64,
                                .offset = (uint32_t)l->value[0],
                                .value = l->count > 1 ? l->value[1] : 0};
        return true;
    }
}

static bool take_message(struct trace_line *l, struct seen *s)
{
    if (s->messages >= SESSION_MESSAGES)
        return trace_line_refuse(l, TRACE_FIELDS, "at most 6 messages for one operation");
    s->message[s->messages++] = (struct vtd_message){.destination = (uint32_t)l->value[0],
                                                     .vector = (uint8_t)l->value[1],
                                                     .delivery_mode = (uint8_t)l->value[2],
                                                     .logical = l->value[3] != 0,
                                                     .level = l->value[4] != 0};
    return true;
}

bool trace_take_seen(struct trace_line *l, const struct operation *o, struct seen *s)
{
    bool reads = o != NULL && (o->kind == OP_READ || o->kind == OP_LOOK);
    bool acts = o != NULL && (o->kind == OP_WRITE || o->kind == OP_REQUEST);
    if (l->rule->id == TRACE_VALUE && !reads)
        return trace_line_refuse(l, TRACE_FIELDS, "'value' only after read32, read64 or look");
    if (l->rule->id == TRACE_VALUE && o->kind == OP_READ && !o->wide && l->value[0] > 0xFFFFFFFFu)
        return trace_line_refuse(l, 0, "VALUE of 32 bits, after read32");
    if (l->rule->id == TRACE_AFTER && !(acts && o->kind == OP_REQUEST))
        return trace_line_refuse(l, TRACE_FIELDS, "'after' only after request");
    if (l->rule->id >= TRACE_STATE && !acts)
        return trace_line_refuse(l, TRACE_FIELDS, "state, record and message only after write32, write64 or request");
    if (l->rule->id == TRACE_VALUE)
        s->value = l->value[0];
    for (unsigned i = 0; i < SESSION_PLACES && l->rule->id == TRACE_AFTER; i++)
        s->place[i] = (uint32_t)l->value[i];
    for (unsigned i = 0; i < SESSION_STATE && l->rule->id == TRACE_STATE; i++)
        s->state[i] = (uint32_t)l->value[i];
    for (unsigned i = 0; i < 2 && l->rule->id == TRACE_RECORD; i++)
        s->record[l->value[0]][i] = l->value[1 + i];
    if (l->rule->id == TRACE_MESSAGES && s->messages < SESSION_MESSAGES)
        return trace_line_refuse(l, TRACE_FIELDS, "'messages' only after the first 6");
    if (l->rule->id == TRACE_MESSAGES)
        s->messages = (unsigned)l->value[0];
    return l->rule->id != TRACE_MESSAGE || take_message(l, s);
}

static const char *kind_word(const struct shot *s)
{
    return session_kinds[s->atomic ? ATOMIC : s->zero_length ? ZERO_LENGTH : (unsigned)s->kind];
}

void trace_write_operation(FILE *out, const struct operation *o)
{
    const unsigned bits = o->wide ? 64 : 32;
    const struct shot *s = &o->shot;
    switch (o->kind) {
    case OP_READ:
        fprintf(out, "read%u 0x%x\n", bits, o->offset);
        break;
    case OP_WRITE:
        fprintf(out, "write%u 0x%x 0x%llx\n", bits, o->offset, (ull)o->value);
        break;
    case OP_MEMORY:
        fprintf(out, "mem 0x%llx 0x%llx", (ull)o->address, (ull)o->value);
        if (o->repeat > 1)
            fprintf(out, " %u", o->repeat);
        fputs("\n", out);
        break;
    case OP_LOOK:
        fprintf(out, "look 0x%llx\n", (ull)o->address);
        break;
    case OP_REQUEST:
        fprintf(out, "request %s %u 0x%04x 0x%llx 0x%x 0x%llx 0x%llx\n", kind_word(s), s->device, s->source_id,
                (ull)s->address, s->data, (ull)o->place[0], (ull)o->place[1]);
        break;
    }
}

static void write_state(FILE *out, const struct seen *s)
{
    fputs("state", out);
    for (unsigned i = 0; i < SESSION_STATE; i++)
        fprintf(out, " 0x%x", s->state[i]);
    fputs("\n", out);
    for (unsigned i = 0; i < SESSION_RECORDS; i++)
        if (s->record[i][0] != 0 || s->record[i][1] != 0)
            fprintf(out, "record %u 0x%llx 0x%llx\n", i, (ull)s->record[i][0], (ull)s->record[i][1]);
    for (unsigned i = 0; i < s->messages && i < SESSION_MESSAGES; i++)
        fprintf(out, "message 0x%x 0x%x %u %d %d\n", s->message[i].destination, s->message[i].vector,
                s->message[i].delivery_mode, s->message[i].logical, s->message[i].level);
    if (s->messages > SESSION_MESSAGES)
        fprintf(out, "messages %u\n", s->messages);
}

void trace_write_seen(FILE *out, const struct operation *o, const struct seen *s)
{
    if (o->kind == OP_READ || o->kind == OP_LOOK)
        fprintf(out, "value 0x%llx\n", (ull)s->value);
    if (o->kind == OP_REQUEST && (o->place[0] != 0 || o->place[1] != 0))
        fprintf(out, "after 0x%x 0x%x\n", s->place[0], s->place[1]);
    if (o->kind == OP_WRITE || o->kind == OP_REQUEST)
        write_state(out, s);
}
