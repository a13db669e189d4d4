#include "harness/audit/input/options.h"

#include <string.h>

#include "harness/cli/options.h"

struct audit_options audit_options_default(void)
{
    return (struct audit_options){.profile = profile_choice_default()};
}

static int take_number(int argc, char **argv, int *i, uint64_t *value, bool *given)
{
    const char *option = argv[*i], *text = option_value(argc, argv, i);
    if (text == NULL || !option_number(option, text, 0, UINT64_MAX, value))
        return -1;
    *given = true;
    return 1;
}

int audit_input_option(int argc, char **argv, int *i, struct audit_options *o)
{
    const struct {
        const char *name, **file;
    } files[] = {{"--memory", &o->memory},   {"--map", &o->map},           {"--registers", &o->registers},
                 {"--dmar", &o->dmar},       {"--topology", &o->topology}, {"--sysfs", &o->sysfs},
                 {"--debugfs", &o->debugfs}, {"--iomem", &o->iomem},       {"--capture", &o->capture}};
    bool based;
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++)
        if (strcmp(argv[*i], files[k].name) == 0) {
            *files[k].file = option_value(argc, argv, i);
            return *files[k].file == NULL ? -1 : 1;
        }
    if (strcmp(argv[*i], "--base") == 0)
        return take_number(argc, argv, i, &o->base, &based);
    if (strcmp(argv[*i], "--root") == 0)
        return take_number(argc, argv, i, &o->root, &o->root_given);
    if (strcmp(argv[*i], "--irta") == 0)
        return take_number(argc, argv, i, &o->interrupts, &o->interrupts_given);
    int taken = profile_option(argc, argv, i, &o->profile);
    o->profile_given = o->profile_given || taken == 1;
    return taken;
}
