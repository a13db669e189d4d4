/* A capture directory of the capture script, and the small files in it. */
#ifndef AUDIT_INPUT_NAMED_H
#define AUDIT_INPUT_NAMED_H

#include "harness/audit/input/build.h"

struct audit_capture_paths {
    char dmar[4096], sysfs[4096], debugfs[4096], iomem[4096], topology[4096];
};

/* Point options that are not given to the files of the capture. `paths` holds the names. */
bool audit_capture_options(struct audit_build *b, struct audit_options *o, struct audit_capture_paths *paths);

/* DIR/iommu/NAME/{address,cap,ecap,version}, as /sys/class/iommu has them: names and capabilities of units. */
bool audit_named_units(struct audit_build *b, const char *directory);

/* Text of /proc/iomem: names of physical memory. */
bool audit_named_memory(struct audit_build *b, const char *path);

#endif
