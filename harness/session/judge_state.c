/* Register words: what was read against what the model says. */
#include <stdio.h>
#include <string.h>

#include "harness/session/judge_parts.h"
#include "model/registers.h"

static uint32_t excused_bits(const struct judge *j, uint32_t offset)
{
    uint32_t bits = 0;
    for (unsigned i = 0; i < j->excused; i++)
        if (j->excuse[i].offset == offset)
            bits |= j->excuse[i].bits;
    return bits;
}

void judge_excuse(struct judge *j, uint32_t offset, uint32_t bits)
{
    if (j->excused < JUDGE_EXCUSED) {
        j->excuse[j->excused].offset = offset;
        j->excuse[j->excused++].bits = bits;
    }
}

/* The page of a blocked DMA may be recorded without the bits above the largest table depth. */
static uint32_t cut_page(const struct judge *j, uint32_t offset, uint32_t legal, uint32_t seen)
{
    const struct vtd_caps *c = &j->io->unit.caps;
    static const uint32_t kept[] = {0x7Fu, 0xFFFFu, 0x1FFFFFFu};
    bool record = offset >= c->fault_offset && offset - c->fault_offset < c->fault_records * 16u;
    if (!record || offset % 16u != (c->fault_offset + 4u) % 16u)
        return legal;
    for (unsigned i = 0; i < 3; i++)
        if (seen == (legal & kept[i]))
            return seen;
    return legal;
}

/* "No information" is always a legal queue error code (clause 11.4.9.9), and so is either of the two that describe a
 * descriptor whose granularity is reserved. */
static uint32_t queue_code(const struct judge *j, uint32_t offset, uint32_t legal, uint32_t seen)
{
    bool descriptor = legal == VTD_TYPE_INVALID || legal == VTD_RESERVED_SET;
    bool granularity = descriptor && strstr(j->cause, "granularity") != NULL;
    if (offset != 0xB0u)
        return legal;
    if (seen % 16u == 0 || (granularity && (seen % 16u == VTD_TYPE_INVALID || seen % 16u == VTD_RESERVED_SET)))
        return seen;
    return legal;
}

/* CAIG and IAIG may say that more was invalidated than asked for: the encodings count from all to one. */
static uint32_t actual_granularity(const struct judge *j, uint32_t offset, uint32_t legal, uint32_t seen)
{
    unsigned low = offset == 0x2Cu ? 27u : offset == j->io->unit.caps.iotlb_offset + 12u ? 25u : 0u;
    uint32_t asked = (legal >> low) & 3u, done = (seen >> low) & 3u;
    if (low == 0 || done == 0 || done > asked)
        return legal;
    return (legal & ~(3u << low)) | done << low;
}

static uint32_t legal_word(const struct judge *j, uint32_t offset, uint32_t seen)
{
    uint32_t legal = vtd_register_read(j->io, offset);
    legal = cut_page(j, offset, legal, seen);
    legal = queue_code(j, offset, legal, seen);
    return actual_granularity(j, offset, legal, seen);
}

static void describe(const struct judge *j, uint32_t offset, uint32_t legal, uint32_t seen, uint32_t wrong,
                     struct finding *f)
{
    const struct vtd_caps *c = &j->io->unit.caps;
    unsigned width = word_field(c, offset, wrong, f->rules, sizeof f->rules);
    unsigned low = 0;
    while (!((wrong >> low) & 1u))
        low++;
    if (width == 1) {
        snprintf(f->legal, sizeof f->legal, "%u", (legal >> low) & 1u);
        snprintf(f->seen, sizeof f->seen, "%u %s", (seen >> low) & 1u, j->cause);
    } else {
        snprintf(f->legal, sizeof f->legal, width == 0 ? "0" : "another value");
        snprintf(f->seen, sizeof f->seen, "%s %s", width == 0 ? "not 0" : "wrong", j->cause);
    }
    snprintf(f->detail, sizeof f->detail, "%s at 0x%03x: 0x%x expected, 0x%x seen (clause %s)",
             word_register(c, offset), offset, legal, seen, word_clause(c, offset));
}

static bool judge_bits(const struct judge *j, uint32_t offset, uint32_t seen, uint32_t bits, struct finding *f)
{
    uint32_t legal = legal_word(j, offset, seen);
    uint32_t wrong = (seen ^ legal) & bits & word_defined(j->io, &j->freedom, offset) & ~excused_bits(j, offset);
    if (wrong != 0 && f != NULL)
        describe(j, offset, legal, seen, wrong, f);
    return wrong == 0;
}

bool judge_word(const struct judge *j, uint32_t offset, uint32_t seen, struct finding *f)
{
    return judge_bits(j, offset, seen, 0xFFFFFFFFu, f);
}

static unsigned looked_at(const struct judge *j)
{
    unsigned records = j->io->unit.caps.fault_records;
    return records < SESSION_RECORDS ? records : SESSION_RECORDS;
}

static uint32_t record_word(const struct seen *s, unsigned record, unsigned word)
{
    return (uint32_t)(s->record[record][word / 2u] >> (word % 2u * 32u));
}

/* Words of a record from the last one down: F and the reason tell more than the page. PV comes at the very end. */
static bool judge_record(const struct judge *j, const struct seen *s, unsigned i, struct finding *f)
{
    const uint32_t pasid = 0x0FFFFF00u;
    uint32_t at = j->io->unit.caps.fault_offset + 16u * i;
    for (unsigned w = 4; w-- > 0;)
        if (!judge_bits(j, at + 4u * w, record_word(s, i, w), w == 3 ? ~pasid : 0xFFFFFFFFu, f))
            return false;
    return judge_bits(j, at + 12u, record_word(s, i, 3), pasid, f);
}

static bool judge_records(const struct judge *j, const struct seen *s, struct finding *f)
{
    for (unsigned i = 0; i < looked_at(j); i++)
        if (!judge_record(j, s, i, f))
            return false;
    return true;
}

bool judge_state(const struct judge *j, const struct seen *s, struct finding *f)
{
    for (unsigned i = 0; i < SESSION_STATE; i++) {
        bool open = j->queue_open && (session_state_offset[i] == 0x80u || session_state_offset[i] == 0x34u);
        if (!open && !judge_word(j, session_state_offset[i], s->state[i], f))
            return false;
    }
    return judge_records(j, s, f);
}

/* The fields are written one by one: status registers are read-only to software, in the model too. */
static void adopt_word(struct judge *j, uint32_t offset, uint32_t seen)
{
    struct vtd_iommu *io = j->io;
    switch (offset) {
    case 0x1C:
        io->unit.translation_enabled = seen / 0x80000000u == 1u;
        io->registers.root_pointer_set = seen / 0x40000000u % 2u == 1u;
        io->queue.enabled = seen / 0x4000000u % 2u == 1u;
        io->unit.remapping_enabled = seen / 0x2000000u % 2u == 1u;
        io->registers.interrupt_pointer_set = seen / 0x1000000u % 2u == 1u;
        io->unit.compatibility_allowed = seen / 0x800000u % 2u == 1u;
        break;
    case 0x34:
        io->faults.overflow = seen % 2u == 1u;
        io->faults.queue_error = seen / 0x10u % 2u == 1u;
        io->faults.completion_error = seen / 0x20u % 2u == 1u;
        io->faults.timeout_error = seen / 0x40u % 2u == 1u;
        io->faults.first = (int32_t)(seen / 0x100u % 0x100u) % io->faults.count;
        break;
    case 0x38:
        io->fault_event.masked = seen / 0x80000000u == 1u;
        io->fault_event.pending = seen / 0x40000000u % 2u == 1u;
        break;
    case 0x80:
        io->queue.head = seen % 0x80000u - seen % 16u;
        break;
    case 0x9C:
        io->queue.wait_complete = seen % 2u == 1u;
        break;
    case 0xA0:
        io->completion_event.masked = seen / 0x80000000u == 1u;
        io->completion_event.pending = seen / 0x40000000u % 2u == 1u;
        break;
    case 0xB0:
        io->queue.error = (int32_t)(seen % 8u);
        break;
    default:
        break;
    }
}

/* Records that the model has not made: the next one comes after the last of them. */
static void follow_log(struct judge *j, const struct seen *s)
{
    struct vtd_fault_log *g = &j->io->faults;
    unsigned count = (unsigned)g->count, next = (unsigned)g->next;
    for (unsigned k = 0; k < count; k++) {
        unsigned i = (next + k) % count;
        if (i < looked_at(j) && s->record[i][1] >> 63 == 1u && g->record[i].word[3] >> 31 == 0u)
            g->next = (int32_t)((i + 1u) % count);
    }
}

void judge_adopt_records(struct judge *j, const struct seen *s)
{
    follow_log(j, s);
    for (unsigned i = 0; i < looked_at(j); i++)
        for (unsigned w = 0; w < 4; w++)
            j->io->faults.record[i].word[w] = record_word(s, i, w);
}

void judge_adopt(struct judge *j, const struct seen *s)
{
    for (unsigned i = 0; i < SESSION_STATE; i++) {
        uint32_t offset = session_state_offset[i];
        if (offset == 0x1Cu && !judge_word(j, offset, s->state[i], NULL))
            judge_excuse(j, offset, s->state[i] ^ vtd_global_status(j->io));
        adopt_word(j, offset, s->state[i]);
        uint32_t left =
            (vtd_register_read(j->io, offset) ^ s->state[i]) & word_defined(j->io, &j->freedom, offset) & ~0x2u;
        if (left != 0 && offset != 0x34u)
            judge_excuse(j, offset, left);
    }
    judge_adopt_records(j, s);
}
