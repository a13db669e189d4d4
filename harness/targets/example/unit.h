/* A remapping unit as a device under test has one: the model with caches, 256 MB of memory behind it, and bugs that can
 * be switched on. To test your own implementation, keep main.c and lines.c and put yours behind these functions. */
#ifndef EXAMPLE_UNIT_H
#define EXAMPLE_UNIT_H

#include "spec/vocabulary.h"

enum { UNIT_MESSAGES = 16 };
#define UNIT_MEMORY_BYTES 0x10000000ull

enum unit_bug {
    BUG_NONE,
    BUG_NO_DOMAIN_INVALIDATION,  /* domain-selective IOTLB invalidation leaves everything cached */
    BUG_NO_PAGE_INVALIDATION,    /* page-selective IOTLB invalidation likewise */
    BUG_NO_CONTEXT_INVALIDATION, /* device-selective context-cache invalidation likewise */
    BUG_NO_ENTRY_INVALIDATION,   /* index-selective interrupt-entry invalidation likewise */
    BUG_WRONG_SOURCE,            /* fault records name the wrong function */
    BUG_STATUS_LOST,             /* wait descriptors do not write their status */
    BUG_COUNT
};
extern const char *const unit_bug_name[BUG_COUNT];

struct unit {
    struct vtd_iommu *io;
    struct vtd_caps caps;
    uint64_t *ram;
    struct vtd_memory memory;
    enum unit_bug bug;
    unsigned turn; /* which way of a cache is displaced next */
    /* interrupt messages since the caller last set `messages` to 0; what does not fit is counted */
    unsigned messages;
    struct vtd_message message[UNIT_MESSAGES];
};

/* false: no memory. */
bool unit_open(struct unit *u, const struct vtd_caps *caps, enum unit_bug bug);
void unit_close(struct unit *u);

/* Power on: memory is zero, nothing is cached or recorded. running: then software has latched a root table at
 * 0x1000000 and 256 interrupt entries at 0x1300000 and turned translation and interrupt remapping on. */
void unit_start(struct unit *u, bool running);

/* 32-bit words of the register file. A write returns when everything that it set off is done. */
uint32_t unit_read(const struct unit *u, uint32_t offset);
void unit_write(struct unit *u, uint32_t offset, uint32_t value);

/* A device accesses 4 bytes; *at: where in memory, if true is returned. */
bool unit_dma(struct unit *u, uint16_t source_id, uint64_t address, enum vtd_access access, uint64_t *at);

/* A device requests an interrupt. */
void unit_interrupt(struct unit *u, uint16_t source_id, uint64_t address, uint32_t data);

#endif
