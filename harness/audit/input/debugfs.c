#include "harness/audit/input/debugfs.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/input/memory.h"
#include "harness/audit/input/registers.h"

bool debugfs_put(struct debugfs *d, const struct audit_text *t, uint64_t address, uint64_t value)
{
    bool changed = false;
    if (!d->words)
        return true;
    if (!audit_memory_put(d->b, address, value, &changed))
        return audit_text_bad(d->b, t, "a table at an address that cannot be held, or not aligned");
    d->conflicts += changed;
    return true;
}

static bool exists(const char *directory, const char *file, char *path, size_t size)
{
    int n = snprintf(path, size, "%s/%s", directory, file);
    return n > 0 && (size_t)n < size && audit_exists(path);
}

static int by_name(const void *x, const void *y)
{
    const char *a = *(char *const *)x, *b = *(char *const *)y;
    return strcmp(a, b);
}

/* Names of the directories that hold domain_translation_struct, sorted; the caller frees them. */
static bool list(struct audit_build *b, const char *directory, char ***name, size_t *count)
{
    char path[4096];
    DIR *all = opendir(directory);
    bool good = true;
    for (struct dirent *e = NULL; good && all != NULL && (e = readdir(all)) != NULL;) {
        char inner[600];
        snprintf(inner, sizeof inner, "%s/domain_translation_struct", e->d_name);
        if (e->d_name[0] == '.' || !exists(directory, inner, path, sizeof path))
            continue;
        char **one = audit_more(b, name, count, sizeof *one);
        good = one != NULL && (*one = audit_string(b, "%s", path)) != NULL;
    }
    if (all != NULL)
        closedir(all);
    if (*count > 0)
        qsort(*name, *count, sizeof **name, by_name);
    return good;
}

static bool each_device(struct debugfs *d, const char *directory, unsigned *read)
{
    char **name = NULL;
    size_t count = 0;
    bool good = list(d->b, directory, &name, &count);
    for (size_t k = 0; k < count; k++) {
        good = good && debugfs_domains(d, name[k]);
        *read += good;
        free(name[k]);
    }
    free(name);
    return good;
}

static bool each_file(struct debugfs *d, const char *directory, unsigned *read)
{
    char path[4096];
    struct audit_build *b = d->b;
    if (exists(directory, "iommu_regset", path, sizeof path) && !audit_registers_read(b, path))
        return false;
    if (exists(directory, "dmar_translation_struct", path, sizeof path)) {
        if (!debugfs_translation(d, path))
            return false;
        ++*read;
    } else if (!audit_note(b, AUDIT_NOTE_MISSING, "%s: no dmar_translation_struct: no context entries", directory)) {
        return false;
    }
    if (exists(directory, "domain_translation_struct", path, sizeof path)) {
        if (!debugfs_domains(d, path))
            return false;
        ++*read;
    }
    if (!each_device(d, directory, read))
        return false;
    if (!exists(directory, "ir_translation_struct", path, sizeof path))
        return audit_note(b, AUDIT_NOTE_MISSING, "%s: no ir_translation_struct: no interrupt entries", directory);
    ++*read;
    return debugfs_interrupts(d, path);
}

bool audit_debugfs_read(struct audit_build *b, const char *directory)
{
    unsigned read = 0;
    struct debugfs d = {.b = b, .words = b->in->mapping == NULL};
    if (d.words && !audit_memory_blank(b))
        return false;
    if (!each_file(&d, directory, &read))
        return false;
    if (read == 0)
        return audit_fail(b,
                          "%s: holds none of dmar_translation_struct, domain_translation_struct, "
                          "ir_translation_struct",
                          directory);
    if (d.conflicts > 0 &&
        !audit_note(b, AUDIT_NOTE_DAMAGED,
                    "%s: %lu table words were read twice with different values: tables changed while they were read; "
                    "the later value is kept",
                    directory, d.conflicts))
        return false;
    if (!d.words)
        return true;
    b->in->partial = true;
    return audit_memory_finish(b) &&
           audit_note(b, AUDIT_NOTE_ASSUMED,
                      "%s: Linux prints present entries only: all other words of these tables are taken as not "
                      "present, and what lies in other memory is not known",
                      directory);
}
