/* Device scopes: which function a path leads to, and which unit translates for whom (clauses 8.3.1, 8.4). */
#include <stdlib.h>
#include <string.h>

#include "harness/audit/input/devices.h"
#include "harness/audit/input/dmar.h"
#include "harness/audit/input/pci.h"

bool audit_scope_target(const struct audit_build *b, const struct dmar_scope *s, uint16_t *requester)
{
    unsigned bus = s->bus;
    for (unsigned k = 0; k + 1 < s->pairs; k++) {
        int bridge = audit_pci_find(b, s->segment, (uint16_t)(bus << 8 | s->path[k]));
        if (bridge < 0 || !b->function[bridge].bridge || b->function[bridge].secondary <= bus)
            return false;
        bus = b->function[bridge].secondary;
    }
    *requester = (uint16_t)(bus << 8 | s->path[s->pairs - 1u]);
    return s->pairs > 0;
}

bool audit_scope_covers(const struct audit_build *b, const struct dmar_scope *s, int k)
{
    const struct pci_function *f = &b->function[k];
    uint16_t target, own = f->virtual_function ? f->physical : f->requester;
    if (f->segment != s->segment || s->kind > DMAR_BRIDGE || !audit_scope_target(b, s, &target))
        return false;
    if (own == target)
        return true;
    for (int up = f->parent; s->kind == DMAR_BRIDGE && up >= 0; up = b->function[up].parent)
        if (b->function[up].requester == target)
            return true;
    return false;
}

int audit_unit_number(const struct audit_input *in, uint64_t register_base)
{
    for (size_t k = 0; k < in->units; k++)
        if (in->unit[k].register_base == register_base)
            return (int)k;
    return -1;
}

struct audit_device *audit_device_add(struct audit_build *b, enum audit_device_kind kind, uint16_t segment,
                                      uint16_t requester, int unit)
{
    struct audit_device *d = audit_more(b, &b->in->device, &b->in->devices, sizeof *d);
    if (d == NULL)
        return NULL;
    *d = (struct audit_device){
        .kind = kind, .segment = segment, .requester = requester, .unit = unit, .group = -1, .parent = -1};
    d->name = audit_string(b, "%04x:%02x:%02x.%x", segment, requester >> 8, requester >> 3 & 31, requester & 7u);
    d->label = audit_string(b, "%s", "");
    uint16_t *own = d->name == NULL || d->label == NULL ? NULL : audit_more(b, &d->alias, &d->aliases, sizeof *own);
    if (own == NULL)
        return NULL;
    *own = requester;
    return d;
}
