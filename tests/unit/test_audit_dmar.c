/* The DMAR table with every kind of structure, from a file and out of an image; and tables that are wrong. */
#include "harness/audit/input/devices.h"
#include "harness/audit/input/dmar.h"
#include "harness/audit/input/memory.h"
#include "harness/audit/input/pci.h"
#include "tests/unit/audit_files.h"

struct table {
    uint8_t bytes[512];
    size_t length;
};

static void add(struct table *t, const uint8_t *bytes, size_t count)
{
    memcpy(t->bytes + t->length, bytes, count);
    t->length += count;
}
#define ADD(t, ...) add(t, (const uint8_t[]){__VA_ARGS__}, sizeof(const uint8_t[]){__VA_ARGS__})

static void seal(struct table *t)
{
    uint8_t sum = 0;
    t->bytes[4] = (uint8_t)t->length;
    t->bytes[5] = (uint8_t)(t->length >> 8);
    t->bytes[9] = 0;
    for (size_t k = 0; k < t->length; k++)
        sum = (uint8_t)(sum + t->bytes[k]);
    t->bytes[9] = (uint8_t)-sum;
}

static struct table every_kind(void)
{
    struct table t = {.length = 48};
    memcpy(t.bytes, "DMAR", 4);
    t.bytes[36] = 45; /* 46 bits */
    t.bytes[37] = 5;  /* INTR_REMAP, DMA_CTRL_PLATFORM_OPT_IN_FLAG */
    ADD(&t, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0xD9, 0xFE, 0, 0, 0, 0, 1, 8, 0, 0, 0, 0, 2, 0);  /* DRHD: 00:02.0 */
    ADD(&t, 0, 0, 40, 0, 1, 0, 0, 0, 0, 0x10, 0xD9, 0xFE, 0, 0, 0, 0,                        /* DRHD: the rest */
        3, 8, 0, 0, 2, 0xF0, 0x1F, 0, 4, 8, 0, 0, 1, 0, 0x1E, 6, 5, 8, 0, 0, 9, 0, 0x15, 1); /* IOAPIC HPET ACPI */
    ADD(&t, 1, 0, 34, 0, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0, 0, 0, 0, 0xFF, 0xFF, 0x7F, 0x7B, 0, 0, 0, 0, /* RMRR */
        1, 10, 0, 0, 0, 0, 0x1C, 0, 3, 0);                                      /* 00:1c.0 -> 03.0 */
    ADD(&t, 2, 0, 16, 0, 0, 0, 0, 0, 2, 8, 0, 0, 0, 0, 0x1C, 0);                /* ATSR */
    ADD(&t, 3, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0xD9, 0xFE, 0, 0, 0, 0, 1, 0, 0, 0); /* RHSA */
    ADD(&t, 4, 0, 14, 0, 0, 0, 0, 9, 'U', 'A', 'R', 'T', '0', 0);               /* ANDD */
    ADD(&t, 5, 0, 16, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 2, 0);                   /* SATC */
    ADD(&t, 6, 0, 16, 0, 0, 0, 0, 0, 1, 8, 3, 0, 0, 0, 2, 0);                   /* SIDP */
    ADD(&t, 99, 0, 6, 0, 1, 2);                                                 /* not known */
    seal(&t);
    return t;
}

static const struct audit_device *device(const struct audit_input *in, uint16_t requester)
{
    int k = audit_device_of(in, 0, requester, 0);
    return k < 0 ? NULL : &in->device[k];
}

/* A root port 00:1c.0 with bus 5 below it, and what stands there. */
static void topology(struct bench *t)
{
    static const struct {
        uint16_t requester;
        uint8_t header, secondary;
    } f[] = {{0x0010, 0, 0}, {0x00E0, 1, 5}, {0x0518, 0, 0}};
    for (size_t k = 0; k < sizeof f / sizeof f[0]; k++) {
        struct pci_function *p = audit_pci_function(&t->b, 0, f[k].requester);
        p->config = calloc(1, PCI_CONFIG);
        p->length = 256;
        p->config[0x0E] = f[k].header;
        p->config[0x19] = p->config[0x1A] = f[k].secondary;
        p->config[0x06] = 0x10; /* capabilities: PCI Express root port or endpoint */
        p->config[0x34] = 0x40;
        p->config[0x40] = 0x10;
        p->config[0x42] = f[k].header == 1 ? 0x42 : 0x02;
    }
}

static void done(struct bench *t)
{
    audit_dmar_close(&t->b);
    audit_pci_close(&t->b);
    audit_input_close(&t->in);
}

static void whole(void **state)
{
    struct table t = every_kind();
    struct bench n;
    (void)state;
    bench_open(&n);
    topology(&n);
    assert_true(audit_dmar_parse(&n.b, t.bytes, t.length, "dmar"));
    assert_int_equal(bench_notes(&n.in, AUDIT_NOTE_DAMAGED, ""), 0);
    assert_true(audit_devices_build(&n.b));
    assert_int_equal(n.in.host_width, 46);
    assert_true(n.in.dmar_interrupts && n.in.pre_boot_protect && !n.in.x2apic_opt_out);
    assert_int_equal(n.in.units, 2);
    assert_true(n.in.unit[0].register_base == 0xFED90000 && !n.in.unit[0].all_devices);
    assert_true(n.in.unit[1].register_base == 0xFED91000 && n.in.unit[1].all_devices);
    assert_int_equal(device(&n.in, 0x0010)->unit, 0);
    assert_int_equal(device(&n.in, 0x0518)->unit, 1);
    assert_int_equal(device(&n.in, 0xF0F8)->kind, AUDIT_IOAPIC);
    assert_int_equal(device(&n.in, 0x00F6)->kind, AUDIT_HPET);
    assert_string_equal(device(&n.in, 0x00A9)->label, "ACPI device 9 UART0");
    assert_int_equal(n.in.reserveds, 1);
    assert_true(n.in.reserved[0].first == 0x7B000000 && n.in.reserved[0].last == 0x7B7FFFFF);
    assert_int_equal(n.in.reserved[0].requesters, 1);
    assert_int_equal(n.in.reserved[0].requester[0], 0x0518); /* behind the root port */
    done(&n);
}

static void without_topology(void **state)
{
    struct table t = every_kind();
    struct bench n;
    (void)state;
    bench_open(&n);
    assert_true(audit_dmar_parse(&n.b, t.bytes, t.length, "dmar") && audit_devices_build(&n.b));
    assert_int_equal(device(&n.in, 0x0010)->kind, AUDIT_UNLISTED);
    assert_int_equal(n.in.reserved[0].requesters, 0);
    assert_int_equal(bench_notes(&n.in, AUDIT_NOTE_MISSING, "no topology describes"), 1);
    assert_int_equal(bench_notes(&n.in, AUDIT_NOTE_MISSING, "no PCI topology"), 1);
    done(&n);
}

/* A change at one place; the note or message that it must give. */
static void damaged(size_t at, uint8_t value, bool refused, const char *why)
{
    struct table t = every_kind();
    struct bench n;
    t.bytes[at] = value;
    if (at >= 10)
        seal(&t);
    bench_open(&n);
    assert_int_equal(audit_dmar_parse(&n.b, t.bytes, t.length, "dmar"), !refused);
    if (refused ? strstr(n.message, why) == NULL : bench_notes(&n.in, AUDIT_NOTE_DAMAGED, why) == 0)
        fail_msg("%zu: expected '%s', got '%s'", at, why, n.message);
    done(&n);
}

static void wrong(void **state)
{
    (void)state;
    damaged(0, 'X', true, "expected an ACPI DMAR table");
    damaged(5, 9, true, "but");
    damaged(9, 1, false, "+0x9: the checksum is wrong");
    damaged(36, 200, false, "host address width");
    damaged(48 + 2, 0, false, "+0x30: a structure that is longer than the table");
    damaged(48 + 3, 9, false, "+0x30: a structure that is longer than the table");
    damaged(48 + 9, 1, false, "DRHD: the register base is 0 or not aligned");
    damaged(48 + 16, 7, false, "+0x40: a device scope of unknown type");
    damaged(48 + 17, 200, false, "+0x40: a device scope that is longer");
    damaged(48 + 17, 0, false, "+0x40: a device scope that is longer");
    damaged(48 + 22, 32, false, "+0x40: a device scope with device above 31");
    damaged(48 + 24 + 9, 0, false, "a second one for the same registers");
    damaged(48 + 24 + 40 + 8, 1, false, "RMRR: not a whole number of pages");
}

/* Every beginning of the table: nothing may be read behind it. */
static void cut(void **state)
{
    struct table t = every_kind();
    (void)state;
    for (size_t length = 0; length < t.length; length++) {
        struct bench n;
        uint8_t *copy = malloc(length + 1);
        memcpy(copy, t.bytes, length);
        if (length > 5) {
            copy[4] = (uint8_t)length;
            copy[5] = (uint8_t)(length >> 8);
        }
        bench_open(&n);
        assert_int_equal(audit_dmar_parse(&n.b, copy, length, "dmar"), length >= 48);
        assert_true(length < 48 || audit_devices_build(&n.b));
        done(&n);
        free(copy);
    }
}

static void in_memory(void **state)
{
    static uint8_t image[0x200000];
    struct table t = every_kind();
    struct bench n;
    uint8_t sum = 0;
    (void)state;
    memcpy(image + 0x150010, t.bytes, t.length);
    uint8_t *rsdt = image + 0x140000, *rsdp = image + 0xF1230;
    memcpy(rsdt, "RSDT", 4);
    rsdt[4] = 40;
    memcpy(rsdt + 36, (const uint8_t[]){0x10, 0, 0x15, 0}, 4);
    for (int k = 0; k < 40; k++)
        sum = (uint8_t)(sum + rsdt[k]);
    rsdt[9] = (uint8_t)-sum;
    memcpy(rsdp, "RSD PTR ", 8);
    memcpy(rsdp + 16, (const uint8_t[]){0, 0, 0x14, 0}, 4);
    sum = 0;
    for (int k = 0; k < 20; k++)
        sum = (uint8_t)(sum + rsdp[k]);
    rsdp[8] = (uint8_t)-sum;
    struct scratch s = scratch_file(image, sizeof image);
    bench_open(&n);
    assert_true(audit_memory_open(&n.b, s.path) && audit_dmar_find(&n.b, s.path));
    assert_true(n.in.dmar_known && n.in.units == 2);
    assert_int_equal(bench_notes(&n.in, AUDIT_NOTE_READ, "physical 0x150010"), 1);
    done(&n);
    assert_int_equal(pwrite(s.fd, "x", 1, 0xF1238), 1); /* checksum of the root pointer */
    bench_open(&n);
    assert_true(audit_memory_open(&n.b, s.path) && audit_dmar_find(&n.b, s.path));
    assert_false(n.in.dmar_known);
    done(&n);
    close(s.fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole), cmocka_unit_test(without_topology),
                                       cmocka_unit_test(wrong), cmocka_unit_test(cut), cmocka_unit_test(in_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
