/* Targets by name: model[:BUG], qemu, exec:CMD. */
#ifndef TARGETS_TARGET_H
#define TARGETS_TARGET_H

#include <signal.h>

#include "harness/oracle/profile.h"
#include "harness/session/session.h"

enum { TARGET_DEVICES = 4, TARGET_PATIENCE = 10 };

enum target_status {
    TARGET_OK,
    TARGET_UNKNOWN, /* there is no target of that name */
    TARGET_FAILED   /* it does not start, or is not what it should be */
};

struct target_options {
    /* The unit that it shall be, NULL: the one that it is. Not for qemu. */
    const struct profile_registers *registers;
    const char *config; /* qemu: name of a configuration of check, NULL: aw48 */
    const char *qemu;   /* qemu: program, NULL: from PATH */
    unsigned patience;  /* exec: seconds without an answer, 0: TARGET_PATIENCE */
    const volatile sig_atomic_t *stop;
};

struct target {
    struct peer peer;
    char name[64], version[64];
    struct profile_registers registers;
    struct vtd_caps caps;
    uint16_t sources[TARGET_DEVICES]; /* requester-ids of its devices */
    void (*close)(struct target *t);
};

/* On failure *message says why, and there is nothing to close. */
enum target_status target_open(struct target *t, const char *spec, const struct target_options *o, char *message,
                               size_t size);
void target_close(struct target *t);

/* Is it the name of a target that can be opened? Prints nothing. */
bool target_exists(const char *spec);

#endif
