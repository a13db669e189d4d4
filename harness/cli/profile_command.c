/* iommu-oracle profiles, iommu-oracle profile: what units there are, and what their registers say. */
#include <inttypes.h>
#include <stdio.h>

#include "harness/cli/commands.h"
#include "harness/cli/profile_options.h"
#include "harness/oracle/profile_check.h"
#include "harness/oracle/profile_fields.h"
#include "harness/oracle/profile_names.h"

int profiles_command(int argc, char **argv)
{
    if (argc > 1) {
        fprintf(stderr, "iommu-oracle: unknown argument '%s' for profiles: expected none\n", argv[1]);
        return EXIT_BAD_INPUT;
    }
    for (unsigned i = 0; i < profile_name_count; i++)
        printf("%-29s %s\n", profile_names[i].name, profile_names[i].what);
    return EXIT_CONFORMS;
}

static const char *remark(const struct profile_field *f, uint64_t value)
{
    if (value == 0 || f->kind == PROFILE_USED)
        return "";
    return f->kind == PROFILE_SHOWN    ? " [no effect in the model]"
           : f->kind == PROFILE_ABSENT ? " [not modelled]"
                                       : " [must be 0]";
}

/* A flag says what it means when set; "no" stands before it otherwise. */
static void show_field(const struct profile_registers *r, const struct profile_field *f)
{
    char bits[8], says[120];
    uint64_t value = profile_value(r, f);
    profile_field_says(r, f, says, sizeof says);
    if (f->width == 1)
        snprintf(bits, sizeof bits, "%u", f->low);
    else
        snprintf(bits, sizeof bits, "%u:%u", f->low + f->width - 1u, f->low);
    printf("  %5s %-8s 0x%-4" PRIx64 " %s%s%s\n", bits, f->name, value,
           f->width == 1 && value == 0 && f->kind != PROFILE_RESERVED ? "no: " : "", says, remark(f, value));
}

static void show(const struct profile_registers *r)
{
    static const char *const names[] = {"VER_REG", "CAP_REG", "ECAP_REG"};
    uint64_t values[] = {profile_decode(*r).version, r->cap, r->ecap};
    for (unsigned where = PROFILE_VER; where <= PROFILE_ECAP; where++) {
        printf("%s 0x%0*" PRIx64 "\n", names[where], where == PROFILE_VER ? 8 : 16, values[where]);
        for (unsigned i = 0; i < profile_field_count; i++)
            if (profile_fields[i].where == where)
                show_field(r, &profile_fields[i]);
    }
    printf("host addresses of %u bits\n", r->host_width);
}

int profile_command(int argc, char **argv)
{
    struct profile_choice p = profile_choice_default();
    struct profile_registers r;
    char why[600];
    bool given = false;
    for (int i = 1; i < argc; i++) {
        bool name = i == 1 && argv[i][0] != '-';
        char *option[] = {"--profile", argv[i], NULL};
        int zero = 0;
        int taken = name ? profile_option(2, option, &zero, &p) : profile_option(argc, argv, &i, &p);
        if (taken == 0)
            fprintf(stderr, "iommu-oracle: unknown option '%s' for profile (see iommu-oracle help)\n", argv[i]);
        if (taken <= 0)
            return EXIT_BAD_INPUT;
        given = true;
    }
    if (!given) {
        fputs("iommu-oracle: profile expects a name (see iommu-oracle profiles), or --cap, --ecap and --haw\n", stderr);
        return EXIT_BAD_INPUT;
    }
    if (!profile_chosen_registers(&p, &r))
        return EXIT_BAD_INPUT;
    show(&r);
    bool valid = profile_check(&r, why, sizeof why);
    printf("%s%s\n", valid ? "valid: the model has all of it" : "not valid: ", valid ? "" : why);
    return valid ? EXIT_CONFORMS : EXIT_BAD_INPUT;
}
