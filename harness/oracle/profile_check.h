/* Is a unit with these registers possible, and does the model have all of it? */
#ifndef ORACLE_PROFILE_CHECK_H
#define ORACLE_PROFILE_CHECK_H

#include <stddef.h>

#include "harness/oracle/profile.h"

/* False: `why` names the register, the field, its bits and value, what is wrong and what to do. Something
 * that no unit may report (the dependency rules of clauses 11.4.2 and 11.4.3) is found before something that
 * the model does not have; of several faults one is reported. */
bool profile_check(const struct profile_registers *r, char *why, size_t size);

#endif
