/* Findings about what lies around the tables: firmware, topology, protected regions. */
#include "harness/audit/findings.h"

enum { SHOWN_PEERS = 64 };

static void protected_region(struct finding_list *l, const struct audit_unit *u, const struct audit_span *region,
                             const char *name)
{
    if (region->on)
        finding_add(
            l, SEVERITY_NOTE, FIND_PROTECTED_REGION, audit_format("%s %s", u->name, name),
            audit_format("%s: %s protected region 0x%llx-0x%llx is enabled: DMA into it is blocked whatever the "
                         "tables say (this report does not count on it)",
                         u->name, name, (unsigned long long)region->first, (unsigned long long)region->last));
}

/* Requester-ids that several devices use: the unit cannot tell them apart. */
static void aliases(struct finding_list *l, const struct audit_survey *s)
{
    for (size_t d = 0; d < s->in->devices; d++)
        for (size_t k = 0; k < s->in->device[d].aliases; k++) {
            const struct audit_device *one = &s->in->device[d];
            int next = audit_device_of(s->in, one->segment, one->alias[k], (int)d + 1);
            if (next < 0 || audit_device_of(s->in, one->segment, one->alias[k], 0) != (int)d)
                continue;
            char name[16];
            audit_requester_name(one->segment, one->alias[k], name, sizeof name);
            finding_add(
                l, SEVERITY_MEDIUM, FIND_ALIAS_SHARED, audit_format("requester %s", name),
                audit_format("%s and %s%s can both use requester-id %s: the unit cannot tell them apart", one->name,
                             s->in->device[next].name,
                             audit_device_of(s->in, one->segment, one->alias[k], next + 1) >= 0 ? " and more" : "",
                             name));
        }
}

static void peers(struct finding_list *l, const struct audit_input *in)
{
    for (size_t i = 0; i < in->peers && i < SHOWN_PEERS; i++) {
        const struct audit_peer *p = &in->peer[i];
        const struct audit_device *from = &in->device[p->from], *to = &in->device[p->to];
        finding_add(l, SEVERITY_MEDIUM, FIND_PEER, audit_format("%s to %s", from->name, to->name),
                    audit_format("%s can reach %s without passing a unit: %s", from->name, to->name, p->why));
    }
    if (in->peers > SHOWN_PEERS)
        finding_add(
            l, SEVERITY_MEDIUM, FIND_PEER, audit_format("more"),
            audit_format("%zu more pairs of devices reach each other without passing a unit", in->peers - SHOWN_PEERS));
}

void find_platform(struct finding_list *l, const struct audit_survey *s)
{
    for (size_t i = 0; i < s->in->units; i++) {
        protected_region(l, &s->in->unit[i], &s->in->unit[i].low, "low");
        protected_region(l, &s->in->unit[i], &s->in->unit[i].high, "high");
    }
    if (s->in->dmar_known && !s->in->pre_boot_protect)
        finding_add(l, SEVERITY_LOW, FIND_PRE_BOOT, audit_format("firmware"),
                    audit_format("the DMAR table does not set DMA_CTRL_PLATFORM_OPT_IN_FLAG: devices may have reached "
                                 "all of memory until the system set up its tables"));
    aliases(l, s);
    peers(l, s->in);
}
