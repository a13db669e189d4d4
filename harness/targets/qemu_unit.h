/* The registers of the remapping unit in QEMU: point it at tables, invalidate, read faults. */
#ifndef TARGETS_QEMU_UNIT_H
#define TARGETS_QEMU_UNIT_H

#include "harness/targets/qemu_session.h"
#include "spec/vocabulary.h"

/* Frames of guest memory that the unit itself uses. */
enum { UNIT_QUEUE_FRAME = 0x1F00, UNIT_STATUS_FRAME = 0x1F01 };

/* Enable queued invalidation. */
void unit_begin(struct qemu *q);

/* Point the unit at a root table and an interrupt table (size a power of two), with translation and
 * interrupt remapping on, and invalidate every cache: afterwards exactly the present tables count. */
void unit_set_tables(struct qemu *q, const struct vtd_unit *u);

/* Queue reading and clearing the first fault record; the two slots receive its words. */
struct unit_fault_slots {
    size_t lo, hi;
};
struct unit_fault_slots unit_take_fault(struct qemu *q);

/* Has the last invalidation completed (checked after qemu_flush)? */
bool unit_invalidated(const struct qemu *q);

/* CAP_REG and ECAP_REG as capabilities; haw is the host address width in bits. Also returns the two raw
 * values. QEMU_OK or why not. */
enum qemu_status unit_read_caps(struct qemu *q, unsigned haw, struct vtd_caps *caps, uint64_t raw[2]);

#endif
