#include "harness/bench/tables.h"

#include <string.h>

/* Where everything is, in 4 KB frames. */
enum {
    ROOT = 1,
    CONTEXTS = 2,
    INTERRUPTS = 4, /* 4 frames */
    DEVICE = 16,    /* 8 frames for each: levels 4, 3, 2, then 4 of level 1 */
    RING = 128,     /* 128 frames */
    FRAMES = 256,
    DEVICE_FRAMES = 8,
    ENTRIES = 512
};

/* Where the pages of a device begin, here and in host memory; they keep their order. The devices use different
 * entries of their tables, so that the hot words do not all compete for one set of the processor's cache. */
#define SMALL_FIRST ((32ull << 30) + (64ull << 21))
#define LARGE_FIRST ((32ull << 30) + (256ull << 21))
#define STEP        ((8ull << 39) + (8ull << 30) + (8ull << 21))
#define SMALL_HOST  0x100000000ull
#define LARGE_HOST  0x1000000000ull
#define HOST_STEP   0x10000000ull

uint64_t bench_word_count(void)
{
    return (uint64_t)FRAMES * ENTRIES;
}

uint16_t bench_source(uint32_t device)
{
    return (uint16_t)(8u * (device + 1u));
}

uint16_t bench_domain(uint32_t device)
{
    return (uint16_t)(device + 1u);
}

/* The place within the page and the kind of access change with n. */
struct bench_dma bench_small_page(uint32_t device, uint32_t page, uint64_t n)
{
    uint64_t offset = page * 0x1000ull + (n * 8u & 0xFFFu);
    struct bench_dma d = {{SMALL_FIRST + device * STEP + offset, bench_source(device), n & 1u},
                          SMALL_HOST + device * HOST_STEP + offset};
    return d;
}

struct bench_dma bench_large_page(uint32_t device, uint32_t page, uint64_t n)
{
    uint64_t offset = page * 0x200000ull + (n * 0x1008u & 0x1FFFFFu);
    struct bench_dma d = {{LARGE_FIRST + device * STEP + offset, bench_source(device), n & 1u},
                          LARGE_HOST + device * HOST_STEP + offset};
    return d;
}

struct vtd_interrupt_request bench_interrupt(uint32_t index)
{
    struct vtd_interrupt_request r = {0xFEE00010u + index * 0x20ull, 0u, bench_source(index % BENCH_DEVICES)};
    return r;
}

static uint64_t slot(uint64_t address, unsigned level)
{
    return address >> (12u + 9u * (level - 1u)) & (ENTRIES - 1u);
}

static void write_device(uint64_t *words, uint32_t device)
{
    uint64_t top = DEVICE + (uint64_t)device * DEVICE_FRAMES;
    uint64_t small = bench_small_page(device, 0, 0).request.address;
    uint64_t large = bench_large_page(device, 0, 0).request.address;
    uint64_t *level2 = words + (top + 2u) * ENTRIES;
    uint64_t *context = words + (uint64_t)CONTEXTS * ENTRIES + bench_source(device) * 2u;
    context[0] = top * 0x1000u + 1u;
    context[1] = bench_domain(device) * 0x100u + 2u;
    words[top * ENTRIES + slot(small, 4)] = (top + 1u) * 0x1000u + 3u;
    words[(top + 1u) * ENTRIES + slot(small, 3)] = (top + 2u) * 0x1000u + 3u;
    for (uint64_t i = 0; i < BENCH_PAGES / ENTRIES; i++)
        level2[slot(small, 2) + i] = (top + 3u + i) * 0x1000u + 3u;
    for (uint32_t i = 0; i < BENCH_PAGES; i++)
        words[(top + 3u) * ENTRIES + i] = bench_small_page(device, i, 0).host + 3u;
    for (uint32_t i = 0; i < BENCH_LARGE_PAGES; i++)
        level2[slot(large, 2) + i] = bench_large_page(device, i, 0).host + 0x83u;
}

void bench_write_tables(uint64_t *words)
{
    memset(words, 0, bench_word_count() * sizeof *words);
    words[(uint64_t)ROOT * ENTRIES] = CONTEXTS * 0x1000u + 1u;
    for (uint32_t i = 0; i < BENCH_DEVICES; i++)
        write_device(words, i);
    for (uint64_t i = 0; i < BENCH_INTERRUPTS; i++) {
        uint64_t *entry = words + (uint64_t)INTERRUPTS * ENTRIES + i * 2u;
        entry[0] = i << 32 | (i & 0xFFu) << 16 | 1u;                     /* present, destination, vector */
        entry[1] = 1u << 18 | (uint64_t)bench_source(i % BENCH_DEVICES); /* this requester only */
    }
}

void bench_write_descriptor(uint64_t *words, uint32_t at, uint64_t lo, uint64_t hi)
{
    words[(uint64_t)RING * ENTRIES + at * 2u] = lo;
    words[(uint64_t)RING * ENTRIES + at * 2u + 1u] = hi;
}

static struct vtd_caps capabilities(void)
{
    struct vtd_caps c = {.host_frames = 1ull << 36,
                         .guest_pages = 1ull << 36,
                         .domain_count = 65536,
                         .agaw_48 = true,
                         .page_2m = true,
                         .page_1g = true,
                         .zero_length_read = true,
                         .extended_int_mode = true,
                         .page_selective = true,
                         .queued_invalidation = true,
                         .interrupt_remapping = true,
                         .fault_records = 8,
                         .fault_offset = 0x220,
                         .iotlb_offset = 0xF0,
                         .address_mask_max = 18,
                         .handle_mask_max = 15,
                         .version = 0x10};
    return c;
}

void bench_make_unit(struct vtd_iommu *io, const struct bench_case *c)
{
    memset(io, 0, sizeof *io);
    io->unit = (struct vtd_unit){.caps = capabilities(),
                                 .root_frame = ROOT,
                                 .interrupt_table_frame = INTERRUPTS,
                                 .interrupt_table_size = BENCH_INTERRUPTS,
                                 .translation_enabled = true,
                                 .remapping_enabled = true,
                                 .extended_mode = true};
    io->faults.count = 8;
    io->queue.enabled = true;
    io->queue.address_lo = RING * 0x1000u + 7u;
    io->contexts.sets = c->context_sets;
    io->iotlb.sets = c->page_sets;
    io->interrupts.sets = c->interrupt_sets;
}
