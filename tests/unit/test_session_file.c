/* Sessions as files, generated twice, made shorter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "harness/oracle/profile_names.h"
#include "harness/trace/session_file.h"
#include "tests/unit/session_peer.h"

static const uint16_t sources[] = {0x0020, 0x0028, 0x0100, 0x0300};

static struct session_file *new_file(void)
{
    struct profile_registers r;
    struct session_file *f = calloc(1, sizeof *f);
    assert_non_null(f);
    assert_true(profile_find("qemu-7.2-aw48-devtlb", &r));
    f->version = r.version, f->cap = r.cap, f->ecap = r.ecap, f->haw = r.host_width;
    strcpy(f->origin.target, "model");
    strcpy(f->origin.config, "aw48-devtlb");
    strcpy(f->origin.verdict, "legal");
    strcpy(f->origin.rules, "none");
    strcpy(f->origin.why, "test");
    return f;
}

static struct session_generator generator(const struct vtd_caps *caps, uint64_t seed)
{
    return (struct session_generator){.rng = {seed}, .caps = *caps, .source_ids = sources, .devices = 4, .dma = true};
}

/* What is written is read again, to the last bit; the verdict from the file is the verdict of the run. */
static void test_file_holds_all(void **state)
{
    struct session_file *a = new_file(), *b = new_file();
    struct vtd_caps caps = session_file_caps(a);
    struct session_generator g = generator(&caps, 3);
    struct judge *j = judge_new();
    struct fake f;
    (void)state;
    fake_open(&f, &caps, 3);
    struct peer p = fake_peer(&f);
    for (unsigned turn = 0; turn < 64; turn++) {
        struct session_findings found;
        char why[256];
        session_generate(&g, (enum session_class)(turn % SESSION_CLASSES), &a->session);
        session_try(&p, j, &caps, &a->session, &found);
        FILE *file = tmpfile();
        session_file_write(file, a);
        rewind(file);
        memset(b, 0, sizeof *b);
        if (!session_file_read(file, "memory", b, why, sizeof why))
            fail_msg("%s", why);
        fclose(file);
        assert_int_equal(a->session.count, b->session.count);
        for (unsigned i = 0; i < a->session.count; i++) {
            assert_memory_equal(&a->session.operation[i], &b->session.operation[i], sizeof a->session.operation[i]);
            assert_memory_equal(&a->session.seen[i].record, &b->session.seen[i].record,
                                sizeof b->session.seen[i].record);
        }
        session_file_judge(j, b, &found);
        assert_int_equal(found.count, 0);
    }
    judge_free(j);
    fake_close(&f);
    free(a);
    free(b);
}

static void test_same_seed_same_session(void **state)
{
    struct session_file *a = new_file();
    struct session *b = calloc(1, sizeof *b);
    struct vtd_caps caps = session_file_caps(a);
    struct session_generator one = generator(&caps, 9), two = generator(&caps, 9);
    (void)state;
    assert_non_null(b);
    for (unsigned turn = 0; turn < 64; turn++) {
        session_generate(&one, (enum session_class)(turn % SESSION_CLASSES), &a->session);
        session_generate(&two, (enum session_class)(turn % SESSION_CLASSES), b);
        assert_int_equal(a->session.count, b->count);
        assert_memory_equal(a->session.operation, b->operation, b->count * sizeof b->operation[0]);
    }
    free(a);
    free(b);
}

/* A missing status write needs no more than: ring, queue on, descriptor, tail, look. */
static void test_minimal(void **state)
{
    struct session_file *a = new_file();
    struct vtd_caps caps = session_file_caps(a);
    struct session_generator g = generator(&caps, 5);
    struct judge *j = judge_new();
    struct session_findings found = {.count = 0};
    struct fake f;
    (void)state;
    fake_open(&f, &caps, 5);
    f.sabotage = STATUS_WRITE_MISSING;
    struct peer p = fake_peer(&f);
    while (found.count == 0) {
        session_generate(&g, CLASS_QUEUE, &a->session);
        assert_int_equal(session_try(&p, j, &caps, &a->session, &found), PEER_OK);
    }
    struct finding wanted = found.finding[0];
    session_minimise(&p, j, &caps, &a->session, &wanted);
    assert_in_range(a->session.count, 5, 7);
    session_try(&p, j, &caps, &a->session, &found);
    assert_true(found.count > 0 && same_finding(&found.finding[0], &wanted));
    assert_int_equal(found.at[0], a->session.count - 1);
    judge_free(j);
    fake_close(&f);
    free(a);
}

/* An end of the target is a finding that a file can hold. */
static void test_ended(void **state)
{
    struct session_file *a = new_file();
    struct session_findings found;
    const struct finding *which;
    (void)state;
    session_write(&a->session, 0x18, false, 0);
    strcpy(a->ended, "ended by signal 6: x.c:1: f: Assertion `y' failed.");
    strcpy(a->origin.verdict, "violation");
    strcpy(a->origin.rules, "ABORT");
    session_file_judge(NULL, a, &found);
    assert_true(session_file_expects(a, &found, &which));
    assert_string_equal(which->seen, "Assertion `y' failed.");
    free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file_holds_all),
        cmocka_unit_test(test_same_seed_same_session),
        cmocka_unit_test(test_minimal),
        cmocka_unit_test(test_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
