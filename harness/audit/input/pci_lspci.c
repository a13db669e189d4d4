/* lspci -xxxx (with -v: sizes of windows; with -D: segments), and lspci -vmm for names and groups. */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/input/pci.h"
#include "harness/audit/input/text.h"

struct lspci {
    struct audit_build *b;
    struct audit_text t;
    uint16_t segment, requester; /* of the function that the lines are about */
    bool any, machine;           /* machine: in a block of -vmm */
};

static struct pci_function *now(struct lspci *l)
{
    return audit_pci_function(l->b, l->segment, l->requester);
}

/* "40: 86 80 ...", sixteen bytes a line. */
static bool bytes(struct lspci *l, const char *s, uint64_t at)
{
    struct pci_function *f = now(l);
    uint64_t value;
    if (f == NULL)
        return false;
    if (at % 16 != 0 || at >= PCI_CONFIG || at != f->length)
        return audit_text_bad(l->b, &l->t, "expected the configuration space in order, 16 bytes a line");
    if (f->config == NULL && (f->config = calloc(1, PCI_CONFIG)) == NULL)
        return audit_fail(l->b, "not enough memory for the input");
    for (unsigned k = 0; k < 16; k++) {
        const char *first;
        audit_blank(&s);
        first = s;
        if (!audit_hex(&s, &value) || s - first != 2)
            return audit_text_bad(l->b, &l->t, "expected 16 bytes of two hexadecimal digits");
        f->config[at + k] = (uint8_t)value;
    }
    f->length += 16;
    return *s == '\0' || audit_text_bad(l->b, &l->t, "expected 16 bytes of two hexadecimal digits");
}

/* "\tMemory at febd4000 (64-bit, non-prefetchable) [size=16K]" */
static bool window(struct lspci *l, const char *s)
{
    uint64_t at, size;
    const char *text = strstr(s, "[size=");
    static const char units[] = "KMGT";
    char *end;
    s += strlen("Memory at ");
    if (text == NULL || !audit_hex(&s, &at) || !isdigit((unsigned char)text[6]))
        return true; /* not assigned, or not switched on: answers to nothing */
    size = strtoull(text + 6, &end, 10);
    for (const char *last = strchr(units, *end); *end != '\0' && last != NULL && last >= units; last--)
        size = size > UINT64_MAX >> 10 ? 0 : size << 10;
    struct pci_function *f = now(l);
    struct audit_span *w = f == NULL ? NULL : audit_more(l->b, &f->window, &f->windows, sizeof *w);
    if (w == NULL)
        return false;
    *w = (struct audit_span){true, at, size == 0 || size - 1 > UINT64_MAX - at ? at : at + size - 1};
    return true;
}

/* "Slot:\t00:04.0", "Class:\t...", "IOMMUGroup:\t1": a block of -vmm. */
static bool field(struct lspci *l, const char *s)
{
    const char *value = strchr(s, ':') + 1;
    audit_blank(&value);
    if (strncmp(s, "Slot:", 5) == 0) {
        l->machine = true;
        l->any = audit_function_name(&value, &l->segment, &l->requester) && *value == '\0';
        return l->any ? now(l) != NULL : audit_text_bad(l->b, &l->t, "expected Slot: BUS:DEVICE.FUNCTION");
    }
    struct pci_function *f = l->any ? now(l) : NULL;
    if (f == NULL)
        return l->any ? false : audit_text_bad(l->b, &l->t, "a field before its Slot");
    if (strncmp(s, "IOMMUGroup:", 11) == 0)
        f->kernel_group = isdigit((unsigned char)*value) ? atoi(value) : -1;
    if (strncmp(s, "Class:", 6) == 0 || strncmp(s, "Device:", 7) == 0) {
        char *text = f->label == NULL ? audit_string(l->b, "%s", value) : audit_string(l->b, "%s: %s", f->label, value);
        free(f->label);
        f->label = text;
        return text != NULL;
    }
    return true;
}

/* "00:04.0 Non-Volatile memory controller: ..." */
static bool heading(struct lspci *l, const char *s)
{
    l->machine = false;
    l->any = audit_function_name(&s, &l->segment, &l->requester) && (*s == ' ' || *s == '\0');
    if (!l->any)
        return audit_text_bad(l->b, &l->t, "expected BUS:DEVICE.FUNCTION NAME, or bytes, or a field of lspci -vmm");
    audit_blank(&s);
    struct pci_function *f = now(l);
    if (f == NULL || (f->length > 0 && !audit_text_bad(l->b, &l->t, "this function was listed before")))
        return false;
    free(f->label);
    f->label = audit_string(l->b, "%s", s);
    return f->label != NULL;
}

static bool read_line(struct lspci *l)
{
    const char *s = l->t.line, *digits = s;
    uint64_t at;
    if (*s == '\0') {
        l->any = l->any && !l->machine;
        return true;
    }
    if (*s == '\t' || *s == ' ') { /* detail of -v */
        audit_blank(&s);
        if (strncmp(s, "IOMMU group:", 12) == 0 && l->any) {
            struct pci_function *f = now(l);
            f->kernel_group = atoi(s + 12);
        }
        return strncmp(s, "Memory at ", 10) != 0 || !l->any || window(l, s);
    }
    if (audit_hex(&digits, &at) && *digits == ':' && digits[1] == ' ' && l->any)
        return bytes(l, digits + 1, at);
    size_t word = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    if (word > 3 && s[word] == ':')
        return field(l, s);
    return heading(l, s);
}

bool audit_lspci_read(struct audit_build *b, const char *path)
{
    struct lspci l = {.b = b};
    bool good = audit_text_open(b, &l.t, path);
    while (good && audit_text_next(b, &l.t))
        good = read_line(&l);
    audit_text_close(&l.t);
    return good && b->message[0] == '\0' && (b->functions > 0 || audit_fail(b, "%s: lists no PCI functions", path)) &&
           audit_note(b, AUDIT_NOTE_READ, "%s: %zu PCI functions", path, b->functions);
}
