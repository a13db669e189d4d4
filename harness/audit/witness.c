#include "harness/audit/witness.h"

#include "model/reference.h"

static void hop(struct witness *w, const struct vtd_memory *m, const char *name, uint64_t frame, uint64_t index)
{
    if (w->hops < WITNESS_HOPS && vtd_memory_has(m, frame, index))
        w->hop[w->hops++] = (struct witness_hop){name, (frame << 12) + index * 8u, vtd_memory_word(m, frame, index)};
}

static void table_hops(struct witness *w, const struct audit_survey *s, const struct vtd_context_step *c)
{
    static const char *const names[] = {"", "level 1", "level 2", "level 3", "level 4", "level 5"};
    const struct vtd_memory *m = &s->in->memory;
    uint64_t table = c->table_frame, page = w->address >> 12;
    for (unsigned level = c->levels; level >= 1 && level <= 5; level--) {
        uint64_t index = page / vtd_span(level) % 512u;
        hop(w, m, names[level], table, index);
        if (!vtd_memory_has(m, table, index))
            return;
        struct vtd_second_stage_step e =
            vtd_second_stage_step(&s->in->unit[w->unit].unit.caps, level, vtd_memory_word(m, table, index));
        if (e.leaf || e.reserved || !(e.read || e.write))
            return;
        table = e.frame;
    }
}

/* The words from the root table down. */
static void dma_hops(struct witness *w, const struct audit_survey *s)
{
    const struct vtd_unit *u = &s->in->unit[w->unit].unit;
    const struct vtd_memory *m = &s->in->memory;
    uint64_t root = (uint64_t)u->root_frame, slot = (uint64_t)(w->source_id >> 8) * 2u;
    if (!u->translation_enabled || u->table_mode != VTD_LEGACY || !vtd_memory_has(m, root, slot + 1u))
        return;
    hop(w, m, "root entry", root, slot);
    hop(w, m, "root entry, high", root, slot + 1u);
    struct vtd_root_step r =
        vtd_root_step(&u->caps, vtd_memory_word(m, root, slot), vtd_memory_word(m, root, slot + 1u));
    slot = (w->source_id & 0xFFu) * 2u;
    if (r.lrt_2 || r.lrt_3 || !vtd_memory_has(m, r.context_frame, slot + 1u))
        return;
    hop(w, m, "context entry", r.context_frame, slot);
    hop(w, m, "context entry, high", r.context_frame, slot + 1u);
    struct vtd_context_lookup c = vtd_find_context(u, m, w->source_id);
    if (c.usable && !c.entry.pass_through)
        table_hops(w, s, &c.entry);
}

struct witness witness_dma(const struct audit_survey *s, int requester, int64_t page, bool write)
{
    const struct audit_requester *r = &s->requester[requester];
    struct witness w = {.kind = WITNESS_DMA,
                        .unit = r->unit,
                        .segment = r->segment,
                        .source_id = r->source_id,
                        .address = (uint64_t)page << 12,
                        .write = write};
    struct vtd_dma_request q = {.address = w.address, .source_id = w.source_id, .access = write ? VTD_WRITE : VTD_READ};
    struct vtd_dma_result result = vtd_dma(&s->in->unit[w.unit].unit, &s->in->memory, &q);
    w.confirmed = result.allowed && vtd_request_class(w.address, 4, q.access) == VTD_TO_MEMORY;
    w.reaches = result.host_address;
    w.rule = result.allowed ? VTD_NONE : result.rule;
    dma_hops(&w, s);
    return w;
}

struct witness witness_reach(const struct audit_survey *s, int requester, int64_t frame, bool write)
{
    const struct audit_requester *r = &s->requester[requester];
    struct witness none = {.kind = WITNESS_NONE};
    int64_t page = frame;
    if (r->state != REQUESTER_SPACE)
        return none;
    const struct audit_space *p = &s->space[r->space];
    if (p->kind == SPACE_TABLES && !table_set_witness(&p->set, frame, write ? AUDIT_WRITE : AUDIT_READ, &page))
        return none;
    return witness_dma(s, requester, page, write);
}

static struct witness interrupt(const struct audit_survey *s, struct witness w)
{
    struct vtd_interrupt_request q = {.address = w.address, .data = w.data, .source_id = w.source_id};
    struct vtd_interrupt_result r = vtd_interrupt(&s->in->unit[w.unit].unit, &s->in->memory, &q);
    w.kind = WITNESS_INTERRUPT;
    w.write = true;
    w.segment = s->in->unit[w.unit].segment;
    w.confirmed = r.delivered;
    w.rule = r.delivered ? VTD_NONE : r.rule;
    w.message = r.message;
    return w;
}

struct witness witness_interrupt(const struct audit_survey *s, int unit, uint16_t source_id, uint32_t index)
{
    /* Format 1, handle 14:0 in bits 19:5, handle 15 in bit 2, no subhandle (clause 5.1.2.2). */
    struct witness w = {.unit = unit,
                        .source_id = source_id,
                        .address = 0xFEE00010u | (uint64_t)(index & 0x7FFFu) << 5 | (uint64_t)(index >> 15 & 1u) << 2};
    uint64_t frame = (uint64_t)s->in->unit[unit].unit.interrupt_table_frame + index / 256u;
    hop(&w, &s->in->memory, "interrupt entry", frame, index % 256u * 2u);
    hop(&w, &s->in->memory, "interrupt entry, high", frame, index % 256u * 2u + 1u);
    return interrupt(s, w);
}

struct witness witness_compatible(const struct audit_survey *s, int unit, uint16_t source_id, uint8_t vector)
{
    struct witness w = {.unit = unit, .source_id = source_id, .address = 0xFEE00000u, .data = vector};
    return interrupt(s, w);
}

static unsigned host_bits(const struct vtd_caps *c)
{
    unsigned bits = 12;
    for (uint64_t frames = c->host_frames; frames > 1; frames /= 2)
        bits++;
    return bits;
}

bool witness_command(const struct audit_survey *s, const struct witness *w, const struct witness_image *image,
                     char *text, size_t size)
{
    if (w->kind == WITNESS_NONE || image->image == NULL)
        return false;
    const struct vtd_unit *u = &s->in->unit[w->unit].unit;
    if (w->kind == WITNESS_DMA ? !u->translation_enabled : !u->remapping_enabled)
        return false; /* explain has tables in mind */
    char who[16], where[160], base[40] = "", map[300] = "";
    unsigned long long cap = (unsigned long long)u->caps.cap_hi << 32 | u->caps.cap_lo;
    unsigned long long ecap = (unsigned long long)u->caps.ecap_hi << 32 | u->caps.ecap_lo;
    if (image->base != 0)
        snprintf(base, sizeof base, " --base 0x%llx", (unsigned long long)image->base);
    if (image->map != NULL)
        snprintf(map, sizeof map, " --map '%s'", image->map);
    if (w->kind == WITNESS_DMA)
        snprintf(where, sizeof where, "--root 0x%llx --address 0x%llx --access %s",
                 (unsigned long long)u->root_frame << 12, (unsigned long long)w->address, w->write ? "write" : "read");
    else
        snprintf(where, sizeof where, "--irt 0x%llx --entries %d%s%s --address 0x%llx --data 0x%x",
                 (unsigned long long)u->interrupt_table_frame << 12, u->interrupt_table_size,
                 u->extended_mode ? " --eime" : "", u->compatibility_allowed ? " --cfi" : "",
                 (unsigned long long)w->address, w->data);
    snprintf(text, size,
             "iommu-oracle explain %s %s '%s'%s%s --source-id %s %s --cap 0x%llx --ecap 0x%llx --haw %u "
             "--version-register 0x%x --legacy-view",
             w->kind == WITNESS_DMA ? "dma" : "interrupt", image->option, image->image, base, map,
             audit_requester_name(0, w->source_id, who, sizeof who), where, cap, ecap, host_bits(&u->caps),
             u->caps.version);
    return true;
}
