/* explain entry: one table entry, its fields and what the proved step functions say of it. */
#include <stdio.h>
#include <string.h>

#include "harness/cli/commands.h"
#include "harness/cli/explain.h"
#include "harness/cli/options.h"
#include "harness/cli/profile_options.h"
#include "model/context.h"
#include "model/irte.h"
#include "model/second_stage_entry.h"

static unsigned met;

static void note(bool holds, const char *text)
{
    if (holds)
        printf("=> %s\n", text);
    met += holds;
}

static void say_root(const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    struct vtd_root_step s = vtd_root_step(c, lo, hi);
    note(s.lrt_2, "LRT.2 (01h): not present");
    note(s.lrt_3, "LRT.3 (0Ah): a reserved bit is set");
    if (met == 0)
        printf("=> context table at 0x%llx\n", (unsigned long long)s.context_frame << 12);
}

static void say_context(const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    struct vtd_context_step s = vtd_context_step(c, lo, hi, VTD_UNTRANSLATED);
    note(s.lct_2, "LCT.2 (02h): not present");
    note(s.lct_3, "LCT.3 (0Bh): a reserved bit is set");
    note(s.lct_4_1, "LCT.4.1 (03h): address width not supported");
    note(s.lct_4_2, "LCT.4.2 (03h): translation type not supported");
    if (met == 0 && s.pass_through)
        printf("=> pass-through, domain %u\n", s.domain);
    else if (met == 0)
        printf("=> %u-level table at 0x%llx, domain %u\n", s.levels, (unsigned long long)s.table_frame << 12, s.domain);
    note(s.lct_3_optional, "LCT.3 (0Bh) may be reported: pointer above the host width, pass-through");
    note(s.lct_4_1_optional, "LCT.4.1 (03h) may be reported: address width not supported, pass-through");
    note(s.fault_disabled, "FPD: qualified faults are not recorded");
}

static void say_second_stage(const struct vtd_caps *c, unsigned level, uint64_t e)
{
    struct vtd_second_stage_step s = vtd_second_stage_step(c, level, e);
    note(!s.read && !s.write, "grants nothing: LGN.2 (05h) for writes, LGN.3 (06h) for reads");
    note(s.reserved, "LSS.2 (0Ch): a reserved bit is set");
    if (met == 0)
        printf("=> %s at 0x%llx, %s%s\n", s.leaf ? "page" : "next table", (unsigned long long)s.frame << 12,
               s.read ? "R" : "-", s.write ? "W" : "-");
    note(s.reserved_optional, "LSS.2 (0Ch) may be reported: bit 62 of a leaf");
}

static void say_irte(uint64_t lo, uint64_t hi, bool extended)
{
    struct vtd_irte_step s = vtd_irte_step(extended, lo, hi, (uint16_t)hi);
    note(s.int_22, "INT.22 (22h): not present");
    note(s.int_24, "INT.24 (24h): a reserved field is set");
    if (met == 0)
        printf("=> vector 0x%02x to destination 0x%x, delivery mode %u, %s, %s\n", s.message.vector,
               s.message.destination, s.message.delivery_mode, s.message.logical ? "logical" : "physical",
               s.message.level ? "level" : "edge");
    note(s.int_24_optional, "INT.24 (24h) may be reported: undefined delivery mode");
    note(s.fault_disabled, "FPD: qualified faults are not recorded");
}

static int usage(void)
{
    fputs(
        "iommu-oracle: explain entry expects root|context|irte|msi|frcd WORD0 WORD1 or ss LEVEL VALUE, then options\n",
        stderr);
    return EXIT_BAD_INPUT;
}

/* The options behind the entry: what the unit can do, and its interrupt mode. */
static bool take_options(int argc, char **argv, struct vtd_caps *c, bool *extended)
{
    struct profile_choice p = profile_choice_default();
    for (int i = 4; i < argc; i++) {
        int taken = profile_option(argc, argv, &i, &p);
        if (taken == 0 && strcmp(argv[i], "--eime") == 0) {
            *extended = true;
        } else if (taken <= 0) {
            if (taken == 0)
                fprintf(stderr, "iommu-oracle: unknown option '%s' for explain entry\n", argv[i]);
            return false;
        }
    }
    return profile_chosen(&p, c);
}

int explain_entry(int argc, char **argv)
{
    static const char *const kinds[][2] = {{"root", "re"},   {"context", "ce"}, {"ss", "ss"},
                                           {"irte", "irte"}, {"frcd", "frcd"},  {"msi", "msi"}};
    struct vtd_caps c;
    uint64_t a, b;
    bool extended = false;
    unsigned kind = 0;
    if (argc < 4)
        return usage();
    while (kind < 6 && strcmp(argv[1], kinds[kind][0]) != 0)
        kind++;
    bool ss = kind == 2;
    if (kind == 6)
        return usage();
    if (!option_number(ss ? "the level" : "word 0", argv[2], ss ? 1 : 0, ss ? 5 : UINT64_MAX, &a) ||
        !option_number(ss ? "the entry" : "word 1", argv[3], 0, UINT64_MAX, &b))
        return EXIT_BAD_INPUT;
    if (!take_options(argc, argv, &c, &extended))
        return EXIT_BAD_INPUT;
    if (kind == 5) {
        explain_fields("msi_addr", 0, a);
        explain_fields("msi_data", 0, b);
        return EXIT_CONFORMS;
    }
    explain_fields(kinds[kind][1], 0, ss ? b : a);
    if (!ss)
        explain_fields(kinds[kind][1], 1, b);
    met = 0;
    if (kind == 0)
        say_root(&c, a, b);
    else if (kind == 1)
        say_context(&c, a, b);
    else if (ss)
        say_second_stage(&c, (unsigned)a, b);
    else if (kind == 3)
        say_irte(a, b, extended);
    return EXIT_CONFORMS;
}
