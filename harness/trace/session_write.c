/* Session files: writing. */
#include "harness/trace/session_file.h"
#include "harness/trace/trace_text.h"

typedef unsigned long long ull;

static void write_operation(FILE *out, const struct operation *o)
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
        fprintf(out, "request %s %u 0x%04x 0x%llx 0x%x 0x%llx 0x%llx\n", trace_kinds[s->kind], s->device, s->source_id,
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
}

static void write_seen(FILE *out, const struct operation *o, const struct seen *s)
{
    if (o->kind == OP_READ || o->kind == OP_LOOK)
        fprintf(out, "value 0x%llx\n", (ull)s->value);
    if (o->kind == OP_REQUEST && (o->place[0] != 0 || o->place[1] != 0))
        fprintf(out, "after 0x%x 0x%x\n", s->place[0], s->place[1]);
    if (o->kind == OP_WRITE || o->kind == OP_REQUEST)
        write_state(out, s);
}

void session_file_write(FILE *out, const struct session_file *f)
{
    const struct session *s = &f->session;
    fprintf(out, "iommu-session 1\nwhy %s\ntarget %s\nconfig %s\n", f->why, f->target, f->config);
    fprintf(out, "caps 0x%x 0x%llx 0x%llx %u\n", f->version, (ull)f->cap, (ull)f->ecap, f->haw);
    fprintf(out, "start %s\n", s->start == START_POWER_ON ? "power-on" : "running");
    for (unsigned i = 0; i < s->count; i++) {
        write_operation(out, &s->operation[i]);
        if (f->ended[0] == '\0')
            write_seen(out, &s->operation[i], &s->seen[i]);
    }
    if (f->ended[0] != '\0')
        fprintf(out, "ended %s\n", f->ended);
    fprintf(out, "verdict %s %s\n", f->verdict, f->rules);
}
