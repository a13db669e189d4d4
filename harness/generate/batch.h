/* A batch: one state of tables in memory and up to 32 requests that are made while it is in force. */
#ifndef GENERATE_BATCH_H
#define GENERATE_BATCH_H

#include <stddef.h>

#include "harness/generate/rng.h"
#include "spec/vocabulary.h"

enum { BATCH_SHOTS = 32, BATCH_WORDS = 1024 };

/* Where things lie in the 256 MB of guest memory, as 4 KB frames. */
enum {
    FRAME_TABLES = 0x1000,     /* DMA tables, 256 frames */
    FRAME_INTERRUPTS = 0x1300, /* interrupt table, up to 256 frames */
    FRAME_DATA = 0x2000,       /* targets of DMA, up to the last frame */
    FRAME_LAST = 0xFFFF,
    FRAME_END = 0x10000 /* first frame that is not memory */
};

enum shot_kind { SHOT_FILL, SHOT_ZERO, SHOT_INVERT, SHOT_MSIX, SHOT_MSI, SHOT_IOAPIC };

struct shot {
    enum shot_kind kind;
    unsigned device;    /* which board device; for SHOT_IOAPIC the pin */
    uint16_t source_id; /* requester-id that the request carries */
    uint64_t address;
    uint32_t data;    /* interrupts */
    bool atomic;      /* SHOT_FILL: as one AtomicOp */
    bool zero_length; /* SHOT_FILL: a zero-length read instead, which touches nothing */
};

struct batch {
    struct vtd_unit unit;
    size_t words;
    struct {
        uint64_t index; /* word number in memory */
        uint64_t value;
    } word[BATCH_WORDS];
    size_t shots;
    struct shot shot[BATCH_SHOTS];
};

/* Set a word of the batch and of memory; ignored when it lies outside memory or the batch is full. */
void batch_set(struct batch *b, uint64_t *ram, uint64_t frame, unsigned index, uint64_t value);

/* Write every word of the batch into memory, or zero them. */
void batch_install(const struct batch *b, uint64_t *ram);
void batch_remove(const struct batch *b, uint64_t *ram);

/* What a generator needs to know about the target. */
struct generator {
    struct rng rng;
    struct vtd_caps caps;
    unsigned host_width; /* bits */
    const uint16_t *source_ids;
    unsigned devices;
    uint16_t msi_source, ioapic_source;
};

/* Fill a batch with DMA requests, or interrupt requests, over tables that are well formed, nearly so, or
 * wild. The tables are in memory afterwards. */
void generate_dma(struct generator *g, struct batch *b, uint64_t *ram);
void generate_interrupts(struct generator *g, struct batch *b, uint64_t *ram);

#endif
