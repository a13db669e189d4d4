/* What profile_check refuses: for each rule one unit that breaks it and nothing else before it. */
#include <stdio.h>
#include <string.h>

#include "harness/oracle/profile_check.h"
#include "tests/unit/tables.h"

#define BIT(n) (1ull << (n))

/* 39 bits, FRO 0x20, IRO 0x10, draining, no option. */
static const struct profile_registers plain = {0x10, 0x00C0000020260200, 0x1000, 39};

/* The message contains both texts. */
static void refused(struct profile_registers r, const char *field, const char *also)
{
    char why[600] = "";
    bool valid = profile_check(&r, why, sizeof why);
    if (valid || strstr(why, field) == NULL || strstr(why, also) == NULL)
        fail_msg("expected '%s' and '%s', got: %s", field, also, valid ? "valid" : why);
}

static void accepted(struct profile_registers r)
{
    char why[600] = "";
    if (!profile_check(&r, why, sizeof why))
        fail_msg("expected valid, got: %s", why);
}

static struct profile_registers with(uint64_t cap, uint64_t ecap)
{
    struct profile_registers r = plain;
    r.cap |= cap;
    r.ecap |= ecap;
    return r;
}

/* The field of `mask` in CAP_REG replaced. */
static struct profile_registers cap_field(uint64_t mask, uint64_t bits)
{
    struct profile_registers r = plain;
    r.cap = (r.cap & ~mask) | bits;
    return r;
}

static void widths(void **state)
{
    struct profile_registers r = plain;
    (void)state;
    accepted(r);
    r.host_width = 31;
    refused(r, "host address width is 31 bits", "32..52");
    r.host_width = 53;
    refused(r, "host address width is 53 bits", "--haw");
    r.host_width = 32;
    accepted(r);
    r.host_width = 40;
    refused(r, "CAP_REG.MGAW (bits 21:16) is 0x26", "39 bits are narrower than host addresses of 40 bits");
    refused(cap_field(0x3F0000, 0), "CAP_REG.MGAW (bits 21:16) is 0x0", "guest addresses of 1 bits");
    refused(cap_field(0x3F0000, 0x390000), "CAP_REG.MGAW (bits 21:16) is 0x39", "guest addresses of 58 bits");
    accepted(cap_field(0x3F0000, 0x380000));
    refused(cap_field(0x1F00, 0), "CAP_REG.SAGAW (bits 12:8) is 0x0", "no table depth");
    refused(with(BIT(8), 0), "CAP_REG.SAGAW (bits 12:8) is 0x3", "reserved");
    refused(with(BIT(12), 0), "CAP_REG.SAGAW (bits 12:8) is 0x12", "reserved");
}

static void encodings(void **state)
{
    (void)state;
    refused(with(7, 0), "CAP_REG.ND (bits 2:0) is 0x7", "0..6");
    accepted(with(6, 0));
    for (unsigned pages = 0; pages < 16; pages++) {
        struct profile_registers r = cap_field(0x3C00000000, (uint64_t)pages << 34);
        if (pages == 0 || pages == 1 || pages == 3)
            accepted(r);
        else
            refused(r, "CAP_REG.SSLPS (bits 37:34)", "0 (4 KB pages only), 1 (and 2 MB) or 3 (and 1 GB)");
    }
}

static void reserved_bits(void **state)
{
    static const unsigned in_cap[] = {13, 14, 15, 38, 57, 58}, in_ecap[] = {18, 19, 32, 54, 63};
    (void)state;
    for (size_t i = 0; i < sizeof in_cap / sizeof in_cap[0]; i++)
        refused(with(BIT(in_cap[i]), 0), "CAP_REG.rsvd", "reserved");
    for (size_t i = 0; i < sizeof in_ecap / sizeof in_ecap[0]; i++)
        refused(with(0, BIT(in_ecap[i])), "ECAP_REG.rsvd", "reserved");
    for (unsigned n = 8; n < 32; n++) {
        struct profile_registers r = plain;
        r.version |= 1u << n;
        refused(r, "VER_REG.rsvd (bits 31:8)", "reserved");
    }
}

static void versions(void **state)
{
    struct profile_registers r = plain;
    (void)state;
    r.version = 0;
    accepted(r);
    r.version = 0x02;
    refused(r, "VER_REG.MAX (bits 7:4) is 0x0", "not modelled");
    r.version = 0x20;
    accepted(r);
    r.cap = plain.cap & ~BIT(54);
    refused(r, "CAP_REG.DWD (bit 54) is 0x0", "version 2");
    r.cap = plain.cap & ~BIT(55);
    refused(r, "CAP_REG.DRD (bit 55) is 0x0", "version 2");
    r.version = 0x1F;
    accepted(r);
    r = plain;
    r.version = 0x60;
    refused(r, "CAP_REG.SAGAW (bits 12:8) is 0x2", "SSTS (ECAP_REG bit 46)");
    r.ecap |= BIT(46);
    accepted(r);
}

static struct profile_registers places(uint64_t fro, uint64_t nfr, uint64_t iro)
{
    struct profile_registers r = cap_field(0x3FF000000 | 0xFF0000000000, fro << 24 | nfr << 40);
    r.ecap = iro << 8;
    return r;
}

static void register_places(void **state)
{
    (void)state;
    accepted(places(0xF, 0, 0x10)); /* 0xF0 is the first free place */
    accepted(places(0x10, 0, 0xF));
    refused(places(0xE, 0, 0x10), "CAP_REG.FRO (bits 33:24) is 0xe", "0xf or more");
    refused(places(0x10, 0, 0xE), "ECAP_REG.IRO (bits 17:8) is 0xe", "0xf or more");
    refused(places(0x10, 0, 0), "ECAP_REG.IRO (bits 17:8) is 0x0", "0xf or more");
    refused(places(0x10, 0, 0x10), "ECAP_REG.IRO (bits 17:8) is 0x10", "0x100..0x10f");
    accepted(places(0x10, 7, 0x18));
    refused(places(0x10, 8, 0x18), "ECAP_REG.IRO (bits 17:8) is 0x18", "0x100..0x18f");
    accepted(places(0x11, 8, 0x10));
    accepted(places(0x300, 255, 0x10));
    refused(places(0x301, 255, 0x10), "CAP_REG.NFR (bits 47:40) is 0xff", "end at 0x4010");
    accepted(places(0x3FF, 0, 0x10));
    refused(places(0x3FF, 1, 0x10), "CAP_REG.NFR (bits 47:40) is 0x1", "0x4000");
    accepted(places(0x10, 0, 0x3FF));
}

/* A field, what it needs, and a unit with the field and with everything that it needs otherwise. */
static const struct {
    const char *field, *needs;
    uint64_t cap, ecap;
} dependencies[] = {
    {"ECAP_REG.DT (bit 2)", "ECAP_REG.QI (bit 1)", 0, BIT(2)},
    {"ECAP_REG.IR (bit 3)", "ECAP_REG.QI (bit 1)", 0, BIT(3)},
    {"ECAP_REG.SMTS (bit 43)", "ECAP_REG.QI (bit 1)", 0, BIT(43)},
    {"ECAP_REG.EIM (bit 4)", "ECAP_REG.IR (bit 3)", 0, BIT(4)},
    {"ECAP_REG.MHMV (bits 23:20)", "ECAP_REG.IR (bit 3)", 0, BIT(20)},
    {"ECAP_REG.IRREQ (bit 62)", "ECAP_REG.IR (bit 3)", 0, BIT(62)},
    {"ECAP_REG.EIMER (bit 61)", "ECAP_REG.EIM (bit 4)", 0, BIT(61) | BIT(3) | BIT(1)},
    {"ECAP_REG.EIMER (bit 61)", "ECAP_REG.EIM (bit 4)", 0, BIT(61)},
    {"CAP_REG.PI (bit 59)", "ECAP_REG.IR (bit 3)", BIT(59), 0},
    {"ECAP_REG.NWFS (bit 33)", "ECAP_REG.DT (bit 2)", 0, BIT(33)},
    {"ECAP_REG.DIT (bit 41)", "ECAP_REG.DT (bit 2)", 0, BIT(41)},
    {"ECAP_REG.PDS (bit 42)", "ECAP_REG.DT (bit 2)", 0, BIT(42)},
    {"ECAP_REG.PRS (bit 29)", "ECAP_REG.DT (bit 2)", 0, BIT(29) | BIT(43) | BIT(1)},
    {"ECAP_REG.PTRS (bit 56)", "ECAP_REG.DT (bit 2)", 0, BIT(56) | BIT(40) | BIT(43) | BIT(1)},
    {"ECAP_REG.HPTS (bit 55)", "ECAP_REG.DT (bit 2)", 0, BIT(55) | BIT(43) | BIT(1)},
    {"ECAP_REG.PRS (bit 29)", "ECAP_REG.SMTS (bit 43)", 0, BIT(29) | BIT(2) | BIT(1)},
    {"ECAP_REG.SRS (bit 31)", "ECAP_REG.SMTS (bit 43)", 0, BIT(31)},
    {"ECAP_REG.MTS (bit 25)", "ECAP_REG.SMTS (bit 43)", 0, BIT(25)},
    {"ECAP_REG.NEST (bit 26)", "ECAP_REG.SMTS (bit 43)", 0, BIT(26)},
    {"ECAP_REG.PASID (bit 40)", "ECAP_REG.SMTS (bit 43)", 0, BIT(40)},
    {"ECAP_REG.PSS (bits 39:35)", "ECAP_REG.SMTS (bit 43)", 0, BIT(35)},
    {"ECAP_REG.RPS (bit 49)", "ECAP_REG.SMTS (bit 43)", 0, BIT(49)},
    {"ECAP_REG.FSTS (bit 47)", "ECAP_REG.SMTS (bit 43)", 0, BIT(47)},
    {"ECAP_REG.HPTS (bit 55)", "ECAP_REG.SMTS (bit 43)", 0, BIT(55) | BIT(2) | BIT(1)},
    {"ECAP_REG.SMPWCS (bit 48)", "ECAP_REG.SMTS (bit 43)", 0, BIT(48)},
    {"ECAP_REG.NEST (bit 26)", "ECAP_REG.FSTS (bit 47)", 0, BIT(26) | BIT(46) | BIT(43) | BIT(1)},
    {"ECAP_REG.NEST (bit 26)", "ECAP_REG.SSTS (bit 46)", 0, BIT(26) | BIT(47) | BIT(43) | BIT(1)},
    {"ECAP_REG.EAFS (bit 34)", "ECAP_REG.FSTS (bit 47)", 0, BIT(34) | BIT(48) | BIT(43) | BIT(1)},
    {"ECAP_REG.EAFS (bit 34)", "ECAP_REG.SMPWCS (bit 48)", 0, BIT(34) | BIT(47) | BIT(43) | BIT(1)},
    {"CAP_REG.FS1GP (bit 56)", "ECAP_REG.FSTS (bit 47)", BIT(56), 0},
    {"CAP_REG.FS5LP (bit 60)", "ECAP_REG.FSTS (bit 47)", BIT(60), 0},
    {"ECAP_REG.SSADS (bit 45)", "ECAP_REG.SMPWCS (bit 48)", 0, BIT(45)},
    {"ECAP_REG.SSIRWS (bit 57)", "ECAP_REG.SSTS (bit 46)", 0, BIT(57)},
    {"ECAP_REG.RPRIVS (bit 53)", "ECAP_REG.SRS (bit 31)", 0, BIT(53)},
    {"ECAP_REG.HPT1GPS (bit 59)", "ECAP_REG.HPTS (bit 55)", 0, BIT(59)},
    {"ECAP_REG.PTRS (bit 56)", "ECAP_REG.PASID (bit 40)", 0, BIT(56) | BIT(2) | BIT(1)},
    {"ECAP_REG.SMS (bit 58)", "ECAP_REG.PRS (bit 29)", 0, BIT(58)},
    {"ECAP_REG.PMS (bit 51)", "CAP_REG.ECMDS (bit 61)", 0, BIT(51)},
    {"CAP_REG.RWBF (bit 4)", "SMTS (ECAP_REG bit 43)", BIT(4), BIT(43) | BIT(46) | BIT(1)},
    {"ECAP_REG.SMTS (bit 43)", "FSTS (bit 47), SSTS (bit 46) or PT (bit 6)", 0, BIT(43) | BIT(1)},
};

static void dependency_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof dependencies / sizeof dependencies[0]; i++)
        refused(with(dependencies[i].cap, dependencies[i].ecap), dependencies[i].field, dependencies[i].needs);
}

/* Possible units with one thing that the model does not have, each with what that needs. */
static void not_modelled(void **state)
{
    static const uint64_t scalable = BIT(43) | BIT(46) | BIT(47) | BIT(48) | BIT(40) | BIT(31) | BIT(29) | BIT(6) | 0xE;
    static const struct {
        const char *field;
        uint64_t cap, ecap;
    } absent[] = {
        {"CAP_REG.AFL (bit 3)", BIT(3), 0},
        {"CAP_REG.PI (bit 59)", BIT(59), BIT(3) | BIT(1)},
        {"CAP_REG.ECMDS (bit 61)", BIT(61), 0},
        {"ECAP_REG.CH (bit 5)", 0, BIT(5)},
        {"ECAP_REG.ECS (bit 24)", 0, BIT(24)},
        {"ECAP_REG.DIS (bit 27)", 0, BIT(27)},
        {"ECAP_REG.PASID28 (bit 28)", 0, BIT(28)},
        {"ECAP_REG.ERS (bit 30)", 0, BIT(30)},
        {"ECAP_REG.NWFS (bit 33)", 0, BIT(33) | BIT(2) | BIT(1)},
        {"ECAP_REG.PDS (bit 42)", 0, BIT(42) | BIT(2) | BIT(1)},
        {"ECAP_REG.SMTS (bit 43)", 0, BIT(43) | BIT(46) | BIT(1)},
        {"ECAP_REG.VCS (bit 44)", 0, BIT(44)},
        {"ECAP_REG.SSIRWS (bit 57)", 0, BIT(57) | BIT(46)},
        {"ECAP_REG.TDXCS (bit 50)", 0, BIT(50)},
        {"ECAP_REG.RDTS (bit 60)", 0, BIT(60)},
        {"CAP_REG.FS1GP (bit 56)", BIT(56), scalable},
        {"CAP_REG.FS5LP (bit 60)", BIT(60), scalable},
        {"HPTS", 0, scalable | BIT(55) | BIT(59)},
        {"PTRS", 0, scalable | BIT(56)},
        {"SMS", 0, scalable | BIT(58)},
        {"PMS", BIT(61), BIT(51)},
    };
    (void)state;
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        struct profile_registers r = with(absent[i].cap, absent[i].ecap);
        refused(r, absent[i].field, "not modelled");
        refused(r, absent[i].field, "--legacy-view");
        accepted(profile_legacy_view(r));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths),       cmocka_unit_test(encodings),       cmocka_unit_test(reserved_bits),
        cmocka_unit_test(versions),     cmocka_unit_test(register_places), cmocka_unit_test(dependency_rules),
        cmocka_unit_test(not_modelled),
    };
    return cmocka_run_group_tests_name("profile_check", tests, NULL, NULL);
}
