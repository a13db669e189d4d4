/* Starting and ending the QEMU process (used by qemu_session.c only). */
#ifndef TARGETS_QEMU_START_H
#define TARGETS_QEMU_START_H

#include "harness/targets/qemu_session.h"

/* Record a failure. */
enum qemu_status qemu_fail(struct qemu *q, enum qemu_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Set status to QEMU_DIED with the way it ended and its last words. */
enum qemu_status qemu_died(struct qemu *q);

#endif
