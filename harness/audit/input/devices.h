/* The list of devices, from topology, DMAR scopes and context entries. */
#ifndef AUDIT_INPUT_DEVICES_H
#define AUDIT_INPUT_DEVICES_H

#include "harness/audit/input/build.h"

struct dmar_scope;

/* Fill in devices, isolation groups, peers and the devices of reserved regions. Memory, units and topology are
 * read. */
bool audit_devices_build(struct audit_build *b);

/* The requester-id at the end of a scope's path; false if a bridge on the way is not in the topology. */
bool audit_scope_target(const struct audit_build *b, const struct dmar_scope *s, uint16_t *requester);

/* Does the scope cover function k of the topology? */
bool audit_scope_covers(const struct audit_build *b, const struct dmar_scope *s, int k);

/* Number of the unit with these registers; -1: none. */
int audit_unit_number(const struct audit_input *in, uint64_t register_base);

/* A device with one requester-id of its own. NULL: no memory. */
struct audit_device *audit_device_add(struct audit_build *b, enum audit_device_kind kind, uint16_t segment,
                                      uint16_t requester, int unit);

/* A device for every present context entry that no device of the list uses; and units for devices that no DMAR
 * table assigns, by the context entries that are present. */
bool audit_devices_of_tables(struct audit_build *b);

#endif
