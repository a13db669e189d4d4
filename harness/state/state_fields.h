/* Every field of struct vtd_iommu, once: saving, loading, checking and printing all read this table. A field of
 * spec/vocabulary.h that is missing here is found by tests/unit/test_state_fields.c. */
#ifndef STATE_FIELDS_H
#define STATE_FIELDS_H

#include <stddef.h>

#include "spec/vocabulary.h"

enum state_kind { STATE_BOOL, STATE_UNSIGNED, STATE_SIGNED };

/* What the invariant of spec/iommu.acsl demands of a field on its own: low..high, and no bit of `zero`. What it
 * demands of several fields together stands in state_check.c. */
struct state_field {
    const char *name;
    size_t offset; /* within its row */
    uint8_t size;  /* 1, 2, 4 or 8 bytes */
    uint8_t kind;  /* enum state_kind */
    int64_t low;
    uint64_t high, zero;
};

/* Fields that stand together: a struct, or an array of them. */
struct state_group {
    const char *name;
    size_t offset, stride;
    unsigned rows; /* 1: not an array */
    const struct state_field *field;
    unsigned fields;
};

extern const struct state_group state_groups[];
extern const unsigned state_group_count;

/* One field of one row. Values are in two's complement of 64 bits. */
uint64_t state_get(const struct vtd_iommu *io, const struct state_group *g, unsigned row, const struct state_field *f);
void state_put(struct vtd_iommu *io, const struct state_group *g, unsigned row, const struct state_field *f,
               uint64_t value);

/* Can the field hold the value at all? */
bool state_fits(const struct state_field *f, uint64_t value);

/* Is every field of the row 0? */
bool state_row_is_zero(const struct vtd_iommu *io, const struct state_group *g, unsigned row);

/* "0x1f", "-0x1": the only way in which a value is written. Room for 20 characters is enough. */
void state_value_text(const struct state_field *f, uint64_t value, char *text, size_t size);

#endif
