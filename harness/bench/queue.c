#include "harness/bench/queue.h"

#include "harness/bench/sink.h"
#include "harness/bench/tables.h"
#include "model/queue.h"

/* The kind of the descriptor at a place of the ring. */
static uint32_t kind_at(const struct bench_case *c, uint32_t at)
{
    static const uint32_t mix[] = {VTD_INVALIDATE_CONTEXT, VTD_INVALIDATE_IOTLB, VTD_INVALIDATE_INTERRUPT, VTD_WAIT};
    return c->kind != 0u ? c->kind : mix[at % 4u];
}

void bench_fill_ring(struct bench *b, const struct bench_case *c)
{
    for (uint32_t at = 0; at < BENCH_DESCRIPTORS; at++) {
        uint64_t hi = 0, lo = kind_at(c, at), device = at / 4u % BENCH_DEVICES;
        if (lo == VTD_INVALIDATE_CONTEXT) {
            lo += VTD_BY_DEVICE * 16u + (uint64_t)bench_domain((uint32_t)device) * 0x10000u;
            lo += (uint64_t)bench_source((uint32_t)device) << 32;
        } else if (lo == VTD_INVALIDATE_IOTLB) {
            lo += VTD_BY_PAGE * 16u + (uint64_t)bench_domain((uint32_t)device) * 0x10000u;
            hi = bench_small_page((uint32_t)device, at % BENCH_PAGES, 0).request.address;
        } else if (lo == VTD_INVALIDATE_INTERRUPT) {
            lo += 16u + ((uint64_t)(at % BENCH_INTERRUPTS) << 32);
        } else {
            lo += 32u + ((uint64_t)at << 32); /* write the descriptor's place as status */
            hi = 0x8000u + at * 4u;
        }
        bench_write_descriptor(b->words, at, lo, hi);
    }
}

uint64_t bench_run_queue(struct bench *b, const struct bench_case *c, uint64_t count)
{
    struct vtd_iommu *io = &b->units[0];
    uint64_t wrong = 0;
    for (uint64_t n = 0; n < count; n++) {
        uint32_t at = io->queue.head / 16u;
        io->queue.tail = (at + BENCH_DESCRIPTORS - 1u) % BENCH_DESCRIPTORS * 16u;
        struct vtd_queue_step step = vtd_queue_step(io, &b->memory);
        bench_sink(&step);
        bool waits = kind_at(c, at) == VTD_WAIT;
        bool told =
            step.effects.status_write && step.effects.status_data == at && step.effects.status_address == 0x2000u + at;
        wrong += !step.done || io->faults.queue_error || waits != step.effects.status_write || (waits && !told);
    }
    return wrong;
}
