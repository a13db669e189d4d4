/* The commands of iommu-oracle. Each takes its own arguments (argv[0] is the command) and returns the exit
 * code: 0 conforms or done, 1 violation found, 2 bad input or usage, 3 the target is missing or failed. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

enum { EXIT_CONFORMS = 0, EXIT_VIOLATION = 1, EXIT_BAD_INPUT = 2, EXIT_TARGET = 3 };

int check_command(int argc, char **argv);
int replay_command(int argc, char **argv);
int explain_command(int argc, char **argv);
int profiles_command(int argc, char **argv);
int profile_command(int argc, char **argv);
int state_command(int argc, char **argv);
int bench_command(int argc, char **argv);
int audit_command(int argc, char **argv);
int chaos_command(int argc, char **argv);
int accuse_command(int argc, char **argv);

#endif
