#include "harness/audit/input/devices.h"

#include <stdlib.h>
#include <string.h>

#include "harness/audit/input/dmar.h"
#include "harness/audit/input/pci.h"

/* The unit that the DMAR table gives to function k; without a table the only unit. */
static int unit_of(const struct audit_build *b, int k)
{
    const struct audit_input *in = b->in;
    if (!in->dmar_known)
        return in->units == 1 ? 0 : -1;
    for (size_t n = 0; n < b->scopes; n++)
        if (b->scope[n].owner == DMAR_OF_UNIT && audit_scope_covers(b, &b->scope[n], k))
            return audit_unit_number(in, b->scope[n].register_base);
    for (size_t n = 0; n < in->units; n++)
        if (in->unit[n].all_devices && in->unit[n].segment == b->function[k].segment)
            return (int)n;
    return -1;
}

static bool add_function(struct audit_build *b, int k)
{
    struct pci_function *f = &b->function[k];
    enum audit_device_kind kind = f->virtual_function ? AUDIT_VIRTUAL : f->bridge ? AUDIT_BRIDGE : AUDIT_ENDPOINT;
    struct audit_device *d = audit_device_add(b, kind, f->segment, f->requester, unit_of(b, k));
    if (d == NULL || (f->label != NULL && !audit_replace(b, &d->label, "%s", f->label)))
        return false;
    d->group = f->group;
    d->parent = f->parent;
    d->ats = f->ats;
    d->ats_on = f->ats_on;
    d->window = f->window;
    d->windows = f->windows;
    f->window = NULL;
    f->windows = 0;
    d->aliases = 0;
    free(d->alias);
    d->alias = NULL;
    if (!audit_pci_aliases(b, k, &d->alias, &d->aliases))
        return false;
    return !f->phantom_possible || f->phantom != 0 ||
           audit_note(b, AUDIT_NOTE_ASSUMED,
                      "%s could use phantom functions, which are off: taken to stay off (they are switched on in its "
                      "configuration space)",
                      d->name);
}

static bool listed(const struct audit_input *in, uint16_t segment, uint16_t requester)
{
    return audit_device_of(in, segment, requester, 0) >= 0;
}

/* Interrupt controllers, timers and ACPI devices are known from scopes only; so is every device where there is no
 * topology. */
static bool add_scope(struct audit_build *b, const struct dmar_scope *s)
{
    static const char *const labels[] = {
        "", "endpoint of a DMAR scope", "bridge of a DMAR scope", "IOAPIC", "HPET", "ACPI device"};
    static const enum audit_device_kind kinds[] = {AUDIT_UNLISTED, AUDIT_UNLISTED, AUDIT_BRIDGE,
                                                   AUDIT_IOAPIC,   AUDIT_HPET,     AUDIT_NAMESPACE};
    uint16_t requester;
    if (!audit_scope_target(b, s, &requester))
        return audit_note(b, AUDIT_NOTE_MISSING,
                          "DMAR +0x%x: the path of a device scope leads over a bridge that no topology describes",
                          s->offset);
    bool pci = s->kind == DMAR_ENDPOINT || s->kind == DMAR_BRIDGE;
    if (pci && b->functions > 0)
        return audit_pci_find(b, s->segment, requester) >= 0 ||
               audit_note(b, AUDIT_NOTE_MISSING,
                          "DMAR +0x%x: names %04x:%02x:%02x.%x, which the topology does not list", s->offset,
                          s->segment, requester >> 8, requester >> 3 & 31, requester & 7u);
    if (pci && listed(b->in, s->segment, requester))
        return true;
    struct audit_device *d =
        audit_device_add(b, kinds[s->kind], s->segment, requester, audit_unit_number(b->in, s->register_base));
    return d != NULL &&
           (s->kind < DMAR_IOAPIC ? audit_replace(b, &d->label, "%s", labels[s->kind])
                                  : audit_replace(b, &d->label, "%s %u%s%s", labels[s->kind], s->enumeration,
                                                  s->name == NULL ? "" : " ", s->name == NULL ? "" : s->name));
}

/* The requester-ids of a reserved region; a scope that is a bridge stands for all below it. */
static bool add_reserved(struct audit_build *b, const struct dmar_scope *s)
{
    struct audit_reserved *r = &b->in->reserved[s->reserved];
    uint16_t target, *one;
    bool any = false;
    for (size_t k = 0; k < b->functions; k++)
        for (size_t n = 0; audit_scope_covers(b, s, (int)k) && n < b->in->device[k].aliases; n++) {
            if ((one = audit_more(b, &r->requester, &r->requesters, sizeof *one)) == NULL)
                return false;
            *one = b->in->device[k].alias[n];
            any = true;
        }
    if (any)
        return true;
    if (!audit_scope_target(b, s, &target))
        return audit_note(b, AUDIT_NOTE_MISSING, "%s: its device scope leads over a bridge that no topology describes",
                          r->where);
    if ((one = audit_more(b, &r->requester, &r->requesters, sizeof *one)) == NULL)
        return false;
    *one = target;
    return s->kind != DMAR_BRIDGE || audit_note(b, AUDIT_NOTE_MISSING,
                                                "%s: stands for everything below a bridge, and no topology says what "
                                                "that is",
                                                r->where);
}

bool audit_devices_build(struct audit_build *b)
{
    if (!audit_pci_finish(b) || (b->functions > 0 && (!audit_pci_groups(b) || !audit_pci_compare(b))))
        return false;
    for (size_t k = 0; k < b->functions; k++)
        if (!add_function(b, (int)k))
            return false;
    for (size_t k = 0; k < b->scopes; k++)
        if (b->scope[k].owner == DMAR_OF_UNIT && !add_scope(b, &b->scope[k]))
            return false;
    for (size_t k = 0; k < b->scopes; k++)
        if (b->scope[k].owner == DMAR_OF_RESERVED && !add_reserved(b, &b->scope[k]))
            return false;
    if (!audit_devices_of_tables(b))
        return false;
    return b->functions > 0 ||
           audit_note(b, AUDIT_NOTE_MISSING,
                      "no PCI topology: requester-ids shared behind bridges, isolation groups and peer-to-peer paths "
                      "are not known");
}
