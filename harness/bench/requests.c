#include "harness/bench/requests.h"

#include "harness/bench/sink.h"
#include "model/deliver.h"
#include "model/translate.h"

uint32_t bench_nth(uint64_t n, uint32_t working_set)
{
    return (uint32_t)(n * 0x9E5u) & (working_set - 1u);
}

/* By pointer: a copy of the answer would be timed too. */
static bool landed(const struct vtd_dma_result *r, struct bench_dma d)
{
    bench_sink(r);
    return r->allowed && r->host_address == d.host;
}

static struct vtd_choice in_way(uint32_t device)
{
    struct vtd_choice choice = {(uint8_t)device, false, false};
    return choice;
}

/* The devices use the same page numbers, so that each set of the IOTLB serves one way to each. */
void bench_fill_small(struct bench *b, const struct bench_case *c)
{
    for (uint32_t unit = 0; unit < c->units; unit++)
        for (uint32_t i = 0; i < c->pages; i++) {
            uint32_t device = i % BENCH_DEVICES;
            struct bench_dma d = bench_small_page(device, i / BENCH_DEVICES, 0);
            vtd_cached_dma(&b->units[unit], &b->memory, d.request, in_way(device));
        }
}

void bench_fill_large(struct bench *b, const struct bench_case *c)
{
    for (uint32_t i = 0; i < c->pages; i++) {
        uint32_t device = i % BENCH_DEVICES;
        struct bench_dma d = bench_large_page(device, i / BENCH_DEVICES, 0);
        vtd_cached_dma(&b->units[0], &b->memory, d.request, in_way(device));
    }
}

void bench_fill_interrupts(struct bench *b, const struct bench_case *c)
{
    for (uint32_t i = 0; i < c->pages; i++)
        vtd_cached_interrupt(&b->units[0], &b->memory, bench_interrupt(i), in_way(i / (uint32_t)c->interrupt_sets));
}

uint64_t bench_run_reference(struct bench *b, const struct bench_case *c, uint64_t count)
{
    uint64_t wrong = 0;
    for (uint64_t n = 0; n < count; n++) {
        uint32_t i = bench_nth(n, c->pages);
        struct bench_dma d = bench_small_page(i % BENCH_DEVICES, i / BENCH_DEVICES, n);
        struct vtd_dma_result r = vtd_dma(&b->units[0].unit, &b->memory, &d.request);
        wrong += !landed(&r, d);
    }
    return wrong;
}

uint64_t bench_run_small(struct bench *b, const struct bench_case *c, uint64_t count)
{
    uint64_t wrong = 0;
    for (uint64_t n = 0; n < count; n++) {
        uint32_t i = bench_nth(n, c->pages), device = i % BENCH_DEVICES;
        struct bench_dma d = bench_small_page(device, i / BENCH_DEVICES, n);
        struct vtd_dma_result r = vtd_cached_dma(&b->units[0], &b->memory, d.request, in_way(device));
        wrong += !landed(&r, d);
    }
    return wrong;
}

uint64_t bench_run_large(struct bench *b, const struct bench_case *c, uint64_t count)
{
    uint64_t wrong = 0;
    for (uint64_t n = 0; n < count; n++) {
        uint32_t i = bench_nth(n, c->pages), device = i % BENCH_DEVICES;
        struct bench_dma d = bench_large_page(device, i / BENCH_DEVICES, n);
        struct vtd_dma_result r = vtd_cached_dma(&b->units[0], &b->memory, d.request, in_way(device));
        wrong += !landed(&r, d);
    }
    return wrong;
}

static bool delivered(const struct vtd_interrupt_result *r, uint32_t index)
{
    bench_sink(r);
    return r->delivered && r->message.destination == index && r->message.vector == (uint8_t)index;
}

uint64_t bench_run_remap(struct bench *b, const struct bench_case *c, uint64_t count)
{
    uint64_t wrong = 0;
    for (uint64_t n = 0; n < count; n++) {
        uint32_t index = bench_nth(n, c->pages);
        struct vtd_interrupt_request request = bench_interrupt(index);
        struct vtd_interrupt_result r = vtd_interrupt(&b->units[0].unit, &b->memory, &request);
        wrong += !delivered(&r, index);
    }
    return wrong;
}

uint64_t bench_run_cached_remap(struct bench *b, const struct bench_case *c, uint64_t count)
{
    uint64_t wrong = 0;
    for (uint64_t n = 0; n < count; n++) {
        uint32_t index = bench_nth(n, c->pages);
        struct vtd_interrupt_request request = bench_interrupt(index);
        struct vtd_interrupt_result r = vtd_cached_interrupt(&b->units[0], &b->memory, request, in_way(0u));
        wrong += !delivered(&r, index);
    }
    return wrong;
}
