/* Findings about interrupts: what passes unchecked, which entries serve more than one device. */
#include "harness/audit/findings.h"
#include "harness/audit/interrupts.h"
#include "harness/oracle/rule_table.h"

enum { SHOWN = 32 }; /* findings of one kind and unit; more are counted */

/* Some requester-id of the unit's devices, to show what it can do; not the given one. */
static uint16_t somebody(const struct audit_survey *s, int unit, uint16_t but)
{
    for (int i = 0; i < s->requesters; i++)
        if (s->requester[i].unit == unit && s->requester[i].source_id != but)
            return s->requester[i].source_id;
    return but == 0 ? 8 : 0;
}

/* Is there a device with a requester-id that the entry accepts? Yes, as long as the devices are not known. */
static bool has_device(const struct audit_survey *s, const struct interrupt_entry *e)
{
    if (s->in->groups == 0)
        return true;
    for (size_t d = 0; d < s->in->devices; d++)
        for (size_t k = 0; k < s->in->device[d].aliases; k++)
            if (interrupt_entry_serves(e, s->in->device[d].alias[k]))
                return true;
    return false;
}

static enum finding_kind judge_entry(const struct audit_survey *s, const struct interrupt_entry *e,
                                     enum severity *severity)
{
    *severity = SEVERITY_LOW;
    if (e->refused || e->source.count == 0)
        return FIND_INTERRUPT_ENTRY_REFUSED;
    if (e->source.kind == SOURCE_ANY) {
        *severity = SEVERITY_HIGH;
        return FIND_NO_SOURCE_CHECK;
    }
    if (e->source.count > 1) {
        *severity = e->source.kind == SOURCE_BUSES && e->source.count > 256 ? SEVERITY_MEDIUM : SEVERITY_LOW;
        return FIND_WIDE_SOURCE;
    }
    return has_device(s, e) ? FINDING_KINDS : FIND_UNUSED_SOURCE;
}

static void entry(struct finding_list *l, const struct audit_survey *s, int unit, const struct interrupt_entry *e,
                  uint64_t *counts)
{
    enum severity severity;
    enum finding_kind kind = judge_entry(s, e, &severity);
    char source[64], message[80];
    if (kind == FINDING_KINDS || counts[kind]++ >= SHOWN)
        return;
    interrupt_source_text(&e->source, source, sizeof source);
    interrupt_message_text(&e->message, message, sizeof message);
    struct finding *f = finding_add(
        l, severity, kind, audit_format("%s entry %u", s->in->unit[unit].name, e->index),
        audit_format("%s: interrupt entry %u (%s) is raised by %s%s", s->in->unit[unit].name, e->index, message,
                     e->refused ? "nobody" : source, e->refused ? ": reserved fields are set (INT.24)" : ""));
    if (e->refused)
        f->rule = VTD_INT_24;
    uint16_t who = e->source.kind == SOURCE_IDS     ? (uint16_t)(e->source.id | e->source.ignored)
                   : e->source.kind == SOURCE_BUSES ? (uint16_t)(e->source.first << 8)
                                                    : somebody(s, unit, (uint16_t)(e->hi & 0xFFFFu));
    f->witness = witness_interrupt(s, unit, who, e->index);
}

static void table(struct finding_list *l, const struct audit_survey *s, int unit)
{
    const struct audit_unit *u = &s->in->unit[unit];
    uint64_t counts[FINDING_KINDS] = {0}, missing = 0, unreadable = 0;
    for (uint32_t i = 0; i < (uint32_t)u->unit.interrupt_table_size; i++) {
        struct interrupt_entry e = interrupt_entry_of(s, unit, i);
        unreadable += !e.readable;
        missing += e.readable && !e.captured;
        if (e.present)
            entry(l, s, unit, &e, counts);
    }
    for (int kind = 0; kind < FINDING_KINDS; kind++)
        if (counts[kind] > SHOWN)
            finding_add(l, kind == FIND_NO_SOURCE_CHECK ? SEVERITY_HIGH : SEVERITY_LOW, (enum finding_kind)kind,
                        audit_format("%s more", u->name),
                        audit_format("%s: %llu more entries: %s", u->name, (unsigned long long)(counts[kind] - SHOWN),
                                     finding_kinds[kind].title));
    if (unreadable > 0)
        finding_add(l, SEVERITY_MEDIUM, FIND_INTERRUPT_TABLE_UNREADABLE, audit_format("%s", u->name),
                    audit_format("%s: %llu of %d interrupt entries lie outside memory", u->name,
                                 (unsigned long long)unreadable, u->unit.interrupt_table_size))
            ->rule = VTD_INT_23;
    if (missing > 0)
        finding_add(l, SEVERITY_HIGH, FIND_TABLE_NOT_CAPTURED, audit_format("%s interrupt table", u->name),
                    audit_format("%s: %llu of %d interrupt entries are not in the image", u->name,
                                 (unsigned long long)missing, u->unit.interrupt_table_size));
}

void find_interrupts(struct finding_list *l, const struct audit_survey *s)
{
    for (size_t i = 0; i < s->in->units; i++) {
        const struct audit_unit *u = &s->in->unit[i];
        if (!u->interrupts_known) {
            finding_add(
                l, SEVERITY_MEDIUM, FIND_UNIT_UNKNOWN, audit_format("unit %s interrupts", u->name),
                audit_format("%s: the interrupt-remapping table pointer is not in the input; nothing can be said "
                             "about interrupts of its devices",
                             u->name));
            continue;
        }
        if (!u->unit.remapping_enabled && !u->unit.caps.remapping_required) {
            finding_add(l, SEVERITY_HIGH, FIND_INTERRUPTS_OFF, audit_format("unit %s", u->name),
                        audit_format("%s: interrupt remapping is off: every device can raise every vector on every "
                                     "processor",
                                     u->name));
            continue;
        }
        if (!u->unit.remapping_enabled)
            continue;
        if (u->unit.compatibility_allowed && !u->unit.extended_mode)
            finding_add(l, SEVERITY_HIGH, FIND_COMPATIBILITY, audit_format("unit %s", u->name),
                        audit_format("%s: compatibility-format interrupts are let through (CFIS=1, EIME=0): every "
                                     "device can raise every vector",
                                     u->name))
                ->witness = witness_compatible(s, (int)i, somebody(s, (int)i, 0xFFFF), 0x42);
        table(l, s, (int)i);
    }
}
