#include "harness/cli/commands.h"
int explain_command(int argc, char **argv)
{
    (void)argc, (void)argv;
    return EXIT_BAD_INPUT;
}
