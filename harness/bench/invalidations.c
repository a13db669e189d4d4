#include "harness/bench/invalidations.h"

#include <string.h>

#include "harness/bench/requests.h"
#include "harness/bench/sink.h"
#include "model/context_cache.h"
#include "model/interrupt_cache.h"
#include "model/iotlb.h"
#include "model/translate.h"

/* How many entries one invalidation leaves of a full cache. */
static uint32_t left_by(const struct bench_case *c)
{
    if (c->kind == VTD_GLOBAL)
        return 0u;
    return c->kind == VTD_BY_DOMAIN ? c->pages - c->pages / BENCH_DEVICES : c->pages - 1u;
}

/* The number of a page of the working set. */
static int64_t number_of(const struct bench_case *c, uint32_t device, uint64_t n)
{
    uint32_t page = (uint32_t)n & (c->pages / BENCH_DEVICES - 1u);
    return (int64_t)(bench_small_page(device, page, 0).request.address / 0x1000u);
}

void bench_refill_pages(struct bench *b, const struct bench_case *c)
{
    for (uint32_t i = 0; i < c->units; i++)
        memcpy(b->units[i].iotlb.entry, b->pristine->iotlb.entry, c->pages * sizeof b->units[i].iotlb.entry[0]);
}

uint64_t bench_run_drop_pages(struct bench *b, const struct bench_case *c, uint64_t count)
{
    for (uint64_t n = 0; n < count; n++) {
        struct vtd_iommu *io = &b->units[n & (c->units - 1u)];
        uint32_t device = n % BENCH_DEVICES;
        vtd_iotlb_invalidate(&io->iotlb, c->kind, bench_domain(device), number_of(c, device, n * 3u), 0u);
        bench_sink(io);
    }
    return 0;
}

uint64_t bench_check_pages(const struct bench *b, const struct bench_case *c)
{
    uint64_t wrong = 0;
    for (uint32_t i = 0; i < c->units; i++) {
        uint32_t held = 0;
        for (uint32_t k = 0; k < c->pages; k++)
            held += b->units[i].iotlb.entry[k].level != 0;
        wrong += held != left_by(c);
    }
    return wrong;
}

void bench_fill_contexts(struct bench *b, const struct bench_case *c)
{
    for (uint32_t unit = 0; unit < c->units; unit++)
        for (uint32_t i = 0; i < c->pages; i++) {
            uint32_t way = i / (uint32_t)c->context_sets;
            struct vtd_cached_context e = {1u, 0u, 2u, 0u, (uint16_t)i, bench_domain(way), 1u};
            vtd_context_cache_insert(&b->units[unit].contexts, e, way);
        }
}

void bench_refill_contexts(struct bench *b, const struct bench_case *c)
{
    for (uint32_t i = 0; i < c->units; i++)
        b->units[i].contexts = b->pristine->contexts;
}

uint64_t bench_run_drop_contexts(struct bench *b, const struct bench_case *c, uint64_t count)
{
    for (uint64_t n = 0; n < count; n++) {
        struct vtd_iommu *io = &b->units[n & (c->units - 1u)];
        vtd_context_cache_invalidate(&io->contexts, c->kind, bench_domain(0u), (uint16_t)(n * 3u), 0u);
        bench_sink(io);
    }
    return 0;
}

uint64_t bench_check_contexts(const struct bench *b, const struct bench_case *c)
{
    uint64_t wrong = 0;
    for (uint32_t i = 0; i < c->units; i++) {
        uint32_t held = 0;
        for (uint32_t k = 0; k < c->pages; k++)
            held += b->units[i].contexts.entry[k].valid != 0u;
        wrong += held != left_by(c);
    }
    return wrong;
}

void bench_fill_all_interrupts(struct bench *b, const struct bench_case *c)
{
    for (uint32_t unit = 0; unit < c->units; unit++)
        for (uint32_t i = 0; i < c->pages; i++) {
            struct vtd_cached_interrupt e = {1u, 0u, 0u, 0u, (int32_t)i, 1};
            vtd_interrupt_cache_insert(&b->units[unit].interrupts, e, i / (uint32_t)c->interrupt_sets);
        }
}

void bench_refill_interrupts(struct bench *b, const struct bench_case *c)
{
    for (uint32_t i = 0; i < c->units; i++)
        b->units[i].interrupts = b->pristine->interrupts;
}

uint64_t bench_run_drop_interrupts(struct bench *b, const struct bench_case *c, uint64_t count)
{
    for (uint64_t n = 0; n < count; n++) {
        struct vtd_iommu *io = &b->units[n & (c->units - 1u)];
        uint16_t index = (uint16_t)(n * 5u & (c->pages - 1u));
        vtd_interrupt_cache_invalidate(&io->interrupts, c->kind != 0u, index, c->kind);
        bench_sink(io);
    }
    return 0;
}

uint64_t bench_check_interrupts(const struct bench *b, const struct bench_case *c)
{
    uint64_t wrong = 0;
    for (uint32_t i = 0; i < c->units; i++) {
        uint32_t held = 0;
        for (uint32_t k = 0; k < c->pages; k++)
            held += b->units[i].interrupts.entry[k].valid != 0;
        wrong += held != (c->kind != 0u ? c->pages - (1u << c->kind) : 0u);
    }
    return wrong;
}

/* Is the request answered as it must be, by a miss or by a hit? */
static bool answered(struct bench *b, uint32_t i, uint64_t n, bool held)
{
    uint32_t device = i % BENCH_DEVICES;
    struct bench_dma d = bench_small_page(device, i / BENCH_DEVICES, n);
    struct vtd_choice choice = {(uint8_t)device, false, false};
    int64_t number = (int64_t)(d.request.address / 0x1000u);
    bool was_held = vtd_iotlb_find(&b->units[0].iotlb, d.request.source_id, number) >= 0;
    struct vtd_dma_result r = vtd_cached_dma(&b->units[0], &b->memory, d.request, choice);
    bench_sink(&r);
    return was_held == held && r.allowed && r.host_address == d.host;
}

uint64_t bench_run_replace_page(struct bench *b, const struct bench_case *c, uint64_t count)
{
    uint64_t wrong = 0;
    for (uint64_t n = 0; n < count; n++) {
        uint32_t i = bench_nth(n, c->pages), device = i % BENCH_DEVICES;
        int64_t number = number_of(c, device, i / BENCH_DEVICES);
        vtd_iotlb_invalidate(&b->units[0].iotlb, VTD_BY_PAGE, bench_domain(device), number, 0u);
        wrong += !answered(b, i, n, false) || !answered(b, i, n, true);
    }
    return wrong;
}

uint64_t bench_run_replace_all(struct bench *b, const struct bench_case *c, uint64_t count)
{
    uint64_t wrong = 0;
    for (uint64_t n = 0; n < count; n++) {
        vtd_iotlb_invalidate(&b->units[0].iotlb, VTD_GLOBAL, 0u, 0, 0u);
        for (uint32_t i = 0; i < c->pages; i++)
            wrong += !answered(b, i, n, false);
    }
    return wrong;
}
