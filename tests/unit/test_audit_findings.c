/* Each finding: absent from a machine in good order, present after one change, with a witness that the model confirms. */
#include "tests/unit/audit_machine.h"

static const struct finding *find(const struct audit_report *r, enum finding_kind kind)
{
    for (size_t i = 0; i < r->findings.count; i++)
        if (r->findings.finding[i].kind == kind)
            return &r->findings.finding[i];
    return NULL;
}

/* Exactly the given kinds are found; FINDING_KINDS ends the list. */
static void expect(struct machine *m, const enum finding_kind *kinds)
{
    struct audit_report r;
    size_t n = 0;
    machine_audit(m, NULL, &r);
    for (; kinds[n] != FINDING_KINDS; n++)
        if (find(&r, kinds[n]) == NULL)
            fail_msg("missing: %s", finding_kinds[kinds[n]].id);
    for (size_t i = 0; i < r.findings.count; i++) {
        bool expected = false;
        for (size_t k = 0; k < n; k++)
            expected |= kinds[k] == r.findings.finding[i].kind;
        if (!expected)
            fail_msg("not expected: %s: %s", finding_kinds[r.findings.finding[i].kind].id, r.findings.finding[i].text);
    }
    audit_report_free(&r);
}
#define EXPECT(m, ...) expect(m, (const enum finding_kind[]){__VA_ARGS__, FINDING_KINDS})

static void good(void **state)
{
    struct machine *m = machine_make();
    (void)state;
    EXPECT(m, FINDING_KINDS);
    free(m);
}

/* The three damages of a copied image: B's tables for A, an entry without validation, a table page mapped. */
static void damages(void **state)
{
    struct machine *m = machine_make();
    struct audit_report r;
    (void)state;
    test_word(&m->t, 0x2200, 0xA001);
    EXPECT(m, FIND_SHARED_PAGES);
    test_word(&m->t, 0x2200, 0x3001);
    test_word(&m->t, 0x10018, 0x20);
    EXPECT(m, FIND_NO_SOURCE_CHECK);
    machine_audit(m, NULL, &r);
    const struct witness *w = &find(&r, FIND_NO_SOURCE_CHECK)->witness;
    assert_true(w->confirmed && w->source_id == 0x28 && w->message.vector == 0x41);
    audit_report_free(&r);
    test_word(&m->t, 0x10018, 0x40020);
    test_word(&m->t, 0x6010, 0xD003);
    EXPECT(m, FIND_TABLES_WRITABLE);
    machine_audit(m, NULL, &r);
    w = &find(&r, FIND_TABLES_WRITABLE)->witness;
    assert_true(w->confirmed && w->write && w->source_id == 0x20);
    assert_int_equal(w->address, 0x2000);
    assert_int_equal(w->reaches, 0xD000);
    assert_int_equal(w->hops, 8);
    assert_int_equal(w->hop[7].at, 0x6010);
    assert_int_equal(w->hop[7].value, 0xD003);
    assert_int_equal(r.findings.finding[0].severity, SEVERITY_FATAL);
    audit_report_free(&r);
    free(m);
}

static void reach(void **state)
{
    struct machine *m = machine_make();
    struct audit_reserved reserved = {.first = 0xE000, .last = 0xEFFF, .requester = m->alias, .requesters = 1};
    (void)state;
    test_word(&m->t, 0x6010, 0x2001);
    EXPECT(m, FIND_TABLES_READABLE);
    test_word(&m->t, 0x6010, 0x10003);
    EXPECT(m, FIND_INTERRUPT_TABLE_WRITABLE);
    test_word(&m->t, 0x6010, 0x10001);
    EXPECT(m, FIND_INTERRUPT_TABLE_READABLE);
    test_word(&m->t, 0x6010, 0xFEE00003);
    EXPECT(m, FIND_INTERRUPT_RANGE);
    test_word(&m->t, 0x6010, 0xE001);
    EXPECT(m, FIND_SHARED_PAGES);
    test_word(&m->t, 0x6010, 0x0);
    m->in.reserved = &reserved;
    m->in.reserveds = 1;
    EXPECT(m, FIND_RESERVED_MEMORY);
    free(m);
}

static void contexts(void **state)
{
    struct machine *m = machine_make();
    (void)state;
    test_word(&m->t, 0x2280, 0x9);
    EXPECT(m, FIND_PASS_THROUGH, FIND_TABLES_WRITABLE, FIND_INTERRUPT_TABLE_WRITABLE);
    test_word(&m->t, 0x2280, 0xD);
    EXPECT(m, FIND_ENTRY_REFUSED);
    test_word(&m->t, 0x2280, 0xA001);
    test_word(&m->t, 0x2288, 0x702);
    EXPECT(m, FIND_DOMAIN_ID_TWICE);
    test_word(&m->t, 0x2280, 0x3001);
    EXPECT(m, FIND_SHARED_SPACE);
    m->unit.unit.caps.device_tlb = true;
    test_word(&m->t, 0x2280, 0xA005);
    test_word(&m->t, 0x2288, 0x802);
    EXPECT(m, FIND_TRANSLATED_REQUESTS);
    free(m);
}

static void tables(void **state)
{
    struct machine *m = machine_make();
    (void)state;
    test_word(&m->t, 0x6010, 0x9803);
    EXPECT(m, FIND_RESERVED_BITS);
    test_word(&m->t, 0x6010, 0);
    test_word(&m->t, 0x5008, 0x7FFFF003);
    EXPECT(m, FIND_TABLE_UNREADABLE);
    test_word(&m->t, 0x5008, 0x5003); /* its own page as a page table: maps table pages too */
    EXPECT(m, FIND_TABLE_LOOP, FIND_TABLES_WRITABLE);
    test_word(&m->t, 0x5008, 0x1F003);
    m->extent.end = 0x1F000;
    EXPECT(m, FIND_TABLE_NOT_CAPTURED);
    test_word(&m->t, 0x5008, 0);
    m->extent.end = TEST_FRAMES * 4096u;
    m->unit.unit.root_frame = 0x800;
    EXPECT(m, FIND_TABLE_NOT_CAPTURED);
    m->unit.unit.root_frame = 1;
    test_word(&m->t, 0x1010, 0x800001);
    EXPECT(m, FIND_TABLE_NOT_CAPTURED);
    free(m);
}

static void units(void **state)
{
    struct machine *m = machine_make();
    (void)state;
    m->unit.unit.translation_enabled = false;
    EXPECT(m, FIND_TRANSLATION_OFF, FIND_INTERRUPT_TABLE_WRITABLE);
    m->unit.root_known = false;
    EXPECT(m, FIND_UNIT_UNKNOWN);
    m->unit.root_known = m->unit.unit.translation_enabled = true;
    m->unit.unit.table_mode = VTD_SCALABLE;
    EXPECT(m, FIND_TABLE_MODE);
    m->unit.unit.table_mode = VTD_LEGACY;
    m->unit.unit.remapping_enabled = false;
    EXPECT(m, FIND_INTERRUPTS_OFF);
    m->unit.unit.remapping_enabled = m->unit.unit.compatibility_allowed = true;
    EXPECT(m, FIND_COMPATIBILITY);
    m->unit.unit.compatibility_allowed = false;
    m->device[1].unit = -1;
    test_word(&m->t, 0x2280, 0);
    EXPECT(m, FIND_NOT_COVERED);
    free(m);
}

static void interrupts(void **state)
{
    struct machine *m = machine_make();
    (void)state;
    test_word(&m->t, 0x10018, 0x50020);
    EXPECT(m, FIND_WIDE_SOURCE);
    test_word(&m->t, 0x10018, 0x80001);
    EXPECT(m, FIND_WIDE_SOURCE);
    test_word(&m->t, 0x10018, 0x40021);
    EXPECT(m, FIND_UNUSED_SOURCE);
    test_word(&m->t, 0x10018, 0xC0020);
    EXPECT(m, FIND_INTERRUPT_ENTRY_REFUSED);
    test_word(&m->t, 0x10018, 0x40020);
    m->unit.unit.interrupt_table_frame = 31;
    m->unit.unit.interrupt_table_size = 512;
    EXPECT(m, FIND_INTERRUPT_TABLE_UNREADABLE);
    free(m);
}

static void platform(void **state)
{
    struct machine *m = machine_make();
    char why[] = "no ACS";
    struct audit_peer peer = {0, 1, why};
    uint16_t both[] = {0x20, 0x28};
    (void)state;
    m->unit.low = (struct audit_span){true, 0x100000, 0x1FFFFF};
    EXPECT(m, FIND_PROTECTED_REGION);
    m->unit.low.on = false;
    m->in.pre_boot_protect = false;
    EXPECT(m, FIND_PRE_BOOT);
    m->in.pre_boot_protect = true;
    m->in.peer = &peer;
    m->in.peers = 1;
    EXPECT(m, FIND_PEER);
    m->in.peers = 0;
    m->device[1].alias = both;
    m->device[1].aliases = 2;
    EXPECT(m, FIND_ALIAS_SHARED);
    free(m);
}

/* Every finding that says that something can be done has a witness that the model confirms. */
static void witnesses(void **state)
{
    static const enum finding_kind confirmed[] = {FIND_TABLES_WRITABLE, FIND_INTERRUPT_TABLE_WRITABLE,
                                                  FIND_PASS_THROUGH, FIND_COMPATIBILITY, FIND_NO_SOURCE_CHECK};
    struct machine *m = machine_make();
    struct audit_report r;
    char command[600];
    (void)state;
    test_word(&m->t, 0x2280, 0x9);
    test_word(&m->t, 0x10018, 0x20);
    m->unit.unit.compatibility_allowed = true;
    machine_audit(m, NULL, &r);
    r.image = (struct witness_image){"--memory", "IMAGE", NULL, 0x1000};
    for (size_t i = 0; i < sizeof confirmed / sizeof confirmed[0]; i++) {
        const struct finding *f = find(&r, confirmed[i]);
        assert_non_null(f);
        assert_true(f->witness.confirmed);
        assert_true(witness_command(&r.survey, &f->witness, &r.image, command, sizeof command));
        assert_non_null(strstr(command, "--memory 'IMAGE' --base 0x1000 --source-id "));
    }
    audit_report_free(&r);
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good),     cmocka_unit_test(damages),    cmocka_unit_test(reach),
        cmocka_unit_test(contexts), cmocka_unit_test(tables),     cmocka_unit_test(units),
        cmocka_unit_test(platform), cmocka_unit_test(interrupts), cmocka_unit_test(witnesses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
