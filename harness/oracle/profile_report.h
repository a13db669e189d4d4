/* How the parts of profile_check say no. */
#ifndef ORACLE_PROFILE_REPORT_H
#define ORACLE_PROFILE_REPORT_H

#include <stddef.h>

#include "harness/oracle/profile_fields.h"

struct profile_report {
    const struct profile_registers *registers;
    char *text;
    size_t size;
};

/* Writes "<register>.<field> (<bits>) is <value>" and then the formatted rest. Always false. */
bool profile_object(const struct profile_report *p, const struct profile_field *f, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Fields that need other fields, in profile_depends.c: true if every need is met. */
bool profile_depends(const struct profile_report *p);

#endif
