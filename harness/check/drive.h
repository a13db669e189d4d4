/* Make a batch happen in QEMU and collect what was seen. */
#ifndef CHECK_DRIVE_H
#define CHECK_DRIVE_H

#include "harness/check/judge.h"
#include "harness/targets/qemu_board.h"
#include "harness/targets/qemu_unit.h"

/* The batch's tables are installed. Requests whose expectation is not usable are left out. With
 * `every_record` the fault record is read after each request; otherwise only where a fault is possible. */
enum qemu_status drive_batch(struct qemu *q, const struct batch *b, const struct expectation *e, bool every_record,
                             struct observation *seen);

/* Queue one request. */
void drive_shot(struct qemu *q, const struct shot *s);

/* The interrupt messages that belong to a marker of the last flush: how many, the first `room` of them stored. */
unsigned drive_messages(const struct qemu *q, uint32_t marker, struct vtd_message *message, unsigned room);

#endif
