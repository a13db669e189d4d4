/* Isolation groups: functions that can be told apart neither by the remapping unit nor kept apart on their way to it.
 * Joined are functions that share a requester-id, functions of one device that may talk inside it, and functions
 * below a port that may send a request down again instead of up (ACS, PCIe 6.12). */
#include <inttypes.h>
#include <stdlib.h>

#include "harness/audit/input/pci.h"

struct joining {
    struct audit_build *b;
    int *leader;
};

static int leader(struct joining *j, int k)
{
    while (j->leader[k] != k) {
        j->leader[k] = j->leader[j->leader[k]];
        k = j->leader[k];
    }
    return k;
}

static void name(const struct audit_build *b, int k, char text[16])
{
    const struct pci_function *f = &b->function[k];
    snprintf(text, 16, "%04x:%02x:%02x.%x", f->segment, f->requester >> 8, f->requester >> 3 & 31, f->requester & 7u);
}

/* Why two functions are joined: text before and after the name of a function. */
struct reason {
    const char *before, *after;
};

static bool peer(struct joining *j, int from, int to, const struct reason *why, int place)
{
    char at[16];
    struct audit_peer *p = audit_more(j->b, &j->b->in->peer, &j->b->in->peers, sizeof *p);
    if (p == NULL)
        return false;
    name(j->b, place, at);
    *p = (struct audit_peer){from, to, audit_string(j->b, "%s%s%s", why->before, at, why->after)};
    return p->why != NULL;
}

/* Into one group, and a path in each direction with the reason. */
static bool join(struct joining *j, int x, int y, const struct reason *why, int place)
{
    int a = leader(j, x), c = leader(j, y);
    j->leader[a < c ? c : a] = a < c ? a : c;
    return x == y || why == NULL || (peer(j, x, y, why, place) && peer(j, y, x, why, place));
}

/* Every bridge from here to the root bus redirects upstream. The weakest one, or -1. */
static int weak_port(const struct audit_build *b, int bridge)
{
    for (int k = bridge; k >= 0; k = b->function[k].parent) {
        const struct pci_function *f = &b->function[k];
        bool express = f->port == PCI_ROOT_PORT || f->port == PCI_DOWNSTREAM;
        if (f->port == PCI_UPSTREAM ? f->several && !f->acs : !express || !f->acs)
            return k;
    }
    return -1;
}

/* May the function, one of several of its device, keep requests for its sisters inside the device? */
static bool mixes(const struct pci_function *f)
{
    if (f->virtual_function)
        return false;
    return f->port == PCI_CONVENTIONAL || f->port == PCI_TO_CONVENTIONAL || f->port == PCI_FROM_CONVENTIONAL || !f->acs;
}

static bool same_device(const struct pci_function *f, const struct pci_function *g)
{
    return f->segment == g->segment && f->requester >> 3 == g->requester >> 3;
}

static const struct reason inside = {"functions of one device without ACS (",
                                     "): requests between them need not leave it"};
static const struct reason below = {
    "", " does not redirect requests upstream (ACS missing or off): it may send them down again"};

/* Functions of one device are neighbours in the list. A single function has nobody to talk to. */
static bool sisters(struct joining *j)
{
    struct audit_build *b = j->b;
    for (size_t k = 0; k < b->functions; k++)
        for (size_t n = k + 1; n < b->functions && same_device(&b->function[k], &b->function[n]); n++) {
            const struct pci_function *f = &b->function[k], *g = &b->function[n];
            if (mixes(f) && mixes(g) && !join(j, (int)k, (int)n, &inside, (int)k))
                return false;
        }
    return true;
}

/* Everything below a weak port is one group, with the port; so is the port with the ones above it. */
static bool ports(struct joining *j)
{
    struct audit_build *b = j->b;
    for (size_t k = 0; k < b->functions; k++) {
        int up = b->function[k].parent, weak = up < 0 ? -1 : weak_port(b, up);
        if (weak >= 0 && !join(j, (int)k, up, &below, weak))
            return false;
    }
    return true;
}

struct use {
    uint32_t id; /* segment and requester-id */
    int function;
};

static int by_id(const void *x, const void *y)
{
    const struct use *a = x, *b = y;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return a->function < b->function ? -1 : a->function > b->function;
}

static bool shared_ids(struct joining *j)
{
    struct audit_build *b = j->b;
    struct use *all = NULL;
    size_t count = 0;
    bool good = true;
    for (size_t k = 0; good && k < b->functions; k++) {
        uint16_t *alias = NULL;
        size_t aliases = 0;
        good = audit_pci_aliases(b, (int)k, &alias, &aliases);
        for (size_t n = 0; good && n < aliases; n++) {
            struct use *u = audit_more(b, &all, &count, sizeof *u);
            good = u != NULL;
            if (good)
                *u = (struct use){(uint32_t)b->function[k].segment << 16 | alias[n], (int)k};
        }
        free(alias);
    }
    if (good && count > 0)
        qsort(all, count, sizeof *all, by_id);
    for (size_t k = 1; good && k < count; k++)
        if (all[k].id == all[k - 1].id)
            good = join(j, all[k - 1].function, all[k].function, NULL, 0);
    free(all);
    return good;
}

bool audit_pci_groups(struct audit_build *b)
{
    struct joining j = {b, calloc(b->functions + 1, sizeof(int))};
    if (j.leader == NULL)
        return audit_fail(b, "not enough memory for the input");
    for (size_t k = 0; k < b->functions; k++)
        j.leader[k] = (int)k;
    bool good = shared_ids(&j) && sisters(&j) && ports(&j);
    b->in->groups = 0;
    for (size_t k = 0; k < b->functions; k++) {
        int l = leader(&j, (int)k); /* the least of its group */
        b->function[k].group = l == (int)k ? b->in->groups++ : b->function[l].group;
    }
    free(j.leader);
    return good;
}
