/* A unit with one wrong behaviour is found out, and the register or rule is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <fnmatch.h>

#include "harness/oracle/profile.h"
#include "harness/oracle/profile_names.h"
#include "harness/session/sessions.h"
#include "tests/unit/session_peer.h"

static const uint16_t sources[] = {0x0020, 0x0028, 0x0100, 0x0300};

enum { TURNS = 4000 };

/* What is sabotaged, and what must be said of it: shell patterns for rules and for what was seen. */
static const struct {
    enum sabotage sabotage;
    const char *rules, *seen;
} expected[] = {
    {IOTLB_INVALIDATION_SKIPPED, "*", "* (changed entry, invalidated)"},
    {IOTLB_WRONG_DOMAIN, "*", "* (changed entry, invalidated)"},
    {CONTEXT_INVALIDATION_SKIPPED, "*", "* (changed entry, invalidated)"},
    {ENTRY_INVALIDATION_SKIPPED, "@(none|INT.22|INT.26)", "* (changed entry, invalidated)"},
    {OVERFLOW_NOT_CLEARED, "FSTS.PFO", "1 (write of FSTS)"},
    {OVERFLOW_NOT_SET, "FSTS.PFO", "0 (@(DMA|interrupt))"},
    {RECORD_OVERWRITTEN, "FRCD.SID", "wrong (@(DMA|interrupt))"},
    {RECORD_NOT_CLEARED, "F@(STS.PPF|RCD.F)", "1 (write of FRCD)"},
    {RECORD_NOT_WRITTEN, "@(LRT|LCT|LSS|LGN|INT)*", "blocked, nothing recorded*"},
    {RECORD_WRONG_REASON, "@(LRT|LCT|LSS|LGN|INT)*", "blocked recording *"},
    {RECORD_WRONG_SOURCE, "FRCD.SID", "wrong (@(DMA|interrupt))"},
    {HEAD_NOT_ADVANCED, "IQH.QH", "wrong (queue: *"},
    {HEAD_NOT_WRAPPED, "IQH.QH", "wrong (queue: *"},
    {WRONG_QUEUE_ERROR, "IQERCD.IQEI", "wrong (queue: *"},
    {ERROR_NOT_CLEARED, "FSTS.IQE", "1 (write of FSTS)"},
    {EVENT_ALTHOUGH_MASKED, "EVENT", "message too many *"},
    {EVENT_MISSING, "EVENT", "message missing *"},
    {PENDING_NOT_SHOWN, "FECTL.IP", "0 *"},
    {ROOT_NOT_LATCHED, "*", "@(passed to another place|blocked recording)*"},
    {TABLE_NOT_LATCHED, "@(none|INT.2[26])", "@(delivered|blocked)*"},
    {RESERVED_BITS_READABLE, "FEADDR.reserved", "not 0 (read)"},
    {STATUS_WRITE_MISSING, "WAIT.STATUS", "nothing written"},
    {STATUS_WRITE_WRONG, "WAIT.STATUS", "something else"},
    {COMPLETION_NOT_SHOWN, "ICS.IWC", "0 (queue: *"},
    {GRANULARITY_NOT_REPORTED, "CCMD.CAIG", "wrong (read)"},
    {COMMAND_STAYS_BUSY, "IOTLB.IVT", "1 (read)"},
    {RIGHTS_IGNORED, "LGN.2", "passed*"},
    {READ_RIGHTS_IGNORED, "LGN.3", "read recorded 06 but done"},
    {TRANSLATES_WHILE_OFF, "none", "@(passed to another place|blocked recording)*"},
    {ENABLE_NOT_SHOWN, "GSTS.IRES", "0 (*"},
    {POWER_ON_UNMASKED, "FECTL.IM", "0 (*"},
};

/* What should be gone is still used: said of reads and of blocked requests in the explanation only. */
static bool is_named(unsigned n, const struct finding *f)
{
    bool stale = strstr(expected[n].seen, "invalidated") != NULL && strstr(f->detail, "still used (6.5)") != NULL;
    return fnmatch(expected[n].rules, f->rules, FNM_EXTMATCH) == 0 &&
           (stale || fnmatch(expected[n].seen, f->seen, FNM_EXTMATCH) == 0);
}

/* Does a session of some class show the expected difference? Nothing else may be shown before. */
static void found_out(struct fake *f, const struct vtd_caps *caps, unsigned n)
{
    struct session *s = calloc(1, sizeof *s);
    struct judge *j = judge_new();
    struct session_generator g = {.rng = {n}, .caps = *caps, .source_ids = sources, .devices = 4, .dma = true};
    struct peer p = fake_peer(f);
    bool named = false;
    assert_non_null(s);
    assert_non_null(j);
    f->sabotage = expected[n].sabotage;
    for (unsigned turn = 0; turn < TURNS && !named; turn++) {
        struct session_findings found;
        session_generate(&g, (enum session_class)(turn % SESSION_CLASSES), s);
        assert_int_equal(session_try(&p, j, caps, s, &found), PEER_OK);
        for (unsigned i = 0; i < found.count && !named; i++)
            named = is_named(n, &found.finding[i]);
        if (found.count > 0 && !named)
            fail_msg("sabotage %u, turn %u: %s legal: %s seen: %s, %s", expected[n].sabotage, turn,
                     found.finding[0].rules, found.finding[0].legal, found.finding[0].seen, found.finding[0].detail);
    }
    if (!named)
        fail_msg("sabotage %u is not found in %u sessions", expected[n].sabotage, TURNS);
    judge_free(j);
    free(s);
}

static void test_each_is_named(void **state)
{
    struct profile_registers r;
    struct fake f;
    (void)state;
    assert_true(profile_find("qemu-7.2-aw48-cm-devtlb", &r));
    r.cap = (r.cap & ~0x80ull) | 1ull << 40; /* without caching mode, two fault records */
    struct vtd_caps caps = profile_decode(r);
    fake_open(&f, &caps, 1);
    for (unsigned n = 0; n < sizeof expected / sizeof expected[0]; n++)
        found_out(&f, &caps, n);
    fake_close(&f);
}

static void test_all_are_tried(void **state)
{
    (void)state;
    assert_int_equal(sizeof expected / sizeof expected[0], SABOTAGES - 1);
    for (unsigned n = 0; n < SABOTAGES - 1; n++)
        assert_int_equal(expected[n].sabotage, n + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_is_named),
        cmocka_unit_test(test_all_are_tried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
