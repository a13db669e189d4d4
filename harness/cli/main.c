#include <stdio.h>
#include <string.h>

#include "harness/cli/commands.h"
#include "harness/cli/stop.h"
#include "harness/cli/trace_commands.h"

static const char help[] =
    "iommu-oracle: a proved model of Intel VT-d that judges other implementations\n"
    "\n"
    "  iommu-oracle check --target qemu [--config NAME] [--cases N] [--sessions N] [--seed S] [--jobs J]\n"
    "                     [--ledger FILE] [--json FILE] [--save DIR] [--qemu PROGRAM]\n"
    "  iommu-oracle check --target model[:BUG]|exec:CMD [--profile NAME | --cap N ...] [--sessions N] [--seed S]\n"
    "                     [--ledger FILE] [--json FILE] [--junit FILE] [--sarif FILE] [--save DIR] [--timeout "
    "SECONDS]\n"
    "  iommu-oracle replay [--target qemu|model[:BUG]|exec:CMD] FILE...\n"
    "  iommu-oracle record --target T -o FILE [FILE | --class NAME --seed S --turn N] [--profile NAME | --config "
    "NAME]\n"
    "  iommu-oracle shrink FILE [--target T] [-o FILE]\n"
    "  iommu-oracle explain FILE [--step N] [--json | --dot | --svg]\n"
    "  iommu-oracle explain fault CODE | rule ID | rules\n"
    "  iommu-oracle explain entry root|context|irte|msi|frcd LO HI | ss LEVEL VALUE\n"
    "  iommu-oracle explain dma --image FILE --root ADDR --source-id ID --address ADDR --access KIND\n"
    "  iommu-oracle explain interrupt --image FILE --irt ADDR --entries N --source-id ID --address ADDR --data D\n"
    "  iommu-oracle profiles\n"
    "  iommu-oracle profile NAME | --cap N --ecap N --haw BITS [--version-register N] [--legacy-view]\n"
    "  iommu-oracle audit [INPUT] [--claims FILE] [--json FILE] [--sarif FILE] [--dot FILE] [--svg FILE] [--full]\n"
    "                     [--quiet] [--fail-on SEVERITY]\n"
    "  iommu-oracle audit diff [INPUT] [--claims FILE] A B\n"
    "  iommu-oracle bench [--seconds S] [--case NAME] [--json]\n"
    "  iommu-oracle chaos [--operations N] [--seed S] [--profile NAME] [--json FILE]\n"
    "  iommu-oracle accuse [--mutant NAME] [--seed S] [--json FILE]\n"
    "  iommu-oracle state FILE\n"
    "  iommu-oracle help | version\n"
    "\n"
    "INPUT: --memory FILE [--base N] [--map FILE], --registers FILE, --dmar FILE, --topology FILE, --sysfs DIR,\n"
    "       --debugfs DIR, --iomem FILE, --capture DIR, --root N, --irta N (harness/audit/README.md)\n"
    "explain entry, dma and interrupt take the same description of a unit (--profile NAME or --cap ...).\n"
    "\n"
    "exit: 0 conforms or done, 1 violation found, 2 bad input or usage, 3 target missing or failed\n";

static int run(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    if (strcmp(name, "check") == 0)
        return check_command(argc - 1, argv + 1);
    if (strcmp(name, "replay") == 0)
        return replay_command(argc - 1, argv + 1);
    if (strcmp(name, "record") == 0)
        return record_command(argc - 1, argv + 1);
    if (strcmp(name, "shrink") == 0)
        return shrink_command(argc - 1, argv + 1);
    if (strcmp(name, "explain") == 0)
        return explain_command(argc - 1, argv + 1);
    if (strcmp(name, "profiles") == 0)
        return profiles_command(argc - 1, argv + 1);
    if (strcmp(name, "profile") == 0)
        return profile_command(argc - 1, argv + 1);
    if (strcmp(name, "state") == 0)
        return state_command(argc - 1, argv + 1);
    if (strcmp(name, "audit") == 0)
        return audit_command(argc - 1, argv + 1);
    if (strcmp(name, "bench") == 0)
        return bench_command(argc - 1, argv + 1);
    if (strcmp(name, "chaos") == 0)
        return chaos_command(argc - 1, argv + 1);
    if (strcmp(name, "accuse") == 0)
        return accuse_command(argc - 1, argv + 1);
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0) {
        fputs(help, stdout);
        return EXIT_CONFORMS;
    }
    if (strcmp(name, "version") == 0 || strcmp(name, "--version") == 0) {
        puts("iommu-oracle 0.1 (VT-d specification revision 5.10, legacy mode)");
        return EXIT_CONFORMS;
    }
    if (argc < 2)
        fputs(help, stderr);
    else
        fprintf(stderr,
                "iommu-oracle: unknown command '%s': expected check, replay, record, shrink, explain, profile, "
                "profiles, bench, state, "
                "audit, chaos, accuse, help or version\n",
                name);
    return EXIT_BAD_INPUT;
}

int main(int argc, char **argv)
{
    stop_on_signals();
    int code = run(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("iommu-oracle: cannot write the output (disk full?)\n", stderr);
        return EXIT_TARGET;
    }
    return code;
}
