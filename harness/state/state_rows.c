#include "harness/state/state_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "harness/oracle/rule_table.h"
#include "model/context.h"
#include "model/irte.h"

struct place {
    char text[12];
};

/* "02:1f.7" */
static struct place requester(unsigned source)
{
    struct place p;
    snprintf(p.text, sizeof p.text, "%02x:%02x.%x", source / 256 % 256, source / 8 % 32, source % 8);
    return p;
}

static uint64_t join(uint32_t low, uint32_t high)
{
    return (uint64_t)high << 32 | low;
}

static const char *reason_text(unsigned code)
{
    for (unsigned i = 1; i < rule_count; i++)
        if (rule_table[i].code == code)
            return rule_table[i].condition;
    return "reason not modelled";
}

/* The index is undefined for the other interrupt faults (clause 11.4.14). */
static bool has_index(unsigned reason)
{
    return reason >= 0x21 && reason <= 0x28 && reason != 0x25;
}

static bool record_meaning(const struct vtd_fault_words *r, char *text, size_t size)
{
    static const char *const kinds[] = {"write", "page request", "read", "AtomicOp"};
    uint64_t lo = join(r->word[0], r->word[1]);
    unsigned reason = r->word[3] & 0xFF;
    char what[64] = "interrupt";
    if ((lo | r->word[2] | r->word[3]) == 0)
        return false;
    if (has_index(reason))
        snprintf(what, sizeof what, "interrupt index %u", (unsigned)(lo >> 48));
    else if (reason < 0x20 || reason > 0x2F)
        snprintf(what, sizeof what, "%s of page 0x%" PRIx64,
                 kinds[(r->word[3] >> 30 & 1u) * 2u + (r->word[2] >> 28 & 1u)], lo - lo % 0x1000);
    snprintf(text, size, "%s: %02Xh from %s, %s: %s", r->word[3] >> 31 ? "waits for software" : "cleared", reason,
             requester(r->word[2] & 0xFFFF).text, what, reason_text(reason));
    return true;
}

static bool tag_meaning(const struct vtd_itag *t, char *text, size_t size)
{
    snprintf(text, size, "%s has not answered%s", requester(t->source).text, t->remaining != 0 ? " every part" : "");
    return t->used != 0;
}

static bool context_meaning(const struct vtd_caps *c, const struct vtd_cached_context *e, char *text, size_t size)
{
    struct vtd_context_step s =
        vtd_context_step(c, join(e->word0, e->word1), join(e->word2, e->word3), VTD_UNTRANSLATED);
    bool usable = !(s.lct_2 || s.lct_3 || s.lct_4_1 || s.lct_4_2);
    if (!usable)
        snprintf(text, size, "%s, tag domain %u: faults", requester(e->source).text, e->domain);
    else if (s.pass_through)
        snprintf(text, size, "%s, domain %u: pass-through", requester(e->source).text, e->domain);
    else
        snprintf(text, size, "%s, domain %u: %u-level table at 0x%" PRIx64, requester(e->source).text, e->domain,
                 s.levels, s.table_frame << 12);
    return e->valid != 0;
}

static bool page_meaning(const struct vtd_cached_page *e, char *text, size_t size)
{
    static const char *const sizes[] = {"4 KB", "2 MB", "1 GB"};
    if (e->level < 1 || e->level > 3)
        return false;
    uint64_t address = (uint64_t)e->first << (3 + 9 * e->level);
    if (e->rule == 0)
        snprintf(text, size, "%s, domain %d: 0x%" PRIx64 " (%s) to 0x%" PRIx64 " %s%s",
                 requester((unsigned)e->source).text, e->domain, address, sizes[e->level - 1], (uint64_t)e->frame << 12,
                 e->rights & 1 ? "R" : "-", e->rights & 2 ? "W" : "-");
    else
        snprintf(text, size, "%s, domain %d: 0x%" PRIx64 " faults: %s", requester((unsigned)e->source).text, e->domain,
                 address, (unsigned)e->rule < rule_count ? rule_table[e->rule].id : "no rule of the table");
    return true;
}

static bool interrupt_meaning(bool extended, const struct vtd_cached_interrupt *e, char *text, size_t size)
{
    uint64_t hi = join(e->word2, e->word3);
    struct vtd_irte_step s = vtd_irte_step(extended, join(e->word0, e->word1), hi, (uint16_t)hi);
    if (s.int_22 || s.int_24)
        snprintf(text, size, "index %d: faults: INT.%s", e->index, s.int_22 ? "22" : "24");
    else
        snprintf(text, size, "index %d: vector 0x%02x to destination 0x%" PRIx32 "%s", e->index, s.message.vector,
                 s.message.destination, s.fault_disabled ? ", faults not recorded" : "");
    return e->valid != 0;
}

bool state_row_meaning(const struct vtd_iommu *io, const struct state_group *g, unsigned row, char *text, size_t size)
{
    const void *at = (const char *)io + g->offset + row * g->stride;
    if (strcmp(g->name, "faults.record") == 0)
        return record_meaning(at, text, size);
    if (strcmp(g->name, "queue.itag") == 0)
        return tag_meaning(at, text, size);
    if (strcmp(g->name, "contexts.entry") == 0)
        return context_meaning(&io->unit.caps, at, text, size);
    if (strcmp(g->name, "iotlb.entry") == 0)
        return page_meaning(at, text, size);
    return interrupt_meaning(io->unit.extended_mode, at, text, size);
}
