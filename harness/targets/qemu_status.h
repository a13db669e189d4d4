/* What can happen to a run of QEMU, and the text that explains it. */
#ifndef IOMMU_ORACLE_QEMU_STATUS_H
#define IOMMU_ORACLE_QEMU_STATUS_H

enum qemu_status {
    QEMU_OK,
    QEMU_MISSING,      /* the QEMU binary is not there */
    QEMU_START_FAILED, /* it is there, but did not come up */
    QEMU_DIED,         /* it ended by itself: an outcome of the case that ran, not of the adapter */
    QEMU_HUNG,         /* no answer for the whole time limit */
    QEMU_GARBAGE,      /* an answer that the protocol does not allow */
    QEMU_INTERRUPTED,  /* the caller's stop flag was raised */
    QEMU_NO_MEMORY     /* the adapter itself ran out of memory */
};

/* Short lower-case name of a status, for reports; never NULL. */
const char *qemu_status_name(enum qemu_status status);

/* One explanation: what was read or seen, where, what was expected. */
struct qemu_message {
    char text[1024];
};

/* Replaces the text; a result that is too long is cut. */
void qemu_message_set(struct qemu_message *message, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
