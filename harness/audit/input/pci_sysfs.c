/* A copy of /sys/bus/pci/devices: one directory for each function. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/input/pci.h"
#include "harness/audit/input/text.h"

/* DIRECTORY/NAME/FILE; empty if it is too long or not there. */
static bool find(char path[4096], const char *directory, const char *name, const char *file)
{
    int n = snprintf(path, 4096, "%s/%s/%s", directory, name, file);
    return n > 0 && n < 4096 && audit_exists(path);
}

static bool config(struct audit_build *b, struct pci_function *f, const char *path)
{
    size_t length;
    uint8_t *all = audit_whole(b, path, PCI_CONFIG, &length);
    if (all == NULL)
        return false;
    free(f->config);
    f->config = all;
    f->length = (unsigned)(length & ~(size_t)3);
    return length >= 64 ||
           audit_fail(b, "%s: %zu bytes, expected at least 64 bytes of configuration space", path, length);
}

/* Lines "0xFIRST 0xLAST 0xFLAGS"; flag 0x200 is memory. Only the first six are windows of the function itself. */
static bool resource(struct audit_build *b, struct pci_function *f, const char *path)
{
    struct audit_text t;
    bool good = audit_text_open(b, &t, path);
    while (good && audit_text_next(b, &t)) {
        const char *s = t.line;
        uint64_t first = 0, last = 0, flags = 0;
        good = audit_hex(&s, &first) && (audit_blank(&s), audit_hex(&s, &last)) &&
               (audit_blank(&s), audit_hex(&s, &flags));
        if (!good || last < first)
            good = audit_text_bad(b, &t, "expected FIRST LAST FLAGS, hexadecimal");
        if (!good || t.number > 6 || (flags & 0x200) == 0)
            continue;
        struct audit_span *w = audit_more(b, &f->window, &f->windows, sizeof *w);
        good = w != NULL;
        if (good)
            *w = (struct audit_span){true, first, last};
    }
    audit_text_close(&t);
    return good && b->message[0] == '\0';
}

/* One line of a small file; the caller frees it. NULL: none, or an error. */
static char *first_line(struct audit_build *b, const char *path)
{
    struct audit_text t;
    char *text = NULL;
    if (audit_text_open(b, &t, path) && audit_text_next(b, &t))
        text = audit_string(b, "%s", t.line);
    audit_text_close(&t);
    return text;
}

static bool details(struct audit_build *b, struct pci_function *f, const char *directory, const char *name)
{
    char path[4096];
    if (find(path, directory, name, "label") && f->label == NULL)
        f->label = first_line(b, path);
    if (find(path, directory, name, "iommu_group")) {
        char *text = first_line(b, path);
        if (text != NULL && isdigit((unsigned char)text[0]))
            f->kernel_group = atoi(text);
        free(text);
    }
    if (find(path, directory, name, "physfn")) {
        char *text = first_line(b, path);
        const char *s = text;
        uint16_t segment;
        f->virtual_function = text != NULL && audit_function_name(&s, &segment, &f->physical);
        free(text);
        if (!f->virtual_function)
            return audit_fail(b, "%s:1: expected the name of a physical function", path);
    }
    return b->message[0] == '\0';
}

static bool one(struct audit_build *b, const char *directory, const char *name)
{
    char path[4096];
    const char *s = name;
    uint16_t segment, requester;
    if (!audit_function_name(&s, &segment, &requester) || *s != '\0')
        return audit_note(b, AUDIT_NOTE_DAMAGED, "%s/%s: not the name of a PCI function: left out", directory, name);
    struct pci_function *f = audit_pci_function(b, segment, requester);
    if (f == NULL)
        return false;
    if (find(path, directory, name, "config") && !config(b, f, path))
        return false;
    if (find(path, directory, name, "resource") && f->windows == 0 && !resource(b, f, path))
        return false;
    return details(b, f, directory, name);
}

static int shown(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

bool audit_sysfs_read(struct audit_build *b, const char *directory)
{
    struct dirent **entry = NULL;
    int count = scandir(directory, &entry, shown, alphasort);
    bool good = count >= 0 || audit_fail(b, "%s: %s", directory, strerror(errno));
    for (int k = 0; k < count; k++) {
        good = good && one(b, directory, entry[k]->d_name);
        free(entry[k]);
    }
    free(entry);
    return good && (b->functions > 0 || audit_fail(b, "%s: lists no PCI functions", directory)) &&
           audit_note(b, AUDIT_NOTE_READ, "%s: %zu PCI functions", directory, b->functions);
}
