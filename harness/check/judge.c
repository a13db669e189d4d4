#include "harness/check/judge.h"

#include <stdio.h>
#include <string.h>

#define FILL_WORD 0x96969696u

static bool in_data(uint64_t frame)
{
    return frame >= FRAME_DATA && frame < FRAME_LAST;
}

static struct vtd_dma_outcome classify(const struct batch *b, const struct vtd_memory *m, const struct shot *s,
                                       unsigned access)
{
    struct vtd_dma_request r = {.address = s->address, .source_id = s->source_id, .access = (uint8_t)access};
    return vtd_dma_classify(&b->unit, m, &r);
}

/* Between the end of memory and 4 GiB devices answer reads: a table there is no fetch error, nor memory. */
static bool in_devices(uint64_t frame)
{
    return frame >= 0xB0000u && frame < 0x100000u;
}

/* Does the path of this request lead through a device? */
static bool path_meets_device(const struct batch *b, const struct vtd_memory *m, const struct shot *s,
                              const struct vtd_dma_outcome *o)
{
    struct vtd_context_lookup c = vtd_find_context(&b->unit, m, s->source_id);
    if (o->holds.lct_1) {
        uint64_t at = (uint64_t)b->unit.root_frame * 512u + (s->source_id >> 8) * 2u;
        return in_devices(m->words[at] >> 12);
    }
    if (!o->translated)
        return false;
    uint64_t table = c.entry.table_frame;
    for (unsigned level = c.entry.levels; level > o->level; level--) {
        uint64_t slot = (s->address >> (12u + 9u * (level - 1u))) & 511u;
        table = (m->words[table * 512u + slot] >> 12) & 0xFFFFFFFFFFu;
    }
    return in_devices(table);
}

static void expect_dma(struct expectation *e, const struct batch *b, const struct shot *s, const struct vtd_memory *m)
{
    struct vtd_dma_outcome o = classify(b, m, s, VTD_WRITE);
    bool mapped = vtd_first_condition(o.holds) == VTD_NONE || o.holds.lgn_2 || o.holds.lgn_3 || o.holds.lgn_4;
    e->legal = legal_dma(&o);
    if (s->kind == SHOT_INVERT) {
        struct vtd_dma_outcome r = classify(b, m, s, VTD_READ);
        e->read_legal = legal_dma(&r);
    }
    e->landing_known = mapped && in_data(o.frame);
    e->landing = o.frame << 12 | (s->address & 0xFFFu);
    /* Nothing answers from 4 GiB upward; below, only the data frames are free for all. */
    e->usable = (in_data(o.frame) || o.frame >= 0x100000u || !e->legal.pass) && !path_meets_device(b, m, s, &o);
}

/* Which kind of entry decided, so that different mistakes fall into different classes. */
static void describe(struct expectation *e, const struct batch *b, const struct shot *s, const struct vtd_memory *m,
                     const struct vtd_interrupt_outcome *o)
{
    const char *source = s->kind == SHOT_IOAPIC ? ", from the I/O APIC" : "";
    if (!o->remapped || o->holds.int_21 || o->holds.int_23) {
        snprintf(e->detail, sizeof e->detail, "%s", source);
        return;
    }
    uint64_t frame = (uint64_t)b->unit.interrupt_table_frame + o->index / 256u;
    uint64_t lo = vtd_memory_word(m, frame, o->index % 256u * 2u),
             hi = vtd_memory_word(m, frame, o->index % 256u * 2u + 1u);
    bool only_destination = !vtd_irte_step(true, lo, hi, s->source_id).int_24;
    bool posted = ((lo >> 15) & 1u) != 0;
    const char *reserved = !o->holds.int_24      ? ""
                           : only_destination    ? ", reserved destination bits"
                           : posted              ? ", IM set"
                           : (hi >> 18) % 4 == 3 ? ""
                                                 : ", reserved bits";
    snprintf(e->detail, sizeof e->detail, " (SVT %u%s%s)", (unsigned)(hi >> 18) & 3u, reserved, source);
}

static void expect_interrupt(struct expectation *e, const struct batch *b, const struct shot *s,
                             const struct vtd_memory *m)
{
    struct vtd_interrupt_request r = {.address = s->address, .data = s->data, .source_id = s->source_id};
    struct vtd_interrupt_outcome o = vtd_interrupt_classify(&b->unit, m, &r);
    e->legal = legal_interrupt(&o);
    e->message[0] = o.message;
    e->message[1] = o.message;
    if (o.remapped && o.index > 0xFFFFu) {
        struct vtd_interrupt_outcome wrapped = vtd_remap_index(&b->unit, m, o.index % 0x10000u, s->source_id);
        e->legal = legal_either(e->legal, legal_interrupt(&wrapped));
        e->message[1] = wrapped.message;
        o = wrapped;
    }
    describe(e, b, s, m, &o);
    e->usable = true;
}

struct expectation expect_shot(const struct batch *b, const struct shot *s, const struct vtd_memory *m)
{
    struct expectation e = {.interrupt = s->kind >= SHOT_MSIX};
    if (e.interrupt)
        expect_interrupt(&e, b, s, m);
    else
        expect_dma(&e, b, s, m);
    return e;
}

/* Does the record name this request? The page may be cut to the largest address width (57 bits at most). */
static bool names_request(const struct expectation *e, const struct shot *s, const struct observation *o, bool write)
{
    unsigned reason = (unsigned)(o->hi >> 32) & 0xFFu;
    if ((o->hi & 0xFFFFu) != s->source_id || !(o->hi >> 63))
        return false;
    if (e->interrupt) {
        uint32_t index = vtd_interrupt_index(s->address, s->data);
        bool counts = reason != 0x20u && reason != 0x25u;
        return !counts || o->lo >> 48 == index % 0x10000u;
    }
    uint64_t page = s->address >> 12, recorded = o->lo >> 12;
    bool same = false;
    static const uint8_t widths[] = {39, 48, 57, 64};
    for (unsigned i = 0; i < 4; i++)
        same |= recorded == (widths[i] == 64 ? page : page & ((1ull << (widths[i] - 12u)) - 1u));
    bool is_read = ((o->hi >> 62) & 1u) != 0;
    return same && is_read == !write;
}

static bool say(struct finding *f, const char *text)
{
    snprintf(f->seen, sizeof f->seen, "%s", text);
    return false;
}

/* A text around a number: a fault reason or a count. */
static bool say_number(struct finding *f, const char *before, unsigned number, const char *after)
{
    snprintf(f->seen, sizeof f->seen, "%s%02X%s", before, number, after);
    return false;
}

static bool reason_legal(const struct legal *l, unsigned reason)
{
    return reason < 64 && (l->reasons & (1ull << reason)) != 0;
}

static bool same_message(const struct vtd_message *a, const struct vtd_message *b)
{
    /* The trace shows the low 8 bits of the destination only. */
    return (a->destination & 0xFFu) == (b->destination & 0xFFu) && a->vector == b->vector &&
           a->delivery_mode == b->delivery_mode && a->logical == b->logical && a->level == b->level;
}

static bool judge_interrupt(const struct expectation *e, const struct shot *s, const struct observation *o,
                            struct finding *f)
{
    unsigned reason = (unsigned)(o->hi >> 32) & 0xFFu;
    if (o->events > 1)
        return say_number(f, "", o->events, " messages delivered");
    if (o->events == 1 && o->record)
        return say_number(f, "delivered, and ", reason, " recorded");
    if (o->events == 1) {
        if (!e->legal.pass)
            return say(f, "delivered");
        return same_message(&o->message, &e->message[0]) || same_message(&o->message, &e->message[1]) ||
               say(f, "another message delivered");
    }
    if (o->record && !names_request(e, s, o, true))
        return say_number(f, "recorded ", reason, " for another request");
    if (o->record)
        return reason_legal(&e->legal, reason) || say_number(f, "blocked recording ", reason, "");
    return e->legal.silent || say(f, "blocked, nothing recorded");
}

/* A read followed by a write of the inverted value: two requests, of which the record may name either. */
static bool judge_pair(const struct expectation *e, const struct shot *s, const struct observation *o,
                       struct finding *f)
{
    unsigned reason = (unsigned)(o->hi >> 32) & 0xFFu;
    bool wrote = e->landing_known ? o->after != o->before : e->legal.pass;
    bool read = wrote && o->after == ~o->before;
    bool of_read = o->record && names_request(e, s, o, false);
    if (o->record && !of_read && !names_request(e, s, o, true))
        return say_number(f, "recorded ", reason, " for another request");
    if (of_read && !reason_legal(&e->read_legal, reason))
        return say_number(f, "read blocked recording ", reason, "");
    if (of_read && e->landing_known && read)
        return say_number(f, "read recorded ", reason, " but done");
    if (!of_read && !e->read_legal.pass && !e->read_legal.silent)
        return say(f, "read not blocked or not recorded");
    if (!of_read && e->landing_known && wrote && !read && !e->read_legal.silent)
        return say(f, "wrong data");
    if (wrote)
        return e->legal.pass ? true : say(f, "passed");
    if (o->record && !of_read)
        return reason_legal(&e->legal, reason) || say_number(f, "blocked recording ", reason, "");
    /* With the read's record pending, a second one for the same source need not be kept. */
    return e->legal.silent || (of_read && e->legal.reasons != 0) ||
           say(f, "write after a read blocked, nothing recorded");
}

static bool judge_write(const struct expectation *e, const struct shot *s, const struct observation *o,
                        struct finding *f)
{
    unsigned reason = (unsigned)(o->hi >> 32) & 0xFFu;
    bool wrote = e->landing_known && o->after == (s->kind == SHOT_FILL ? FILL_WORD : 0u);
    bool same = !e->landing_known || o->after == o->before;
    if (!wrote && !same)
        return say(f, "wrong data");
    if (o->record && !names_request(e, s, o, true))
        return say_number(f, "recorded ", reason, " for another request");
    if (o->record && wrote)
        return say_number(f, "recorded ", reason, " but written");
    if (o->record)
        return reason_legal(&e->legal, reason) || say_number(f, "blocked recording ", reason, "");
    if (wrote)
        return e->legal.pass || say(f, "passed");
    if (e->legal.silent || (e->legal.pass && !e->landing_known))
        return true;
    return say(f, e->landing_known ? "blocked, nothing recorded" : "nothing recorded");
}

bool judge_shot(const struct expectation *e, const struct shot *s, const struct observation *o, struct finding *f)
{
    bool legal = e->interrupt             ? judge_interrupt(e, s, o, f)
                 : s->kind == SHOT_INVERT ? judge_pair(e, s, o, f)
                                          : judge_write(e, s, o, f);
    if (!legal) {
        size_t used = strlen(f->seen);
        snprintf(f->seen + used, sizeof f->seen - used, "%s", e->detail);
        struct legal all = s->kind == SHOT_INVERT ? legal_either(e->legal, e->read_legal) : e->legal;
        legal_rules_text(&all, f->rules, sizeof f->rules);
        legal_text(&all, f->legal, sizeof f->legal);
    }
    return legal;
}
