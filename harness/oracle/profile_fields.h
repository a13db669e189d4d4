/* The fields of VER_REG, CAP_REG and ECAP_REG, once: decoding, checking and printing all read this table. */
#ifndef ORACLE_PROFILE_FIELDS_H
#define ORACLE_PROFILE_FIELDS_H

#include <stddef.h>

#include "harness/oracle/profile.h"

enum profile_where { PROFILE_VER, PROFILE_CAP, PROFILE_ECAP };

enum profile_kind {
    PROFILE_USED,    /* the model's behaviour depends on it */
    PROFILE_SHOWN,   /* software reads it back; no behaviour in the model depends on it */
    PROFILE_ABSENT,  /* stands for something that the model does not have */
    PROFILE_RESERVED /* 0 in every unit */
};

struct profile_field {
    enum profile_where where;
    const char *name; /* unique, except "rsvd" */
    unsigned low, width;
    enum profile_kind kind;
    const char *meaning;
};

extern const struct profile_field profile_fields[];
extern const unsigned profile_field_count;

/* The names must stand in the table: another one is a mistake in the program and ends it. */
const struct profile_field *profile_field(const char *name);
uint64_t profile_get(const struct profile_registers *r, const char *name);

uint64_t profile_value(const struct profile_registers *r, const struct profile_field *f);
void profile_put(struct profile_registers *r, const struct profile_field *f, uint64_t value);

/* "CAP_REG.MGAW (bits 21:16)" */
void profile_field_title(const struct profile_field *f, char *text, size_t size);

/* What the value says, for people: "39 48 bits", "8 records", or the meaning of a flag. */
void profile_field_says(const struct profile_registers *r, const struct profile_field *f, char *text, size_t size);

#endif
