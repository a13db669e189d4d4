/* Registers of remapping units as text. */
#ifndef AUDIT_INPUT_REGISTERS_H
#define AUDIT_INPUT_REGISTERS_H

#include "harness/audit/input/build.h"

enum { AUDIT_REGISTER_WORDS = 1024 };

/* The first 4 KB of a unit's registers, as far as they were read. */
struct audit_registers {
    uint64_t base;
    char *name;  /* NULL: not given */
    char *place; /* file and line of the first of them */
    uint32_t word[AUDIT_REGISTER_WORDS];
    bool known[AUDIT_REGISTER_WORDS];
};

/* Read a dump of any number of units: what Linux prints as iommu_regset, or words of memory as QEMU's monitor
 * prints them for xp. Every unit of it is put into the input. */
bool audit_registers_read(struct audit_build *b, const char *path);

/* Registers of units that the DMAR table names, where the image holds them (a --map can place them there). */
bool audit_registers_in_memory(struct audit_build *b);

/* Put what the registers say into their unit. */
bool audit_registers_use(struct audit_build *b, const struct audit_registers *r);

/* Capabilities of a unit from its registers; those without a model are left out, with a note. */
bool audit_unit_caps(struct audit_build *b, struct audit_unit *u, struct profile_registers r, const char *place);

/* RTADDR_REG and IRTA_REG values into a unit (clauses 11.4.5, 11.4.11). */
bool audit_root_pointer(struct audit_build *b, struct audit_unit *u, uint64_t value, const char *from);
bool audit_interrupt_pointer(struct audit_build *b, struct audit_unit *u, uint64_t value, const char *from);

#endif
