/* domain_translation_struct: for each device the paths through its tables, one page a line. */
#include <inttypes.h>
#include <string.h>

#include "harness/audit/input/debugfs.h"
#include "harness/audit/input/memory.h"

#define POINTER   0x000FFFFFFFFFF000ull
#define PAGE_SIZE 0x80ull /* bit 7: the entry maps a page */

/* Put the entries of one path, from the top table down. entry[1..5]; 0 where the tables have no such level. */
static bool path(struct debugfs *d, struct audit_text *t, uint64_t root, uint64_t page, const uint64_t entry[6])
{
    unsigned top = 5, level;
    uint64_t table = root;
    while (top > 0 && entry[top] == 0)
        top--;
    if (top < 3 || (top < 5 && page >> (9 * top) != 0))
        return audit_text_bad(d->b, t, "expected entries from the top table down to the page");
    for (level = top; level >= 1; level--) {
        bool leaf = level == 1 || (entry[level] & PAGE_SIZE) != 0;
        if (entry[level] == 0 || !debugfs_put(d, t, table + 8 * (page >> (9 * (level - 1)) & 511), entry[level]))
            return audit_text_bad(d->b, t, "a path with a gap");
        if (leaf)
            break;
        table = entry[level] & POINTER;
    }
    while (--level >= 1 && level < 6)
        if (entry[level] != 0)
            return audit_text_bad(d->b, t, "a path that goes on below a page");
    return true;
}

/* "0x00000000fffff |  0x... 0x... 0x... 0x... 0x...": page, then the entries of levels 5, 4, 3, 2, 1. */
static bool row(struct debugfs *d, struct audit_text *t, uint64_t root)
{
    const char *s = t->line;
    uint64_t page, entry[6] = {0};
    unsigned level = 6;
    bool good = audit_hex(&s, &page);
    audit_blank(&s);
    good = good && *s == '|' && page < 1ull << 45;
    for (s += good; good && level > 1; audit_blank(&s)) {
        audit_blank(&s);
        if (*s == '\0')
            break;
        good = audit_hex(&s, &entry[--level]);
    }
    if (!good || *s != '\0' || level > 3)
        return audit_text_bad(d->b, t, "expected PAGE | and the entries of levels 5 down to 1");
    if (root == 0)
        return audit_text_bad(d->b, t, "a path before the line of its device");
    return path(d, t, root, page, entry);
}

/* "Device 0000:00:04.0 @0x104d9f000", in later kernels "... with pasid N @0x..." */
static bool device(struct debugfs *d, struct audit_text *t, uint64_t *root, bool *skip)
{
    const char *at = strchr(t->line, '@');
    *skip = strstr(t->line, "with pasid") != NULL;
    if (at == NULL)
        return audit_text_bad(d->b, t, "expected Device NAME @ADDRESS");
    at++;
    if (!audit_hex(&at, root) || *root == 0 || *root % 4096 != 0 || (*root & ~POINTER) != 0)
        return audit_text_bad(d->b, t, "expected the address of a table, a multiple of 4096");
    if (*skip)
        return audit_note(d->b, AUDIT_NOTE_MISSING, "%s:%lu: tables of a PASID, which are not looked into", t->path,
                          t->number);
    return !d->words || audit_memory_page(d->b, *root) ||
           audit_text_bad(d->b, t, "a table at an address that cannot be held");
}

bool debugfs_domains(struct debugfs *d, const char *file)
{
    struct audit_text t;
    uint64_t root = 0;
    unsigned long devices = 0, pages = 0;
    bool skip = false, good = audit_text_open(d->b, &t, file);
    while (good && audit_text_next(d->b, &t)) {
        const char *s = t.line;
        audit_blank(&s);
        if (*s == '\0' || strncmp(s, "IOVA_PFN", 8) == 0)
            continue;
        if (strncmp(s, "Device", 6) == 0) {
            good = device(d, &t, &root, &skip);
            devices++;
        } else if (!skip) {
            good = row(d, &t, root);
            pages++;
        }
    }
    audit_text_close(&t);
    return good && d->b->message[0] == '\0' &&
           audit_note(d->b, AUDIT_NOTE_READ, "%s: %lu devices, %lu mapped pages", file, devices, pages);
}
