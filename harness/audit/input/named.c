#include "harness/audit/input/named.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/input/registers.h"
#include "harness/audit/input/text.h"

static void choose(const char **option, char path[4096], const char *directory, const char *name)
{
    int n = snprintf(path, 4096, "%s/%s", directory, name);
    if (*option == NULL && n > 0 && n < 4096 && audit_exists(path))
        *option = path;
}

bool audit_capture_options(struct audit_build *b, struct audit_options *o, struct audit_capture_paths *paths)
{
    if (!audit_exists(o->capture))
        return audit_fail(b, "%s: %s", o->capture, strerror(errno));
    choose(&o->dmar, paths->dmar, o->capture, "dmar");
    choose(&o->sysfs, paths->sysfs, o->capture, "pci");
    choose(&o->debugfs, paths->debugfs, o->capture, "debugfs");
    choose(&o->iomem, paths->iomem, o->capture, "iomem");
    if (o->sysfs == NULL)
        choose(&o->topology, paths->topology, o->capture, "lspci");
    return true;
}

/* A hexadecimal number in a file of one line; false without a message if the file is not there. */
static bool number(struct audit_build *b, const char *directory, const char *name, const char *file, uint64_t *value)
{
    char path[4096];
    struct audit_text t;
    int n = snprintf(path, sizeof path, "%s/iommu/%s/%s", directory, name, file);
    if (n <= 0 || (size_t)n >= sizeof path || !audit_exists(path) || !audit_text_open(b, &t, path))
        return false;
    bool good = audit_text_next(b, &t);
    const char *s = good ? t.line : "";
    if (good && !audit_hex(&s, value))
        good = audit_text_bad(b, &t, "expected a hexadecimal number");
    audit_text_close(&t);
    return good;
}

static bool one_unit(struct audit_build *b, const char *directory, const char *name)
{
    uint64_t address = 0, cap = 0, ecap = 0;
    char place[600];
    if (!number(b, directory, name, "address", &address) || !number(b, directory, name, "cap", &cap) ||
        !number(b, directory, name, "ecap", &ecap))
        return b->message[0] == '\0'; /* another kind of IOMMU */
    struct audit_unit *u = b->message[0] != '\0' ? NULL : audit_unit_at(b, name, address);
    if (u == NULL)
        return false;
    snprintf(place, sizeof place, "%s/iommu/%s", directory, name);
    struct profile_registers r = {.cap = cap, .ecap = ecap, .host_width = b->in->host_width};
    if (r.host_width == 0)
        r.host_width = b->options->profile.registers.host_width;
    return audit_unit_caps(b, u, r, place) &&
           audit_note(b, AUDIT_NOTE_READ, "%s: %s at 0x%" PRIx64, place, name, address);
}

static int shown(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

bool audit_named_units(struct audit_build *b, const char *directory)
{
    char path[4096];
    struct dirent **entry = NULL;
    int n = snprintf(path, sizeof path, "%s/iommu", directory);
    int count = n > 0 && (size_t)n < sizeof path ? scandir(path, &entry, shown, alphasort) : -1;
    bool good = true;
    for (int k = 0; k < count; k++) {
        good = good && one_unit(b, directory, entry[k]->d_name);
        free(entry[k]);
    }
    free(entry);
    return good;
}

/* "00001000-0009fbff : System RAM"; deeper lines are indented. */
static bool memory_line(struct audit_build *b, struct audit_text *t)
{
    const char *s = t->line;
    struct audit_named n = {.name = NULL};
    audit_blank(&s);
    if (*s == '\0')
        return true;
    if (!audit_hex(&s, &n.first) || *s++ != '-' || !audit_hex(&s, &n.last) || strncmp(s, " : ", 3) != 0 ||
        n.last < n.first)
        return audit_text_bad(b, t, "expected FIRST-LAST : NAME, as in /proc/iomem");
    struct audit_named *one = audit_more(b, &b->in->named, &b->in->nameds, sizeof *one);
    if (one == NULL)
        return false;
    *one = n;
    one->name = audit_string(b, "%s", s + 3);
    return one->name != NULL;
}

bool audit_named_memory(struct audit_build *b, const char *path)
{
    struct audit_text t;
    bool good = audit_text_open(b, &t, path), hidden = true;
    while (good && audit_text_next(b, &t))
        good = memory_line(b, &t);
    audit_text_close(&t);
    for (size_t k = 0; k < b->in->nameds; k++)
        hidden = hidden && b->in->named[k].last == 0;
    if (!good || b->message[0] != '\0')
        return false;
    return hidden && b->in->nameds > 0
               ? audit_note(b, AUDIT_NOTE_MISSING, "%s: all addresses are 0: it was not read as root", path)
               : audit_note(b, AUDIT_NOTE_READ, "%s: %zu named stretches of memory", path, b->in->nameds);
}
