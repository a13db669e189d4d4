/* Files that are refused: which line, what was read, what was expected; and the unit of the caller stays. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "harness/state/state_file.h"
#include "harness/state/state_text.h"
#include "tests/unit/busy_unit.h"

static struct vtd_iommu io, before;
static char path[] = "/tmp/state-test-XXXXXX", text[1 << 16];

static int make_file(void **state)
{
    int fd = mkstemp(path);
    (void)state;
    return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

/* The busy unit as text, with its checksum left out. */
static void write_busy(void)
{
    char *made;
    size_t length;
    busy_unit(&io);
    assert_true(state_text(&io, &made, &length));
    assert_true(length < sizeof text);
    memcpy(text, made, length + 1);
    *strstr(text, STATE_CHECKSUM " ") = '\0';
    free(made);
}

/* Returns the number of the line that changes. */
static unsigned change(const char *from, const char *to)
{
    static char rest[1 << 16];
    char *at = strstr(text, from);
    unsigned line = 1;
    assert_non_null(at);
    for (const char *p = text; p < at; p++)
        line += *p == '\n';
    strcpy(rest, at + strlen(from));
    sprintf(at, "%s%s", to, rest);
    return line;
}

/* With a good checksum: what is left to find is in the lines. */
static void refused(unsigned line, const char *why)
{
    char message[600] = "", where[80];
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fprintf(out, "%s" STATE_CHECKSUM " 0x%08x\n", text, state_checksum(text, strlen(text)));
    fclose(out);
    memset(&io, 0xA5, sizeof io);
    before = io;
    assert_false(state_load(&io, path, message, sizeof message));
    assert_memory_equal(&io, &before, sizeof io);
    snprintf(where, sizeof where, "%s:%u: ", path, line);
    if (strncmp(message, where, strlen(where)) != 0 || strstr(message, why) == NULL)
        fail_msg("expected \"%s\" and \"%s\" in: %s", where, why, message);
}

/* The line of the change is the one to be refused, or the one `below` it. */
static void changed_below(const char *from, const char *to, unsigned below, const char *why)
{
    write_busy();
    unsigned line = change(from, to);
    refused(line + below, why);
}

static void changed(const char *from, const char *to, const char *why)
{
    changed_below(from, to, 0, why);
}

static void heads(void **state)
{
    (void)state;
    changed("iommu-state 1\n", "iommu-state 10\n", "expected version 1, read 'iommu-state 10'");
    changed("iommu-state 1\n", "iommu-state 01\n", "expected version 1");
    changed("iommu-state 1\n", "iommu-trace 1\n", "expected 'iommu-state 1', read 'iommu-trace 1'");
    changed_below("iommu-state 1\n", "iommu-state 1\n\n", 1, "expected unit.caps.host_frames and a value, read ''");
}

static void names(void **state)
{
    (void)state;
    changed("unit.caps.page_2m 0x1\n", "", "expected unit.caps.page_2m and a value, read 'unit.caps.page_1g 0x1'");
    changed("unit.caps.page_2m", "unit.caps.page_2M", "expected unit.caps.page_2m");
    changed_below("unit.root_frame 0x1\n", "unit.root_frame 0x1\nunit.root_frame 0x1\n", 1,
                  "expected unit.interrupt_table_frame and a value, read 'unit.root_frame 0x1'");
    changed("interrupts.sets", "more 1\ninterrupts.sets", "expected interrupts.sets and a value, read 'more 1'");
    changed_below("0x40020 0x0 0x5 0x1\n", "0x40020 0x0 0x5 0x1\nmore 1\n", 1, "expected the checksum, read 'more 1'");
    changed("interrupts.sets 0x10\ninterrupts.entry[20] 0x420001 0x300 0x40020 0x0 0x5 0x1\n", "",
            "expected interrupts.sets and a value, read the checksum");
    strcpy(text, "iommu-state 1\n");
    refused(2, "expected unit.caps.host_frames and a value, read the checksum");
}

static void numbers(void **state)
{
    static const char *const bad[] = {"",      " ",      "0x",    " x",     " 1",     " 0x01", " 0X1",  " 0x1 ",
                                      "  0x1", " 0x1\r", " +0x1", " 0x1 0", " 0x1FF", " 01",   " -0x0", " 0xg"};
    char to[64];
    (void)state;
    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(to, sizeof to, "queue.address_hi%s\n", bad[i]);
        changed("queue.address_hi 0x1\n", to, "expected ");
    }
    changed("address_hi 0x1\n", "address_hi 0x100000000\n", "expected a value of address_hi of 32 bits");
    changed("agaw_39 0x1", "agaw_39 0x2", "agaw_39 of 1 bits, unsigned, read 'unit.caps.agaw_39 0x2'");
    changed("root_frame 0x1", "root_frame 0x10000000000000000", "hexadecimal number for root_frame");
    changed("cap_lo 0x0", "cap_lo -0x1", "cap_lo of 32 bits, unsigned");
}

static void rows(void **state)
{
    (void)state;
    changed("queue.itag[31]", "queue.itag[32]", "expected rows in ascending order, below [32], read 'queue.itag[32]");
    changed("queue.itag[31]", "queue.itag[0]", "ascending");
    changed("queue.itag[31]", "queue.itag[0x1f]", "expected queue.itag[31] 0x1f8");
    changed("queue.itag[31]", "queue.itag[-1]", "ascending");
    changed("queue.itag[31]", "queue.itag[", "ascending");
    changed("queue.itag[31]", "queue.itag[31", "ascending");
    changed("queue.itag[31]", "queue.itags[31]", "expected contexts.sets");
    changed("0x1f8 0x1 0x3", "0x0 0x0 0x0", "expected no line for a row of zeros");
    changed("0x1f8 0x1 0x3", "0x1f8 0x1", "expected a value of remaining");
    changed("0x1f8 0x1 0x3", "0x1f8 0x1 0x3 0x0", "expected queue.itag[31] 0x1f8 0x1 0x3, read");
    changed("0x1f8 0x1 0x3", "0x1f8 0x1 0x80000000", "remaining of 32 bits, signed");
    changed("faults.record[2] 0x0", "faults.record[256] 0x0", "below [256]");
}

/* What each field must be is tested in test_state_check.c; here the line. */
static void invariant(void **state)
{
    (void)state;
    changed("host_frames 0x1000000000", "host_frames 0x1",
            "unit.caps.host_frames: host_frames is 0x1, expected 0x100000..0x10000000000");
    changed("queue.error 0x0", "queue.error 0x8", "queue.error: error is 0x8, expected 0x0..0x7");
    changed("root_lo 0x1000", "root_lo 0x1001", "root_lo is 0x1001, expected 0 in the bits 0x3ff");
    changed("faults.next 0x3", "faults.next 0x8", "next is 8, expected less than faults.count, which is 8");
    changed("0x1f8 0x1 0x3", "0x1f8 0x1 0x9", "queue.itag[31]: remaining is 0x9, expected 0x0..0x8");
    changed("entry[63] 0x3ffffffff", "entry[63] 0x400000000", "expected at most 0x3ffffffff with level 3");
    changed("interrupts.entry[20]", "interrupts.entry[24]",
            "interrupts.entry[24]: index is 0x5, which belongs to set 5, expected in entries 20..23");
    changed_below("contexts.sets 0x10", "contexts.sets 0x0", 1, "contexts.entry[1]: holds an entry, expected none");
}

/* One flipped bit, one missing or repeated byte: found wherever it is. */
static void damage(void **state)
{
    char message[600], *made;
    size_t length;
    (void)state;
    busy_unit(&io);
    assert_true(state_text(&io, &made, &length));
    for (size_t i = 0; i < length; i += 7)
        for (unsigned how = 0; how < 3; how++) {
            FILE *out = fopen(path, "w");
            assert_non_null(out);
            fwrite(made, 1, i, out);
            if (how < 2)
                fputc(how == 0 ? made[i] ^ 1 << i % 8 : made[i], out);
            fwrite(made + i + (how == 1 ? 0 : 1), 1, length - i - (how == 1 ? 0 : 1), out);
            fclose(out);
            assert_false(state_load(&io, path, message, sizeof message));
        }
    for (size_t i = 0; i < length; i += 5) {
        assert_int_equal(truncate(path, 0), 0);
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        fwrite(made, 1, i, out);
        fclose(out);
        assert_false(state_load(&io, path, message, sizeof message));
        if (i > 14)
            assert_non_null(strstr(message, "truncated"));
    }
    free(made);
    assert_int_equal(state_checksum("123456789", 9), 0xCBF43926u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(heads), cmocka_unit_test(names),     cmocka_unit_test(numbers),
                                       cmocka_unit_test(rows),  cmocka_unit_test(invariant), cmocka_unit_test(damage)};
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
