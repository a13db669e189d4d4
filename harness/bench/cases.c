#include <stddef.h>

#include "harness/bench/invalidations.h"
#include "harness/bench/queue.h"
#include "harness/bench/requests.h"

/* clang-format off */
#define REQUESTS(set, fill, ask)   .units = 1, .pages = (set), .setup = (fill), .run = (ask)
#define QUEUE(what_of_it)          .units = 1, .kind = (what_of_it), .setup = bench_fill_ring, .run = bench_run_queue
#define DROP(n, set, how, of)      .units = (n), .section = (n), .pages = (set), .kind = (how), .setup = (of)
#define PAGES                      .refill = bench_refill_pages, .run = bench_run_drop_pages, .check = bench_check_pages
#define CONTEXTS                   .refill = bench_refill_contexts, .run = bench_run_drop_contexts, .check = bench_check_contexts
#define INTERRUPTS                 .refill = bench_refill_interrupts, .run = bench_run_drop_interrupts, .check = bench_check_interrupts

const struct bench_case bench_cases[] = {
    {"walk", "4-level walks, no caches at all", 0, 0, 0, REQUESTS(4096, NULL, bench_run_reference)},
    {"walk-cacheless-unit", "4-level walks of a unit with caches of 0 sets", 0, 0, 0, REQUESTS(4096, NULL, bench_run_small)},
    {"walk-cached-context", "4-level walks with context entries cached", 0, 64, 0, REQUESTS(4096, bench_fill_small, bench_run_small)},
    {"hit-1", "cached translations, 1 page", 2048, 256, 0, REQUESTS(1, bench_fill_small, bench_run_small)},
    {"hit-64", "cached translations, 64 pages", 2048, 256, 0, REQUESTS(64, bench_fill_small, bench_run_small)},
    {"hit-4096", "cached translations, 4096 pages", 2048, 256, 0, REQUESTS(4096, bench_fill_small, bench_run_small)},
    {"hit-2m", "cached translations, 64 pages of 2 MB", 2048, 256, 0, REQUESTS(64, bench_fill_large, bench_run_large)},
    {"remap", "interrupts remapped, no cache", 0, 0, 0, REQUESTS(BENCH_INTERRUPTS, NULL, bench_run_remap)},
    {"remap-cached", "interrupts remapped, 1024 entries cached", 0, 0, 256, REQUESTS(BENCH_INTERRUPTS, bench_fill_interrupts, bench_run_cached_remap)},
    {"queue-context", "context invalidations from the queue, 64 sets", 64, 64, 64, QUEUE(VTD_INVALIDATE_CONTEXT)},
    {"queue-iotlb", "page invalidations from the queue, 64 sets", 64, 64, 64, QUEUE(VTD_INVALIDATE_IOTLB)},
    {"queue-interrupt", "interrupt entry invalidations from the queue, 64 sets", 64, 64, 64, QUEUE(VTD_INVALIDATE_INTERRUPT)},
    {"queue-wait", "wait descriptors from the queue", 64, 64, 64, QUEUE(VTD_WAIT)},
    {"queue-mix", "these four kinds in turn, 64 sets", 64, 64, 64, QUEUE(0)},
    {"queue-mix-cacheless", "these four kinds in turn, no caches", 0, 0, 0, QUEUE(0)},
    {"drop-all-64", "global invalidations of a full IOTLB of 64 sets", 64, 64, 0, DROP(32, 256, VTD_GLOBAL, bench_fill_small), PAGES},
    {"drop-domain-64", "domain invalidations, 64 sets", 64, 64, 0, DROP(32, 256, VTD_BY_DOMAIN, bench_fill_small), PAGES},
    {"drop-page-64", "page invalidations, 64 sets", 64, 64, 0, DROP(32, 256, VTD_BY_PAGE, bench_fill_small), PAGES},
    {"drop-all-2048", "global invalidations of a full IOTLB of 2048 sets", 2048, 64, 0, DROP(1, 8192, VTD_GLOBAL, bench_fill_small), PAGES},
    {"drop-domain-2048", "domain invalidations, 2048 sets", 2048, 64, 0, DROP(1, 8192, VTD_BY_DOMAIN, bench_fill_small), PAGES},
    {"drop-page-2048", "page invalidations, 2048 sets", 2048, 64, 0, DROP(1, 8192, VTD_BY_PAGE, bench_fill_small), PAGES},
    {"drop-contexts", "global invalidations of a full context cache of 256 sets", 0, 256, 0, DROP(8, 1024, VTD_GLOBAL, bench_fill_contexts), CONTEXTS},
    {"drop-context", "device invalidations, 256 sets", 0, 256, 0, DROP(8, 1024, VTD_BY_DEVICE, bench_fill_contexts), CONTEXTS},
    {"drop-interrupts", "global invalidations of a full interrupt cache of 256 sets", 0, 0, 256, DROP(8, 1024, 0, bench_fill_all_interrupts), INTERRUPTS},
    {"drop-interrupt", "invalidations of 16 interrupt entries, 256 sets", 0, 0, 256, DROP(8, 1024, 4, bench_fill_all_interrupts), INTERRUPTS},
    {"replace-page", "page invalidated, missed, walked, hit; 64 sets", 64, 64, 0, REQUESTS(256, bench_fill_small, bench_run_replace_page)},
    {"replace-all", "all invalidated, 64 pages walked again; 64 sets", 64, 64, 0, REQUESTS(64, bench_fill_small, bench_run_replace_all)},
};
/* clang-format on */
const unsigned bench_case_count = sizeof bench_cases / sizeof bench_cases[0];
