#include "harness/audit/interrupts.h"

#include "model/interrupt.h"
#include "model/source_id.h"

static struct interrupt_source source_of(uint64_t hi)
{
    static const uint16_t ignored[] = {0, 4, 6, 7};
    struct interrupt_source s = {.kind = SOURCE_NONE};
    unsigned kind = (unsigned)(hi >> 18) % 4u;
    uint16_t id = (uint16_t)(hi & 0xFFFFu);
    if (kind == 0) {
        s.kind = SOURCE_ANY;
        s.count = 65536;
    } else if (kind == 1) {
        s.kind = SOURCE_IDS;
        s.ignored = ignored[(hi >> 16) % 4u];
        s.id = (uint16_t)(id & ~s.ignored);
        s.count = s.ignored == 0 ? 1 : s.ignored == 4 ? 2 : s.ignored == 6 ? 4 : 8;
    } else if (kind == 2) {
        s.kind = SOURCE_BUSES;
        s.first = (uint8_t)(id >> 8);
        s.last = (uint8_t)(id & 0xFFu);
        s.count = s.first > s.last ? 0 : (uint32_t)(s.last - s.first + 1) * 256u;
    }
    return s;
}

struct interrupt_entry interrupt_entry_of(const struct audit_survey *s, int unit, uint32_t index)
{
    const struct vtd_unit *u = &s->in->unit[unit].unit;
    struct vtd_interrupt_fetch f = vtd_fetch_interrupt(u, &s->in->memory, index);
    struct interrupt_entry e = {.index = index, .lo = f.lo, .hi = f.hi, .readable = !f.int_21 && !f.int_23};
    e.captured = f.int_21 || range_has(&s->captured, u->interrupt_table_frame + index / 256);
    if (!e.readable)
        return e;
    struct vtd_interrupt_outcome o = vtd_remap_entry(u->extended_mode, f.lo, f.hi, index, 0);
    e.present = !o.holds.int_22;
    e.refused = o.holds.int_24;
    e.message = o.message;
    e.source = source_of(f.hi);
    return e;
}

static bool accepts(const struct interrupt_entry *e, uint16_t source_id)
{
    return e->present && vtd_source_accepted((unsigned)(e->hi >> 18) % 4u, (unsigned)(e->hi >> 16) % 4u,
                                             (uint16_t)(e->hi & 0xFFFFu), source_id);
}

bool interrupt_entry_serves(const struct interrupt_entry *e, uint16_t source_id)
{
    return !e->refused && accepts(e, source_id);
}

bool interrupt_entry_posted(const struct interrupt_entry *e, uint16_t source_id)
{
    return (e->lo >> 15) % 2u == 1u && accepts(e, source_id);
}

char *interrupt_source_text(const struct interrupt_source *s, char *text, size_t size)
{
    char one[16], two[16];
    switch (s->kind) {
    case SOURCE_ANY:
        snprintf(text, size, "any requester");
        break;
    case SOURCE_BUSES:
        snprintf(text, size, "buses %02x-%02x", s->first, s->last);
        break;
    case SOURCE_IDS:
        audit_requester_name(0, s->id, one, sizeof one);
        audit_requester_name(0, s->id | s->ignored, two, sizeof two);
        if (s->ignored == 0)
            snprintf(text, size, "%s", one);
        else
            snprintf(text, size, "%s-%s (%u)", one, two, s->count);
        break;
    default:
        snprintf(text, size, "nobody");
    }
    return text;
}

char *interrupt_message_text(const struct vtd_message *m, char *text, size_t size)
{
    static const char *const modes[] = {"fixed", "lowest priority", "SMI", "mode 3", "NMI", "INIT", "mode 6", "ExtINT"};
    snprintf(text, size, "vector 0x%02x to 0x%x, %s, %s, %s", m->vector, m->destination, modes[m->delivery_mode & 7],
             m->logical ? "logical" : "physical", m->level ? "level" : "edge");
    return text;
}
