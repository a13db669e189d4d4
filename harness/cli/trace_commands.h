/* Commands over traces. Arguments and exit codes as in commands.h. */
#ifndef CLI_TRACE_COMMANDS_H
#define CLI_TRACE_COMMANDS_H

int shrink_command(int argc, char **argv);
int record_command(int argc, char **argv);

/* explain FILE [--step N] [--json | --dot | --svg] */
int explain_trace(int argc, char **argv);

/* replay of one file against a target. */
int replay_on_target(const char *path, const char *target, unsigned patience);

#endif
