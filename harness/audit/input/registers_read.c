#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/input/registers.h"
#include "harness/audit/input/text.h"

enum { UNITS = 256 }; /* more than any machine has */

static void set(struct audit_registers *r, uint64_t offset, uint32_t value)
{
    if (offset < sizeof r->word) {
        r->word[offset / 4] = value;
        r->known[offset / 4] = true;
    }
}

/* The unit whose registers begin at `base`, made if there is none. */
static struct audit_registers *find(struct audit_build *b, struct audit_registers **all, size_t *count, uint64_t base,
                                    const struct audit_text *t)
{
    for (size_t k = 0; k < *count; k++)
        if ((*all)[k].base == base)
            return &(*all)[k];
    if (*count == UNITS) {
        audit_text_bad(b, t, "registers of more than 256 units");
        return NULL;
    }
    struct audit_registers *r = audit_more(b, all, count, sizeof *r);
    if (r == NULL)
        return NULL;
    r->base = base;
    r->place = audit_string(b, "%s:%lu", t->path, t->number);
    return r->place == NULL ? NULL : r;
}

/* "ADDRESS: WORD WORD ..." as the monitor prints physical memory. */
static bool words(struct audit_build *b, struct audit_text *t, struct audit_registers **all, size_t *count)
{
    const char *s = t->line;
    uint64_t at, value;
    audit_hex(&s, &at);
    for (s++, audit_blank(&s); *s != '\0'; audit_blank(&s)) {
        const char *first = s;
        bool good = audit_hex(&s, &value);
        size_t digits = (size_t)(s - first) - (good && (first[1] == 'x' || first[1] == 'X') ? 2 : 0);
        if (!good || (digits != 8 && digits != 16) || at % 4 != 0 || at > UINT64_MAX - 8)
            return audit_text_bad(b, t, "expected ADDRESS: WORD WORD ..., words of 8 or 16 hexadecimal digits");
        struct audit_registers *r = find(b, all, count, at & ~4095ull, t);
        if (r == NULL)
            return false;
        set(r, at % 4096, (uint32_t)value);
        if (digits == 16)
            set(r, at % 4096 + 4, (uint32_t)(value >> 32));
        at += digits / 2;
    }
    return true;
}

/* "NAME OFFSET CONTENTS" below "IOMMU: dmar0 Register Base Address: fed90000". */
static bool row(struct audit_build *b, struct audit_text *t, struct audit_registers *r)
{
    const char *s = t->line + strcspn(t->line, " \t");
    uint64_t offset, value;
    audit_blank(&s);
    bool good = audit_hex(&s, &offset);
    audit_blank(&s);
    good = good && audit_hex(&s, &value);
    audit_blank(&s);
    if (!good || *s != '\0' || offset % 4 != 0 || offset >= sizeof r->word)
        return audit_text_bad(b, t, "expected NAME OFFSET CONTENTS");
    set(r, offset, (uint32_t)value);
    /* Linux prints every register with 16 digits; those at these places have 32 bits. */
    bool narrow = offset < 8 || (offset >= 0x18 && offset < 0x20) || (offset >= 0x34 && offset < 0x58) ||
                  (offset >= 0x64 && offset < 0x70) || (offset >= 0x9C && offset < 0xB0) ||
                  (offset >= 0xDC && offset < 0xF0);
    if (!narrow)
        set(r, offset + 4, (uint32_t)(value >> 32));
    return true;
}

static bool heading(struct audit_build *b, struct audit_text *t, struct audit_registers **all, size_t *count,
                    struct audit_registers **now)
{
    char name[32];
    uint64_t base;
    const char *at = strstr(t->line, "Register Base Address:");
    if (at == NULL || sscanf(t->line, "IOMMU: %31s", name) != 1)
        return audit_text_bad(b, t, "expected IOMMU: NAME Register Base Address: BASE");
    at += strlen("Register Base Address:");
    audit_blank(&at);
    if (!audit_hex(&at, &base) || base == 0 || base % 4096 != 0)
        return audit_text_bad(b, t, "expected a register base that is a multiple of 4096");
    *now = find(b, all, count, base, t);
    return *now != NULL && ((*now)->name != NULL || audit_replace(b, &(*now)->name, "%s", name));
}

static bool read_line(struct audit_build *b, struct audit_text *t, struct audit_registers **all, size_t *count,
                      struct audit_registers **now)
{
    const char *s = t->line;
    uint64_t at;
    audit_blank(&s);
    if (*s == '\0' || *s == '#' || strncmp(s, "Name", 4) == 0)
        return true;
    if (strncmp(s, "IOMMU:", 6) == 0)
        return heading(b, t, all, count, now);
    s = t->line;
    if (audit_hex(&s, &at) && *s == ':') {
        *now = NULL; /* may move */
        return words(b, t, all, count);
    }
    if (*now == NULL)
        return audit_text_bad(b, t, "expected words of memory (ADDRESS: WORD ...) or the text of iommu_regset");
    return row(b, t, *now);
}

bool audit_registers_read(struct audit_build *b, const char *path)
{
    struct audit_registers *all = NULL, *now = NULL;
    struct audit_text t;
    size_t count = 0;
    bool good = audit_text_open(b, &t, path);
    while (good && audit_text_next(b, &t))
        good = read_line(b, &t, &all, &count, &now);
    audit_text_close(&t);
    good = good && b->message[0] == '\0' && (count > 0 || audit_fail(b, "%s: holds no registers", path)) &&
           audit_note(b, AUDIT_NOTE_READ, "%s: registers of %zu unit%s", path, count, count == 1 ? "" : "s");
    for (size_t k = 0; k < count; k++) {
        good = good && audit_registers_use(b, &all[k]);
        free(all[k].name);
        free(all[k].place);
    }
    free(all);
    return good;
}
