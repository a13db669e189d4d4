/* Saving and loading: what comes back, which bytes, and what happens to the file that was there. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/state/state_check.h"
#include "harness/state/state_file.h"
#include "harness/state/state_text.h"
#include "tests/unit/busy_unit.h"

static struct vtd_iommu io, again;
static char directory[] = "/tmp/state-test-XXXXXX", path[64], message[600];
static char *text, *other;
static size_t length;

static int make_directory(void **state)
{
    (void)state;
    if (mkdtemp(directory) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/unit", directory);
    return 0;
}

static unsigned files_there(void)
{
    unsigned count = 0;
    DIR *d = opendir(directory);
    assert_non_null(d);
    for (struct dirent *e = readdir(d); e != NULL; e = readdir(d))
        count += e->d_name[0] != '.';
    closedir(d);
    return count;
}

static int remove_directory(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(directory);
}

/* Read a whole file; the caller frees it. */
static char *contents(const char *name, size_t *size)
{
    char *bytes = calloc(1, 1 << 22);
    FILE *in = fopen(name, "rb");
    assert_non_null(in);
    assert_non_null(bytes);
    *size = fread(bytes, 1, 1 << 22, in);
    fclose(in);
    return bytes;
}

static void comes_back(void **state)
{
    size_t size;
    (void)state;
    busy_unit(&io);
    if (!state_save(&io, path, message, sizeof message))
        fail_msg("%s", message);
    memset(&again, 0xA5, sizeof again);
    if (!state_load(&again, path, message, sizeof message))
        fail_msg("%s", message);
    assert_true(state_text(&io, &text, &length));
    char *file = contents(path, &size);
    assert_int_equal(size, length);
    assert_memory_equal(file, text, length);
    free(file);
    free(text);
    assert_true(state_text(&again, &text, &length));
    assert_true(state_text(&io, &other, &size));
    assert_string_equal(text, other);
    free(text);
    free(other);
    assert_int_equal(again.iotlb.entry[63].first, 0x3FFFFFFFF);
    assert_int_equal(again.queue.itag[31].remaining, 3);
    assert_int_equal(again.faults.record[2].word[3], 0x80000026u);
    assert_int_equal(again.contexts.entry[33].source, 0x28);
    assert_true(again.queue.waiting && again.fault_event.pending && !again.completion_event.pending);
    assert_int_equal(files_there(), 1);
}

/* A layout that has changed is a new version of the format, and so are other numbers of rules. */
static void known_bytes(void **state)
{
    size_t size;
    (void)state;
    busy_unit(&io);
    assert_true(state_save(&io, "build/busy.state", message, sizeof message));
    char *now = contents("build/busy.state", &size), *known = contents("tests/state/busy.state", &length);
    if (size != length || memcmp(now, known, size) != 0)
        fail_msg("build/busy.state is not tests/state/busy.state: if the fields of a unit have changed, raise "
                 "STATE_VERSION unless no file of this version was ever given away, and copy it there");
    free(now);
    free(known);
    /* Cached refusals name their rule by its number. */
    assert_int_equal(VTD_LCT_4_3, 15);
    assert_int_equal(VTD_LSS_1, 16);
    assert_int_equal(VTD_LSS_2, 17);
    assert_int_equal(VTD_LGN_2, 18);
}

/* Any values, valid or not, and a file for full caches that can still be loaded. */
static void any_values(void **state)
{
    uint64_t random = 1;
    unsigned line;
    (void)state;
    for (unsigned round = 0; round < 4; round++) {
        memset(&io, 0, sizeof io);
        memset(&again, 0, sizeof again);
        for (const struct state_group *g = state_groups; g < state_groups + state_group_count; g++)
            for (unsigned i = 0; i < g->rows * g->fields; i++) {
                random = random * 6364136223846793005u + 1442695040888963407u;
                state_put(&io, g, i / g->fields, &g->field[i % g->fields],
                          g->field[i % g->fields].kind == STATE_BOOL ? random >> 63 : random >> (random >> 58));
            }
        assert_true(state_text(&io, &text, &length));
        assert_true(length < 2u << 20);
        char *sum = strstr(text, STATE_CHECKSUM);
        *sum = '\0';
        if (!state_parse(&again, strchr(text, '\n') + 1, &line, message, sizeof message))
            fail_msg("line %u: %s", line, message);
        free(text);
        for (const struct state_group *g = state_groups; g < state_groups + state_group_count; g++)
            for (unsigned i = 0; i < g->rows * g->fields; i++)
                assert_true(state_get(&io, g, i / g->fields, &g->field[i % g->fields]) ==
                            state_get(&again, g, i / g->fields, &g->field[i % g->fields]));
    }
}

/* Padding is not part of a unit. */
static void padding_is_not_saved(void **state)
{
    size_t size;
    (void)state;
    busy_unit(&io);
    memset(&again, 0xFF, sizeof again);
    for (const struct state_group *g = state_groups; g < state_groups + state_group_count; g++)
        for (unsigned i = 0; i < g->rows * g->fields; i++)
            state_put(&again, g, i / g->fields, &g->field[i % g->fields],
                      state_get(&io, g, i / g->fields, &g->field[i % g->fields]));
    assert_true(state_text(&io, &text, &length));
    assert_true(state_text(&again, &other, &size));
    assert_string_equal(text, other);
    free(text);
    free(other);
}

/* What was there stays, and nothing is left over. */
static void refused(const char *name, const char *why)
{
    memset(message, 0, sizeof message);
    assert_false(state_save(&io, name, message, sizeof message));
    if (strstr(message, why) == NULL)
        fail_msg("expected \"%s\" in: %s", why, message);
}

static void old_file_stays(void **state)
{
    struct rlimit before, tight;
    size_t size;
    (void)state;
    busy_unit(&io);
    assert_true(state_save(&io, path, message, sizeof message));
    char *old = contents(path, &length);
    io.queue.head = 0x1FE0;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight = before;
    tight.rlim_cur = 1000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    bool saved = state_save(&io, path, message, sizeof message);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(saved);
    assert_non_null(strstr(message, "cannot be written, nothing was changed: File too large"));
    assert_int_equal(files_there(), 1);
    io.queue.head = 0x80000;
    refused(path, "not saved, the unit is not valid: queue.head: head is 0x80000, expected 0x0..0x7fff0");
    char *new = contents(path, &size);
    assert_int_equal(size, length);
    assert_memory_equal(old, new, size);
    free(old);
    free(new);
}

static void places(void **state)
{
    char link[80];
    (void)state;
    busy_unit(&io);
    snprintf(link, sizeof link, "%s/link", directory);
    refused("/dev/full", "no regular file");
    refused(directory, "no regular file");
    refused("/nonexistent/unit", "cannot be created: No such file or directory");
    assert_int_equal(symlink("unit", link), 0);
    refused(link, "no regular file");
    unlink(link);
    assert_int_equal(chdir(directory), 0);
    assert_true(state_save(&io, "unit", message, sizeof message));
    assert_true(state_load(&again, "unit", message, sizeof message));
    assert_int_equal(files_there(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(comes_back),     cmocka_unit_test(known_bytes),
                                       cmocka_unit_test(any_values),     cmocka_unit_test(padding_is_not_saved),
                                       cmocka_unit_test(old_file_stays), cmocka_unit_test(places)};
    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
