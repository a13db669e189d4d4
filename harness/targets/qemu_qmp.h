/* QEMU's management protocol, as far as the adapter needs it: counting what arrives. */
#ifndef IOMMU_ORACLE_QEMU_QMP_H
#define IOMMU_ORACLE_QEMU_QMP_H

#include "harness/targets/qemu_buffer.h"

struct qemu_qmp {
    unsigned greetings; /* messages of each sort so far */
    unsigned returns;
    unsigned resets; /* RESET events */
    unsigned errors;
    char last_error[256]; /* the last error message, cut if long */
    struct qemu_buffer line;
};

/*
 * Takes the next piece of what QEMU sent. Messages are told apart by their first member's name,
 * which QEMU always writes in the same way. false: no memory.
 */
bool qemu_qmp_feed(struct qemu_qmp *qmp, const char *bytes, size_t length);

/* Gives the memory back and sets the counters to 0. */
void qemu_qmp_free(struct qemu_qmp *qmp);

#endif
