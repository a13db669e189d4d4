/* iommu-oracle state: what is inside a saved unit. */
#include <stdio.h>
#include <stdlib.h>

#include "harness/cli/commands.h"
#include "harness/state/state_file.h"
#include "harness/state/state_print.h"

int state_command(int argc, char **argv)
{
    char message[600] = "no memory";
    if (argc != 2 || argv[1][0] == '-') {
        fprintf(stderr, "iommu-oracle: state expects one file, read %d arguments%s%s\n", argc - 1, argc > 1 ? ": " : "",
                argc > 1 ? argv[argc - 1] : "");
        return EXIT_BAD_INPUT;
    }
    struct vtd_iommu *io = calloc(1, sizeof *io);
    bool loaded = io != NULL && state_load(io, argv[1], message, sizeof message);
    if (loaded)
        state_print(stdout, io);
    else
        fprintf(stderr, "iommu-oracle: %s\n", message);
    free(io);
    return loaded ? EXIT_CONFORMS : EXIT_BAD_INPUT;
}
