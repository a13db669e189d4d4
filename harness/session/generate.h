/* Sessions from a random source. */
#ifndef SESSION_GENERATE_H
#define SESSION_GENERATE_H

#include "harness/session/session.h"

enum session_class {
    CLASS_REGISTERS,
    CLASS_COMMANDS, /* GCMD_REG and what it latches, register-based invalidation */
    CLASS_QUEUE,
    CLASS_PAGES,      /* one entry of the DMA tables changes, with and without invalidation */
    CLASS_INTERRUPTS, /* one entry of the interrupt table changes */
    CLASS_FAULTS,
    CLASS_ENABLE, /* translation off and on: slow in QEMU */
    CLASS_POWER_ON,
    SESSION_CLASSES
};
extern const char *const session_class_name[SESSION_CLASSES];

struct session_generator {
    struct rng rng;
    struct vtd_caps caps;
    const uint16_t *source_ids; /* of the devices, which shot.device counts */
    unsigned devices;
    bool dma; /* the unit translates */
    /* Wait descriptors with both status and interrupt: an implementation is known to end by itself there, and to
     * start it again takes long. */
    bool both;
};

void session_generate(struct session_generator *g, enum session_class class, struct session *s);

/* The parts, one for each class. */
void generate_registers(struct session_generator *g, struct session *s);
void generate_commands(struct session_generator *g, struct session *s);
void generate_queue(struct session_generator *g, struct session *s);
void generate_pages(struct session_generator *g, struct session *s);
void generate_entries(struct session_generator *g, struct session *s);
void generate_faults(struct session_generator *g, struct session *s);
void generate_enable(struct session_generator *g, struct session *s);
void generate_power_on(struct session_generator *g, struct session *s);

/* ---- shared by them ---- */

/* GCMD_REG: the bits that are on at the moment, changed one at a time. */
struct generated_status {
    uint32_t on; /* TE, QIE, IRE, CFI */
    uint32_t tail;
    uint32_t ring_bytes;
};
enum { GENERATED_TE = 0, GENERATED_QIE = 26, GENERATED_IRE = 25, GENERATED_CFI = 23 };

struct generated_status generate_running(const struct session_generator *g);
void generate_command(struct session *s, struct generated_status *w, uint32_t set, uint32_t clear, uint32_t once);
/* Program the ring (2^size pages) and turn the queue on. */
void generate_queue_on(struct session *s, struct generated_status *w, unsigned size);
/* Put a descriptor into the ring; the tail is written by generate_tail. */
void generate_descriptor(struct session *s, struct generated_status *w, uint64_t lo, uint64_t hi);
void generate_tail(struct session *s, const struct generated_status *w);

/* Boundary values and random ones. */
uint32_t generate_value(struct rng *r);

/* Aim the two events of the unit at vectors E1h and E2h of processor 3. */
void generate_events(struct session *s, bool fault_masked, bool completion_masked);
#define GENERATED_FAULT_VECTOR      0xE1u
#define GENERATED_COMPLETION_VECTOR 0xE2u

/* DMA tables that map 4 KB pages for a device: context entry, levels, pages; returns the frame of the table of the
 * given level on the path of `page`. */
struct generated_tables {
    unsigned device, levels;
    uint16_t domain;
    uint64_t root, contexts, table[6]; /* frames; table[n] is the one of level n */
    uint64_t page;                     /* guest page number on whose path the tables lie */
};
void generate_tables(struct session_generator *g, struct session *s, struct generated_tables *t, unsigned device,
                     uint16_t domain, uint64_t next);
void generate_map(struct session *s, const struct generated_tables *t, unsigned slot, uint64_t frame, unsigned rights);
struct shot generate_write(const struct session_generator *g, unsigned device, uint64_t address);
/* An interrupt request through entry `index`. */
struct shot generate_interrupt(const struct session_generator *g, unsigned device, uint32_t index);

#endif
