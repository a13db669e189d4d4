/* The ACPI DMA remapping table (clause 8). */
#ifndef AUDIT_INPUT_DMAR_H
#define AUDIT_INPUT_DMAR_H

#include "harness/audit/input/build.h"

enum dmar_scope_kind { DMAR_ENDPOINT = 1, DMAR_BRIDGE = 2, DMAR_IOAPIC = 3, DMAR_HPET = 4, DMAR_NAMESPACE = 5 };
enum dmar_owner { DMAR_OF_UNIT, DMAR_OF_RESERVED, DMAR_OF_PORTS, DMAR_OF_TRANSLATING, DMAR_OF_PROPERTIES };
enum { DMAR_PATH = 31 }; /* a path of more pairs would leave the one-byte bus numbers */

/* A device scope structure and what it belongs to. */
struct dmar_scope {
    enum dmar_owner owner;
    uint64_t register_base; /* DMAR_OF_UNIT */
    size_t reserved;        /* DMAR_OF_RESERVED: number in audit_input.reserved */
    uint16_t segment;
    uint8_t kind;  /* enum dmar_scope_kind */
    uint8_t flags; /* SIDP: what the device must not do */
    uint8_t enumeration, bus;
    uint8_t pairs;
    uint8_t path[DMAR_PATH]; /* device 7:3, function 2:0 */
    uint32_t offset;         /* in the table, for messages */
    char *name;              /* DMAR_NAMESPACE: object of the ANDD with this enumeration; may be NULL */
};

/* Parse the table; `where` names it in messages. What is wrong but can be left out is noted, the rest of the table
 * is still read. False: it cannot be a DMAR table at all, or no memory. */
bool audit_dmar_parse(struct audit_build *b, const uint8_t *table, size_t length, const char *where);

/* Read --dmar. */
bool audit_dmar_file(struct audit_build *b, const char *path);

/* Find the table in the memory image: RSDP, then XSDT or RSDT, then DMAR (ACPI 5.2.5 to 5.2.8). None is no error. */
bool audit_dmar_find(struct audit_build *b, const char *path);

void audit_dmar_close(struct audit_build *b);

#endif
