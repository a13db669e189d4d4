#include "harness/cli/profile_options.h"

#include <stdio.h>
#include <string.h>

#include "harness/cli/options.h"
#include "harness/oracle/profile_check.h"
#include "harness/oracle/profile_fields.h"
#include "harness/oracle/profile_names.h"

struct profile_choice profile_choice_default(void)
{
    struct profile_choice p = {.legacy_view = false};
    profile_find("default", &p.registers);
    return p;
}

static void put(struct profile_choice *p, const char *field, uint64_t value)
{
    profile_put(&p->registers, profile_field(field), value);
    p->changed = true;
}

/* Names separated by commas, each standing for a bit of the field. */
static bool take_list(const char *option, const char *text, struct profile_choice *p)
{
    static const char *const names[2][4] = {{"", "39", "48", "57"}, {"2m", "1g", NULL, NULL}};
    bool widths = strcmp(option, "--sagaw") == 0;
    const char *const *known = names[widths ? 0 : 1];
    unsigned value = 0;
    for (const char *s = text; *s != '\0'; s += strcspn(s, ","), s += *s == ',') {
        unsigned bit = 0;
        while (bit < 4 && (known[bit] == NULL || strcspn(s, ",") != 2 || strncmp(s, known[bit], 2) != 0))
            bit++;
        if (bit == 4) {
            fprintf(stderr, "iommu-oracle: bad list '%s' for %s: expected %s, separated by commas\n", text, option,
                    widths ? "39, 48, 57" : "2m, 1g");
            return false;
        }
        value |= 1u << bit;
    }
    put(p, widths ? "SAGAW" : "SSLPS", value);
    return true;
}

/* What replaces the whole unit or register must not undo, unseen, what an earlier option changed. */
static bool comes_first(const char *option, bool later)
{
    if (later)
        fprintf(stderr, "iommu-oracle: %s stands too late: expected before the options that change what it sets\n",
                option);
    return !later;
}

static bool take_name(const char *name, struct profile_choice *p)
{
    if (!comes_first("--profile", p->named || p->cap || p->ecap || p->version || p->host_width || p->changed))
        return false;
    p->named = profile_find(name, &p->registers);
    if (!p->named)
        fprintf(stderr, "iommu-oracle: unknown profile '%s': expected a name out of: iommu-oracle profiles\n", name);
    return p->named;
}

static bool take_register(const char *option, const char *text, struct profile_choice *p)
{
    bool version = option[2] == 'v', cap = option[2] == 'c';
    uint64_t n;
    if (!comes_first(option, p->changed && !version) ||
        !option_number(option, text, 0, version ? UINT32_MAX : UINT64_MAX, &n))
        return false;
    if (version)
        p->registers.version = (uint32_t)n;
    else
        *(cap ? &p->registers.cap : &p->registers.ecap) = n;
    *(version ? &p->version : cap ? &p->cap : &p->ecap) = true;
    return true;
}

static bool take_width(const char *option, const char *text, struct profile_choice *p)
{
    uint64_t n;
    if (strcmp(option, "--domain-bits") == 0) {
        if (!option_number(option, text, 4, 16, &n))
            return false;
        if (n % 2 != 0) {
            fprintf(stderr,
                    "iommu-oracle: bad number '%s' for %s: expected an even number (ND has steps of two bits)\n", text,
                    option);
            return false;
        }
        put(p, "ND", (n - 4) / 2);
    } else if (strcmp(option, "--mgaw") == 0) {
        if (!option_number(option, text, 32, 57, &n))
            return false;
        put(p, "MGAW", n - 1);
    } else {
        if (!option_number(option, text, PROFILE_HOST_WIDTH_MIN, PROFILE_HOST_WIDTH_MAX, &n))
            return false;
        p->registers.host_width = (unsigned)n;
        p->host_width = true;
    }
    return true;
}

static int take_value(const char *option, const char *text, struct profile_choice *p)
{
    static const char *const registers[] = {"--cap", "--ecap", "--version-register"};
    if (strcmp(option, "--sagaw") == 0 || strcmp(option, "--pages") == 0)
        return take_list(option, text, p) ? 1 : -1;
    if (strcmp(option, "--profile") == 0)
        return take_name(text, p) ? 1 : -1;
    for (size_t k = 0; k < sizeof registers / sizeof registers[0]; k++)
        if (strcmp(option, registers[k]) == 0)
            return take_register(option, text, p) ? 1 : -1;
    return take_width(option, text, p) ? 1 : -1;
}

int profile_option(int argc, char **argv, int *i, struct profile_choice *p)
{
    static const char *const with_value[] = {
        "--profile", "--cap", "--ecap", "--version-register", "--haw", "--mgaw", "--domain-bits", "--sagaw", "--pages"};
    static const struct {
        const char *name, *field;
        uint64_t value;
    } flags[] = {{"--no-zlr", "ZLR", 0},
                 {"--snoop-control", "SC", 1},
                 {"--device-tlb", "DT", 1},
                 {"--no-pass-through", "PT", 0}};
    const char *option = argv[*i];
    if (strcmp(option, "--legacy-view") == 0) {
        p->legacy_view = true;
        return 1;
    }
    for (size_t k = 0; k < sizeof flags / sizeof flags[0]; k++)
        if (strcmp(option, flags[k].name) == 0) {
            put(p, flags[k].field, flags[k].value);
            return 1;
        }
    for (size_t k = 0; k < sizeof with_value / sizeof with_value[0]; k++)
        if (strcmp(option, with_value[k]) == 0) {
            const char *value = option_value(argc, argv, i);
            return value == NULL ? -1 : take_value(option, value, p);
        }
    return 0;
}

bool profile_chosen_registers(const struct profile_choice *p, struct profile_registers *r)
{
    bool by_value = p->cap || p->ecap;
    *r = p->legacy_view ? profile_legacy_view(p->registers) : p->registers;
    if (by_value && !p->named && (!p->cap || !p->ecap || !p->host_width)) {
        fprintf(stderr,
                "iommu-oracle: %s is missing: expected --cap, --ecap and --haw together (Linux prints all three "
                "in lines that start with DMAR:)\n",
                !p->cap    ? "--cap"
                : !p->ecap ? "--ecap"
                           : "--haw");
        return false;
    }
    return true;
}

bool profile_chosen(const struct profile_choice *p, struct vtd_caps *c)
{
    struct profile_registers r;
    char why[600];
    if (!profile_chosen_registers(p, &r))
        return false;
    if (!profile_check(&r, why, sizeof why)) {
        fprintf(stderr, "iommu-oracle: %s\n", why);
        return false;
    }
    *c = profile_decode(r);
    return true;
}
