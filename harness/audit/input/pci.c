#include "harness/audit/input/pci.h"

#include <stdlib.h>
#include <string.h>

/* Offsets and capability numbers of PCI 3.0 chapter 6 and PCIe 7. */
enum {
    STATUS = 0x06,
    HEADER_TYPE = 0x0E,
    SECONDARY = 0x19,
    SUBORDINATE = 0x1A,
    CAPABILITIES = 0x34,
    CAP_PCI_X = 0x07,
    CAP_EXPRESS = 0x10,
    EXT_ACS = 0x0D,
    EXT_ATS = 0x0F,
    EXT_SRIOV = 0x10,
    ACS_WANTED = 0x1D, /* SV, RR, CR, UF */
};

static unsigned byte(const struct pci_function *f, unsigned offset)
{
    return offset < f->length ? f->config[offset] : 0;
}

static unsigned half(const struct pci_function *f, unsigned offset)
{
    return byte(f, offset) | byte(f, offset + 1) << 8;
}

/* Offset of a capability, 0 if it is not there. At most 48 fit: a longer list goes round in a circle. */
static unsigned capability(const struct pci_function *f, unsigned id)
{
    unsigned at = (half(f, STATUS) & 0x10) != 0 ? byte(f, CAPABILITIES) & 0xFCu : 0;
    for (unsigned left = 48; at >= 0x40 && left > 0; left--, at = byte(f, at + 1) & 0xFCu)
        if (byte(f, at) == id)
            return at;
    return 0;
}

static unsigned extended(const struct pci_function *f, unsigned id)
{
    unsigned at = 0x100;
    for (unsigned left = 960; at >= 0x100 && left > 0; left--, at = half(f, at + 2) >> 4 & 0xFFCu)
        if (half(f, at) == id)
            return at;
    return 0;
}

static void decode_express(struct pci_function *f)
{
    unsigned at = capability(f, CAP_EXPRESS);
    f->port = at == 0 ? PCI_CONVENTIONAL : (enum pci_port)(half(f, at + 2) >> 4 & 15);
    if (at == 0 || f->bridge)
        return;
    unsigned bits = half(f, at + 4) >> 3 & 3; /* phantom functions supported */
    static const unsigned functions[4] = {0, 4, 6, 7};
    f->phantom_possible = bits != 0;
    f->phantom = (half(f, at + 8) >> 9 & 1) != 0 ? functions[bits] : 0;
}

static void decode_extended(struct pci_function *f)
{
    unsigned acs = extended(f, EXT_ACS), ats = extended(f, EXT_ATS), sriov = extended(f, EXT_SRIOV);
    unsigned can = acs == 0 ? 0 : half(f, acs + 4), does = acs == 0 ? 0 : half(f, acs + 6);
    /* What a port cannot do because it need not is no gap: compare with what it can (root ports without UF, for
     * example, cannot meet upstream requests of their own); source validation and redirection must be there. */
    f->acs_there = acs != 0;
    f->acs = acs != 0 && (does & can & ACS_WANTED) == (can & ACS_WANTED) &&
             ((can & 0x0C) == 0x0C || (!f->bridge && f->port != PCI_ROOT_PORT));
    f->ats = ats != 0;
    f->ats_on = ats != 0 && (half(f, ats + 6) & 0x8000) != 0;
    if (sriov != 0 && (half(f, sriov + 8) & 1) != 0) {
        f->vf_count = half(f, sriov + 0x10);
        f->vf_first = half(f, sriov + 0x14);
        f->vf_stride = half(f, sriov + 0x16);
    }
}

void audit_pci_decode(struct pci_function *f)
{
    unsigned header = byte(f, HEADER_TYPE);
    f->bridge = (header & 0x7F) == 1;
    f->several = (header & 0x80) != 0;
    f->secondary = f->bridge ? (uint8_t)byte(f, SECONDARY) : 0;
    f->subordinate = f->bridge ? (uint8_t)byte(f, SUBORDINATE) : 0;
    f->conventional_x = capability(f, CAP_PCI_X) != 0;
    f->extended = f->length >= PCI_CONFIG;
    decode_express(f);
    decode_extended(f);
}

static int by_address(const void *x, const void *y)
{
    const struct pci_function *a = x, *b = y;
    if (a->segment != b->segment)
        return a->segment < b->segment ? -1 : 1;
    return a->requester < b->requester ? -1 : a->requester > b->requester;
}

int audit_pci_find(const struct audit_build *b, uint16_t segment, uint16_t requester)
{
    struct pci_function wanted = {.segment = segment, .requester = requester};
    const struct pci_function *f =
        b->functions == 0 ? NULL : bsearch(&wanted, b->function, b->functions, sizeof wanted, by_address);
    return f == NULL ? -1 : (int)(f - b->function);
}

/* Numbers of functions plus one, by requester-id; 0: none. */
struct pci_segment {
    uint16_t number;
    uint32_t *known;
};

static struct pci_segment *segment_of(struct audit_build *b, uint16_t number)
{
    for (size_t k = 0; k < b->segments; k++)
        if (b->segment[k].number == number)
            return &b->segment[k];
    struct pci_segment *s = b->segments == 256 ? NULL : audit_more(b, &b->segment, &b->segments, sizeof *s);
    if (s == NULL) {
        audit_fail(b, "PCI functions of more than 256 segments");
        return NULL;
    }
    s->number = number;
    s->known = calloc(65536, sizeof *s->known);
    if (s->known == NULL)
        audit_fail(b, "not enough memory for the input");
    return s->known == NULL ? NULL : s;
}

struct pci_function *audit_pci_function(struct audit_build *b, uint16_t segment, uint16_t requester)
{
    struct pci_segment *s = segment_of(b, segment);
    if (s == NULL)
        return NULL;
    if (s->known[requester] != 0)
        return &b->function[s->known[requester] - 1];
    struct pci_function *f = audit_more(b, &b->function, &b->functions, sizeof *f);
    if (f == NULL)
        return NULL;
    s->known[requester] = (uint32_t)b->functions;
    f->segment = segment;
    f->requester = requester;
    f->kernel_group = f->parent = f->group = -1;
    return f;
}

/* Routing-ids of enabled virtual functions (PCIe 9.2.1.2) that the topology does not list itself. */
static bool add_virtual(struct audit_build *b, size_t k)
{
    const struct pci_function pf = b->function[k];
    for (unsigned n = 0; n < pf.vf_count; n++) {
        unsigned id = pf.requester + pf.vf_first + n * pf.vf_stride;
        if (id > 0xFFFF || (n > 0 && pf.vf_stride == 0))
            return audit_note(b, AUDIT_NOTE_DAMAGED,
                              "SR-IOV of %04x:%02x:%02x.%x: %u functions from offset %u with stride %u do not fit: the "
                              "rest is left out",
                              pf.segment, pf.requester >> 8, pf.requester >> 3 & 31, pf.requester & 7, pf.vf_count,
                              pf.vf_first, pf.vf_stride);
        struct pci_function *vf = audit_pci_function(b, pf.segment, (uint16_t)id);
        if (vf == NULL)
            return false;
        vf->virtual_function = true;
        vf->physical = pf.requester;
        vf->port = PCI_EXPRESS;
        vf->several = true;
        if (vf->label == NULL && (vf->label = audit_string(b, "virtual function %u", n)) == NULL)
            return false;
    }
    return true;
}

/* The bridge above a bus. Bus numbers grow downward (PCI to PCI bridge 1.2, 3.2.5): anything else goes in circles. */
static int above(const struct audit_build *b, uint16_t segment, unsigned bus)
{
    for (size_t k = 0; k < b->functions; k++) {
        const struct pci_function *f = &b->function[k];
        if (f->segment == segment && f->bridge && f->secondary == bus && f->secondary > f->requester >> 8)
            return (int)k;
    }
    return -1;
}

/* What lies below a bridge can use every bus from its secondary to its subordinate; virtual functions can spill over
 * to buses that no bridge has as its secondary: they hang where their physical function hangs. */
static void find_parents(struct audit_build *b)
{
    int of_bus = -1;
    unsigned last = 0x10000000;
    for (size_t k = 0; k < b->functions; k++) {
        struct pci_function *f = &b->function[k];
        unsigned home = f->virtual_function ? f->physical : f->requester;
        home >>= 8;
        unsigned key = (unsigned)f->segment << 8 | home;
        if (key != last)
            of_bus = above(b, f->segment, home);
        last = key;
        f->parent = of_bus;
    }
}

/* The kernel has grouped the same functions, for its own purpose. */
bool audit_pci_compare(struct audit_build *b)
{
    for (size_t k = 0; k < b->functions; k++)
        for (size_t n = 0; n < k; n++) {
            const struct pci_function *f = &b->function[k], *g = &b->function[n];
            if (f->kernel_group < 0 || g->kernel_group < 0 ||
                (f->kernel_group == g->kernel_group) == (f->group == g->group))
                continue;
            return audit_note(
                b, AUDIT_NOTE_ASSUMED,
                "%02x:%02x.%x and %02x:%02x.%x are in %s group, but Linux groups them %s: the groups here "
                "follow from configuration space alone",
                g->requester >> 8, g->requester >> 3 & 31, g->requester & 7u, f->requester >> 8, f->requester >> 3 & 31,
                f->requester & 7u, f->group == g->group ? "one" : "more than one",
                f->group == g->group ? "apart" : "together");
        }
    return true;
}

bool audit_pci_finish(struct audit_build *b)
{
    size_t listed = b->functions;
    for (size_t k = 0; k < listed; k++)
        audit_pci_decode(&b->function[k]);
    for (size_t k = 0; k < listed; k++)
        if (b->function[k].vf_count > 0 && !add_virtual(b, k))
            return false;
    if (b->functions > 0)
        qsort(b->function, b->functions, sizeof *b->function, by_address);
    find_parents(b);
    size_t cut = 0;
    for (size_t k = 0; k < b->functions; k++) {
        struct pci_function *f = &b->function[k];
        cut += !f->extended && !f->virtual_function && f->port != PCI_CONVENTIONAL;
        if (f->bridge && f->secondary != 0 && f->secondary <= f->requester >> 8 &&
            !audit_note(b, AUDIT_NOTE_DAMAGED,
                        "bridge %04x:%02x:%02x.%x: secondary bus %02x is not below its own bus: left out as a bridge",
                        f->segment, f->requester >> 8, f->requester >> 3 & 31, f->requester & 7, f->secondary))
            return false;
    }
    return cut == 0 ||
           audit_note(b, AUDIT_NOTE_MISSING,
                      "configuration space above 0xFF of %zu PCI Express functions: their ACS, ATS and SR-IOV are not "
                      "known and taken as absent (read it as root)",
                      cut);
}

void audit_pci_close(struct audit_build *b)
{
    for (size_t k = 0; k < b->functions; k++) {
        free(b->function[k].label);
        free(b->function[k].config);
        free(b->function[k].window);
    }
    free(b->function);
    for (size_t k = 0; k < b->segments; k++)
        free(b->segment[k].known);
    free(b->segment);
}
