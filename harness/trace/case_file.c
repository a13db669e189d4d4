#include "harness/trace/case_file.h"

#include <string.h>

#include "harness/oracle/profile.h"
#include "harness/trace/operation_text.h"
#include "harness/trace/trace_text.h"

typedef unsigned long long ull;

enum { CAPS = TRACE_HEADER_IDS, UNIT, RECORD, MEMORY, MESSAGE, MEM = 64, REQUEST };
enum { DMA_DEVICES = 4 };

#define LONG(name)                                                                                                     \
    {                                                                                                                  \
        name, 0, UINT64_MAX, 0                                                                                         \
    }
#define WORD(name)                                                                                                     \
    {                                                                                                                  \
        name, 0, 0xFFFFFFFFu, 0                                                                                        \
    }
#define FLAG(name)                                                                                                     \
    {                                                                                                                  \
        name, 0, 1, 0                                                                                                  \
    }

static const struct trace_rule rules[] = {
    {.id = CAPS,
     .key = "caps",
     .fields = 3,
     .field = {LONG("CAP"), LONG("ECAP"), {"HAW", PROFILE_HOST_WIDTH_MIN, PROFILE_HOST_WIDTH_MAX, 0}}},
    {.id = UNIT,
     .key = "unit",
     .fields = 5,
     .field = {{"ROOT", 0, 0xFFFFFFFFFF000u, 4096},
               {"IRT", 0, 0xFFFFFFFFFF000u, 4096},
               {"ENTRIES", 2, 65536, 0},
               FLAG("EIME"),
               FLAG("CFI")}},
    {.id = MEM, .key = "mem", .fields = 2, .field = {{"ADDRESS", 0, FRAME_END * 4096ull - 8u, 8}, LONG("VALUE")}},
    {.id = REQUEST,
     .key = "request",
     .form = TRACE_WORD,
     .words = trace_kind_words,
     .fields = 4,
     .field = {{"DEVICE", 0, 23, 0}, {"SOURCE-ID", 0, 0xFFFF, 0}, LONG("ADDRESS"), WORD("DATA")}},
    {.id = RECORD, .key = "record", .fields = 3, .field = {FLAG("PRESENT"), LONG("LO"), LONG("HI")}},
    {.id = MEMORY, .key = "memory", .fields = 2, .field = {WORD("BEFORE"), WORD("AFTER")}},
    {.id = MESSAGE,
     .key = "message",
     .fields = 6,
     .field = {WORD("COUNT"),
               WORD("DESTINATION"),
               {"VECTOR", 0, 0xFF, 0},
               {"DELIVERY", 0, 7, 0},
               FLAG("LOGICAL"),
               FLAG("LEVEL")}},
    {.key = NULL}};

void case_write(FILE *out, const struct case_file *c)
{
    const struct batch *b = &c->batch;
    const struct vtd_unit *u = &b->unit;
    const struct observation *o = &c->seen;
    fputs("iommu-trace 1\n", out);
    trace_write_header(out, &c->origin);
    fprintf(out, "caps 0x%llx 0x%llx %u\n", (ull)c->cap, (ull)c->ecap, c->haw);
    fprintf(out, "unit 0x%llx 0x%llx %d %d %d\n", (ull)u->root_frame << 12, (ull)u->interrupt_table_frame << 12,
            u->interrupt_table_size, u->extended_mode, u->compatibility_allowed);
    for (size_t i = 0; i < b->words; i++)
        if (b->word[i].value != 0)
            fprintf(out, "mem 0x%llx 0x%llx\n", (ull)b->word[i].index * 8u, (ull)b->word[i].value);
    for (const struct shot *s = b->shot; s < b->shot + b->shots; s++)
        fprintf(out, "request %s %u 0x%04x 0x%llx 0x%x\n", trace_kind_words[s->kind], s->device, s->source_id,
                (ull)s->address, s->data);
    fprintf(out, "record %d 0x%llx 0x%llx\n", o->record, (ull)o->lo, (ull)o->hi);
    fprintf(out, "memory 0x%x 0x%x\n", o->before, o->after);
    fprintf(out, "message %u 0x%x 0x%x %u %d %d\n", o->events, o->message.destination, o->message.vector,
            o->message.delivery_mode, o->message.logical, o->message.level);
    trace_write_verdict(out, &c->origin);
}

static bool take_unit(struct case_file *c, struct trace_line *l)
{
    const uint64_t *v = l->value;
    if ((v[2] & (v[2] - 1)) != 0)
        return trace_line_refuse(l, 2, "ENTRIES, a power of two in 2..65536");
    c->batch.unit.root_frame = (int64_t)(v[0] >> 12);
    c->batch.unit.interrupt_table_frame = (int64_t)(v[1] >> 12);
    c->batch.unit.interrupt_table_size = (int32_t)v[2];
    c->batch.unit.extended_mode = v[3] != 0;
    c->batch.unit.compatibility_allowed = v[4] != 0;
    c->batch.unit.translation_enabled = true;
    c->batch.unit.remapping_enabled = true;
    return true;
}

static bool take_memory(struct case_file *c, struct trace_line *l)
{
    struct batch *b = &c->batch;
    if (b->words == BATCH_WORDS)
        return trace_line_refuse(l, TRACE_FIELDS, "at most 1024 lines 'mem'");
    b->word[b->words].index = l->value[0] / 8;
    b->word[b->words++].value = l->value[1];
    return true;
}

static bool take_request(struct case_file *c, struct trace_line *l)
{
    const uint64_t *v = l->value;
    enum shot_kind kind = (enum shot_kind)l->word;
    if (c->batch.shots == BATCH_SHOTS)
        return trace_line_refuse(l, TRACE_FIELDS, "at most 32 lines 'request'");
    if (kind < SHOT_MSI && v[0] >= DMA_DEVICES)
        return trace_line_refuse(l, 0, "DEVICE, 0..3 for fill, zero, invert and msix");
    c->batch.shot[c->batch.shots++] = (struct shot){
        .kind = kind, .device = (unsigned)v[0], .source_id = (uint16_t)v[1], .address = v[2], .data = (uint32_t)v[3]};
    return true;
}

static void take_seen(struct observation *o, const struct trace_line *l)
{
    const uint64_t *v = l->value;
    if (l->rule->id == RECORD) {
        o->record = v[0] != 0, o->lo = v[1], o->hi = v[2];
    } else if (l->rule->id == MEMORY) {
        o->before = (uint32_t)v[0], o->after = (uint32_t)v[1];
    } else {
        o->events = (unsigned)v[0];
        o->message = (struct vtd_message){.destination = (uint32_t)v[1],
                                          .vector = (uint8_t)v[2],
                                          .delivery_mode = (uint8_t)v[3],
                                          .logical = v[4] != 0,
                                          .level = v[5] != 0};
    }
}

/* One parsed line. false: *l says what is wrong with it. */
static bool take(struct case_file *c, struct trace_line *l)
{
    switch (l->rule->id) {
    case CAPS:
        c->cap = l->value[0], c->ecap = l->value[1], c->haw = (unsigned)l->value[2];
        c->batch.unit.caps = profile_decode((struct profile_registers){0, c->cap, c->ecap, c->haw});
        return true;
    case UNIT:
        return take_unit(c, l);
    case MEM:
        return take_memory(c, l);
    case REQUEST:
        return take_request(c, l);
    default:
        if (trace_is_header(l))
            trace_take_header(l, &c->origin);
        else
            take_seen(&c->seen, l);
        return true;
    }
}

bool case_read(FILE *in, const char *path, struct case_file *c, char *message, size_t size)
{
    static const struct trace_rule *const tables[] = {trace_header_rules, rules, NULL};
    struct trace_source s = {.in = in, .path = path, .message = message, .size = size};
    struct trace_line l;
    memset(c, 0, sizeof *c);
    while (trace_next(&s, "iommu-trace 1"))
        if (!trace_parse(&s, &l, tables) || (!take(c, &l) && !trace_fail(&s, &l)))
            return false;
    if (!s.failed &&
        (c->batch.shots == 0 || c->haw == 0 || c->origin.verdict[0] == '\0' || c->batch.unit.interrupt_table_size == 0))
        trace_fail_file(&s, "caps, unit, request and verdict in one file");
    return !s.failed;
}
