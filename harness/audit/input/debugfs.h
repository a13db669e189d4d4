/* What Linux shows of its tables under /sys/kernel/debug/iommu/intel, turned back into the memory it was read from. */
#ifndef AUDIT_INPUT_DEBUGFS_H
#define AUDIT_INPUT_DEBUGFS_H

#include "harness/audit/input/text.h"

/* What the text readers are doing. */
struct debugfs {
    struct audit_build *b;
    bool words;              /* put table words into memory: there is no image */
    unsigned long conflicts; /* words that were read twice with different values */
};

/* Read all of these files that DIR holds: iommu_regset, dmar_translation_struct, ir_translation_struct,
 * domain_translation_struct, and the last one in a directory of each device (Linux 6.7 and later). At least one of
 * the translation files must be there. Where a memory image was given, only pointers are taken. */
bool audit_debugfs_read(struct audit_build *b, const char *directory);

bool debugfs_translation(struct debugfs *d, const char *path); /* dmar_translation_struct */
bool debugfs_interrupts(struct debugfs *d, const char *path);  /* ir_translation_struct */
bool debugfs_domains(struct debugfs *d, const char *path);     /* domain_translation_struct */

/* Put a word of a table that stands at `address`. */
bool debugfs_put(struct debugfs *d, const struct audit_text *t, uint64_t address, uint64_t value);

#endif
