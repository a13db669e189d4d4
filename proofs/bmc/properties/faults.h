/* Fault recording once more (clauses 7.2, 7.3, 11.4.7.1, 11.4.14). */
#ifndef PROPERTIES_FAULTS_H
#define PROPERTIES_FAULTS_H

#include "proofs/bmc/properties/machine.h"

/* A fault as it stands in FRCD_REG, four words. */
struct fault {
    uint32_t word[4];
};

/* FR, by rule. */
static inline uint32_t reason_code(unsigned rule)
{
    static const uint8_t code[VTD_RULE_END] = {
        [VTD_RTA_1] = 0x30,  [VTD_RTA_4] = 0x33,  [VTD_LRT_1] = 8,     [VTD_LRT_2] = 1,     [VTD_LRT_3] = 0xA,
        [VTD_LCT_1] = 9,     [VTD_LCT_2] = 2,     [VTD_LCT_3] = 0xB,   [VTD_LCT_4_1] = 3,   [VTD_LCT_4_2] = 3,
        [VTD_LCT_4_3] = 3,   [VTD_LCT_5] = 0xD,   [VTD_LSS_1] = 7,     [VTD_LSS_2] = 0xC,   [VTD_LGN_1_1] = 4,
        [VTD_LGN_1_2] = 4,   [VTD_LGN_1_3] = 4,   [VTD_LGN_2] = 5,     [VTD_LGN_3] = 6,     [VTD_LGN_4] = 0xE,
        [VTD_INT_20] = 0x20, [VTD_INT_21] = 0x21, [VTD_INT_22] = 0x22, [VTD_INT_23] = 0x23, [VTD_INT_24] = 0x24,
        [VTD_INT_25] = 0x25, [VTD_INT_26] = 0x26, [VTD_INT_29] = 0x29, [VTD_INT_2A] = 0x2A, [VTD_INT_2B] = 0x2B};
    return rule < VTD_RULE_END ? code[rule] : 0;
}

static inline struct fault fault_of_dma(struct vtd_dma_request r, unsigned rule)
{
    struct fault f = {{(uint32_t)r.address & ~0xFFFu, (uint32_t)(r.address >> 32), r.source_id, 0x80000000u}};
    f.word[3] |= reason_code(rule) | (r.access == VTD_WRITE ? 0 : 0x40000000u);
    f.word[2] |= r.access == VTD_ATOMIC ? 0x10000000u : 0;
    return f;
}

static inline bool pending_record(const struct vtd_fault_log *g, int i)
{
    return g->record[i].word[3] >> 31 != 0;
}

/* PPF */
static inline bool any_record(const struct vtd_fault_log *g)
{
    bool any = false;
    for (int i = 0; i < RECORDS; i++)
        any = any || pending_record(g, i);
    return any;
}

static inline bool any_status(const struct vtd_fault_log *g)
{
    return any_record(g) || g->overflow || g->queue_error || g->completion_error || g->timeout_error;
}

static inline bool same_record(const struct vtd_fault_log *a, const struct vtd_fault_log *b, int i)
{
    return a->record[i].word[0] == b->record[i].word[0] && a->record[i].word[1] == b->record[i].word[1] &&
           a->record[i].word[2] == b->record[i].word[2] && a->record[i].word[3] == b->record[i].word[3];
}

/* What the log is after one more fault. */
static inline void expect_fault(struct vtd_fault_log *g, struct fault f, bool compress)
{
    bool stands = false;
    for (int i = 0; i < RECORDS; i++)
        stands = stands || (pending_record(g, i) && (g->record[i].word[2] & 0xFFFF) == (f.word[2] & 0xFFFF));
    if (g->overflow || (compress && stands))
        return;
    bool first = !any_record(g);
    int32_t at = g->next;
    for (int i = 0; i < RECORDS; i++) {
        if (i != at)
            continue;
        if (pending_record(g, i)) {
            g->overflow = true;
            return;
        }
        for (int w = 0; w < 4; w++)
            g->record[i].word[w] = f.word[w];
        g->next = i == RECORDS - 1 ? 0 : i + 1;
        if (first)
            g->first = i;
    }
}

static inline bool same_log(const struct vtd_fault_log *a, const struct vtd_fault_log *b)
{
    bool same = a->next == b->next && a->first == b->first && a->overflow == b->overflow &&
                a->queue_error == b->queue_error && a->completion_error == b->completion_error &&
                a->timeout_error == b->timeout_error && a->count == b->count;
    for (int i = 0; i < RECORDS; i++)
        same = same && same_record(a, b, i);
    return same;
}

#endif
