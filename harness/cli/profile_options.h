/* Capability options shared by the explain commands. */
#ifndef CLI_PROFILE_OPTIONS_H
#define CLI_PROFILE_OPTIONS_H

#include "spec/vocabulary.h"

/* Everything a unit of 48 bits can do, but no device TLB and no snoop control. */
struct vtd_caps profile_default(void);

/* Take one option: 1 taken, 0 not a capability option, -1 bad value (a message was printed). *i is advanced
 * past a value. Options: --haw --mgaw --domain-bits N, --sagaw LIST, --pages LIST, --no-zlr, --snoop-control,
 * --device-tlb, --no-pass-through. */
int profile_option(int argc, char **argv, int *i, struct vtd_caps *c);

#endif
