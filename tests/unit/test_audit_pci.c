/* Topology: requester-ids behind bridges, phantom and virtual functions, isolation groups, from the text of lspci. */
#include "harness/audit/input/pci.h"
#include "tests/unit/audit_files.h"

enum { ROOT = 4, UP = 5, DOWN = 6, TO_PCI = 7, ENDPOINT = 0, INTEGRATED = 9, NONE = 16 };
enum { ACS_OFF = 1, ACS_ON = 2, SRIOV = 4, ATS = 8, PHANTOM = 16, PHANTOM_ON = 32, SHORT = 64 };

struct function {
    const char *name;
    int port;
    bool several;
    uint8_t secondary, subordinate;
    unsigned extras;
};

static void put(uint8_t *config, unsigned at, unsigned value)
{
    config[at] = (uint8_t)value;
    config[at + 1] = (uint8_t)(value >> 8);
}

static void fill(const struct function *f, uint8_t *config)
{
    unsigned next = 0x100;
    memset(config, 0, PCI_CONFIG);
    config[0x0E] = (uint8_t)((f->secondary != 0 ? 1 : 0) | (f->several ? 0x80 : 0));
    config[0x19] = f->secondary;
    config[0x1A] = f->subordinate;
    if (f->port != NONE) {
        put(config, 0x06, 0x10);
        config[0x34] = 0x40;
        config[0x40] = 0x10;
        put(config, 0x42, (unsigned)f->port << 4 | 2);
        put(config, 0x44, (f->extras & (PHANTOM | PHANTOM_ON)) != 0 ? 1u << 3 : 0);
        put(config, 0x48, (f->extras & PHANTOM_ON) != 0 ? 0x200 : 0);
    }
    static const struct {
        unsigned extras, id;
    } capability[] = {{ACS_OFF | ACS_ON, 0x0D}, {SRIOV, 0x10}, {ATS, 0x0F}};
    for (unsigned k = 0; k < 3; k++) {
        if ((f->extras & capability[k].extras) == 0)
            continue;
        put(config, next, capability[k].id);
        put(config, next + 2, (next + 0x40) << 4 | 1);
        put(config, next + 4, k == 0 ? 0x1D : 0);
        put(config, next + 6, k == 0 ? ((f->extras & ACS_ON) != 0 ? 0x1D : 0) : k == 2 ? 0x8000 : 0);
        put(config, next + 8, k == 1 ? 1 : 0);
        put(config, next + 0x10, k == 1 ? 3 : 0);
        put(config, next + 0x14, k == 1 ? 0x80 : 0);
        put(config, next + 0x16, k == 1 ? 2 : 0);
        next += 0x40;
    }
}

/* The text that lspci -D -xxxx would print, read back and grouped. */
static void build(struct bench *t, const struct function *f, size_t count, const char *more)
{
    uint8_t config[PCI_CONFIG];
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (size_t k = 0; k < count; k++) {
        fill(&f[k], config);
        fprintf(out, "%s A device\n", f[k].name);
        for (unsigned n = 0; n < ((f[k].extras & SHORT) != 0 ? 64u : PCI_CONFIG); n += 16) {
            fprintf(out, "%02x:", n);
            for (unsigned i = 0; i < 16; i++)
                fprintf(out, " %02x", config[n + i]);
            fputc('\n', out);
        }
        fputc('\n', out);
    }
    fputs(more, out);
    fclose(out);
    struct scratch s = scratch_text(text);
    bench_open(t);
    if (!audit_lspci_read(&t->b, s.path) || !audit_pci_finish(&t->b) || !audit_pci_groups(&t->b) ||
        !audit_pci_compare(&t->b))
        fail_msg("%s", t->message);
    close(s.fd);
    free(text);
}
#define BUILD(t, more, ...)                                                                                            \
    build(t, (const struct function[]){__VA_ARGS__},                                                                   \
          sizeof(const struct function[]){__VA_ARGS__} / sizeof(struct function), more)

static void done(struct bench *t)
{
    audit_pci_close(&t->b);
    audit_input_close(&t->in);
}

static void aliases(struct bench *t, uint16_t requester, const uint16_t *expected, size_t count)
{
    uint16_t *alias = NULL;
    size_t n = 0;
    int k = audit_pci_find(&t->b, 0, requester);
    assert_true(k >= 0 && audit_pci_aliases(&t->b, k, &alias, &n));
    assert_int_equal(n, count);
    assert_memory_equal(alias, expected, count * sizeof *alias);
    free(alias);
}
#define ALIASES(t, requester, ...)                                                                                     \
    aliases(t, requester, (const uint16_t[]){__VA_ARGS__}, sizeof(const uint16_t[]){__VA_ARGS__} / sizeof(uint16_t))

static int group(struct bench *t, uint16_t requester)
{
    int k = audit_pci_find(&t->b, 0, requester);
    assert_true(k >= 0);
    return t->b.function[k].group;
}

static void bridges(void **state)
{
    struct bench t;
    (void)state;
    BUILD(&t, "", {"0000:00:04.0", ENDPOINT, false, 0, 0, 0}, {"0000:00:05.0", ROOT, false, 1, 1, ACS_ON},
          {"0000:01:00.0", ENDPOINT, false, 0, 0, 0}, {"0000:00:07.0", TO_PCI, false, 2, 3, 0},
          {"0000:02:03.0", NONE, false, 0, 0, 0}, {"0000:02:04.0", NONE, false, 3, 3, 0},
          {"0000:03:01.0", NONE, false, 0, 0, 0}, {"0000:00:1e.0", NONE, false, 4, 4, 0},
          {"0000:04:02.0", NONE, false, 0, 0, 0});
    ALIASES(&t, 0x0020, 0x0020);
    ALIASES(&t, 0x0100, 0x0100);
    ALIASES(&t, 0x0218, 0x0200, 0x0218); /* PCI Express to PCI: secondary bus, or PCI-X's own */
    ALIASES(&t, 0x0308, 0x0200, 0x0220); /* and a conventional bridge above that */
    ALIASES(&t, 0x0410, 0x00F0);         /* conventional: the bridge's own */
    assert_int_equal(group(&t, 0x0218), group(&t, 0x0038));
    assert_int_equal(group(&t, 0x0218), group(&t, 0x0308));
    assert_int_equal(group(&t, 0x0410), group(&t, 0x00F0));
    assert_int_not_equal(group(&t, 0x0218), group(&t, 0x0410));
    assert_int_not_equal(group(&t, 0x0100), group(&t, 0x0028));
    assert_int_equal(t.in.groups, 5);
    done(&t);
}

static void functions(void **state)
{
    struct bench t;
    (void)state;
    BUILD(&t, "", {"00:02.1", ENDPOINT, true, 0, 0, PHANTOM_ON | ATS}, {"00:03.0", ENDPOINT, false, 0, 0, PHANTOM},
          {"00:04.0", ENDPOINT, false, 0, 0, SRIOV});
    ALIASES(&t, 0x0011, 0x0011, 0x0015); /* function 1 of four may use 5 */
    ALIASES(&t, 0x0018, 0x0018);         /* could, but does not */
    ALIASES(&t, 0x00A0, 0x00A0);         /* virtual functions: 00:04.0 + 80h, + 82h, + 84h */
    ALIASES(&t, 0x00A4, 0x00A4);
    assert_int_equal(audit_pci_find(&t.b, 0, 0x00A6), -1);
    assert_true(t.b.function[audit_pci_find(&t.b, 0, 0x00A2)].virtual_function);
    assert_int_equal(t.b.function[audit_pci_find(&t.b, 0, 0x00A2)].physical, 0x0020);
    assert_true(t.b.function[audit_pci_find(&t.b, 0, 0x0011)].ats_on);
    assert_int_equal(t.in.groups, 6);
    done(&t);
}

static void isolation(void **state)
{
    struct bench t;
    (void)state;
    /* a switch with one port that redirects and one that does not; a device of two functions with and without ACS */
    BUILD(&t, "", {"00:01.0", ROOT, false, 1, 4, ACS_ON}, {"01:00.0", UP, false, 2, 4, 0},
          {"02:00.0", DOWN, true, 3, 3, ACS_ON}, {"02:01.0", DOWN, true, 4, 4, ACS_OFF},
          {"03:00.0", ENDPOINT, false, 0, 0, 0}, {"04:00.0", ENDPOINT, false, 0, 0, 0},
          {"00:02.0", ENDPOINT, true, 0, 0, ACS_ON}, {"00:02.1", ENDPOINT, true, 0, 0, ACS_ON},
          {"00:03.0", ENDPOINT, true, 0, 0, 0}, {"00:03.1", ENDPOINT, true, 0, 0, 0},
          {"00:04.0", ROOT, false, 9, 9, SHORT}, {"09:00.0", ENDPOINT, false, 0, 0, 0});
    assert_int_not_equal(group(&t, 0x0300), group(&t, 0x0400));
    assert_int_equal(group(&t, 0x0400), group(&t, 0x0208));
    assert_int_not_equal(group(&t, 0x0010), group(&t, 0x0011));
    assert_int_equal(group(&t, 0x0018), group(&t, 0x0019));
    assert_int_equal(group(&t, 0x0900), group(&t, 0x0020)); /* nothing is known of its ACS */
    bool told = false;
    for (size_t k = 0; k < t.in.peers; k++)
        told |= strstr(t.in.peer[k].why, "0000:02:01.0 does not redirect requests upstream") != NULL;
    assert_true(told);
    done(&t);
}

static void kernel(void **state)
{
    static const char same[] = "Slot:\t00:02.0\nClass:\tThing\nIOMMUGroup:\t7\n\nSlot:\t00:03.0\nIOMMUGroup:\t8\n";
    static const char other[] = "Slot:\t00:02.0\nIOMMUGroup:\t7\n\nSlot:\t00:03.0\nIOMMUGroup:\t7\n";
    struct bench t;
    (void)state;
    BUILD(&t, same, {"00:02.0", ENDPOINT, false, 0, 0, 0}, {"00:03.0", ENDPOINT, false, 0, 0, 0});
    assert_int_equal(bench_notes(&t.in, AUDIT_NOTE_ASSUMED, "Linux groups them"), 0);
    assert_non_null(strstr(t.b.function[0].label, "Thing"));
    done(&t);
    BUILD(&t, other, {"00:02.0", ENDPOINT, false, 0, 0, 0}, {"00:03.0", ENDPOINT, false, 0, 0, 0});
    assert_int_equal(bench_notes(&t.in, AUDIT_NOTE_ASSUMED, "Linux groups them together"), 1);
    done(&t);
}

static void refused(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {{"", "lists no PCI functions"},
                 {"00:02.0 X\n10: 00\n", ":2: expected the configuration space in order"},
                 {"00:02.0 X\n00: 00 00\n", ":2: expected 16 bytes"},
                 {"00:02.0 X\n00: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n", ":2: expected 16 bytes"},
                 {"00:32.0 X\n", ":1: expected BUS:DEVICE.FUNCTION"},
                 {"00:02.8 X\n", ":1: expected BUS:DEVICE.FUNCTION"},
                 {"Class:\tX\n", ":1: a field before its Slot"},
                 {"nonsense\n", ":1: expected BUS:DEVICE.FUNCTION"}};
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        struct scratch s = scratch_text(cases[k].text);
        struct bench t;
        bench_open(&t);
        assert_false(audit_lspci_read(&t.b, s.path));
        if (strstr(t.message, cases[k].why) == NULL)
            fail_msg("expected '%s', got '%s'", cases[k].why, t.message);
        close(s.fd);
        done(&t);
    }
}

/* Bridges that lead in circles, capability lists that do, virtual functions that do not fit. */
static void circles(void **state)
{
    struct bench t;
    (void)state;
    BUILD(&t, "", {"01:00.0", NONE, false, 1, 1, 0}, {"02:00.0", NONE, false, 1, 1, 0},
          {"ff:1f.7", ENDPOINT, true, 0, 0, SRIOV});
    assert_int_equal(bench_notes(&t.in, AUDIT_NOTE_DAMAGED, "is not below its own bus"), 2);
    assert_int_equal(bench_notes(&t.in, AUDIT_NOTE_DAMAGED, "do not fit"), 1);
    struct pci_function f = {.length = PCI_CONFIG, .config = calloc(1, PCI_CONFIG)};
    put(f.config, 0x06, 0x10);
    f.config[0x34] = f.config[0x41] = 0x40;
    put(f.config, 0x100, 0x99);
    put(f.config, 0x102, 0x1001);
    audit_pci_decode(&f);
    assert_int_equal(f.port, PCI_CONVENTIONAL);
    free(f.config);
    done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bridges),   cmocka_unit_test(functions),
                                       cmocka_unit_test(isolation), cmocka_unit_test(kernel),
                                       cmocka_unit_test(refused),   cmocka_unit_test(circles)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
