#include "harness/bench/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The Makefile says. */
#ifndef BENCH_FLAGS
#define BENCH_FLAGS "unknown"
#endif

#ifdef __clang__
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

static void read_processor(char *text, size_t size)
{
    char line[256];
    FILE *in = fopen("/proc/cpuinfo", "r");
    snprintf(text, size, "unknown");
    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        const char *value = strchr(line, ':');
        if (strncmp(line, "model name", 10) != 0 || value == NULL)
            continue;
        snprintf(text, size, "%s", value + 1 + strspn(value + 1, " "));
        break;
    }
    if (in != NULL)
        fclose(in);
    for (char *p = text; *p != '\0'; p++)
        if (*p == '"' || *p == '\\' || (unsigned char)*p < 0x20 || (unsigned char)*p > 0x7E)
            *p = ' ';
    for (size_t length = strlen(text); length > 0 && text[length - 1] == ' '; length--)
        text[length - 1] = '\0';
}

struct bench_machine bench_machine_read(void)
{
    struct bench_machine m = {.compiler = COMPILER, .flags = BENCH_FLAGS, .cores = sysconf(_SC_NPROCESSORS_ONLN)};
    read_processor(m.processor, sizeof m.processor);
    if (getloadavg(&m.load, 1) != 1)
        m.load = -1.0;
    return m;
}
