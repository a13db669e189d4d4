#include "harness/cli/stop.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "harness/cli/commands.h"

static void on_signal(int number)
{
    static const char text[] = "iommu-oracle: interrupted\n";
    ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    (void)number, (void)written;
    _exit(EXIT_TARGET);
}

static sigset_t both(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

void stop_on_signals(void)
{
    struct sigaction act = {.sa_handler = on_signal}, now;
    sigset_t set = both();
    if (sigaction(SIGINT, NULL, &now) == 0 && now.sa_handler != SIG_IGN) /* a background job of a shell */
        sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void stop_hold(void)
{
    sigset_t set = both();
    sigprocmask(SIG_BLOCK, &set, NULL);
}
