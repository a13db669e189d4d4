/* A complete target for `iommu-oracle check --target exec:CMD`: the loop, the handshake, the options.
 *
 *   example-target [--bug NAME]
 *
 * Reads lines from standard input and answers on standard output until the input ends. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "harness/oracle/profile_names.h"
#include "harness/targets/example/lines.h"

/* What it is as long as nobody asks for another unit. */
#define PROFILE "qemu-7.2-aw39"

static bool find_bug(const char *name, enum unit_bug *bug)
{
    for (unsigned i = 0; i < BUG_COUNT; i++)
        if (strcmp(name, unit_bug_name[i]) == 0) {
            *bug = (enum unit_bug)i;
            return true;
        }
    fprintf(stderr, "example-target: unknown bug '%s': expected", name);
    for (unsigned i = 0; i < BUG_COUNT; i++)
        fprintf(stderr, " %s", unit_bug_name[i]);
    fputs("\n", stderr);
    return false;
}

static bool parse(int argc, char **argv, enum unit_bug *bug)
{
    if (argc == 1)
        return true;
    if (argc == 3 && strcmp(argv[1], "--bug") == 0)
        return find_bug(argv[2], bug);
    fputs("usage: example-target [--bug NAME]\n", stderr);
    return false;
}

/* `hello iommu-target 1`: who this is. */
static void hello(const struct line *l, enum unit_bug bug)
{
    if (strcmp(l->word, "iommu-target") != 0 || l->count != 1 || l->number[0] != 1)
        puts("error speaks iommu-target 1 only");
    else
        printf("hello iommu-target 1\ntarget example%s%s\ntarget-version 1\ndone\n",
               bug != BUG_NONE ? " with bug " : "", bug != BUG_NONE ? unit_bug_name[bug] : "");
}

/* `unit` or `unit VERSION CAP ECAP HAW`: become that unit, say what unit this is. */
static void become(struct unit *u, const struct line *l, enum unit_bug bug)
{
    struct profile_registers r;
    profile_find(PROFILE, &r);
    if (l->count == 4)
        r = (struct profile_registers){(uint32_t)l->number[0], l->number[1], l->number[2], (unsigned)l->number[3]};
    struct vtd_caps caps = profile_decode(r);
    unit_close(u);
    if (!unit_open(u, &caps, bug)) {
        puts("error no memory");
        return;
    }
    unit_start(u, false);
    printf("caps 0x%x 0x%" PRIx64 " 0x%" PRIx64 " %u\n", caps.version, r.cap, r.ecap, r.host_width);
    puts("done");
}

int main(int argc, char **argv)
{
    char text[LINE_BYTES];
    struct line l;
    struct unit u = {.io = NULL};
    enum unit_bug bug = BUG_NONE;
    if (!parse(argc, argv, &bug))
        return 2;
    while (fgets(text, sizeof text, stdin) != NULL) {
        if (!line_parse(text, &l))
            printf("error not understood: %s", text);
        else if (strcmp(l.key, "hello") == 0)
            hello(&l, bug);
        else if (strcmp(l.key, "unit") == 0)
            become(&u, &l, bug);
        else if (u.io == NULL)
            puts("error `unit` comes first");
        else
            line_answer(&u, &l);
        fflush(stdout);
    }
    unit_close(&u);
    return 0;
}
