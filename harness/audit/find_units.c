/* Findings about units and about single requesters. */
#include "harness/audit/findings.h"
#include "harness/oracle/rule_table.h"

void find_units(struct finding_list *l, const struct audit_survey *s)
{
    for (size_t i = 0; i < s->in->units; i++) {
        const struct audit_unit *u = &s->in->unit[i];
        const char *unlisted = audit_unit_unlisted(s, (int)i);
        if (!u->root_known)
            finding_add(l, SEVERITY_MEDIUM, FIND_UNIT_UNKNOWN, audit_format("unit %s", u->name),
                        audit_format("%s: the root table pointer is not in the input; nothing can be said about DMA "
                                     "of its devices",
                                     u->name));
        else if (!u->unit.translation_enabled)
            finding_add(l, SEVERITY_HIGH, FIND_TRANSLATION_OFF, audit_format("unit %s", u->name),
                        audit_format("%s: DMA remapping is off: its devices reach all of memory", u->name));
        else if (u->unit.table_mode != VTD_LEGACY)
            finding_add(l, u->unit.table_mode == VTD_ABORT_DMA ? SEVERITY_NOTE : SEVERITY_MEDIUM, FIND_TABLE_MODE,
                        audit_format("unit %s", u->name),
                        audit_format("%s: table mode %u (%s)", u->name, u->unit.table_mode,
                                     u->unit.table_mode == VTD_ABORT_DMA ? "every DMA is aborted"
                                                                         : "not legacy mode, which alone is modelled"));
        else if (unlisted != NULL)
            finding_add(l, SEVERITY_HIGH, FIND_TABLE_NOT_CAPTURED, audit_format("unit %s", u->name),
                        audit_format("%s: %s: what its devices reach is not known", u->name, unlisted));
    }
}

static void pass_through(struct finding_list *l, const struct audit_survey *s, int i)
{
    const struct audit_requester *r = &s->requester[i];
    char name[16];
    audit_requester_name(r->segment, r->source_id, name, sizeof name);
    struct finding *f =
        finding_add(l, SEVERITY_HIGH, FIND_PASS_THROUGH, audit_format("requester %s", name),
                    audit_format("%s: pass-through (TT=10), domain-id %u: reaches all of memory", name, r->domain));
    f->witness = witness_reach(s, i, 0x100, true);
}

static void refused(struct finding_list *l, const struct audit_survey *s, int i)
{
    const struct audit_requester *r = &s->requester[i];
    char name[16];
    audit_requester_name(r->segment, r->source_id, name, sizeof name);
    struct finding *f =
        finding_add(l, SEVERITY_LOW, FIND_ENTRY_REFUSED, audit_format("requester %s %s", name, rule_table[r->rule].id),
                    audit_format("%s: every request is blocked with %s: %s", name, rule_table[r->rule].id,
                                 rule_table[r->rule].condition));
    f->rule = r->rule;
    f->witness = witness_dma(s, i, 0, false);
}

void find_requesters(struct finding_list *l, const struct audit_survey *s)
{
    for (int i = 0; i < s->requesters; i++) {
        const struct audit_requester *r = &s->requester[i];
        char name[16];
        audit_requester_name(r->segment, r->source_id, name, sizeof name);
        if (r->state == REQUESTER_SPACE && s->space[r->space].kind == SPACE_THROUGH)
            pass_through(l, s, i);
        if (r->state == REQUESTER_BLOCKED && r->rule != VTD_LRT_2 && r->rule != VTD_LCT_2 && r->rule != VTD_RTA_4)
            refused(l, s, i);
        if (r->state == REQUESTER_UNKNOWN && r->unit < 0)
            finding_add(l, SEVERITY_HIGH, FIND_NOT_COVERED, audit_format("requester %s", name),
                        audit_format("%s: %s", name, r->why));
        if (r->translated)
            finding_add(l, SEVERITY_MEDIUM, FIND_TRANSLATED_REQUESTS, audit_format("requester %s", name),
                        audit_format("%s: its context entry accepts translated requests (TT=01), which pass with any "
                                     "address: isolation rests on the device",
                                     name));
    }
}
