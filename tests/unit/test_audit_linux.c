/* What Linux and the monitor of QEMU print: registers, debugfs text, sysfs, iomem. */
#include <sys/stat.h>

#include "harness/audit/input/debugfs.h"
#include "harness/audit/input/input.h"
#include "harness/audit/input/memory.h"
#include "harness/audit/input/registers.h"
#include "tests/unit/audit_files.h"

static const char monitor[] = "00000000fed90000: 0x00000010 0x00000000 0x222f0606 0x00d2008c\n"
                              "00000000fed90010: 0x00f00f4a 0x00000000 0x00000000 0xc7000000\n"
                              "00000000fed90020: 0x029ac000 0x00000000 0x00000000 0x00000000\n"
                              "00000000fed900b0: 0x00000000 0x00000000 0x0120080f 0x00000001\n";
static const char regset[] =
    "IOMMU: dmar3 Register Base Address: fed91000\nName\t\t\tOffset\t\tContents\n"
    "GSTS            \t0x1c\t\t0x0000000043000000\nCAP             \t0x08\t\t0x00d2008c222f0606\n"
    "ECAP            \t0x10\t\t0x0000000000f00f4a\nRTADDR          \t0x20\t\t0x0000000123456000\n";

static void done(struct bench *t)
{
    free(t->b.page);
    audit_input_close(&t->in);
}

static void registers(void **state)
{
    struct scratch s = scratch_text(monitor), r = scratch_text(regset);
    struct bench t;
    (void)state;
    bench_open(&t);
    assert_true(audit_registers_read(&t.b, s.path) && audit_registers_read(&t.b, r.path));
    assert_int_equal(t.in.units, 2);
    const struct audit_unit *u = &t.in.unit[0], *v = &t.in.unit[1];
    assert_true(u->register_base == 0xFED90000 && u->caps_known && u->root_known && u->interrupts_known);
    assert_true(u->unit.root_frame == 0x29AC && u->unit.table_mode == VTD_LEGACY && u->unit.translation_enabled);
    assert_true(u->unit.interrupt_table_frame == 0x101200 && u->unit.interrupt_table_size == 65536);
    assert_true(u->unit.extended_mode && u->unit.remapping_enabled && !u->unit.compatibility_allowed);
    assert_true(u->unit.caps.agaw_48 && !u->unit.caps.agaw_57);
    assert_string_equal(v->name, "dmar3");
    assert_true(v->unit.root_frame == 0x123456 && !v->unit.translation_enabled && !v->interrupts_known);
    done(&t);
    close(s.fd);
    close(r.fd);
}

static void bad_registers(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {{"", "holds no registers"},
                 {"GSTS 0x1c 0x0\n", ":1: expected words of memory"},
                 {"fed90000: 0x10\n", ":1: expected ADDRESS: WORD WORD"},
                 {"fed90001: 0x00000010\n", ":1: expected ADDRESS: WORD WORD"},
                 {"IOMMU: dmar0 Register Base Address: fed90010\n", ":1: expected a register base"},
                 {"IOMMU: dmar0 Register Base Address: fed90000\nGSTS 0x1001 0\n", ":2: expected NAME OFFSET CONTENTS"},
                 {"fed90008: 0x00000000 0x00000000 0x00f00f4a 0x00000000\n", "SAGAW"}};
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        struct scratch s = scratch_text(cases[k].text);
        struct bench t;
        bench_open(&t);
        assert_false(audit_registers_read(&t.b, s.path));
        if (strstr(t.message, cases[k].why) == NULL)
            fail_msg("expected '%s', got '%s'", cases[k].why, t.message);
        done(&t);
        close(s.fd);
    }
}

/* Protected regions count while they are enforced (PRS). */
static void protected_regions(void **state)
{
    struct bench t;
    struct audit_registers r = {.base = 0xFED90000, .place = (char *)(uintptr_t) "here"};
    static const struct {
        unsigned offset;
        uint32_t value;
    } set[] = {{0x64, 0x80000001}, {0x68, 0x200000}, {0x6C, 0x5FFFFF}, {0x70, 0},
               {0x74, 1},          {0x78, 0x1FFFFF}, {0x7C, 1}};
    (void)state;
    for (size_t k = 0; k < sizeof set / sizeof set[0]; k++) {
        r.word[set[k].offset / 4] = set[k].value;
        r.known[set[k].offset / 4] = true;
    }
    bench_open(&t);
    assert_true(audit_registers_use(&t.b, &r));
    assert_true(t.in.unit[0].low.on && t.in.unit[0].low.first == 0x200000 && t.in.unit[0].low.last == 0x5FFFFF);
    assert_true(t.in.unit[0].high.on && t.in.unit[0].high.first == 0x100000000 &&
                t.in.unit[0].high.last == 0x1001FFFFF);
    r.word[0x64 / 4] = 0x80000000;
    assert_true(audit_registers_use(&t.b, &r) && !t.in.unit[0].low.on && !t.in.unit[0].high.on);
    done(&t);
}

static void write_file(const char *directory, const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static const char contexts[] =
    "IOMMU dmar0: Root Table Address: "
    "0x100001000\nB.D.F\tRoot_entry\t\t\t\tContext_entry\t\t\t\tPASID\tPASID_table_entry\n"
    "00:04.0\t0x0000000000000000:0x0000000100002001\t0x0000000000000102:0x0000000100003001\t-1    \t0x0:0x0:0x0\n\n"
    "DMA Remapping is not enabled on dmar1\n";
static const char domains[] =
    "Device 0000:00:04.0 @0x100003000\nIOVA_PFN\t\tPML5E\t\t\tPML4E\t\t\tPDPE\t\t\tPDE\t\t\tPTE\n"
    "0x0000000000201 "
    "|\t0x0000000000000000\t0x0000000100004003\t0x0000000100005003\t0x0000000100006003\t0x0000000000abc003\n"
    "0x0000000000400 "
    "|\t0x0000000000000000\t0x0000000100004003\t0x0000000100005003\t0x0000000040000083\t0x0000000000000000\n";
static const char interrupts[] = "Remapped Interrupt supported on IOMMU: dmar0\n IR table address:100100000\n Entry "
                                 "SrcID   DstID    Vct IRTE_high\t\tIRTE_low\n"
                                 " 18    00:04.0 00000001 28  0000000000040020\t000001000028000d\n\n****\n\n";

static char *debugfs_directory(char *directory)
{
    assert_non_null(mkdtemp(directory));
    write_file(directory, "dmar_translation_struct", contexts);
    write_file(directory, "domain_translation_struct", domains);
    write_file(directory, "ir_translation_struct", interrupts);
    return directory;
}

static void remove_directory(const char *directory)
{
    static const char *const names[] = {"dmar_translation_struct", "domain_translation_struct",
                                        "ir_translation_struct"};
    char path[200];
    for (unsigned k = 0; k < 3; k++) {
        snprintf(path, sizeof path, "%s/%s", directory, names[k]);
        unlink(path);
    }
    rmdir(directory);
}

static void debugfs(void **state)
{
    char directory[] = "/tmp/audit-test-XXXXXX", message[600];
    struct audit_options o = audit_options_default();
    struct audit_input in;
    (void)state;
    o.debugfs = debugfs_directory(directory);
    if (!audit_input_open(&o, &in, message, sizeof message))
        fail_msg("%s", message);
    const uint64_t *w = in.memory.words;
    assert_true(in.partial);
    assert_true(w[0x100001000 / 8] == 0x100002001 && w[0x100002000 / 8 + 64] == 0x100003001);
    assert_true(w[0x100002000 / 8 + 65] == 0x102 && w[0x100003000 / 8] == 0x100004003);
    assert_true(w[0x100006000 / 8 + 1] == 0xABC003 && w[0x100005000 / 8 + 2] == 0x40000083);
    assert_true(w[0x100100000 / 8 + 36] == 0x000001000028000D && w[0x100100000 / 8 + 37] == 0x40020);
    assert_int_equal(in.units, 2);
    assert_true(in.unit[0].root_known && in.unit[0].unit.translation_enabled && in.unit[0].unit.root_frame == 0x100001);
    assert_true(in.unit[1].root_known && !in.unit[1].unit.translation_enabled);
    assert_true(audit_backed(&in, 0x1001FF) && !audit_backed(&in, 0x100200) && !audit_backed(&in, 0xABC));
    assert_int_equal(bench_notes(&in, AUDIT_NOTE_ASSUMED, "present entries only"), 1);
    int k = audit_device_of(&in, 0, 0x0020, 0);
    assert_true(k >= 0 && in.device[k].kind == AUDIT_UNLISTED && in.device[k].unit == 0);
    audit_input_close(&in);
    remove_directory(directory);
}

static void bad_debugfs(void **state)
{
    static const struct {
        const char *text, *why;
        bool (*read)(struct debugfs *, const char *);
    } cases[] = {
        {"0x1 |\t0x0\t0x1003\t0x2003\t0x3003\t0x4003\n", ":1: a path before", debugfs_domains},
        {"Device x @0x1001\n", ":1: expected the address of a table", debugfs_domains},
        {"Device x @0x1000\n0x1 |\t0x0\t0x1003\t0x0\t0x3003\t0x4003\n", ":2: a path with a gap", debugfs_domains},
        {"Device x @0x1000\n0x200 |\t0x0\t0x1003\t0x2003\t0x83\t0x4003\n", ":2: a path that goes on", debugfs_domains},
        {"Device x @0x1000\n0x1ffffffffffff |\t0x0\t0x1003\t0x2003\t0x83\t0x0\n", ":2: expected PAGE", debugfs_domains},
        {"Device x @0x1000\n0x1 |\t0x0\t0xffffffffff003\t0x2003\t0x83\t0x0\n", ":2: a", debugfs_domains},
        {"00:04.0\t0:1001\t0:1\t-1\n", ":1: an entry before", debugfs_translation},
        {"IOMMU dmar0: Root Table Address: 0x10\n", ":1: expected the address of a root", debugfs_translation},
        {"IOMMU dmar0\n", ":1: expected IOMMU NAME", debugfs_translation},
        {" 3 00:04.0 1 28 0 1\n", ":1: expected INDEX", debugfs_interrupts},
        {" IR table address:1000\n", ":1: expected the address of an interrupt", debugfs_interrupts},
        {"x on IOMMU: a\n IR table address:1000\n 99999 0 0 0 0 1\n", ":3: expected INDEX", debugfs_interrupts}};
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        struct scratch s = scratch_text(cases[k].text);
        struct bench t;
        bench_open(&t);
        struct debugfs d = {.b = &t.b, .words = audit_memory_blank(&t.b)};
        assert_false(cases[k].read(&d, s.path));
        if (strstr(t.message, cases[k].why) == NULL)
            fail_msg("%zu: expected '%s', got '%s'", k, cases[k].why, t.message);
        done(&t);
        close(s.fd);
    }
}

static void changing(void **state)
{
    static const char twice[] = "Device a @0x3000\n0x1 |\t0x0\t0x4003\t0x5003\t0x6003\t0x7003\n\n"
                                "Device b @0x3000\n0x1 |\t0x0\t0x4003\t0x5003\t0x6003\t0x8003\n";
    char directory[] = "/tmp/audit-test-XXXXXX";
    struct bench t;
    (void)state;
    debugfs_directory(directory);
    write_file(directory, "domain_translation_struct", twice);
    bench_open(&t);
    assert_true(audit_debugfs_read(&t.b, directory));
    assert_int_equal(bench_notes(&t.in, AUDIT_NOTE_DAMAGED, "1 table words were read twice"), 1);
    done(&t);
    remove_directory(directory);
}

/* A DMAR table leads to register pages that the image holds. */
static void found_in_image(void **state)
{
    static uint64_t image[2048];
    static uint8_t dmar[64] = {'D', 'M', 'A', 'R', 64, [36] = 47, [37] = 1, [50] = 16, [52] = 1, [57] = 0x20};
    char message[600];
    struct audit_options o = audit_options_default();
    struct audit_input in;
    (void)state;
    image[1024] = 0x10; /* registers at 0x2000 */
    image[1025] = 0x00d2008c222f0606;
    image[1026] = 0xf00f4a;
    image[1027] = 0xc700000000000000;
    image[1028] = 0x1000;
    image[1024 + 0xB8 / 8] = 0x3007;
    struct scratch s = scratch_file(image, sizeof image), t = scratch_file(dmar, sizeof dmar);
    o.memory = s.path;
    o.dmar = t.path;
    if (!audit_input_open(&o, &in, message, sizeof message))
        fail_msg("%s", message);
    assert_true(in.units == 1 && in.unit[0].root_known && in.unit[0].unit.root_frame == 1);
    assert_true(in.unit[0].unit.translation_enabled && in.unit[0].unit.interrupt_table_size == 256);
    assert_int_equal(bench_notes(&in, AUDIT_NOTE_READ, "found in the image through the DMAR table"), 1);
    audit_input_close(&in);
    close(s.fd);
    close(t.fd);
}

static void nothing(void **state)
{
    struct audit_options o = audit_options_default();
    struct audit_input in;
    char message[600];
    static uint64_t page[512];
    struct scratch s = scratch_file(page, sizeof page);
    (void)state;
    assert_false(audit_input_open(&o, &in, message, sizeof message));
    assert_non_null(strstr(message, "no memory: expected --memory"));
    o.memory = s.path;
    assert_false(audit_input_open(&o, &in, message, sizeof message));
    assert_non_null(strstr(message, "no remapping unit"));
    o.root_given = true;
    assert_true(audit_input_open(&o, &in, message, sizeof message));
    assert_int_equal(bench_notes(&in, AUDIT_NOTE_MISSING, "no interrupt table pointer"), 1);
    assert_int_equal(bench_notes(&in, AUDIT_NOTE_ASSUMED, "no registers, and no --cap"), 1);
    audit_input_close(&in);
    close(s.fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(registers),         cmocka_unit_test(bad_registers),
                                       cmocka_unit_test(protected_regions), cmocka_unit_test(debugfs),
                                       cmocka_unit_test(bad_debugfs),       cmocka_unit_test(changing),
                                       cmocka_unit_test(found_in_image),    cmocka_unit_test(nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
