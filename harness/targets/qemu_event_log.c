#include "harness/targets/qemu_event_log.h"

#include <stdlib.h>
#include <string.h>

static struct qemu_event *new_event(struct qemu_event_log *log)
{
    if (log->count == log->capacity) {
        size_t capacity = log->capacity == 0 ? 256 : 2 * log->capacity;
        struct qemu_event *events = realloc(log->events, capacity * sizeof *events);
        if (events == NULL) {
            log->no_memory = true;
            return NULL;
        }
        log->events = events;
        log->capacity = capacity;
    }
    return &log->events[log->count++];
}

static void take_line(struct qemu_event_log *log, const char *line, size_t length)
{
    struct qemu_event event;
    qemu_event_parse(line, length, &event);
    if (event.kind == QEMU_EVENT_OTHER) {
        log->unknown++;
        return;
    }
    if (event.kind == QEMU_EVENT_MARKER) {
        log->marker = event.marker;
        return;
    }
    event.sequence = log->sequence++;
    event.marker = log->marker;
    struct qemu_event *stored = new_event(log);
    if (stored != NULL) {
        *stored = event;
    }
}

/* Keeps the piece of a line whose end has not arrived yet. */
static void keep_piece(struct qemu_event_log *log, const char *bytes, size_t length)
{
    if (log->overlong || length > sizeof log->line - log->line_length) {
        log->overlong = true;
        return;
    }
    memcpy(log->line + log->line_length, bytes, length);
    log->line_length += length;
}

/* Ends the line whose beginning was kept before. */
static void finish_line(struct qemu_event_log *log)
{
    if (log->overlong) {
        log->unknown++;
    } else {
        take_line(log, log->line, log->line_length);
    }
    log->overlong = false;
    log->line_length = 0;
}

void qemu_event_log_feed(struct qemu_event_log *log, const char *bytes, size_t length)
{
    const char *end = bytes + length;
    while (bytes < end) {
        const char *newline = memchr(bytes, '\n', (size_t)(end - bytes));
        if (newline == NULL) {
            keep_piece(log, bytes, (size_t)(end - bytes));
            return;
        }
        if (log->line_length > 0 || log->overlong) {
            keep_piece(log, bytes, (size_t)(newline - bytes));
            finish_line(log);
        } else if (newline - bytes > QEMU_EVENT_LINE) {
            log->unknown++; /* the same limit however the line is cut into pieces */
        } else {
            take_line(log, bytes, (size_t)(newline - bytes));
        }
        bytes = newline + 1;
    }
}

void qemu_event_log_clear(struct qemu_event_log *log)
{
    log->count = 0;
}

void qemu_event_log_free(struct qemu_event_log *log)
{
    free(log->events);
    *log = (struct qemu_event_log){0};
}
