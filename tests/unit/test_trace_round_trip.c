/* Every file of counterexamples/ is what the writer writes: read, written, and the same bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "harness/trace/case_file.h"
#include "harness/trace/session_file.h"
#include "harness/trace/trace_text.h"

/* The file without comments and empty lines. */
static char *plain(const char *path)
{
    char *text = NULL, line[1100];
    size_t size = 0;
    FILE *in = fopen(path, "r"), *out = open_memstream(&text, &size);
    assert_non_null(in);
    assert_non_null(out);
    while (fgets(line, sizeof line, in) != NULL)
        if (line[0] != '#' && line[0] != '\n')
            fputs(line, out);
    fclose(in);
    fclose(out);
    return text;
}

static char *again(const char *path)
{
    static struct case_file c;
    static struct session_file s;
    char *text = NULL, why[512] = "";
    size_t size = 0;
    bool session, good;
    FILE *in = trace_open(path, &session, why, sizeof why), *out = open_memstream(&text, &size);
    assert_non_null(in);
    assert_non_null(out);
    good = session ? session_file_read(in, path, &s, why, sizeof why) : case_read(in, path, &c, why, sizeof why);
    if (!good)
        fail_msg("%s", why);
    if (session)
        session_file_write(out, &s);
    else
        case_write(out, &c);
    fclose(in);
    fclose(out);
    return text;
}

static void test_counterexamples(void **state)
{
    glob_t g;
    (void)state;
    assert_int_equal(glob("counterexamples/*.trace", 0, NULL, &g), 0);
    assert_true(g.gl_pathc >= 25);
    for (size_t i = 0; i < g.gl_pathc; i++) {
        char *wanted = plain(g.gl_pathv[i]), *got = again(g.gl_pathv[i]);
        assert_string_equal(got, wanted);
        free(wanted);
        free(got);
    }
    globfree(&g);
}

static FILE *stream(const char *text)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    fputs(text, f);
    rewind(f);
    return f;
}

/* Everything that the grammar of sessions has, in the form in which it is written. */
static void test_every_line(void **state)
{
    static const char text[] =
        "iommu-session 1\nwhy all of it\ntarget t\ntarget-version 1.2 beta\nconfig -\n"
        "seed 18446744073709551615 7\ncaps 0x10 0xd2008c222f0606 0xf00f5a 48\nstart power-on\nqueue lazy\n"
        "read32 0x34\nvalue 0x1\nread64 0x8\nvalue 0xffffffffffffffff\nwrite32 0x34 0x1\n"
        "state 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x8\nrecord 7 0x1 0x8000000000000000\n"
        "write64 0x20 0x1000\nstate 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0\n"
        "mem 0x1400000 0x5 3\nlook 0x1400000\nvalue 0x5\n"
        "request invert 3 0x0300 0x1000 0x0 0x2000000 0x0\nafter 0x5a5a0001 0x0\n"
        "state 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0\n"
        "message 0xffffffff 0xff 7 1 1\nmessage 0x0 0x0 0 0 0\nmessage 0x0 0x1 0 0 0\n"
        "message 0x0 0x2 0 0 0\nmessage 0x0 0x3 0 0 0\nmessage 0x0 0x4 0 0 0\nmessages 9\n"
        "request atomic 0 0x0020 0x1000 0x0 0x0 0x0\n"
        "state 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0\n"
        "request zero-length 0 0x0020 0x1000 0x0 0x0 0x0\n"
        "state 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0\n"
        "request ioapic 23 0xff00 0xfee00000 0x42 0x0 0x0\n"
        "state 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0\nverdict violation FSTS.IQE\n";
    static struct session_file f;
    char why[512] = "", *got = NULL;
    size_t size;
    (void)state;
    FILE *in = stream(text), *out = open_memstream(&got, &size);
    if (!session_file_read(in, "text", &f, why, sizeof why))
        fail_msg("%s", why);
    session_file_write(out, &f);
    fclose(in);
    fclose(out);
    assert_string_equal(got, text);
    assert_string_equal(f.origin.target_version, "1.2 beta");
    assert_true(f.origin.seeded && f.origin.seed == UINT64_MAX && f.origin.turn == 7);
    assert_int_equal(f.session.count, 10);
    assert_true(f.session.lazy && f.session.operation[7].shot.atomic && f.session.operation[8].shot.zero_length);
    assert_int_equal(f.session.seen[6].messages, 9);
    free(got);
}

/* A file holds 1024 operations and not one more. */
static void test_limit(void **state)
{
    static struct session_file f;
    char why[512] = "";
    (void)state;
    for (unsigned more = 0; more < 2; more++) {
        FILE *file = tmpfile();
        fputs("iommu-session 1\ncaps 0x10 0xd2008c222f0606 0xf00f5a 48\nverdict legal\n", file);
        for (unsigned i = 0; i < SESSION_OPERATIONS + more; i++)
            fputs("read32 0x1c\nvalue 0x0\n", file);
        rewind(file);
        assert_int_equal(session_file_read(file, "long", &f, why, sizeof why), more == 0);
        fclose(file);
    }
    assert_string_equal(why, "long:2052:1: expected at most 1024 operations in one session, read 'read32'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counterexamples),
        cmocka_unit_test(test_every_line),
        cmocka_unit_test(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
