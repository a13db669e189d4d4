/* The claims file: what its lines mean, what is wrong with bad ones and where, and the verdicts. */
#include "tests/unit/audit_machine.h"

static void refuses(const char *text, const char *message)
{
    struct claims c;
    char got[300];
    assert_false(claims_parse(text, strlen(text), "f", &c, got, sizeof got));
    if (strncmp(got, message, strlen(message)) != 0)
        fail_msg("expected '%s...', got '%s'", message, got);
    assert_null(c.claim);
    assert_null(c.region);
}

static void bad_files(void **state)
{
    (void)state;
    refuses("", "f:1:1: the file claims nothing");
    refuses("region a = 0-1\n", "f:1:1: the file claims nothing");
    refuses("frob\n", "f:1:1: found 'frob', expected 'region', 'device' or 'every device'");
    refuses("\n  regio a = 1-2", "f:2:3: found 'regio'");
    refuses("region = 1-2", "f:1:8: found '=', expected a name");
    refuses("region a 1-2", "f:1:10: found '1', expected '='");
    refuses("region a = 2-1", "f:1:12: the last byte lies below the first one");
    refuses("region a = 5", "f:1:13: the line ends, expected '-' and the last byte");
    refuses("region a = 1+0", "f:1:12: a size of 0");
    refuses("region a = 0x10000000000000-0x10000000000001", "f:1:12: found '0x10000000000000'");
    refuses("region a = 0+4097T", "f:1:14: found '4097T'");
    refuses("region a = 99999999999999999999-1", "f:1:12: found '99999999999999999999'");
    refuses("region a = \"System RAM", "f:1:12: the quote is never closed");
    refuses("region a = b", "f:1:12: found 'b', expected FIRST-LAST");
    refuses("region a = 1-2\nregion a = 3-4", "f:2:8: this region is defined already");
    refuses("region tables = 1-2", "f:1:8: this name is built in");
    refuses("device nic never reaches tables", "f:1:8: this name is not defined");
    refuses("device 00:20.0 blocked", "f:1:8: found '00:20.0', expected a name");
    refuses("device 00:04.8 blocked", "f:1:8: found '00:04.8'");
    refuses("device nic = 00:04.0\ndevice nic = 00:05.0", "f:2:8: this name is defined already");
    refuses("device 00:04.0 never touches tables", "f:1:22: found 'touches', expected 'reaches'");
    refuses("device 00:04.0 never reaches kernel", "f:1:30: found 'kernel', expected a region");
    refuses("device 00:04.0 reaches tables", "f:1:16: found 'reaches', expected 'never reaches'");
    refuses("device 00:04.0 never reaches tables image", "f:1:37: found 'image', expected the end of the line");
    refuses("device 00:04.0 isolated 00:05.0", "f:1:25: found '00:05.0', expected 'from'");
    refuses("device 00:04.0 interrupts only vectors 0x100", "f:1:40: found '0x100', expected a number up to 0xff");
    refuses("device 00:04.0 interrupts only vectors 9-3", "f:1:40: the last number lies below the first one");
    refuses("device 00:04.0 interrupts only 3", "f:1:32: found '3', expected 'vectors' or 'entries'");
    refuses("every thing blocked", "f:1:7: found 'thing', expected 'device'");
    refuses("device 00:04.0 blocked\x01", "f:1:23: found '?', expected the end of the line");
}

static void meaning(void **state)
{
    static const char text[] = "# comment\n"
                               "region a = 0x1000-0x1fff, 2M+1K # more\r\n"
                               "region b = a, \"System RAM\", tables\n"
                               "device nic = 00:04.0, 0001:05:1f.7\n"
                               "\n"
                               "device nic only reaches a, b\n"
                               "every device except nic read-only image\n"
                               "device nic isolated from device 00:05.0\n"
                               "device 0000:00:05.0 interrupts only vectors 0x30-0x3f, 66 to 0, 3\n"
                               "device nic interrupts only entries 3-7\n"
                               "device nic interrupts nothing\n"
                               "device nic blocked";
    struct claims c;
    char message[300];
    (void)state;
    assert_true(claims_parse(text, sizeof text - 1, "f", &c, message, sizeof message));
    assert_int_equal(c.regions, 2);
    assert_int_equal(c.region[0].area[1].first, 0x200000);
    assert_int_equal(c.region[0].area[1].last, 0x2003FF);
    assert_int_equal(c.region[1].area[0].region, 0);
    assert_string_equal(c.region[1].area[1].name, "System RAM");
    assert_int_equal(c.region[1].area[2].region, REGION_TABLES);
    assert_int_equal(c.claims, 7);
    assert_int_equal(c.claim[0].kind, CLAIM_ONLY_REACHES);
    assert_int_equal(c.claim[0].devices.device[1].segment, 1);
    assert_int_equal(c.claim[0].devices.device[1].requester, 0x05FF);
    assert_true(c.claim[1].every && c.claim[1].kind == CLAIM_READ_ONLY);
    assert_int_equal(c.claim[2].others.device[0].requester, 0x28);
    assert_int_equal(c.claim[3].numbers.range[1].first, 66);
    assert_int_equal(c.claim[3].targets.range[1].first, 3);
    assert_int_equal(c.claim[4].kind, CLAIM_INTERRUPTS_ENTRIES);
    assert_int_equal(c.claim[5].kind, CLAIM_NO_INTERRUPTS);
    assert_int_equal(c.claim[6].kind, CLAIM_BLOCKED);
    assert_string_equal(c.claim[6].text, "device nic blocked");
    assert_int_equal(c.claim[6].place.line, 12);
    claims_free(&c);
}

/* One claim about the machine, and its verdict. */
static void verdict(struct machine *m, const char *text, enum verdict_kind kind)
{
    struct audit_report r;
    machine_audit(m, text, &r);
    const struct verdict *v = &r.verdicts.verdict[0];
    if (v->kind != kind)
        fail_msg("%s: %s: %s", text, verdict_names[v->kind], v->text);
    assert_non_null(v->text);
    if (v->witness.kind != WITNESS_NONE)
        assert_true(v->witness.confirmed && kind == VERDICT_VIOLATED);
    assert_true(kind != VERDICT_HOLDS || v->assumed != 0);
    audit_report_free(&r);
}

static void memory_claims(void **state)
{
    struct machine *m = machine_make();
    (void)state;
    verdict(m, "region r = 0xa000-0xdfff\ndevice 00:04.0 never reaches r", VERDICT_HOLDS);
    verdict(m, "region r = 0x9fff-0xa000\ndevice 00:04.0 never reaches r", VERDICT_VIOLATED);
    verdict(m, "region r = 0x9000-0x9fff\ndevice 00:04.0 only reaches r", VERDICT_HOLDS);
    verdict(m, "region r = 0x9000-0x9ffe\ndevice 00:04.0 only reaches r", VERDICT_VIOLATED);
    verdict(m, "region r = 0x9000-0x9fff\ndevice 00:04.0 read-only r", VERDICT_VIOLATED);
    verdict(m, "every device never reaches tables, interrupt-tables", VERDICT_HOLDS);
    verdict(m, "every device except 00:04.0 never reaches image", VERDICT_VIOLATED);
    verdict(m, "device 00:04.0 blocked", VERDICT_VIOLATED);
    verdict(m, "device 00:06.0 blocked", VERDICT_HOLDS);
    verdict(m, "device 00:04.0 never reaches reserved-memory", VERDICT_NOT_SHOWN);
    verdict(m, "device 0007:00:04.0 blocked", VERDICT_NOT_SHOWN);
    test_word(&m->t, 0x6008, 0x9001);
    verdict(m, "region r = 0x9000-0x9fff\ndevice 00:04.0 read-only r", VERDICT_HOLDS);
    verdict(m, "region r = 0x9000-0x9fff\ndevice 00:04.0 never reaches r", VERDICT_VIOLATED);
    free(m);
}

/* What cannot be shown is never passed. */
static void not_shown(void **state)
{
    struct machine *m = machine_make();
    static const char claim[] = "region r = 0x1f000-0x1ffff\ndevice 00:04.0 never reaches r";
    (void)state;
    verdict(m, claim, VERDICT_HOLDS);
    m->unit.root_known = false;
    verdict(m, claim, VERDICT_NOT_SHOWN);
    m->unit.root_known = true;
    m->unit.unit.table_mode = VTD_SCALABLE;
    verdict(m, claim, VERDICT_NOT_SHOWN);
    m->unit.unit.table_mode = VTD_LEGACY;
    m->device[0].unit = -1;
    verdict(m, claim, VERDICT_NOT_SHOWN);
    m->device[0].unit = 0;
    m->unit.unit.caps.device_tlb = true;
    test_word(&m->t, 0x2200, 0x3005);
    verdict(m, claim, VERDICT_NOT_SHOWN);
    test_word(&m->t, 0x2200, 0x3001);
    m->extent.end = 0x6000; /* the lowest table is not in the image */
    verdict(m, claim, VERDICT_NOT_SHOWN);
    m->extent.end = 0x2000; /* nor is the context table */
    verdict(m, claim, VERDICT_NOT_SHOWN);
    m->extent.end = TEST_FRAMES * 4096u;
    m->unit.interrupts_known = false;
    verdict(m, "device 00:04.0 interrupts nothing", VERDICT_NOT_SHOWN);
    m->unit.interrupts_known = true;
    m->unit.unit.root_frame = 0x800;
    verdict(m, "every device never reaches interrupt-tables", VERDICT_NOT_SHOWN);
    m->unit.unit.root_frame = 1;
    test_word(&m->t, 0x1010, 0x800001); /* a context table behind the end of the image */
    verdict(m, "every device never reaches interrupt-tables", VERDICT_NOT_SHOWN);
    verdict(m, "device 00:04.0 never reaches interrupt-tables", VERDICT_HOLDS);
    test_word(&m->t, 0x1010, 0);
    verdict(m, "every device never reaches interrupt-tables", VERDICT_HOLDS);
    test_word(&m->t, 0x5010, 0x800003); /* a page table there */
    verdict(m, "device 00:04.0 never reaches interrupt-tables", VERDICT_NOT_SHOWN);
    test_word(&m->t, 0x5010, 0);
    m->unit.unit.interrupt_table_size = 65536;
    verdict(m, "device 00:06.0 interrupts nothing", VERDICT_NOT_SHOWN);
    m->unit.unit.interrupt_table_size = 256;
    m->in.groups = 0;
    verdict(m, "every device interrupts only vectors 0x41-0x42", VERDICT_NOT_SHOWN);
    free(m);
}

static void off_and_through(void **state)
{
    struct machine *m = machine_make();
    static const char claim[] = "region r = 0x1f000-0x1ffff\ndevice 00:04.0 never reaches r";
    (void)state;
    test_word(&m->t, 0x2200, 0x9);
    verdict(m, claim, VERDICT_VIOLATED);
    verdict(m, "region r = 0xfee00000-0xfeefffff\ndevice 00:04.0 never reaches r", VERDICT_HOLDS);
    m->unit.unit.translation_enabled = false;
    verdict(m, claim, VERDICT_VIOLATED);
    m->unit.unit.translation_enabled = true;
    m->unit.unit.table_mode = VTD_ABORT_DMA;
    m->unit.unit.caps.abort_dma = true;
    verdict(m, "every device blocked", VERDICT_HOLDS);
    free(m);
}

static void isolation(void **state)
{
    struct machine *m = machine_make();
    struct audit_span window = {true, 0x20000, 0x20FFF};
    char why[] = "no ACS";
    struct audit_peer peer = {1, 0, why};
    static const char claim[] = "device 00:04.0 isolated from 00:05.0";
    (void)state;
    verdict(m, claim, VERDICT_HOLDS);
    verdict(m, "device 00:04.0 isolated from 00:04.0", VERDICT_VIOLATED);
    test_word(&m->t, 0x6010, 0xE001);
    verdict(m, claim, VERDICT_VIOLATED);
    test_word(&m->t, 0x6010, 0);
    m->in.peer = &peer;
    m->in.peers = 1;
    verdict(m, claim, VERDICT_VIOLATED);
    m->device[0].window = &window;
    m->device[0].windows = 1;
    verdict(m, "region r = 0x20000-0x20fff\ndevice 00:05.0 never reaches r", VERDICT_VIOLATED);
    verdict(m, "region r = 0xe000-0xefff\ndevice 00:05.0 only reaches r", VERDICT_VIOLATED);
    m->in.peers = 0;
    verdict(m, claim, VERDICT_HOLDS);
    test_word(&m->t, 0xD010, 0x20003);
    verdict(m, claim, VERDICT_VIOLATED);
    test_word(&m->t, 0xD010, 0);
    m->device[1].group = 0;
    verdict(m, claim, VERDICT_VIOLATED);
    m->device[1].group = 1;
    test_word(&m->t, 0x2288, 0x702);
    verdict(m, claim, VERDICT_NOT_SHOWN);
    free(m);
}

static void interrupt_claims(void **state)
{
    struct machine *m = machine_make();
    (void)state;
    verdict(m, "device 00:04.0 interrupts only vectors 0x41", VERDICT_HOLDS);
    verdict(m, "device 00:04.0 interrupts only vectors 0x41 to 3", VERDICT_HOLDS);
    verdict(m, "device 00:04.0 interrupts only vectors 0x41 to 4", VERDICT_VIOLATED);
    verdict(m, "device 00:04.0 interrupts only vectors 0x42", VERDICT_VIOLATED);
    verdict(m, "device 00:04.0 interrupts only entries 1", VERDICT_HOLDS);
    verdict(m, "device 00:04.0 interrupts only entries 2-255", VERDICT_VIOLATED);
    verdict(m, "device 00:04.0 interrupts nothing", VERDICT_VIOLATED);
    verdict(m, "device 00:06.0 interrupts nothing", VERDICT_HOLDS);
    test_word(&m->t, 0x10018, 0x20); /* no validation */
    verdict(m, "device 00:05.0 interrupts only vectors 0x42", VERDICT_VIOLATED);
    test_word(&m->t, 0x10018, 0x40020);
    test_word(&m->t, 0x10010, 0x0000030000410081); /* NMI */
    verdict(m, "device 00:04.0 interrupts only vectors 0x41", VERDICT_VIOLATED);
    test_word(&m->t, 0x10010, 0x0000030000418001); /* posted format */
    verdict(m, "device 00:04.0 interrupts nothing", VERDICT_NOT_SHOWN);
    verdict(m, "device 00:05.0 interrupts only entries 2", VERDICT_HOLDS);
    m->unit.unit.compatibility_allowed = true;
    verdict(m, "device 00:06.0 interrupts nothing", VERDICT_VIOLATED);
    m->unit.unit.compatibility_allowed = m->unit.unit.remapping_enabled = false;
    verdict(m, "device 00:06.0 interrupts nothing", VERDICT_VIOLATED);
    free(m);
}

/* A region by a name that the input does not have: an error with the place. */
static void names(void **state)
{
    struct machine *m = machine_make();
    char ram[] = "System RAM", message[300];
    struct audit_named named = {ram, 0x9000, 0x9FFF};
    struct audit_report r = {0};
    static const char text[] = "region r = \"System RAM\"\ndevice 00:04.0 only reaches r";
    (void)state;
    assert_true(claims_parse(text, sizeof text - 1, "f", &r.claims, message, sizeof message));
    audit_survey_make(&r.survey, &m->in, false);
    assert_false(verdicts_make(&r.verdicts, &r.claims, &r.survey, message, sizeof message));
    assert_string_equal(message, "f:1:12: the input has no memory with the name \"System RAM\"");
    audit_report_free(&r);
    m->in.named = &named;
    m->in.nameds = 1;
    verdict(m, text, VERDICT_HOLDS);
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_files),       cmocka_unit_test(meaning),   cmocka_unit_test(memory_claims),
        cmocka_unit_test(not_shown),       cmocka_unit_test(isolation), cmocka_unit_test(interrupt_claims),
        cmocka_unit_test(off_and_through), cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
