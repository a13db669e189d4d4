/* Trace files of either kind as commands take them. */
#ifndef CLI_TRACE_INPUT_H
#define CLI_TRACE_INPUT_H

#include "harness/targets/target.h"
#include "harness/trace/session_file.h"

/* Read a file; a case becomes a session (*was_case), of which nothing was seen. false: a message was printed. */
bool trace_input(const char *path, struct session_file *f, bool *was_case);

/* Open the target for the unit that the file describes; configuration of QEMU as the file says. Returns
 * EXIT_CONFORMS, or the exit code with a message printed. */
int trace_target(const char *spec, const struct session_file *f, unsigned patience, const volatile sig_atomic_t *stop,
                 struct target *t, struct profile_registers *r);

/* The file is now about this target. A version that the target does not tell is taken out. */
void trace_stamp(struct session_file *f, const struct target *t);

#endif
