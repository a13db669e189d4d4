/* With which requester-ids does a function's request arrive at the remapping unit (clause 3.4.1)? */
#include <stdlib.h>

#include "harness/audit/input/pci.h"

static bool add(struct audit_build *b, uint16_t **alias, size_t *count, unsigned id)
{
    for (size_t k = 0; k < *count; k++)
        if ((*alias)[k] == id)
            return true;
    uint16_t *one = audit_more(b, alias, count, sizeof *one);
    if (one != NULL)
        *one = (uint16_t)id;
    return one != NULL;
}

/* Phantom functions: the requester-ids of functions that the device does not have (PCIe 2.2.6.2). */
static bool phantoms(struct audit_build *b, const struct pci_function *f, uint16_t **alias, size_t *count)
{
    for (unsigned other = 0; other < 8; other++)
        if ((other & ~f->phantom & 7) == (f->requester & ~f->phantom & 7u) && f->phantom != 0 &&
            !add(b, alias, count, (f->requester & 0xFFF8u) | other))
            return false;
    return true;
}

static int ascending(const void *x, const void *y)
{
    uint16_t a = *(const uint16_t *)x, b = *(const uint16_t *)y;
    return a < b ? -1 : a > b;
}

/* A bridge to conventional PCI takes ownership of requests, because conventional PCI has no requester-ids: a PCI
 * Express one under its secondary bus, device 0, function 0; a conventional one, or one from conventional PCI back to
 * Express, under its own id (PCIe to PCI/PCI-X bridge 1.0, 2.3). PCI-X requests keep their own; what cannot be told
 * apart is listed. */
bool audit_pci_aliases(struct audit_build *b, int k, uint16_t **alias, size_t *count)
{
    const struct pci_function *f = &b->function[k];
    bool own = true, good = true;
    unsigned taken[256], owners = 0;
    for (int at = f->parent; at >= 0; at = b->function[at].parent) {
        const struct pci_function *up = &b->function[at];
        if (up->port == PCI_TO_CONVENTIONAL) {
            taken[owners++] = up->secondary * 256u;
        } else if (up->port == PCI_CONVENTIONAL || up->port == PCI_FROM_CONVENTIONAL) {
            taken[owners++] = up->requester;
            own = false;
        }
        if (owners == 256)
            break;
    }
    /* Behind several such bridges the one nearest to the unit owns the request; PCI-X keeps the nearer owner. */
    for (unsigned n = 0; n < owners; n++)
        good = good && add(b, alias, count, taken[n]);
    if (own || owners == 0)
        good = good && add(b, alias, count, f->requester) && phantoms(b, f, alias, count);
    if (good)
        qsort(*alias, *count, sizeof **alias, ascending);
    return good;
}
