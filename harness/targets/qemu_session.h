/* One QEMU process driven over its qtest socket: commands out, replies and trace events in, guest memory
 * shared. Knows nothing about remapping. */
#ifndef TARGETS_QEMU_SESSION_H
#define TARGETS_QEMU_SESSION_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "harness/targets/qemu_buffer.h"
#include "harness/targets/qemu_event_log.h"
#include "harness/targets/qemu_status.h"

struct qemu_options {
    const char *binary;                /* NULL: qemu-system-x86_64 from PATH */
    const char *const *devices;        /* arguments of -device, in order, NULL at the end */
    unsigned ram_mib;                  /* guest memory */
    unsigned trace;                    /* flags of enum qemu_trace */
    int deadline_ms;                   /* longest wait for an answer; 0: 10 s */
    const volatile sig_atomic_t *stop; /* raised: qemu_flush returns QEMU_INTERRUPTED; may be NULL */
};

struct qemu {
    struct qemu_options options;
    enum qemu_status status; /* of the last operation; once not QEMU_OK, only qemu_close is useful */
    struct qemu_message message;
    pid_t pid;
    int qtest, trace;
    char directory[64];
    uint64_t *ram;
    size_t ram_bytes;
    struct qemu_buffer out, in;
    uint64_t *replies;
    size_t pending, reply_capacity;
    struct qemu_event_log events;
    uint32_t markers;
};

/* Start QEMU and wait until it answers. On failure status and message say why; call qemu_close anyway. */
enum qemu_status qemu_open(struct qemu *q, const struct qemu_options *options);

/* End the process, remove every file. Safe after any failure and on a zeroed structure. */
void qemu_close(struct qemu *q);

/* Queue commands; nothing is sent before qemu_flush. Reads return the slot of their reply. */
void qemu_write32(struct qemu *q, uint64_t address, uint32_t value);
void qemu_write64(struct qemu *q, uint64_t address, uint64_t value);
size_t qemu_read32(struct qemu *q, uint64_t address);
size_t qemu_read64(struct qemu *q, uint64_t address);
void qemu_out32(struct qemu *q, uint16_t port, uint32_t value);
size_t qemu_in32(struct qemu *q, uint16_t port);
void qemu_set_irq(struct qemu *q, unsigned pin, bool level); /* IOAPIC input */

/* Queue a marker: events between two markers belong to the commands between them. */
uint32_t qemu_mark(struct qemu *q);

/* Send what is queued and wait for every reply. The events of earlier flushes are forgotten. */
enum qemu_status qemu_flush(struct qemu *q);

/* Reply of the last flush. */
uint64_t qemu_reply(const struct qemu *q, size_t slot);

#endif
