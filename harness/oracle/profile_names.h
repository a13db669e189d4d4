/* Units that can be named instead of giving register values. */
#ifndef ORACLE_PROFILE_NAMES_H
#define ORACLE_PROFILE_NAMES_H

#include "harness/oracle/profile.h"

struct profile_name {
    const char *name;
    struct profile_registers raw; /* as the unit reports them */
    bool legacy_view;             /* the profile is profile_legacy_view(raw); the name ends with -legacy */
    const char *what;
};

extern const struct profile_name profile_names[];
extern const unsigned profile_name_count;

/* False if there is none of that name. */
bool profile_find(const char *name, struct profile_registers *r);

#endif
