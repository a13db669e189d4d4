/* The field table of saved units has every byte of the struct that is not padding, once. */
#include "harness/state/state_fields.h"
#include "tests/unit/units.h"

static struct vtd_iommu io;
static unsigned char covered[sizeof(struct vtd_iommu)];

/* One initializer for each member: a new one is a compiler warning here, and belongs into every_byte() too. */
static const struct vtd_iommu members = {{.caps = {0}}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}};

static void count_fields(void)
{
    for (unsigned i = 0; i < state_group_count; i++) {
        const struct state_group *g = &state_groups[i];
        for (unsigned row = 0; row < g->rows; row++)
            for (unsigned k = 0; k < g->fields; k++)
                for (unsigned b = 0; b < g->field[k].size; b++)
                    covered[g->offset + row * g->stride + g->field[k].offset + b]++;
    }
}

static void compare(const char *member, const void *from, size_t size)
{
    const unsigned char *byte = from;
    size_t start = (size_t)(byte - (const unsigned char *)&io);
    for (size_t i = 0; i < size; i++)
        if (covered[start + i] != (byte[i] != 0))
            fail_msg("byte %zu of vtd_iommu.%s stands in %u fields of harness/state/state_fields.c, expected %u: is a "
                     "field of spec/vocabulary.h missing there?",
                     i, member, covered[start + i], byte[i] != 0);
}

/* The compiler can clear padding, so it says where padding is. Member by member: gcc 12 goes wrong for the whole. */
static void every_byte(void **state)
{
    (void)state;
#if defined __GNUC__ && !defined __clang__
#define COMPARE(member) __builtin_clear_padding(&io.member), compare(#member, &io.member, sizeof io.member)
    memset(&io, 0xFF, sizeof io);
    count_fields();
    COMPARE(unit);
    COMPARE(registers);
    COMPARE(fault_event);
    COMPARE(completion_event);
    COMPARE(faults);
    COMPARE(queue);
    COMPARE(contexts);
    COMPARE(iotlb);
    COMPARE(interrupts);
#else
    (void)count_fields, (void)compare;
    skip();
#endif
    assert_int_equal(members.faults.count, 0);
}

/* Every value of every type comes back. */
static void every_value(void **state)
{
    static const uint64_t values[] = {0,           1,          0x7F,           0x80,        0xFF,       0x7FFF,
                                      0x8000,      0xFFFF,     0x7FFFFFFF,     0x80000000u, 0xFFFFFFFF, INT64_MAX,
                                      1ull << 63u, UINT64_MAX, 0xFFFFFFFFFF80, ~0x7Full,    ~0x7FFFull, ~0x7FFFFFFFull};
    (void)state;
    for (unsigned i = 0; i < state_group_count; i++)
        for (unsigned k = 0; k < state_groups[i].fields; k++) {
            const struct state_group *g = &state_groups[i];
            const struct state_field *f = &g->field[k];
            for (unsigned v = 0; v < sizeof values / sizeof values[0]; v++) {
                memset(&io, 0, sizeof io);
                if (!state_fits(f, values[v]))
                    continue;
                state_put(&io, g, g->rows - 1, f, values[v]);
                assert_true(state_get(&io, g, g->rows - 1, f) == values[v]);
            }
        }
}

static const struct state_field *field(unsigned group, const char *name)
{
    const struct state_group *g = &state_groups[group];
    for (unsigned k = 0; k < g->fields; k++)
        if (strcmp(g->field[k].name, name) == 0)
            return &g->field[k];
    fail_msg("no field %s.%s", g->name, name);
    return NULL;
}

static void limits(void **state)
{
    (void)state;
    const struct state_field *frame = field(1, "root_frame"), *size = field(1, "interrupt_table_size"),
                             *mode = field(1, "table_mode"), *enabled = field(1, "translation_enabled");
    assert_true(state_fits(frame, UINT64_MAX) && state_fits(frame, 1ull << 63));
    assert_true(state_fits(size, 0x7FFFFFFF) && state_fits(size, ~0x7FFFFFFFull));
    assert_false(state_fits(size, 0x80000000u) || state_fits(size, ~0x80000000ull));
    assert_true(state_fits(mode, 255));
    assert_false(state_fits(mode, 256) || state_fits(mode, UINT64_MAX));
    assert_true(state_fits(enabled, 1));
    assert_false(state_fits(enabled, 2));
}

static void spelling(void **state)
{
    char text[24];
    (void)state;
    state_value_text(field(1, "root_frame"), 0xABCDEF, text, sizeof text);
    assert_string_equal(text, "0xabcdef");
    state_value_text(field(1, "root_frame"), UINT64_MAX, text, sizeof text);
    assert_string_equal(text, "-0x1");
    state_value_text(field(1, "root_frame"), 1ull << 63, text, sizeof text);
    assert_string_equal(text, "-0x8000000000000000");
    state_value_text(field(0, "host_frames"), UINT64_MAX, text, sizeof text);
    assert_string_equal(text, "0xffffffffffffffff");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_byte), cmocka_unit_test(every_value),
                                       cmocka_unit_test(limits), cmocka_unit_test(spelling)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
