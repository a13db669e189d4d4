/* QEMU's trace lines as events. Pure text handling: nothing here talks to QEMU. */
#ifndef IOMMU_ORACLE_QEMU_EVENTS_H
#define IOMMU_ORACLE_QEMU_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which groups of trace points QEMU writes; each line costs it about a microsecond. */
enum qemu_trace {
    QEMU_TRACE_DMA_FAULT = 1,    /* every blocked DMA, also one that leaves no fault record */
    QEMU_TRACE_FAULT_RECORD = 2, /* the contents of each fault record as it is written */
    QEMU_TRACE_TRANSLATION = 4,  /* every translated DMA; pass-through leaves no line */
    QEMU_TRACE_INTERRUPT = 8,    /* what reaches the local interrupt controllers */
    QEMU_TRACE_REMAPPING = 16    /* how each interrupt request was remapped */
};

enum qemu_event_kind {
    QEMU_EVENT_OTHER, /* a line that none of the kinds below matches */
    QEMU_EVENT_MARKER,
    QEMU_EVENT_DMA_FAULT,
    QEMU_EVENT_FAULT_SUPPRESSED, /* fault processing is disabled for this request */
    QEMU_EVENT_FAULT_RECORD,
    QEMU_EVENT_TRANSLATION,
    QEMU_EVENT_INTERRUPT,
    QEMU_EVENT_REMAP_REQUEST, /* an interrupt request arrives at the unit */
    QEMU_EVENT_REMAP_ENTRY,   /* the table entry read for it */
    QEMU_EVENT_REMAP_FIELDS,  /* what that entry says */
    QEMU_EVENT_REMAP_MESSAGE  /* the message that leaves the unit */
};

struct qemu_event {
    enum qemu_event_kind kind;
    uint32_t sequence; /* counts stored events since QEMU started, from 0 */
    uint32_t marker;   /* the last marker before this event, 0 if there was none */
    union {
        struct {
            uint64_t address;
            uint16_t source_id;
            uint8_t reason; /* fault reason code of the architecture */
            bool write;
        } dma_fault;
        struct {
            uint64_t high, low; /* the 128 bits of the record */
            uint32_t index;     /* which record register */
        } fault_record;
        struct {
            uint64_t address, translated;
            uint64_t mask; /* offset bits of the page, e.g. 0xfff */
            uint16_t source_id;
        } translation;
        struct {
            uint8_t destination; /* only the low 8 bits of the destination appear here */
            uint8_t destination_mode;
            uint8_t delivery_mode;
            uint8_t vector;
            uint8_t trigger_mode;
        } interrupt;
        struct {
            uint64_t address, data;
        } remap_request;
        struct {
            uint64_t low, high; /* the 128 bits of the entry */
            uint32_t index;
        } remap_entry;
        struct {
            uint32_t index;
            uint32_t destination; /* all 32 bits */
            uint8_t destination_mode;
            uint8_t delivery_mode;
            uint8_t vector;
            uint8_t trigger_mode;
        } remap_fields;
        struct {
            uint64_t address, data;         /* as requested */
            uint64_t new_address, new_data; /* as sent on */
        } remap_message;
    } u;
};

/*
 * Parses one line (without its end-of-line). Sets kind, marker (for a marker line) and the fields
 * of the kind; QEMU_EVENT_OTHER when the line is none of the known ones or is malformed in any
 * way: a wrong word, a number out of its field's range, something left over.
 */
void qemu_event_parse(const char *line, size_t length, struct qemu_event *event);

/*
 * Names of the trace points that a set of `enum qemu_trace` flags needs, the marker's included.
 * Stores at most `capacity` names and returns how many there are.
 */
size_t qemu_trace_points(unsigned flags, const char **names, size_t capacity);

/* The I/O port whose 32-bit writes QEMU traces with their value and which changes nothing else
 * that the checks can see: the slot selector of ACPI hot-plug, of use to firmware only. */
#define QEMU_MARKER_PORT 0xcd0

#endif
