/* The report for people: who reaches which memory, who raises which interrupt. */
#include "harness/audit/interrupts.h"
#include "harness/audit/report.h"
#include "harness/oracle/rule_table.h"

enum { SHOWN_RUNS = 24, SHOWN_ENTRIES = 64 };

static void size_text(uint64_t frames, char *text, size_t size)
{
    if (frames < 256)
        snprintf(text, size, "%llu KB", (unsigned long long)frames * 4);
    else if (frames < 1ull << 18)
        snprintf(text, size, "%.1f MB", (double)frames / 256);
    else if (frames < 1ull << 28)
        snprintf(text, size, "%.1f GB", (double)frames / (1 << 18));
    else
        snprintf(text, size, "%.0f TB", (double)frames / (1 << 28));
}

static void text_users(FILE *out, const struct audit_report *r, int space)
{
    const struct audit_survey *s = &r->survey;
    for (int i = 0; i < s->requesters; i++) {
        const struct audit_requester *q = &s->requester[i];
        char name[16];
        if (q->state != REQUESTER_SPACE || q->space != space)
            continue;
        fprintf(out, "    %s", audit_requester_name(q->segment, q->source_id, name, sizeof name));
        if (q->present)
            fprintf(out, " domain-id %u", q->domain);
        if (q->device >= 0) {
            const struct audit_device *d = &s->in->device[q->device];
            if (d->group >= 0)
                fprintf(out, " group %d", d->group);
            fprintf(out, " %s%s", d->requester == q->source_id ? "" : "alias of ",
                    d->requester == q->source_id ? d->label : d->name);
        }
        fputc('\n', out);
    }
}

static void text_space(FILE *out, const struct audit_report *r, int number)
{
    const struct audit_space *p = &r->survey.space[number];
    const char *unit = r->survey.in->unit[p->unit].name;
    char size[24], where[48];
    struct reach_run run = {.end = 0};
    int runs = 0;
    if (p->kind != SPACE_TABLES)
        fprintf(out, "  space %d at %s: %s\n", number, unit,
                p->kind == SPACE_THROUGH ? "pass-through" : "translation is off");
    else
        fprintf(out, "  space %d at %s: tables at 0x%llx, %d levels, %lld tables%s\n", number, unit,
                (unsigned long long)p->set.root << 12, p->set.levels, (long long)range_frames(&p->set.frames),
                p->complete ? "" : ", INCOMPLETE");
    text_users(out, r, number);
    while (reach_next(p, run.end, &run)) {
        if (!r->full && ++runs > SHOWN_RUNS)
            continue;
        size_text((uint64_t)(run.end - run.first), size, sizeof size);
        fprintf(out, "      %s%s %s (%s)\n", run.rights & AUDIT_READ ? "R" : "-", run.rights & AUDIT_WRITE ? "W" : "-",
                audit_range_text((struct audit_range){run.first, run.end}, where, sizeof where), size);
    }
    if (!r->full && runs > SHOWN_RUNS)
        fprintf(out, "      and %d more ranges (--full lists them)\n", runs - SHOWN_RUNS);
    size_text((uint64_t)range_frames(&p->any), size, sizeof size);
    fprintf(out, "      together %s", size);
    if (p->kind == SPACE_TABLES)
        fprintf(out, "; addresses mapped: %llu pages of 4 KB, %llu of 2 MB, %llu of 1 GB",
                (unsigned long long)p->set.pages[1], (unsigned long long)p->set.pages[2],
                (unsigned long long)p->set.pages[3]);
    fputc('\n', out);
}

/* Requesters without a space: blocked ones by reason, and what is not known. */
static void text_rest(FILE *out, const struct audit_survey *s)
{
    for (unsigned rule = 1; rule < VTD_RULE_END; rule++) {
        int n = 0;
        for (int i = 0; i < s->requesters; i++) {
            const struct audit_requester *q = &s->requester[i];
            char name[16];
            if (q->state != REQUESTER_BLOCKED || q->rule != rule)
                continue;
            if (n++ == 0)
                fprintf(out, "  blocked with %s:", rule_table[rule].id);
            if (n <= 16)
                fprintf(out, " %s", audit_requester_name(q->segment, q->source_id, name, sizeof name));
        }
        if (n > 16)
            fprintf(out, " and %d more", n - 16);
        if (n > 0)
            fputc('\n', out);
    }
    for (int i = 0; i < s->requesters; i++) {
        const struct audit_requester *q = &s->requester[i];
        char name[16];
        if (q->state == REQUESTER_UNKNOWN)
            fprintf(out, "  not known: %s: %s\n", audit_requester_name(q->segment, q->source_id, name, sizeof name),
                    q->why);
    }
}

void audit_report_text_reach(FILE *out, const struct audit_report *r)
{
    fputs("\nMemory that devices reach\n", out);
    for (int i = 0; i < r->survey.spaces; i++)
        text_space(out, r, i);
    text_rest(out, &r->survey);
}

static void text_table(FILE *out, const struct audit_report *r, int unit)
{
    const struct vtd_unit *u = &r->survey.in->unit[unit].unit;
    int present = 0;
    for (uint32_t i = 0; i < (uint32_t)u->interrupt_table_size; i++) {
        struct interrupt_entry e = interrupt_entry_of(&r->survey, unit, i);
        char source[64], message[80];
        if (!e.present || (++present > SHOWN_ENTRIES && !r->full))
            continue;
        fprintf(out, "    entry %u: %s, raised by %s%s\n", i,
                interrupt_message_text(&e.message, message, sizeof message),
                interrupt_source_text(&e.source, source, sizeof source), e.refused ? " (refused: INT.24)" : "");
    }
    if (present > SHOWN_ENTRIES && !r->full)
        fprintf(out, "    and %d more entries (--full lists them)\n", present - SHOWN_ENTRIES);
    fprintf(out, "    %d of %d entries present\n", present, u->interrupt_table_size);
}

void audit_report_text_interrupts(FILE *out, const struct audit_report *r)
{
    fputs("\nInterrupts that devices raise\n", out);
    for (size_t i = 0; i < r->survey.in->units; i++) {
        const struct audit_unit *u = &r->survey.in->unit[i];
        if (!u->interrupts_known)
            fprintf(out, "  %s: not known\n", u->name);
        else if (!u->unit.remapping_enabled)
            fprintf(out, "  %s: every device, every vector (remapping is off)\n", u->name);
        else {
            fprintf(
                out, "  %s: table at 0x%llx, %s%s\n", u->name, (unsigned long long)u->unit.interrupt_table_frame << 12,
                u->unit.extended_mode ? "extended mode" : "8-bit destinations",
                u->unit.compatibility_allowed && !u->unit.extended_mode ? ", compatibility format let through" : "");
            text_table(out, r, (int)i);
        }
    }
}
