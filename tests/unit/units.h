/* A whole unit for the unit tests, in literal numbers. */
#ifndef TESTS_UNITS_H
#define TESTS_UNITS_H

#include <string.h>

#include "model/context_cache.h"
#include "model/interrupt_cache.h"
#include "model/iotlb.h"
#include "model/queue.h"
#include "tests/unit/tables.h"

/* The capabilities of test_caps(), and: all invalidations, device TLBs, both protected regions, version 1.0,
 * 8 fault records at 0x220, IVA_REG at 0xF0, AM up to 18, IM up to 15. Translation and interrupt remapping are
 * on, tables as in test_build(). Caches of 16 sets, empty; event registers unmasked; queue off. */
static inline void test_unit(struct vtd_iommu *io)
{
    memset(io, 0, sizeof *io);
    io->unit.caps = test_caps();
    io->unit.caps.page_selective = true;
    io->unit.caps.device_tlb = true;
    io->unit.caps.queued_invalidation = true;
    io->unit.caps.interrupt_remapping = true;
    io->unit.caps.protected_low = true;
    io->unit.caps.protected_high = true;
    io->unit.caps.fault_records = 8;
    io->unit.caps.fault_offset = 0x220;
    io->unit.caps.iotlb_offset = 0xF0;
    io->unit.caps.address_mask_max = 18;
    io->unit.caps.handle_mask_max = 15;
    io->unit.caps.version = 0x10;
    io->unit.root_frame = 1;
    io->unit.interrupt_table_frame = 0x10;
    io->unit.interrupt_table_size = 256;
    io->unit.translation_enabled = true;
    io->unit.remapping_enabled = true;
    io->faults.count = 8;
    io->contexts.sets = 16;
    io->iotlb.sets = 16;
    io->interrupts.sets = 16;
}

/* ---- something in each cache, and what is left of it ---- */

static inline void test_hold_context(struct vtd_iommu *io, uint16_t source, uint16_t domain)
{
    struct vtd_cached_context e = {.word0 = 0x3001, .word2 = domain * 0x100u + 2u, .source = source, .domain = domain};
    e.valid = 1;
    vtd_context_cache_insert(&io->contexts, e, 0);
}

static inline void test_hold_page(struct vtd_iommu *io, uint16_t source, uint16_t domain, int64_t page)
{
    struct vtd_cached_page e = {.first = page, .frame = 9, .source = source, .domain = domain, .level = 1, .rights = 3};
    vtd_iotlb_insert(&io->iotlb, e, source == 0x28 ? 1 : 0);
}

static inline void test_hold_interrupt(struct vtd_iommu *io, int32_t index)
{
    struct vtd_cached_interrupt e = {.word0 = 0x420001, .index = index, .valid = 1};
    vtd_interrupt_cache_insert(&io->interrupts, e, index == 0x15 ? 1 : 0);
}

/* Contexts of 00:04.0 and 00:04.1 (domain 7) and 00:05.0 (domain 8); 4 KB pages 1 and 3 of 00:04.0 (domain 7) and
 * 1 of 00:05.0 (domain 8); interrupt entries 4, 5 and 15h. */
static inline void test_fill(struct vtd_iommu *io)
{
    test_hold_context(io, 0x20, 7);
    test_hold_context(io, 0x21, 7);
    test_hold_context(io, 0x28, 8);
    test_hold_page(io, 0x20, 7, 1);
    test_hold_page(io, 0x20, 7, 3);
    test_hold_page(io, 0x28, 8, 1);
    test_hold_interrupt(io, 4);
    test_hold_interrupt(io, 5);
    test_hold_interrupt(io, 0x15);
}

/* One hexadecimal digit each for contexts, pages, interrupt entries, first one in bit 0: 777h is all of test_fill(). */
static inline unsigned test_held(const struct vtd_iommu *io)
{
    static const uint16_t source[3] = {0x20, 0x21, 0x28}, owner[3] = {0x20, 0x20, 0x28};
    static const int32_t page[3] = {1, 3, 1}, index[3] = {4, 5, 0x15};
    unsigned held = 0;
    for (unsigned i = 0; i < 3; i++) {
        held += vtd_context_cache_find(&io->contexts, source[i]) >= 0 ? 0x100u << i : 0u;
        held += vtd_iotlb_find(&io->iotlb, owner[i], page[i]) >= 0 ? 0x10u << i : 0u;
        held += vtd_interrupt_cache_find(&io->interrupts, index[i]) >= 0 ? 1u << i : 0u;
    }
    return held;
}

/* ---- the invalidation queue: a ring of one page at 14000h ---- */

static inline void test_ring(struct tables *t, struct vtd_iommu *io)
{
    test_build(t);
    test_unit(io);
    test_fill(io);
    io->queue.enabled = true;
    io->queue.address_lo = 0x14000;
}

/* Write the descriptor at a byte offset of the ring. */
static inline void test_put(struct tables *t, uint32_t offset, uint64_t lo, uint64_t hi)
{
    test_word(t, 0x14000u + offset, lo);
    test_word(t, 0x14008u + offset, hi);
}

/* A step that does something. */
static inline struct vtd_effects test_step(struct tables *t, struct vtd_iommu *io)
{
    struct vtd_queue_step s = vtd_queue_step(io, &t->memory);
    assert_true(s.done);
    return s.effects;
}

static inline void test_nothing(struct vtd_effects e)
{
    assert_false(e.fault_event || e.completion_event || e.status_write || e.device_request);
}

/* A step that does nothing. */
static inline void test_idle(struct tables *t, struct vtd_iommu *io)
{
    uint32_t head = io->queue.head;
    struct vtd_queue_step s = vtd_queue_step(io, &t->memory);
    assert_false(s.done);
    test_nothing(s.effects);
    assert_int_equal(io->queue.head, head);
}

#endif
