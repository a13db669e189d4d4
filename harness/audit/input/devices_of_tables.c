/* Devices that only their context entries tell of. */
#include <stdlib.h>

#include "harness/audit/input/devices.h"
#include "model/memory.h"

/* Word 0 of a 16-byte entry, 0 where memory has none. */
static uint64_t entry(const struct vtd_memory *m, uint64_t frame, unsigned number)
{
    return vtd_memory_has(m, frame, 2 * number) ? vtd_memory_word(m, frame, 2 * number) : 0;
}

/* What one unit's tables say. owner: by requester-id, number of a device plus one. */
struct tables {
    struct audit_build *b;
    int unit;
    uint32_t *owner;
    unsigned long guessed;
};

static bool present(struct tables *t, uint16_t requester)
{
    struct audit_input *in = t->b->in;
    uint16_t segment = in->unit[t->unit].segment;
    if (t->owner[requester] == 0) {
        struct audit_device *d = audit_device_add(t->b, AUDIT_UNLISTED, segment, requester, t->unit);
        return d != NULL && audit_replace(t->b, &d->label, "%s", "known from its context entry only");
    }
    struct audit_device *d = &in->device[t->owner[requester] - 1];
    if (d->unit < 0 && !in->dmar_known) {
        d->unit = t->unit;
        t->guessed++;
    }
    return true;
}

static bool contexts(struct tables *t, unsigned bus, uint64_t frame)
{
    for (unsigned k = 0; k < 256; k++)
        if ((entry(&t->b->in->memory, frame, k) & 1) != 0 && !present(t, (uint16_t)(bus << 8 | k)))
            return false;
    return true;
}

static void own(struct tables *t)
{
    const struct audit_input *in = t->b->in;
    for (size_t k = in->devices; k-- > 0;)
        for (size_t n = 0; n < in->device[k].aliases; n++)
            if (in->device[k].segment == in->unit[t->unit].segment)
                t->owner[in->device[k].alias[n]] = (uint32_t)k + 1;
}

static bool one_unit(struct tables *t)
{
    const struct audit_unit *u = &t->b->in->unit[t->unit];
    if (!u->root_known || !u->unit.translation_enabled || u->unit.table_mode != VTD_LEGACY)
        return true;
    uint64_t root = (uint64_t)u->unit.root_frame;
    for (unsigned bus = 0; bus < 256; bus++) {
        uint64_t e = entry(&t->b->in->memory, root, bus);
        if ((e & 1) != 0 && !contexts(t, bus, e >> 12 & 0xFFFFFFFFFF))
            return false;
    }
    return true;
}

bool audit_devices_of_tables(struct audit_build *b)
{
    bool good = true;
    unsigned long guessed = 0;
    for (size_t k = 0; good && k < b->in->units; k++) {
        struct tables t = {b, (int)k, calloc(65536, sizeof *t.owner), 0};
        good = t.owner != NULL || audit_fail(b, "not enough memory for the input");
        if (t.owner != NULL) {
            own(&t);
            good = one_unit(&t);
        }
        guessed += t.guessed;
        free(t.owner);
    }
    return good && (guessed == 0 || audit_note(b, AUDIT_NOTE_ASSUMED,
                                               "%lu devices belong to the unit that has a context entry for them: no "
                                               "DMAR table says so",
                                               guessed));
}
