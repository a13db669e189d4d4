/* Collects events from QEMU's trace output, which arrives in pieces of any size. */
#ifndef IOMMU_ORACLE_QEMU_EVENT_LOG_H
#define IOMMU_ORACLE_QEMU_EVENT_LOG_H

#include "harness/targets/qemu_events.h"

/* Trace lines of interest are far shorter; a longer one is counted as unknown. */
#define QEMU_EVENT_LINE 256

struct qemu_event_log {
    struct qemu_event *events; /* in the order in which QEMU wrote them; markers are not stored */
    size_t count;
    size_t capacity;
    uint32_t sequence; /* number of the next event */
    uint32_t marker;   /* last marker seen */
    uint64_t unknown;  /* lines that were not understood, since the start */
    bool no_memory;    /* at least one event was lost */
    bool overlong;     /* the line being read does not fit and is skipped to its end */
    size_t line_length;
    char line[QEMU_EVENT_LINE]; /* an unfinished line */
};

/* Takes the next piece of trace output; a line may start or end anywhere in it. */
void qemu_event_log_feed(struct qemu_event_log *log, const char *bytes, size_t length);

/* Forgets the stored events; an unfinished line, the marker and the counters stay. */
void qemu_event_log_clear(struct qemu_event_log *log);

/* Gives the memory back and starts from nothing, as for a new QEMU process. */
void qemu_event_log_free(struct qemu_event_log *log);

#endif
