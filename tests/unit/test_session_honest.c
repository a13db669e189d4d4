/* No unit that is as the model says is ever accused: every class of session, many kinds of units. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "harness/oracle/profile.h"
#include "harness/oracle/profile_names.h"
#include "harness/session/sessions.h"
#include "tests/unit/session_peer.h"

static const uint16_t sources[] = {0x0020, 0x0028, 0x0100, 0x0300};

static struct vtd_caps caps_of(const char *name, uint64_t cap, uint64_t ecap)
{
    struct profile_registers r;
    assert_true(profile_find(name, &r));
    r.cap |= cap;
    r.ecap |= ecap;
    return profile_decode(r);
}

static void never_accused(struct vtd_caps caps, uint64_t seed, bool silent)
{
    struct fake f;
    struct session *s = calloc(1, sizeof *s);
    struct judge *j = judge_new();
    struct session_generator g = {.rng = {seed}, .caps = caps, .source_ids = sources, .devices = 4, .dma = true};
    fake_open(&f, &caps, seed);
    f.devices_silent = silent;
    struct peer p = fake_peer(&f);
    assert_non_null(s);
    assert_non_null(j);
    for (unsigned turn = 0; turn < 320; turn++) {
        struct session_findings found;
        session_generate(&g, (enum session_class)(turn % SESSION_CLASSES), s);
        assert_int_equal(session_try(&p, j, &caps, s, &found), PEER_OK);
        if (found.count > 0)
            fail_msg("%s, turn %u, operation %u: %s legal: %s seen: %s, %s", session_class_name[turn % SESSION_CLASSES],
                     turn, found.at[0], found.finding[0].rules, found.finding[0].legal, found.finding[0].seen,
                     found.finding[0].detail);
    }
    judge_free(j);
    fake_close(&f);
    free(s);
}

static void test_like_qemu(void **state)
{
    (void)state;
    never_accused(caps_of("qemu-7.2-aw48", 0, 0), 1, false);
    never_accused(caps_of("qemu-7.2-aw39-noeim", 0, 0), 2, false);
}

static void test_caching_mode(void **state)
{
    (void)state;
    never_accused(caps_of("qemu-7.2-aw39-cm", 0, 0), 3, false);
    never_accused(caps_of("qemu-7.2-aw48-cm-devtlb", 0, 0), 4, false);
}

static void test_several_records(void **state)
{
    (void)state;
    never_accused(caps_of("qemu-7.2-aw48", 7ull << 40, 0), 5, false);
    never_accused(caps_of("qemu-7.2-aw48", 2ull << 40, 0), 6, false);
}

static void test_devices_that_answer_or_not(void **state)
{
    (void)state;
    never_accused(caps_of("qemu-7.2-aw48-devtlb", 0, 0), 7, false);
    never_accused(caps_of("qemu-7.2-aw48-devtlb", 0, 0), 8, true);
}

static void test_silicon(void **state)
{
    static const char *const names[] = {"everything", "rev5", "rev6",       "rev6-minimal",          "haswell",
                                        "skylake",    "rev4", "alder-lake", "sapphire-rapids-legacy"};
    (void)state;
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        never_accused(caps_of(names[i], 0, 0), 100 + i, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_like_qemu),       cmocka_unit_test(test_caching_mode),
        cmocka_unit_test(test_several_records), cmocka_unit_test(test_devices_that_answer_or_not),
        cmocka_unit_test(test_silicon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
