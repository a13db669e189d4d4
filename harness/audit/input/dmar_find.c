/* The DMAR table inside a memory image. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/input/dmar.h"
#include "harness/audit/input/memory.h"

enum { TABLE_HEADER = 36, TABLE_MAX = 1 << 16, RSDP_SHORT = 20, TRIES = 10000 };

struct hunt {
    const struct audit_input *in;
    unsigned tries; /* tables looked at: an image full of false pointers must not take for ever */
    uint64_t at;
    size_t length; /* of the table found */
};

static bool sums_to_zero(const uint8_t *p, size_t length)
{
    uint8_t sum = 0;
    while (length-- > 0)
        sum = (uint8_t)(sum + *p++);
    return sum == 0;
}

static uint64_t little(const uint8_t *p, unsigned bytes)
{
    uint64_t value = 0;
    while (bytes-- > 0)
        value = value << 8 | p[bytes];
    return value;
}

/* A whole table with this signature, its checksum right; the caller frees it. NULL: not there. */
static uint8_t *table_at(struct hunt *h, uint64_t at, const char *signature, size_t *length)
{
    const struct audit_input *in = h->in;
    uint8_t head[TABLE_HEADER], *whole;
    if (h->tries >= TRIES || !audit_bytes(in, at, head, sizeof head) || memcmp(head, signature, 4) != 0)
        return NULL;
    h->tries++;
    *length = (size_t)little(head + 4, 4);
    if (*length < TABLE_HEADER || *length > TABLE_MAX || (whole = malloc(*length)) == NULL)
        return NULL;
    if (!audit_bytes(in, at, whole, *length) || !sums_to_zero(whole, *length)) {
        free(whole);
        return NULL;
    }
    return whole;
}

/* Follow one root pointer to the DMAR table. */
static uint8_t *follow(struct hunt *h, const uint8_t *rsdp, bool extended)
{
    size_t bytes;
    unsigned pointer = extended ? 8 : 4;
    uint64_t directory = extended ? little(rsdp + 24, 8) : little(rsdp + 16, 4);
    uint8_t *list = table_at(h, directory, extended ? "XSDT" : "RSDT", &bytes), *found = NULL;
    for (size_t k = TABLE_HEADER; list != NULL && found == NULL && k + pointer <= bytes; k += pointer) {
        h->at = little(list + k, pointer);
        found = table_at(h, h->at, "DMAR", &h->length);
    }
    free(list);
    return found;
}

/* The RSDP lies on a 16-byte boundary; firmware without a BIOS puts it anywhere, so all of 0..first 4 GB that the
 * image holds is searched (E0000h..FFFFFh first, as ACPI 5.2.5.1 has it). */
static uint8_t *search(struct hunt *h, uint64_t first, uint64_t end)
{
    const struct audit_input *in = h->in;
    for (uint64_t p = first; p < end; p += 16) {
        uint8_t rsdp[36];
        if (p % 4096 == 0 && !audit_backed(in, p / 4096)) {
            p += 4096 - 16;
            continue;
        }
        if (in->memory.words[p / 8] != 0x2052545020445352 || !audit_bytes(in, p, rsdp, RSDP_SHORT) ||
            !sums_to_zero(rsdp, RSDP_SHORT))
            continue;
        bool extended = rsdp[15] >= 2 && audit_bytes(in, p, rsdp, sizeof rsdp) && sums_to_zero(rsdp, sizeof rsdp);
        uint8_t *found = extended ? follow(h, rsdp, true) : NULL;
        if (found == NULL)
            found = follow(h, rsdp, false);
        if (found != NULL)
            return found;
    }
    return NULL;
}

bool audit_dmar_find(struct audit_build *b, const char *path)
{
    const struct audit_input *in = b->in;
    struct hunt h = {.in = in};
    uint64_t top = in->memory.word_count * 8, low = top < 0x100000 ? top : 0x100000;
    char where[600];
    if (top > 1ull << 32)
        top = 1ull << 32;
    uint8_t *table = search(&h, low < 0xE0000 ? low : 0xE0000, low);
    for (size_t k = 0; table == NULL && k < in->extents; k++)
        if (in->extent[k].first < top)
            table = search(&h, in->extent[k].first, in->extent[k].end < top ? in->extent[k].end : top);
    if (table == NULL)
        return true;
    snprintf(where, sizeof where, "%s: table at physical 0x%" PRIx64, path, h.at);
    bool good = audit_dmar_parse(b, table, h.length, where);
    free(table);
    return good;
}
