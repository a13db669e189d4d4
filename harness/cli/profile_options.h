/* Capability options shared by the explain and profile commands. */
#ifndef CLI_PROFILE_OPTIONS_H
#define CLI_PROFILE_OPTIONS_H

#include "harness/oracle/profile.h"

/* What the options say so far. */
struct profile_choice {
    struct profile_registers registers;
    /* which options were given; changed: one that changes single fields */
    bool named, cap, ecap, version, host_width, changed, legacy_view;
};

/* The profile named "default". */
struct profile_choice profile_choice_default(void);

/* Take one option: 1 taken, 0 not a capability option, -1 bad value (a message was printed). *i is advanced
 * past a value. A unit as a whole: --profile NAME, or --cap N --ecap N --haw N with --version-register N.
 * Changes to it, in the order given: --haw --mgaw --domain-bits N, --sagaw LIST, --pages LIST, --no-zlr,
 * --snoop-control, --device-tlb, --no-pass-through. In the end --legacy-view. */
int profile_option(int argc, char **argv, int *i, struct profile_choice *p);

/* The registers chosen. False with a message if options are missing. */
bool profile_chosen_registers(const struct profile_choice *p, struct profile_registers *r);

/* The capabilities chosen. False with a message if the unit is not possible or not modelled. */
bool profile_chosen(const struct profile_choice *p, struct vtd_caps *c);

#endif
