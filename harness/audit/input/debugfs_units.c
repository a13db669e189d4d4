/* dmar_translation_struct and ir_translation_struct: root, context and interrupt entries. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/input/debugfs.h"
#include "harness/audit/input/memory.h"
#include "harness/audit/input/registers.h"

#define POINTER 0x000FFFFFFFFFF000ull /* address bits of a table pointer */

enum { LINUX_ENTRIES_LOG = 16 }; /* Linux always allocates 65536 interrupt entries */

/* "0xHIGH:0xLOW" */
static bool pair(const char **s, uint64_t *high, uint64_t *low)
{
    audit_blank(s);
    if (!audit_hex(s, high) || *(*s)++ != ':')
        return false;
    return audit_hex(s, low);
}

static struct audit_unit *unit_of(struct debugfs *d, const char *text)
{
    char name[64];
    size_t length = strcspn(text, ": \t");
    if (length == 0 || length >= sizeof name)
        return NULL;
    memcpy(name, text, length);
    name[length] = '\0';
    return audit_unit_at(d->b, name, 0);
}

/* "IOMMU dmar0: Root Table Address: 0x..." */
static bool root_line(struct debugfs *d, struct audit_text *t, uint64_t *root)
{
    const char *name = t->line + 6, *at = strstr(t->line, "Root Table Address:");
    audit_blank(&name);
    struct audit_unit *u = at == NULL ? NULL : unit_of(d, name);
    if (u == NULL)
        return audit_text_bad(d->b, t, "expected IOMMU NAME: Root Table Address: ADDRESS");
    at += strlen("Root Table Address:");
    audit_blank(&at);
    if (!audit_hex(&at, root) || *root % 4096 != 0 || (*root & ~POINTER) != 0)
        return audit_text_bad(d->b, t, "expected the address of a root table, a multiple of 4096");
    if (u->root_known && u->unit.root_frame != (int64_t)(*root / 4096))
        return audit_note(d->b, AUDIT_NOTE_DAMAGED, "%s:%lu: another root table than the registers of %s say: left out",
                          t->path, t->number, u->name);
    if (d->words && !audit_memory_page(d->b, *root))
        return audit_text_bad(d->b, t, "a root table at an address that cannot be held");
    if (!u->root_known) {
        char from[600];
        snprintf(from, sizeof from, "%s:%lu", t->path, t->number);
        if (!audit_root_pointer(d->b, u, *root, from))
            return false;
        u->unit.translation_enabled = true;
    }
    return true;
}

/* "B:D.F 0xROOTHI:0xROOTLO 0xCONTEXTHI:0xCONTEXTLO PASID ..." */
static bool context_line(struct debugfs *d, struct audit_text *t, uint64_t root)
{
    const char *s = t->line;
    uint16_t segment, requester;
    uint64_t root_high, root_low, high, low;
    if (!audit_function_name(&s, &segment, &requester) || !pair(&s, &root_high, &root_low) || !pair(&s, &high, &low))
        return audit_text_bad(d->b, t, "expected BUS:DEVICE.FUNCTION HIGH:LOW HIGH:LOW");
    audit_blank(&s);
    if (*s != '\0' && *s != '-')
        return audit_note(d->b, AUDIT_NOTE_MISSING,
                          "%s:%lu: an entry with a PASID (scalable mode), which is not looked into", t->path,
                          t->number);
    if (root == 0)
        return audit_text_bad(d->b, t, "an entry before the address of the root table");
    uint64_t table = root_low & POINTER, at = root + 16ull * (requester >> 8);
    return debugfs_put(d, t, at, root_low) && debugfs_put(d, t, at + 8, root_high) &&
           debugfs_put(d, t, table + 16ull * (requester & 255), low) &&
           debugfs_put(d, t, table + 16ull * (requester & 255) + 8, high);
}

bool debugfs_translation(struct debugfs *d, const char *path)
{
    struct audit_text t;
    uint64_t root = 0;
    unsigned long rows = 0;
    bool good = audit_text_open(d->b, &t, path);
    while (good && audit_text_next(d->b, &t)) {
        const char *s = t.line;
        audit_blank(&s);
        if (*s == '\0' || strncmp(s, "B.D.F", 5) == 0)
            continue;
        const char *off = strncmp(s, "DMA Remapping is not enabled on ", 32) == 0 ? s + 32 : NULL;
        if (off != NULL) {
            struct audit_unit *u = unit_of(d, off);
            good = u != NULL || audit_text_bad(d->b, &t, "expected the name of a unit");
            if (u != NULL)
                u->root_known = true; /* and unit.translation_enabled is false */
        } else if (strncmp(t.line, "IOMMU ", 6) == 0) {
            good = root_line(d, &t, &root);
        } else {
            good = context_line(d, &t, root);
            rows++;
        }
    }
    audit_text_close(&t);
    return good && d->b->message[0] == '\0' && audit_note(d->b, AUDIT_NOTE_READ, "%s: %lu context entries", path, rows);
}

/* " IR table address:100900000" */
static bool table_line(struct debugfs *d, struct audit_text *t, const char *s, const char *unit, uint64_t *table)
{
    char from[600];
    s += strlen("IR table address:");
    audit_blank(&s);
    if (!audit_hex(&s, table) || *table % 4096 != 0 || (*table & ~POINTER) != 0 || unit[0] == '\0')
        return audit_text_bad(d->b, t, "expected the address of an interrupt table, below the name of its unit");
    struct audit_unit *u = audit_unit_at(d->b, unit, 0);
    if (u == NULL)
        return false;
    if (!u->interrupts_known) {
        snprintf(from, sizeof from, "%s:%lu", t->path, t->number);
        if (!audit_interrupt_pointer(d->b, u, *table | (LINUX_ENTRIES_LOG - 1), from) ||
            !audit_note(d->b, AUDIT_NOTE_ASSUMED,
                        "%s: %s has 65536 interrupt entries, 8-bit destinations (EIME=0) and no compatibility format: "
                        "IRTA and GSTS were not in the input",
                        from, unit))
            return false;
        u->unit.remapping_enabled = true;
    }
    if (d->words)
        for (uint64_t k = 0; k < 1 << (LINUX_ENTRIES_LOG + 4); k += 4096)
            if (!audit_memory_page(d->b, *table + k))
                return audit_text_bad(d->b, t, "an interrupt table at an address that cannot be held");
    return true;
}

/* " 12 f0:1f.0 00000001 24 HIGH LOW": index, source, destination (or two words of a posted entry), vector, entry. */
static bool interrupt_line(struct debugfs *d, struct audit_text *t, uint64_t table)
{
    char *end;
    const char *s = t->line, *last = NULL, *before = NULL;
    uint64_t high, low;
    audit_blank(&s);
    unsigned long index = strtoul(s, &end, 10);
    bool good = end != s && (*end == ' ' || *end == '\t') && index < 1ul << LINUX_ENTRIES_LOG && table != 0;
    for (s = end; *s != '\0'; s += strcspn(s, " \t")) {
        audit_blank(&s);
        if (*s == '\0')
            break;
        before = last;
        last = s;
    }
    if (!good || before == NULL || !audit_hex(&before, &high) || !audit_hex(&last, &low) ||
        (*last != '\0' && *last != ' ' && *last != '\t'))
        return audit_text_bad(d->b, t, "expected INDEX SOURCE DESTINATION VECTOR HIGH LOW, below a table address");
    return debugfs_put(d, t, table + 16 * index, low) && debugfs_put(d, t, table + 16 * index + 8, high);
}

bool debugfs_interrupts(struct debugfs *d, const char *path)
{
    struct audit_text t;
    char unit[64] = "";
    uint64_t table = 0;
    unsigned long rows = 0;
    bool good = audit_text_open(d->b, &t, path);
    while (good && audit_text_next(d->b, &t)) {
        const char *s = t.line, *on = strstr(t.line, " on IOMMU: ");
        audit_blank(&s);
        if (*s == '\0' || *s == '*' || strncmp(s, "Entry", 5) == 0)
            continue;
        if (on != NULL) {
            good = sscanf(on, " on IOMMU: %63s", unit) == 1 || audit_text_bad(d->b, &t, "expected the name of a unit");
            table = 0;
        } else if (strncmp(s, "Interrupt Remapping is not enabled", 34) == 0) {
            struct audit_unit *u = unit[0] == '\0' ? NULL : audit_unit_at(d->b, unit, 0);
            good = u != NULL || audit_text_bad(d->b, &t, "not below the name of a unit");
            if (u != NULL)
                u->interrupts_known = true; /* and unit.remapping_enabled is false */
        } else if (strncmp(s, "IR table address:", 17) == 0) {
            good = table_line(d, &t, s, unit, &table);
        } else {
            good = interrupt_line(d, &t, table);
            rows++;
        }
    }
    audit_text_close(&t);
    return good && d->b->message[0] == '\0' &&
           audit_note(d->b, AUDIT_NOTE_READ, "%s: %lu interrupt entries", path, rows);
}
