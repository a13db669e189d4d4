/* The check command for targets other than QEMU. */
#ifndef CLI_CHECK_TARGET_H
#define CLI_CHECK_TARGET_H

/* Arguments as for check_command. */
int check_target_command(int argc, char **argv);

#endif
