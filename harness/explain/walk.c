/* The words that a request reads in the present tables, from the root down. */
#include "harness/explain/parts.h"
#include "model/second_stage_entry.h"

#define SAY(w, ...)                                                                                                    \
    do {                                                                                                               \
        if ((w) != NULL)                                                                                               \
            snprintf((w)->says, sizeof(w)->says, __VA_ARGS__);                                                         \
    } while (0)

static void levels(const struct explained *x, uint64_t table, unsigned top, uint64_t address)
{
    for (unsigned level = top; level >= 1; level--) {
        struct explained_word *w;
        char name[32];
        snprintf(name, sizeof name, "level %u entry", level);
        uint64_t entry = explain_word(x, name, table, (address >> (12u + 9u * (level - 1u))) & 511u, &w);
        if (w == NULL || !w->readable)
            return;
        struct vtd_second_stage_step s = vtd_second_stage_step(&x->unit->caps, level, entry);
        bool present = s.read || s.write;
        SAY(w, "%s%s, %s 0x%llx%s%s", s.read ? "R" : "-", s.write ? "W" : "-", s.leaf ? "page at" : "table at",
            (unsigned long long)s.frame << 12, s.reserved ? ", reserved bits set (LSS.2)" : "",
            present ? "" : ", not present (LGN.2, LGN.3)");
        if (s.leaf || s.reserved || !present)
            return;
        table = s.frame;
    }
}

static void context(const struct explained *x, uint64_t frame, const struct vtd_dma_request *r)
{
    struct explained_word *lower, *upper;
    uint64_t slot = r->source_id & 0xFFu;
    uint64_t lo = explain_word(x, "context entry", frame, slot * 2u, &lower);
    uint64_t hi = explain_word(x, "context entry, upper half", frame, slot * 2u + 1u, &upper);
    if (lower == NULL || !lower->readable || upper == NULL || !upper->readable)
        return;
    struct vtd_context_step c = vtd_context_step(&x->unit->caps, lo, hi, VTD_UNTRANSLATED);
    SAY(lower, "%s, tables at 0x%llx%s%s%s", c.pass_through ? "pass-through" : "second stage",
        (unsigned long long)c.table_frame << 12, c.fault_disabled ? ", FPD" : "",
        c.lct_2 ? ", not present (LCT.2)" : "", c.lct_3 ? ", reserved bits set (LCT.3)" : "");
    SAY(upper, "%u levels, domain %u%s%s", c.levels, c.domain, c.lct_4_1 ? ", width not supported (LCT.4.1)" : "",
        c.lct_4_2 ? ", type not supported (LCT.4.2)" : "");
    if (vtd_context_usable(c) && !c.pass_through)
        levels(x, c.table_frame, c.levels, r->address);
}

void explain_walk(const struct explained *x, const struct vtd_dma_request *r)
{
    struct explained_word *lower, *upper;
    if (!x->unit->translation_enabled || x->unit->table_mode != VTD_LEGACY)
        return;
    uint64_t root = (uint64_t)x->unit->root_frame, slot = r->source_id >> 8;
    uint64_t lo = explain_word(x, "root entry", root, slot * 2u, &lower);
    uint64_t hi = explain_word(x, "root entry, upper half", root, slot * 2u + 1u, &upper);
    if (lower == NULL || !lower->readable || upper == NULL || !upper->readable)
        return;
    struct vtd_root_step s = vtd_root_step(&x->unit->caps, lo, hi);
    SAY(lower, "context table at 0x%llx%s", (unsigned long long)s.context_frame << 12,
        s.lrt_2 ? ", not present (LRT.2)" : "");
    SAY(upper, "%s", s.lrt_3 ? "reserved bits set (LRT.3)" : "reserved");
    if (!s.lrt_2 && !s.lrt_3)
        context(x, s.context_frame, r);
}

void explain_entry_read(const struct explained *x, uint32_t index, uint16_t source_id)
{
    struct explained_word *lower, *upper;
    uint64_t frame = (uint64_t)x->unit->interrupt_table_frame + index / 256u, slot = index % 256u * 2u;
    if (index >= (uint32_t)x->unit->interrupt_table_size)
        return;
    uint64_t lo = explain_word(x, "interrupt entry", frame, slot, &lower);
    uint64_t hi = explain_word(x, "interrupt entry, upper half", frame, slot + 1u, &upper);
    struct vtd_interrupt_outcome o = vtd_remap_entry(x->unit->extended_mode, lo, hi, index, source_id);
    SAY(lower, "%s, vector 0x%02x to 0x%x%s%s", o.holds.int_22 ? "not present (INT.22)" : "present", o.message.vector,
        o.message.destination, o.fault_disabled ? ", FPD" : "", o.holds.int_24 ? ", reserved bits set (INT.24)" : "");
    SAY(upper, "requester %s", o.holds.int_26 ? "not accepted (INT.26)" : "accepted");
}

void explain_queue(const struct explained *x, const struct vtd_queue *q)
{
    static const char *const types[] = {"",
                                        "context-cache invalidation",
                                        "IOTLB invalidation",
                                        "device-TLB invalidation",
                                        "interrupt-entry invalidation",
                                        "wait"};
    uint64_t base = ((uint64_t)q->address_hi << 32 | q->address_lo / 0x1000u * 0x1000u);
    uint32_t bytes = 0x1000u << (q->address_lo % 8u);
    for (uint32_t at = q->head; at != q->tail && at < bytes; at = (at + 16u) % bytes) {
        struct explained_word *lower, *upper;
        uint64_t word = (base + at) / 8u;
        uint64_t lo = explain_word(x, "descriptor", word / 512u, word % 512u, &lower);
        explain_word(x, "descriptor, upper half", word / 512u, word % 512u + 1u, &upper);
        unsigned type = (unsigned)(lo % 16u), granularity = (unsigned)(lo / 16u % 4u);
        if (lower == NULL || upper == NULL)
            return;
        SAY(lower, "%s%s", type >= 1 && type <= 5 ? types[type] : "unknown type",
            type == 1 || type == 2 ? (const char *[]){", reserved granularity", ", global", ", by domain",
                                                      type == 1 ? ", by device" : ", by page"}[granularity]
                                   : "");
    }
}
