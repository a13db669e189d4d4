/* Which files an audit reads. */
#ifndef AUDIT_INPUT_OPTIONS_H
#define AUDIT_INPUT_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/cli/profile_options.h"

/* NULL and false: not given. */
struct audit_options {
    const char *memory;    /* --memory FILE: raw image or ELF core (found out by its first bytes) */
    const char *map;       /* --map FILE: lines "physical length offset" that place parts of a raw image */
    uint64_t base;         /* --base N: physical address of the first byte of a raw image */
    const char *registers; /* --registers FILE: dump of one or more units' registers */
    const char *dmar;      /* --dmar FILE: the ACPI table; without it, it is searched in the image */
    const char *topology;  /* --topology FILE: text of lspci -xxxx, with or without -vmm text before it */
    const char *sysfs;     /* --sysfs DIR: capture of /sys/bus/pci/devices and iommu_groups */
    const char *debugfs;   /* --debugfs DIR: capture of /sys/kernel/debug/iommu/intel */
    const char *iomem;     /* --iomem FILE: text of /proc/iomem, names for memory */
    const char *capture;   /* --capture DIR: what the capture script wrote; stands for all of the above */
    bool root_given, interrupts_given;
    uint64_t root;                 /* --root N: RTADDR_REG value (bits 11:10 are TTM) of the only or first unit */
    uint64_t interrupts;           /* --irta N: IRTA_REG value (bits 3:0 size, bit 11 EIME) of the only or first unit */
    struct profile_choice profile; /* --profile, --cap, --ecap, --haw ...: of units whose registers are not known */
    bool profile_given;
};

struct audit_options audit_options_default(void);

/* Take one option: 1 taken, 0 not one of these, -1 bad value (a message was printed). */
int audit_input_option(int argc, char **argv, int *i, struct audit_options *o);

#endif
