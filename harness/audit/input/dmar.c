#include "harness/audit/input/dmar.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/input/text.h"

enum { DRHD = 0, RMRR = 1, ATSR = 2, RHSA = 3, ANDD = 4, SATC = 5, SIDP = 6, KINDS = 7 };
enum { HEADER = 48, TABLE_MAX = 1 << 24 };

static const struct {
    const char *name;
    unsigned scopes; /* offset of the first device scope; 0: has none */
    unsigned least;  /* bytes */
    enum dmar_owner owner;
} kinds[KINDS] = {
    {"DRHD", 16, 16, DMAR_OF_UNIT},     {"RMRR", 24, 24, DMAR_OF_RESERVED}, {"ATSR", 8, 8, DMAR_OF_PORTS},
    {"RHSA", 0, 20, DMAR_OF_UNIT},      {"ANDD", 0, 9, DMAR_OF_UNIT},       {"SATC", 8, 8, DMAR_OF_TRANSLATING},
    {"SIDP", 8, 8, DMAR_OF_PROPERTIES},
};

static uint16_t half(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static uint64_t wide(const uint8_t *p)
{
    uint64_t value = 0;
    for (unsigned k = 8; k-- > 0;)
        value = value << 8 | p[k];
    return value;
}

struct table {
    struct audit_build *b;
    const uint8_t *bytes;
    size_t length;
    const char *where;
    struct dmar_scope base; /* owner, segment, ... of the scopes that follow */
};

static bool damaged(struct table *t, size_t offset, const char *what)
{
    return audit_note(t->b, AUDIT_NOTE_DAMAGED, "%s:+0x%zx: %s", t->where, offset, what);
}

/* One device scope at `offset`; it ends at or before `end`. */
static bool scope(struct table *t, size_t offset, unsigned length)
{
    const uint8_t *p = t->bytes + offset;
    struct dmar_scope *s;
    if (p[0] < DMAR_ENDPOINT || p[0] > DMAR_NAMESPACE)
        return damaged(t, offset, "a device scope of unknown type: left out");
    if ((length - 6) % 2 != 0 || length == 6 || (length - 6) / 2 > DMAR_PATH)
        return damaged(t, offset, "a device scope whose path is no list of device and function pairs: left out");
    s = audit_more(t->b, &t->b->scope, &t->b->scopes, sizeof *s);
    if (s == NULL)
        return false;
    *s = t->base;
    s->kind = p[0];
    s->flags = p[2];
    s->enumeration = p[4];
    s->bus = p[5];
    s->offset = (uint32_t)offset;
    for (unsigned k = 6; k + 1 < length; k += 2) {
        if (p[k] > 31 || p[k + 1] > 7) {
            t->b->scopes--;
            return damaged(t, offset, "a device scope with device above 31 or function above 7: left out");
        }
        s->path[s->pairs++] = (uint8_t)(p[k] << 3 | p[k + 1]);
    }
    return true;
}

static bool scopes(struct table *t, size_t offset, size_t end)
{
    while (offset < end) {
        unsigned length = end - offset < 6 ? 0 : t->bytes[offset + 1];
        if (length < 6 || length > end - offset)
            return damaged(t, offset,
                           "a device scope that is longer than what holds it, or shorter than 6 bytes: the "
                           "rest of this structure is left out");
        if (!scope(t, offset, length))
            return false;
        offset += length;
    }
    return true;
}

static bool unit(struct table *t, size_t offset)
{
    const uint8_t *p = t->bytes + offset;
    uint64_t base = wide(p + 8), pages = 1ull << (p[5] & 15);
    if (base == 0 || base % (4096 * pages) != 0)
        if (!damaged(t, offset, "DRHD: the register base is 0 or not aligned to its size"))
            return false;
    if (base == 0)
        return true;
    for (size_t k = 0; k < t->b->in->units; k++)
        if (t->b->in->unit[k].register_base == base &&
            !damaged(t, offset, "DRHD: a second one for the same registers: taken as the same unit"))
            return false;
    struct audit_unit *u = audit_unit_at(t->b, NULL, base);
    if (u == NULL)
        return false;
    u->segment = half(p + 6);
    u->all_devices = (p[4] & 1) != 0;
    t->base.register_base = base;
    return audit_replace(t->b, &u->name, "unit@0x%" PRIx64, base);
}

static bool reserved(struct table *t, size_t offset)
{
    const uint8_t *p = t->bytes + offset;
    uint64_t first = wide(p + 8), last = wide(p + 16);
    if (first % 4096 != 0 || last < first || (last & 4095) != 4095)
        if (!damaged(t, offset, "RMRR: not a whole number of pages; taken as it is"))
            return false;
    struct audit_reserved *r = audit_more(t->b, &t->b->in->reserved, &t->b->in->reserveds, sizeof *r);
    if (r == NULL)
        return false;
    t->base.reserved = t->b->in->reserveds - 1;
    r->segment = half(p + 6);
    r->first = first;
    r->last = last < first ? first : last;
    r->where = audit_string(t->b, "%s:+0x%zx", t->where, offset);
    return r->where != NULL;
}

/* The name of an ACPI device; scopes refer to it by number. */
static bool named(struct table *t, size_t offset, unsigned length)
{
    const uint8_t *p = t->bytes + offset;
    size_t room = length - 8, used = strnlen((const char *)p + 8, room);
    if (used == room && !damaged(t, offset, "ANDD: the name has no end"))
        return false;
    for (size_t k = 0; k < t->b->scopes; k++) {
        struct dmar_scope *s = &t->b->scope[k];
        if (s->kind == DMAR_NAMESPACE && s->enumeration == p[7] &&
            !audit_replace(t->b, &s->name, "%.*s", (int)used, (const char *)p + 8))
            return false;
    }
    return true;
}

/* ANDD structures may come before or after the scopes that refer to them: they are read last. */
static bool structure(struct table *t, size_t offset, unsigned type, unsigned length, bool names)
{
    if (type >= KINDS || names != (type == ANDD))
        return true;
    if (length < kinds[type].least)
        return audit_note(t->b, AUDIT_NOTE_DAMAGED, "%s:+0x%zx: %s of %u bytes, expected at least %u: left out",
                          t->where, offset, kinds[type].name, length, kinds[type].least);
    t->base = (struct dmar_scope){.owner = kinds[type].owner, .segment = half(t->bytes + offset + 6)};
    if ((type == DRHD && !unit(t, offset)) || (type == RMRR && !reserved(t, offset)) ||
        (type == ANDD && !named(t, offset, length)))
        return false;
    if (type == DRHD && t->base.register_base == 0)
        return true;
    return kinds[type].scopes == 0 || scopes(t, offset + kinds[type].scopes, offset + length);
}

static bool structures(struct table *t, bool names)
{
    for (size_t offset = HEADER; offset < t->length;) {
        unsigned left = (unsigned)(t->length - offset);
        unsigned length = left < 4 ? 0 : half(t->bytes + offset + 2);
        if (length < 4 || length > left)
            return names || damaged(t, offset,
                                    "a structure that is longer than the table, or shorter than 4 bytes: the "
                                    "rest of the table is left out");
        if (!structure(t, offset, half(t->bytes + offset), length, names))
            return false;
        offset += length;
    }
    return true;
}

bool audit_dmar_parse(struct audit_build *b, const uint8_t *table, size_t length, const char *where)
{
    struct table t = {.b = b, .bytes = table, .length = length, .where = where};
    uint8_t sum = 0;
    if (length < HEADER || memcmp(table, "DMAR", 4) != 0)
        return audit_fail(b, "%s: expected an ACPI DMAR table: signature DMAR and at least %d bytes, found %zu", where,
                          HEADER, length);
    uint32_t said = (uint32_t)wide(table + 4);
    if (said < HEADER || said > length)
        return audit_fail(b, "%s:+0x4: the table says that it has %" PRIu32 " bytes, but %zu are there", where, said,
                          length);
    t.length = said;
    for (size_t k = 0; k < said; k++)
        sum = (uint8_t)(sum + table[k]);
    if (sum != 0 && !damaged(&t, 9, "the checksum is wrong"))
        return false;
    b->in->dmar_known = true;
    b->in->host_width = table[36] + 1u;
    if (b->in->host_width < PROFILE_HOST_WIDTH_MIN || b->in->host_width > PROFILE_HOST_WIDTH_MAX) {
        if (!damaged(&t, 36, "the host address width is not 32..52 bits: taken as not known"))
            return false;
        b->in->host_width = 0;
    }
    b->in->dmar_interrupts = (table[37] & 1) != 0;
    b->in->x2apic_opt_out = (table[37] & 2) != 0;
    b->in->pre_boot_protect = (table[37] & 4) != 0;
    return structures(&t, false) && structures(&t, true) &&
           audit_note(b, AUDIT_NOTE_READ, "%s: DMAR table, %" PRIu32 " bytes, %zu units, %zu reserved regions", where,
                      said, b->in->units, b->in->reserveds);
}

bool audit_dmar_file(struct audit_build *b, const char *path)
{
    size_t length;
    uint8_t *table = audit_whole(b, path, TABLE_MAX, &length);
    bool good = table != NULL && audit_dmar_parse(b, table, length, path);
    free(table);
    return good;
}

void audit_dmar_close(struct audit_build *b)
{
    for (size_t k = 0; k < b->scopes; k++)
        free(b->scope[k].name);
    free(b->scope);
}
