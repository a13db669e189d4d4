#include "harness/audit/input/registers.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/input/memory.h"
#include "harness/oracle/profile_check.h"

/* Offsets of the registers that say what the tables are (clause 11.4). */
enum {
    VER = 0x00,
    CAP = 0x08,
    ECAP = 0x10,
    GSTS = 0x1C,
    RTADDR = 0x20,
    PMEN = 0x64,
    PLMBASE = 0x68,
    PLMLIMIT = 0x6C,
    PHMBASE = 0x70,
    PHMLIMIT = 0x78,
    IRTA = 0xB8,
};

static bool has(const struct audit_registers *r, unsigned offset, unsigned words)
{
    return r->known[offset / 4] && r->known[offset / 4 + words - 1];
}

static uint64_t wide(const struct audit_registers *r, unsigned offset)
{
    return (uint64_t)r->word[offset / 4 + 1] << 32 | r->word[offset / 4];
}

bool audit_unit_caps(struct audit_build *b, struct audit_unit *u, struct profile_registers r, const char *place)
{
    char why[600];
    struct profile_registers legacy = profile_legacy_view(r);
    if (!profile_check(&legacy, why, sizeof why))
        return audit_fail(b, "%s: %s: %s", place, u->name, why);
    if (memcmp(&legacy.cap, &r.cap, sizeof r.cap) != 0 || legacy.ecap != r.ecap)
        if (!audit_note(b, AUDIT_NOTE_ASSUMED,
                        "%s: %s can do more than is modelled (CAP 0x%" PRIx64 ", ECAP 0x%" PRIx64
                        "): taken in its legacy mode",
                        place, u->name, r.cap, r.ecap))
            return false;
    u->unit.caps = profile_decode(legacy);
    u->caps_known = true;
    return true;
}

bool audit_root_pointer(struct audit_build *b, struct audit_unit *u, uint64_t value, const char *from)
{
    u->unit.root_frame = (int64_t)(value >> 12);
    u->unit.table_mode = (uint8_t)(value >> 10 & 3);
    u->root_known = true;
    if ((u->unit.table_mode == VTD_SCALABLE || u->unit.table_mode == VTD_MODE_RESERVED) &&
        !audit_note(b, AUDIT_NOTE_MISSING,
                    "%s: %s: RTADDR 0x%" PRIx64
                    " has table mode %u; only legacy mode (0) and abort (3) are looked into",
                    from, u->name, value, u->unit.table_mode))
        return false;
    return audit_replace(b, &u->root_from, "%s", from);
}

bool audit_interrupt_pointer(struct audit_build *b, struct audit_unit *u, uint64_t value, const char *from)
{
    u->unit.interrupt_table_frame = (int64_t)(value >> 12);
    u->unit.interrupt_table_size = 1 << ((value & 15) + 1);
    u->unit.extended_mode = (value >> 11 & 1) != 0;
    u->interrupts_known = true;
    return audit_replace(b, &u->interrupts_from, "%s", from);
}

/* Regions of protected memory. How many low address bits are not implemented cannot be told from a dump; the model's
 * regions are aligned to 2 MB (clause 11.4.8.2). */
static struct audit_span region(const struct audit_registers *r, unsigned base, unsigned limit, unsigned words)
{
    struct audit_span s = {.on = false};
    if (!has(r, PMEN, 1) || (r->word[PMEN / 4] & 1) == 0 || !has(r, base, words) || !has(r, limit, words))
        return s;
    s.first = (words == 2 ? wide(r, base) : r->word[base / 4]) & ~0x1FFFFFull;
    s.last = (words == 2 ? wide(r, limit) : r->word[limit / 4]) | 0x1FFFFF;
    s.on = s.first <= s.last;
    return s;
}

static bool use_pointers(struct audit_build *b, struct audit_unit *u, const struct audit_registers *r)
{
    bool status = has(r, GSTS, 1);
    uint32_t gsts = r->word[GSTS / 4];
    if (!status &&
        !audit_note(b, AUDIT_NOTE_ASSUMED, "%s: no GSTS (01Ch) for %s: taken as translating and remapping interrupts",
                    r->place, u->name))
        return false;
    if (has(r, RTADDR, 2)) {
        if (!audit_root_pointer(b, u, wide(r, RTADDR), r->place))
            return false;
        u->unit.translation_enabled = !status || (gsts >> 31 & 1) != 0;
        /* Hardware uses what was latched last; a pointer that was never latched is no pointer. */
        if (status && u->unit.translation_enabled && (gsts >> 30 & 1) == 0 &&
            !audit_note(b, AUDIT_NOTE_DAMAGED, "%s: %s translates, but no root table pointer was set (GSTS.RTPS=0)",
                        r->place, u->name))
            return false;
    }
    if (has(r, IRTA, 2)) {
        if (!audit_interrupt_pointer(b, u, wide(r, IRTA), r->place))
            return false;
        u->unit.remapping_enabled = !status || (gsts >> 25 & 1) != 0;
        u->unit.compatibility_allowed = (gsts >> 23 & 1) != 0;
    }
    return true;
}

bool audit_registers_use(struct audit_build *b, const struct audit_registers *r)
{
    struct audit_unit *u = audit_unit_at(b, r->name, r->base);
    if (u == NULL)
        return false;
    if (has(r, CAP, 2) && has(r, ECAP, 2)) {
        unsigned width = b->in->host_width != 0 ? b->in->host_width : 48;
        struct profile_registers p = {.version = has(r, VER, 1) ? r->word[VER / 4] : 0,
                                      .cap = wide(r, CAP),
                                      .ecap = wide(r, ECAP),
                                      .host_width = width};
        bool given = b->options->profile.host_width;
        if (b->in->host_width == 0 && !given &&
            !audit_note(b, AUDIT_NOTE_ASSUMED, "%s: host addresses have 48 bits: no DMAR table and no --haw", r->place))
            return false;
        if (b->in->host_width == 0 && given)
            p.host_width = b->options->profile.registers.host_width;
        if (!audit_unit_caps(b, u, p, r->place))
            return false;
    }
    if (!use_pointers(b, u, r))
        return false;
    u->low = region(r, PLMBASE, PLMLIMIT, 1);
    u->high = region(r, PHMBASE, PHMLIMIT, 2);
    return true;
}

bool audit_registers_in_memory(struct audit_build *b)
{
    for (size_t k = 0; k < b->in->units; k++) {
        const struct audit_unit *u = &b->in->unit[k];
        struct audit_registers r = {.base = u->register_base};
        if (u->root_known || r.base == 0 || !audit_backed(b->in, r.base / 4096))
            continue;
        audit_bytes(b->in, r.base, r.word, sizeof r.word);
        if (r.word[VER / 4] == 0 || wide(&r, CAP) == 0)
            continue; /* memory that only happens to be in the file, not registers */
        memset(r.known, true, sizeof r.known);
        r.place = audit_string(b, "registers at physical 0x%" PRIx64, r.base);
        bool good = r.place != NULL && audit_registers_use(b, &r) &&
                    audit_note(b, AUDIT_NOTE_READ, "%s: found in the image through the DMAR table", r.place);
        free(r.place);
        if (!good)
            return false;
    }
    return true;
}
