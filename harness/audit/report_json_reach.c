/* The report for programs: requesters, spaces, interrupt entries. */
#include "harness/audit/interrupts.h"
#include "harness/audit/report.h"
#include "harness/check/json_text.h"
#include "harness/oracle/rule_table.h"

static void requester(FILE *out, const struct audit_survey *s, const struct audit_requester *q)
{
    static const char *const states[] = {"reaches", "blocked", "unknown"};
    char name[16];
    fprintf(out, "{\"requester\":\"%s\",\"state\":\"%s\",\"unit\":",
            audit_requester_name(q->segment, q->source_id, name, sizeof name), states[q->state]);
    if (q->unit < 0)
        fputs("null", out);
    else
        json_text(out, s->in->unit[q->unit].name);
    if (q->state == REQUESTER_SPACE)
        fprintf(out, ",\"space\":%d", q->space);
    if (q->present)
        fprintf(out, ",\"domain\":%u,\"entry\":[\"0x%016llx\",\"0x%016llx\"]", q->domain, (unsigned long long)q->lo,
                (unsigned long long)q->hi);
    if (q->state == REQUESTER_BLOCKED)
        fprintf(out, ",\"rule\":\"%s\"", rule_table[q->rule].id);
    if (q->why != NULL) {
        fputs(",\"why\":", out);
        json_text(out, q->why);
    }
    if (q->device >= 0) {
        fputs(",\"device\":", out);
        json_text(out, s->in->device[q->device].name);
        fputs(",\"label\":", out);
        json_text(out, s->in->device[q->device].label);
        fprintf(out, ",\"group\":%d", s->in->device[q->device].group);
    }
    fputc('}', out);
}

static void space(FILE *out, const struct audit_survey *s, int number)
{
    static const char *const kinds[] = {"tables", "pass-through", "off"};
    const struct audit_space *p = &s->space[number];
    struct reach_run run = {.end = 0};
    const char *separator = "";
    fprintf(out, "{\"space\":%d,\"kind\":\"%s\",\"complete\":%s,\"unit\":", number, kinds[p->kind],
            p->complete ? "true" : "false");
    json_text(out, s->in->unit[p->unit].name);
    if (p->kind == SPACE_TABLES)
        fprintf(out,
                ",\"root\":\"0x%llx\",\"levels\":%d,\"tables\":%lld,\"pages\":{\"4k\":%llu,\"2m\":%llu,\"1g\":%llu}",
                (unsigned long long)p->set.root << 12, p->set.levels, (long long)range_frames(&p->set.frames),
                (unsigned long long)p->set.pages[1], (unsigned long long)p->set.pages[2],
                (unsigned long long)p->set.pages[3]);
    fputs(",\"reach\":[", out);
    for (; reach_next(p, run.end, &run); separator = ",")
        fprintf(out, "%s{\"first\":\"0x%llx\",\"last\":\"0x%llx\",\"rights\":\"%s%s\"}", separator,
                (unsigned long long)run.first << 12, ((unsigned long long)run.end << 12) - 1u,
                run.rights & AUDIT_READ ? "R" : "", run.rights & AUDIT_WRITE ? "W" : "");
    fputs("]}", out);
}

static void interrupt_table(FILE *out, const struct audit_survey *s, int unit)
{
    const struct audit_unit *u = &s->in->unit[unit];
    const char *separator = "";
    fputs("{\"unit\":", out);
    json_text(out, u->name);
    if (!u->interrupts_known) {
        fputs(",\"known\":false}", out);
        return;
    }
    fprintf(out, ",\"known\":true,\"remapping\":%s,\"compatibility\":%s,\"entries\":[",
            u->unit.remapping_enabled ? "true" : "false",
            u->unit.compatibility_allowed && !u->unit.extended_mode ? "true" : "false");
    for (uint32_t i = 0; u->unit.remapping_enabled && i < (uint32_t)u->unit.interrupt_table_size; i++) {
        struct interrupt_entry e = interrupt_entry_of(s, unit, i);
        char source[64];
        if (!e.present)
            continue;
        fprintf(out,
                "%s\n{\"index\":%u,\"vector\":%u,\"destination\":\"0x%x\",\"mode\":%u,\"logical\":%s,\"refused\":%s,"
                "\"source\":\"%s\",\"sources\":%u}",
                separator, i, e.message.vector, e.message.destination, e.message.delivery_mode,
                e.message.logical ? "true" : "false", e.refused ? "true" : "false",
                interrupt_source_text(&e.source, source, sizeof source), e.source.count);
        separator = ",";
    }
    fputs("]}", out);
}

void audit_report_json_reach(FILE *out, const struct audit_report *r)
{
    const struct audit_survey *s = &r->survey;
    fputs("\"requesters\":[", out);
    for (int i = 0; i < s->requesters; i++) {
        fputs(i == 0 ? "\n" : ",\n", out);
        requester(out, s, &s->requester[i]);
    }
    fputs("],\n\"spaces\":[", out);
    for (int i = 0; i < s->spaces; i++) {
        fputs(i == 0 ? "\n" : ",\n", out);
        space(out, s, i);
    }
    fputs("],\n\"interrupts\":[", out);
    for (size_t i = 0; i < s->in->units; i++) {
        fputs(i == 0 ? "\n" : ",\n", out);
        interrupt_table(out, s, (int)i);
    }
    fputs("],\n", out);
}
