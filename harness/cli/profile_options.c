#include "harness/cli/profile_options.h"

#include <stdio.h>
#include <string.h>

#include "harness/cli/options.h"

struct vtd_caps profile_default(void)
{
    return (struct vtd_caps){.host_frames = 1ull << 36,
                             .guest_pages = 1ull << 36,
                             .domain_count = 65536,
                             .agaw_39 = true,
                             .agaw_48 = true,
                             .page_2m = true,
                             .page_1g = true,
                             .zero_length_read = true,
                             .pass_through = true,
                             .extended_int_mode = true};
}

static bool take_list(const char *option, const char *text, struct vtd_caps *c)
{
    bool widths = strcmp(option, "--sagaw") == 0;
    if (widths)
        c->agaw_39 = c->agaw_48 = c->agaw_57 = false;
    else
        c->page_2m = c->page_1g = false;
    for (const char *p = text; *p != '\0'; p += strcspn(p, ","), p += *p == ',') {
        size_t n = strcspn(p, ",");
        bool *flag = widths                     ? n != 2                     ? NULL
                                                  : strncmp(p, "39", 2) == 0 ? &c->agaw_39
                                                  : strncmp(p, "48", 2) == 0 ? &c->agaw_48
                                                  : strncmp(p, "57", 2) == 0 ? &c->agaw_57
                                                                             : NULL
                     : n != 2                   ? NULL
                     : strncmp(p, "2m", 2) == 0 ? &c->page_2m
                     : strncmp(p, "1g", 2) == 0 ? &c->page_1g
                                                : NULL;
        if (flag == NULL) {
            fprintf(stderr, "iommu-oracle: bad list '%s' for %s: expected %s, separated by commas\n", text, option,
                    widths ? "39, 48, 57" : "2m, 1g");
            return false;
        }
        *flag = true;
    }
    return true;
}

static int take_value(const char *option, const char *text, struct vtd_caps *c)
{
    uint64_t n;
    if (strcmp(option, "--sagaw") == 0 || strcmp(option, "--pages") == 0)
        return take_list(option, text, c) ? 1 : -1;
    if (strcmp(option, "--domain-bits") == 0) {
        if (!option_number(option, text, 4, 16, &n))
            return -1;
        c->domain_count = 1u << n;
        return 1;
    }
    if (!option_number(option, text, 32, strcmp(option, "--haw") == 0 ? 52 : 57, &n))
        return -1;
    *(strcmp(option, "--haw") == 0 ? &c->host_frames : &c->guest_pages) = 1ull << (n - 12u);
    return 1;
}

int profile_option(int argc, char **argv, int *i, struct vtd_caps *c)
{
    static const char *const with_value[] = {"--haw", "--mgaw", "--domain-bits", "--sagaw", "--pages"};
    const struct {
        const char *name;
        bool *flag;
        bool value;
    } flags[] = {{"--no-zlr", &c->zero_length_read, false},
                 {"--snoop-control", &c->snoop_control, true},
                 {"--device-tlb", &c->device_tlb, true},
                 {"--no-pass-through", &c->pass_through, false}};
    const char *option = argv[*i];
    for (size_t k = 0; k < sizeof flags / sizeof flags[0]; k++)
        if (strcmp(option, flags[k].name) == 0) {
            *flags[k].flag = flags[k].value;
            return 1;
        }
    for (size_t k = 0; k < sizeof with_value / sizeof with_value[0]; k++)
        if (strcmp(option, with_value[k]) == 0) {
            const char *value = option_value(argc, argv, i);
            return value == NULL ? -1 : take_value(option, value, c);
        }
    return 0;
}
