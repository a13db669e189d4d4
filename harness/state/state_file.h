/* One whole unit in a file (FORMAT.md): what was saved continues exactly where it stopped. */
#ifndef STATE_FILE_H
#define STATE_FILE_H

#include <stddef.h>

#include "spec/vocabulary.h"

/* The file appears whole or not at all; what stood under that name before stays until then, also when the disk is
 * full. Only regular files are replaced. Equal units give equal bytes. A unit that violates the invariant is
 * refused: it could not be loaded again. False: `message` says why. */
bool state_save(const struct vtd_iommu *io, const char *path, char *message, size_t size);

/* False: *io is what it was, and `message` says which line is wrong, what was read and what was expected. A file
 * that is accepted is, byte for byte, what state_save writes for the unit it describes. */
bool state_load(struct vtd_iommu *io, const char *path, char *message, size_t size);

#endif
