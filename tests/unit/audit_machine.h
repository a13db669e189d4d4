/* A small machine for the audit's tests: one unit, two devices with tables of their own, two interrupt entries. */
#ifndef TESTS_AUDIT_MACHINE_H
#define TESTS_AUDIT_MACHINE_H

#include "tests/unit/tables.h"

#include <stdlib.h>
#include <string.h>

#include "harness/audit/report.h"

struct machine {
    struct tables t;
    struct audit_extent extent;
    struct audit_unit unit;
    struct audit_device device[2];
    uint16_t alias[2];
    struct audit_input in;
};

/* 00:04.0: domain 7, tables 0x3000..0x6000, page 1 to 0x9000. 00:05.0: domain 8, tables 0xa000..0xd000, page 1 to
 * 0xe000. Interrupt table at 0x10000: entry 1 (vector 0x41) of 00:04.0, entry 2 (vector 0x42) of 00:05.0. */
static inline struct machine *machine_make(void)
{
    static char names[2][8] = {"00:04.0", "00:05.0"}, labels[2][8] = {"nic", "disk"}, unit[] = "dmar0";
    struct machine *m = calloc(1, sizeof *m);
    assert_non_null(m);
    test_build(&m->t);
    test_word(&m->t, 0x2280, 0xA001);
    test_word(&m->t, 0x2288, 0x802);
    test_word(&m->t, 0xA000, 0xB003);
    test_word(&m->t, 0xB000, 0xC003);
    test_word(&m->t, 0xC000, 0xD003);
    test_word(&m->t, 0xD008, 0xE003);
    test_word(&m->t, 0x10010, 0x0000030000410001);
    test_word(&m->t, 0x10018, 0x40020);
    test_word(&m->t, 0x10020, 0x0000030000420001);
    test_word(&m->t, 0x10028, 0x40028);
    m->extent = (struct audit_extent){0, TEST_FRAMES * 4096u};
    m->unit = (struct audit_unit){.name = unit,
                                  .all_devices = true,
                                  .root_known = true,
                                  .interrupts_known = true,
                                  .caps_known = true,
                                  .unit = m->t.unit};
    for (int i = 0; i < 2; i++) {
        m->alias[i] = (uint16_t)(0x20 + 8 * i);
        m->device[i] = (struct audit_device){.kind = AUDIT_ENDPOINT,
                                             .requester = m->alias[i],
                                             .name = names[i],
                                             .label = labels[i],
                                             .group = i,
                                             .parent = -1,
                                             .alias = &m->alias[i],
                                             .aliases = 1};
    }
    m->in = (struct audit_input){.memory = m->t.memory,
                                 .extent = &m->extent,
                                 .extents = 1,
                                 .unit = &m->unit,
                                 .units = 1,
                                 .device = m->device,
                                 .devices = 2,
                                 .groups = 2,
                                 .dmar_known = true,
                                 .pre_boot_protect = true};
    return m;
}

/* Audit against the claims in `text`, or against none. */
static inline void machine_audit(struct machine *m, const char *text, struct audit_report *r)
{
    char message[300] = "";
    memset(r, 0, sizeof *r);
    if (text != NULL)
        assert_true(claims_parse(text, strlen(text), "test", &r->claims, message, sizeof message));
    audit_survey_make(&r->survey, &m->in, false);
    if (text != NULL)
        assert_true(verdicts_make(&r->verdicts, &r->claims, &r->survey, message, sizeof message));
    findings_make(&r->findings, &r->survey);
}

#endif
