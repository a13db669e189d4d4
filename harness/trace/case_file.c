#include "harness/trace/case_file.h"

#include <string.h>

#include "harness/oracle/profile.h"
#include "harness/trace/trace_text.h"

void case_write(FILE *out, const struct case_file *c)
{
    const struct batch *b = &c->batch;
    const struct vtd_unit *u = &b->unit;
    const struct observation *o = &c->seen;
    fprintf(out, "iommu-trace 1\n");
    fprintf(out, "why %s\n", c->why);
    fprintf(out, "target %s\nconfig %s\n", c->target, c->config);
    fprintf(out, "caps 0x%llx 0x%llx %u\n", (unsigned long long)c->cap, (unsigned long long)c->ecap, c->haw);
    fprintf(out, "unit 0x%llx 0x%llx %d %d %d\n", (unsigned long long)u->root_frame << 12,
            (unsigned long long)u->interrupt_table_frame << 12, u->interrupt_table_size, u->extended_mode,
            u->compatibility_allowed);
    for (size_t i = 0; i < b->words; i++)
        if (b->word[i].value != 0)
            fprintf(out, "mem 0x%llx 0x%llx\n", (unsigned long long)b->word[i].index * 8u,
                    (unsigned long long)b->word[i].value);
    for (const struct shot *s = b->shot; s < b->shot + b->shots; s++)
        fprintf(out, "request %s %u 0x%04x 0x%llx 0x%x\n", trace_kinds[s->kind], s->device, s->source_id,
                (unsigned long long)s->address, s->data);
    fprintf(out, "record %d 0x%llx 0x%llx\n", o->record, (unsigned long long)o->lo, (unsigned long long)o->hi);
    fprintf(out, "memory 0x%x 0x%x\n", o->before, o->after);
    fprintf(out, "message %u 0x%x 0x%x %u %d %d\n", o->events, o->message.destination, o->message.vector,
            o->message.delivery_mode, o->message.logical, o->message.level);
    fprintf(out, "verdict %s %s\n", c->verdict, c->rules);
}

static bool take_unit(struct case_file *c, const unsigned long long *v)
{
    if (v[0] % 4096 || v[1] % 4096 || v[2] < 2 || v[2] > 65536 || (v[2] & (v[2] - 1)) || v[3] > 1 || v[4] > 1)
        return false;
    c->batch.unit.root_frame = (int64_t)(v[0] >> 12);
    c->batch.unit.interrupt_table_frame = (int64_t)(v[1] >> 12);
    c->batch.unit.interrupt_table_size = (int32_t)v[2];
    c->batch.unit.extended_mode = v[3] != 0;
    c->batch.unit.compatibility_allowed = v[4] != 0;
    c->batch.unit.translation_enabled = true;
    c->batch.unit.remapping_enabled = true;
    return true;
}

static bool take_memory(struct case_file *c, const unsigned long long *v)
{
    struct batch *b = &c->batch;
    if (v[0] % 8 || v[0] / 8 >= FRAME_END * 512ull || b->words == BATCH_WORDS)
        return false;
    b->word[b->words].index = v[0] / 8;
    b->word[b->words].value = v[1];
    b->words++;
    return true;
}

static bool take_request(struct case_file *c, const char *rest)
{
    unsigned long long v[4];
    for (unsigned k = 0; k < trace_kind_count; k++) {
        size_t n = strlen(trace_kinds[k]);
        if (strncmp(rest, trace_kinds[k], n) != 0 || rest[n] != ' ')
            continue;
        if (!trace_numbers(rest + n, 4, v) || v[0] > 23 || v[1] > 0xFFFF || v[3] > 0xFFFFFFFF)
            return false;
        if (c->batch.shots == BATCH_SHOTS || (k < SHOT_MSI && v[0] >= 4))
            return false;
        c->batch.shot[c->batch.shots++] =
            (struct shot){(enum shot_kind)k, (unsigned)v[0], (uint16_t)v[1], v[2], (uint32_t)v[3]};
        return true;
    }
    return false;
}

/* One line after its keyword: what is expected, or NULL if it was taken. */
static const char *take_line(struct case_file *c, const char *key, const char *rest)
{
    unsigned long long v[6];
    if (strcmp(key, "why") == 0)
        return trace_copy(c->why, sizeof c->why, rest) ? NULL : "a text of at most 255 bytes";
    if (strcmp(key, "target") == 0)
        return trace_copy(c->target, sizeof c->target, rest) ? NULL : "a name of at most 63 bytes";
    if (strcmp(key, "config") == 0)
        return trace_copy(c->config, sizeof c->config, rest) ? NULL : "a name of at most 31 bytes";
    if (strcmp(key, "caps") == 0) {
        if (!trace_numbers(rest, 3, v) || v[2] < 32 || v[2] > 52)
            return "CAP ECAP and a host address width 32..52";
        c->cap = v[0], c->ecap = v[1], c->haw = (unsigned)v[2];
        c->batch.unit.caps = profile_decode((struct profile_registers){0, v[0], v[1], c->haw});
        return NULL;
    }
    if (strcmp(key, "unit") == 0)
        return trace_numbers(rest, 5, v) && take_unit(c, v) ? NULL
                                                            : "ROOT IRT ENTRIES EIME CFI with page-aligned addresses";
    if (strcmp(key, "mem") == 0)
        return trace_numbers(rest, 2, v) && take_memory(c, v) ? NULL : "ADDRESS VALUE, 8-byte aligned and below 256 MB";
    if (strcmp(key, "request") == 0)
        return take_request(c, rest) ? NULL : "fill|zero|invert|msix|msi|ioapic DEVICE SOURCE-ID ADDRESS DATA";
    if (strcmp(key, "record") == 0) {
        if (!trace_numbers(rest, 3, v) || v[0] > 1)
            return "0|1 LO HI";
        c->seen.record = v[0] != 0, c->seen.lo = v[1], c->seen.hi = v[2];
        return NULL;
    }
    if (strcmp(key, "memory") == 0) {
        if (!trace_numbers(rest, 2, v))
            return "BEFORE AFTER";
        c->seen.before = (uint32_t)v[0], c->seen.after = (uint32_t)v[1];
        return NULL;
    }
    if (strcmp(key, "message") == 0) {
        if (!trace_numbers(rest, 6, v))
            return "COUNT DESTINATION VECTOR DELIVERY LOGICAL LEVEL";
        c->seen.events = (unsigned)v[0];
        c->seen.message = (struct vtd_message){.destination = (uint32_t)v[1],
                                               .vector = (uint8_t)v[2],
                                               .delivery_mode = (uint8_t)v[3],
                                               .logical = v[4] != 0,
                                               .level = v[5] != 0};
        return NULL;
    }
    if (strcmp(key, "verdict") == 0)
        return sscanf(rest, "%15s %95s", c->verdict, c->rules) >= 1 &&
                       (strcmp(c->verdict, "legal") == 0 || strcmp(c->verdict, "violation") == 0)
                   ? NULL
                   : "legal|violation RULES";
    return "one of why target config caps unit mem request record memory message verdict";
}

bool case_read(FILE *in, const char *path, struct case_file *c, char *message, size_t size)
{
    char line[512];
    unsigned number = 0;
    memset(c, 0, sizeof *c);
    const char *wrong = NULL;
    while (wrong == NULL && fgets(line, sizeof line, in) != NULL) {
        number++;
        char *rest;
        trace_split(line, &rest);
        if (line[0] == '\0' || line[0] == '#')
            continue;
        if (number == 1)
            wrong = strcmp(line, "iommu-trace") == 0 && strcmp(rest, "1") == 0 ? NULL : "iommu-trace 1";
        else
            wrong = take_line(c, line, rest);
    }
    bool unreadable = ferror(in) != 0;
    if (wrong == NULL && (unreadable || c->batch.shots == 0 || c->haw == 0 || c->verdict[0] == '\0' ||
                          c->batch.unit.interrupt_table_size == 0))
        wrong = "caps, unit, request and verdict in one file";
    if (wrong != NULL)
        snprintf(message, size, "%s:%u: expected %s", path, number, wrong);
    return wrong == NULL;
}
