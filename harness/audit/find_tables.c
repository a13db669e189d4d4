/* Findings about the tables themselves: reserved bits, loops, what cannot be read, mappings of special memory. */
#include "harness/audit/findings.h"
#include "harness/oracle/rule_table.h"

static void issue(struct finding_list *l, const struct audit_survey *s, int space, const struct table_issue *i)
{
    static const enum finding_kind kinds[ISSUE_KINDS] = {FIND_TABLE_UNREADABLE, FIND_TABLE_NOT_CAPTURED,
                                                         FIND_RESERVED_BITS, FIND_TABLE_LOOP};
    static const enum severity severities[ISSUE_KINDS] = {SEVERITY_HIGH, SEVERITY_HIGH, SEVERITY_LOW, SEVERITY_HIGH};
    const struct audit_space *p = &s->space[space];
    unsigned long long table = (unsigned long long)i->frame << 12, address = (unsigned long long)i->page << 12;
    char users[100], *text;
    audit_space_users(s, space, users, sizeof users);
    switch (i->kind) {
    case ISSUE_RESERVED:
        text = audit_format("%s: entry %d of the level %d table at 0x%llx is 0x%llx: %s", users, i->index, i->level,
                            table, (unsigned long long)i->entry, rule_table[VTD_LSS_2].condition);
        break;
    case ISSUE_UNREADABLE:
        text = audit_format("%s: the level %d table at 0x%llx, met by address 0x%llx, lies behind the end of the image",
                            users, i->level, table, address);
        break;
    case ISSUE_NOT_CAPTURED:
        text = audit_format("%s: the level %d table at 0x%llx, met by address 0x%llx, is not in the image", users,
                            i->level, table, address);
        break;
    default:
        text = audit_format("%s: the page at 0x%llx is a table of level %d and of a higher level too", users, table,
                            i->level);
    }
    struct finding *f =
        finding_add(l, severities[i->kind], kinds[i->kind],
                    audit_format("%s table 0x%llx level %d entry %d", users, table, i->level, i->index), text);
    if (i->kind == ISSUE_RESERVED)
        f->rule = VTD_LSS_2;
    else if (i->kind == ISSUE_UNREADABLE)
        f->rule = i->level == p->set.levels ? VTD_LCT_4_3 : VTD_LSS_1;
    f->witness = witness_dma(s, p->first_requester, i->page, false);
}

void find_tables(struct finding_list *l, const struct audit_survey *s)
{
    static const char *const names[ISSUE_KINDS] = {"tables behind the end of the image",
                                                   "tables that are not in the image", "entries with reserved bits",
                                                   "tables met at several levels"};
    static const enum finding_kind kinds[ISSUE_KINDS] = {FIND_TABLE_UNREADABLE, FIND_TABLE_NOT_CAPTURED,
                                                         FIND_RESERVED_BITS, FIND_TABLE_LOOP};
    for (int i = 0; i < s->spaces; i++) {
        const struct table_set *t = &s->space[i].set;
        uint64_t shown[ISSUE_KINDS] = {0};
        char users[100];
        for (int32_t k = 0; k < t->issue_count; k++) {
            shown[t->issue[k].kind]++;
            issue(l, s, i, &t->issue[k]);
        }
        for (int k = 0; k < ISSUE_KINDS; k++)
            if (t->issues[k] > shown[k])
                finding_add(
                    l, k == ISSUE_RESERVED ? SEVERITY_LOW : SEVERITY_HIGH, kinds[k],
                    audit_format("%s more", audit_space_users(s, i, users, sizeof users)),
                    audit_format("%s: %llu more %s", users, (unsigned long long)(t->issues[k] - shown[k]), names[k]));
    }
}

/* Frames of `special` that the space reaches: one finding for the first of them. */
static void reaches(struct finding_list *l, const struct audit_survey *s, int space, const struct range_list *special,
                    enum finding_kind writable)
{
    const struct audit_space *p = &s->space[space];
    struct range_list common = {0};
    char users[100], where[48];
    bool write = true;
    range_intersect(&p->write, special, &common);
    if (common.count == 0) {
        write = false;
        range_intersect(&p->read, special, &common);
    }
    if (common.count > 0) {
        audit_space_users(s, space, users, sizeof users);
        audit_range_text(common.range[0], where, sizeof where);
        const char *what = writable == FIND_TABLES_WRITABLE ? "translation tables" : "the interrupt-remapping table";
        struct finding *f =
            finding_add(l, write ? SEVERITY_FATAL : SEVERITY_MEDIUM, write ? writable : writable + 1,
                        audit_format("%s %s", users, p->kind == SPACE_TABLES ? where : "all"),
                        audit_format("%s: can %s %s: %lld pages, first %s", users, write ? "write" : "read", what,
                                     (long long)range_frames(&common), where));
        f->witness = witness_reach(s, p->first_requester, common.range[0].first, write);
    }
    range_free(&common);
}

/* Pages of the interrupt range to which tables point; requests that get there are blocked (LGN.4). */
static void interrupt_range(struct finding_list *l, const struct audit_survey *s, int space)
{
    const struct audit_space *p = &s->space[space];
    struct audit_range common;
    bool write = range_meets(&p->set.write, AUDIT_WINDOW, AUDIT_WINDOW_END, &common);
    int64_t page;
    char users[100];
    if (!write && !range_meets(&p->set.read, AUDIT_WINDOW, AUDIT_WINDOW_END, &common))
        return;
    audit_space_users(s, space, users, sizeof users);
    struct finding *f =
        finding_add(l, SEVERITY_MEDIUM, FIND_INTERRUPT_RANGE, audit_format("%s", users),
                    audit_format("%s: tables map the interrupt range from 0x%llx on: requests are blocked with LGN.4",
                                 users, (unsigned long long)common.first << 12));
    f->rule = VTD_LGN_4;
    if (table_set_witness(&p->set, common.first, write ? AUDIT_WRITE : AUDIT_READ, &page))
        f->witness = witness_dma(s, p->first_requester, page, write);
}

static bool named_for(const struct audit_reserved *m, const struct audit_requester *r)
{
    for (size_t k = 0; k < m->requesters; k++)
        if (m->segment == r->segment && m->requester[k] == r->source_id)
            return true;
    return false;
}

/* A reserved region that a requester reaches: expected for those that firmware names, not for others. */
static void reserved_memory(struct finding_list *l, const struct audit_survey *s, int requester,
                            const struct audit_reserved *m)
{
    const struct audit_requester *r = &s->requester[requester];
    struct audit_range common;
    char name[16];
    if (r->state != REQUESTER_SPACE || s->space[r->space].kind != SPACE_TABLES)
        return;
    const struct audit_space *p = &s->space[r->space];
    bool write = range_meets(&p->write, (int64_t)(m->first >> 12), (int64_t)(m->last >> 12) + 1, &common);
    if (!write && !range_meets(&p->read, (int64_t)(m->first >> 12), (int64_t)(m->last >> 12) + 1, &common))
        return;
    bool expected = named_for(m, r);
    audit_requester_name(r->segment, r->source_id, name, sizeof name);
    struct finding *f = finding_add(l, expected ? SEVERITY_LOW : SEVERITY_HIGH, FIND_RESERVED_MEMORY,
                                    audit_format("requester %s region 0x%llx", name, (unsigned long long)m->first),
                                    audit_format("%s: reserved memory 0x%llx-0x%llx is mapped (%s)%s", name,
                                                 (unsigned long long)m->first, (unsigned long long)m->last,
                                                 write ? "writable" : "readable",
                                                 expected ? ", as firmware asks for this device"
                                                          : ", although firmware does not name this device"));
    f->witness = witness_reach(s, requester, common.first, write);
}

void find_reach(struct finding_list *l, const struct audit_survey *s)
{
    for (int i = 0; i < s->spaces; i++) {
        reaches(l, s, i, &s->tables, FIND_TABLES_WRITABLE);
        reaches(l, s, i, &s->interrupt_tables, FIND_INTERRUPT_TABLE_WRITABLE);
        if (s->space[i].kind == SPACE_TABLES)
            interrupt_range(l, s, i);
    }
    for (size_t m = 0; m < s->in->reserveds; m++)
        for (int r = 0; r < s->requesters; r++)
            reserved_memory(l, s, r, &s->in->reserved[m]);
}
