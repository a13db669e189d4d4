/* The text of a state file (FORMAT.md): made from a unit, and a unit made from it. */
#ifndef STATE_TEXT_H
#define STATE_TEXT_H

#include <stddef.h>
#include <stdio.h>

#include "harness/state/state_fields.h"

enum { STATE_VERSION = 1, STATE_LINE = 256 };
#define STATE_MAGIC    "iommu-state"
#define STATE_CHECKSUM "checksum"

/* One line with its end: a field of a group of one row, or with f NULL a whole row of an array. */
void state_line(const struct vtd_iommu *io, const struct state_group *g, unsigned row, const struct state_field *f,
                char line[STATE_LINE]);

/* The whole file, checksum included; the caller frees it. False: no memory. */
bool state_text(const struct vtd_iommu *io, char **text, size_t *length);

/* CRC-32 as in IEEE 802.3, gzip and zlib. */
uint32_t state_checksum(const char *bytes, size_t count);

/* From the lines between the first and the checksum (a string) to a unit that was all zero. False: `line` is the
 * number of the wrong line, the first of the text being line 2, and `why` says what was read and expected. */
bool state_parse(struct vtd_iommu *io, const char *text, unsigned *line, char *why, size_t size);

#endif
