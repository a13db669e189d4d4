#include "tests/runtime/told.h"

#include "logic.h"

#define TELL(set, ...) rt_tell(set, (const Z[]){__VA_ARGS__}, sizeof((const Z[]){__VA_ARGS__}) / sizeof(Z))

/* ---- what the caches hold ---- */

static void held(const struct vtd_iommu *io)
{
    for (unsigned i = 0; i < VTD_CONTEXT_SETS * VTD_WAYS; i++)
        if (io->contexts.entry[i].valid != 0)
            TELL(RT_told_context, 0, io->contexts.entry[i].source, acsl_cached_context_lo(&io->contexts, i),
                 acsl_cached_context_hi(&io->contexts, i));
    for (unsigned i = 0; i < VTD_IOTLB_SETS * VTD_WAYS; i++) {
        const struct vtd_cached_page *e = &io->iotlb.entry[i];
        if (e->level != 0 && e->rule == VTD_NONE)
            TELL(RT_told_page, 0, e->source, e->domain, e->level, e->first, e->frame, e->rights, e->fault_disabled);
        else if (e->level != 0)
            TELL(RT_told_no_page, 0, e->source, e->domain, e->first, e->rule, e->fault_disabled);
    }
    for (unsigned i = 0; i < VTD_INTERRUPT_SETS * VTD_WAYS; i++)
        if (io->interrupts.entry[i].valid != 0)
            TELL(RT_told_interrupt, 0, io->interrupts.entry[i].index, acsl_cached_interrupt_lo(&io->interrupts, i),
                 acsl_cached_interrupt_hi(&io->interrupts, i));
}

/* ---- what the tables say ---- */

/* About a page, through a context entry with the words lo, hi. */
static void tables(const struct vtd_caps *c, const struct vtd_memory *m, Z source, Z lo, Z hi, Z page)
{
    static const enum vtd_rule refusals[] = {VTD_LCT_4_3, VTD_LSS_1, VTD_LSS_2, VTD_LGN_2};
    Z root = acsl_ce_SSPTPTR(lo), top = acsl_context_levels(hi);
    for (Z level = 1; level <= 5; level++) {
        Z read = acsl_all_read(m, root, top, page, level), write = acsl_all_write(m, root, top, page, level);
        if (acsl_tables_map(c, m, lo, hi, page, level, read, write))
            TELL(RT_told_page, 0, source, acsl_ce_DID(hi), level, page / acsl_span(level),
                 acsl_ss_ADDR(acsl_entry_at(m, root, top, page, level)), acsl_rights_of(read, write), acsl_ce_FPD(lo));
        for (unsigned i = 0; i < 4; i++)
            if (acsl_tables_refuse(c, m, lo, hi, page, level, refusals[i]))
                TELL(RT_told_no_page, 0, source, acsl_ce_DID(hi), page, refusals[i], acsl_ce_FPD(lo));
    }
}

void told_dma(const struct vtd_iommu *io, const struct vtd_memory *m, struct vtd_dma_request request)
{
    Z source = request.source_id;
    rt_tell_begin();
    held(io);
    if (acsl_context_met(&io->unit, m, source))
        TELL(RT_told_context, 0, source, acsl_context_lo(&io->unit, m, source), acsl_context_hi(&io->unit, m, source));
    for (unsigned i = 0; i < rt_told_rows(RT_told_context); i++) {
        const Z *row = rt_told_row(RT_told_context, i);
        if (row[1] == source)
            tables(&io->unit.caps, m, source, row[2], row[3], request.address / 4096u);
    }
}

void told_interrupt(const struct vtd_iommu *io, const struct vtd_memory *m, struct vtd_interrupt_request request)
{
    Z index = acsl_index_of(request.address, request.data);
    rt_tell_begin();
    held(io);
    if (acsl_irte_fetched(&io->unit, m, index))
        TELL(RT_told_interrupt, 0, index, acsl_irte_lo(&io->unit, m, index), acsl_irte_hi(&io->unit, m, index));
}
