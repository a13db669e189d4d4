/* A raw memory image as the model's memory. */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include <stddef.h>

#include "spec/vocabulary.h"

/* Map the file so that its first byte is physical address `base` (a multiple of 4096); memory below reads as
 * zero. false: *message says why. The mapping stays until the process ends. */
bool image_open(const char *path, uint64_t base, struct vtd_memory *m, char *message, size_t size);

#endif
