/* Interrupt requests of a whole unit: through the interrupt entry cache, or decided before it (clauses 5.1, 6.3). */
#include "model/deliver.h"

#include "tests/unit/units.h"

static struct tables t;
static struct vtd_iommu io;
static struct vtd_choice choice;

/* Entries 5 and 6: vectors 42h and 43h to APICs 3 and 4, for 00:04.0 only. */
static int fresh(void **state)
{
    (void)state;
    test_build(&t);
    test_unit(&io);
    choice = (struct vtd_choice){0};
    test_word(&t, 0x10050, 0x0000030000420001u);
    test_word(&t, 0x10058, 0x0000000000040020u);
    test_word(&t, 0x10060, 0x0000040000430001u);
    test_word(&t, 0x10068, 0x0000000000040020u);
    return 0;
}

static struct vtd_interrupt_result ask(uint64_t address, uint32_t data, uint16_t source)
{
    struct vtd_interrupt_request r = {.address = address, .data = data, .source_id = source};
    return vtd_cached_interrupt(&io, &t.memory, r, choice);
}

/* Through entry 5 on behalf of 00:04.0. */
static struct vtd_interrupt_result ask_five(void)
{
    return ask(0xFEE000B0u, 0, 0x20);
}

static void delivers(uint64_t address, uint32_t data, unsigned vector, unsigned destination)
{
    struct vtd_interrupt_result r = ask(address, data, 0x20);
    assert_true(r.delivered && !r.recorded);
    assert_int_equal(r.rule, VTD_NONE);
    assert_int_equal(r.message.vector, vector);
    assert_int_equal(r.message.destination, destination);
}

/* `index` 0 where FI is undefined. */
static void blocked(uint64_t address, uint32_t data, unsigned rule, unsigned reason, uint64_t index)
{
    struct vtd_interrupt_result r = ask(address, data, 0x20);
    assert_false(r.delivered);
    assert_true(r.recorded);
    assert_int_equal(r.rule, rule);
    assert_int_equal(r.fault.hi, 0x8000000000000020u | (uint64_t)reason << 32);
    if (index != 0)
        assert_int_equal(r.fault.lo, index << 48);
}

static unsigned entries(void)
{
    unsigned n = 0;
    for (unsigned i = 0; i < 1024; i++)
        n += io.interrupts.entry[i].valid != 0;
    return n;
}

/* Old answer until an invalidation covers the entry, then the new one. */
static void entry_changes(void **state)
{
    (void)state;
    delivers(0xFEE000B0u, 0, 0x42, 3);
    assert_int_equal(entries(), 1);
    test_word(&t, 0x10050, 0x0000070000990001u);
    delivers(0xFEE000B0u, 0, 0x42, 3);
    delivers(0xFEE000B8u, 0, 0x42, 3); /* handle 5, subhandle 0 */
    vtd_interrupt_cache_invalidate(&io.interrupts, true, 7, 0);
    vtd_interrupt_cache_invalidate(&io.interrupts, true, 6, 1); /* 6 and 7 */
    delivers(0xFEE000B0u, 0, 0x42, 3);
    vtd_interrupt_cache_invalidate(&io.interrupts, true, 6, 2); /* 4 to 7 */
    delivers(0xFEE000B0u, 0, 0x99, 7);
    test_word(&t, 0x10050, 0);
    delivers(0xFEE000B0u, 0, 0x99, 7);
    vtd_interrupt_cache_invalidate(&io.interrupts, false, 0, 0);
    blocked(0xFEE000B0u, 0, VTD_INT_22, 0x22, 5);
}

/* Each index has its own entry, however the request spells it. */
static void indices(void **state)
{
    (void)state;
    delivers(0xFEE000B0u, 0, 0x42, 3);
    delivers(0xFEE000D0u, 0, 0x43, 4);
    assert_int_equal(entries(), 2);
    memset(&t.words[0x10000 / 8], 0, 0x1000);
    delivers(0xFEE000B8u, 0, 0x42, 3); /* handle 5 and subhandle 0 */
    delivers(0xFEE000B8u, 1, 0x43, 4); /* handle 5 and subhandle 1 */
    delivers(0xFEE000D0u, 0xFFFFFFFFu, 0x43, 4);
    blocked(0xFEE000B8u, 2, VTD_INT_22, 0x22, 7);
    test_word(&t, 0x10150, 0x0000090000550001u); /* entry 21, in the set of entry 5 */
    choice.way = 1;
    delivers(0xFEE002B0u, 0, 0x55, 9);
    delivers(0xFEE000B0u, 0, 0x42, 3);
    choice.way = 0;
    test_word(&t, 0x10250, 0x00000A0000560001u); /* entry 37 displaces entry 5 */
    delivers(0xFEE004B0u, 0, 0x56, 10);
    blocked(0xFEE000B0u, 0, VTD_INT_22, 0x22, 5);
    delivers(0xFEE002B0u, 0, 0x55, 9);
}

/* A cached entry checks every requester again; what it refuses is recorded with its own source-id. */
static void sources(void **state)
{
    (void)state;
    assert_true(ask_five().delivered);
    struct vtd_interrupt_result r = ask(0xFEE000B0u, 0, 0x21);
    assert_true(!r.delivered && r.recorded);
    assert_int_equal(r.rule, VTD_INT_26);
    assert_int_equal(r.fault.hi, 0x8000002600000021u);
    assert_int_equal(r.fault.lo, 0x0005000000000000u);
    test_word(&t, 0x10058, 0x0000000000040021u);
    assert_false(ask(0xFEE000B0u, 0, 0x21).delivered);
    assert_true(ask_five().delivered);
    vtd_interrupt_cache_invalidate(&io.interrupts, true, 5, 0);
    assert_true(ask(0xFEE000B0u, 0, 0x21).delivered);
    assert_false(ask_five().delivered);
}

static void no_cache(void **state)
{
    (void)state;
    io.interrupts.sets = 0;
    io.unit.caps.caching_mode = true;
    choice.cache_faults = true;
    delivers(0xFEE000B0u, 0, 0x42, 3);
    test_word(&t, 0x10050, 0);
    blocked(0xFEE000B0u, 0, VTD_INT_22, 0x22, 5);
    test_word(&t, 0x10050, 0x0000070000990001u);
    delivers(0xFEE000B0u, 0, 0x99, 7);
    assert_int_equal(entries(), 0);
}

/* Each fault, then the table put right: at once without caching mode, whatever the unit would like to cache. */
static void faults_not_cached(void **state)
{
    static const struct {
        uint64_t where, wrong;
        unsigned rule, reason;
    } cases[] = {{0x10050, 0x0000030000420000u, VTD_INT_22, 0x22},
                 {0x10050, 0x0000030000421001u, VTD_INT_24, 0x24},
                 {0x10050, 0x0000030100420001u, VTD_INT_24, 0x24},
                 {0x10058, 0x00000000000C0020u, VTD_INT_26, 0x26},
                 {0x10058, 0x0000000000040028u, VTD_INT_26, 0x26}};
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fresh(state);
        choice.cache_faults = true;
        uint64_t right = t.words[cases[i].where / 8];
        test_word(&t, cases[i].where, cases[i].wrong);
        blocked(0xFEE000B0u, 0, cases[i].rule, cases[i].reason, 5);
        assert_int_equal(entries(), 0);
        test_word(&t, cases[i].where, right);
        delivers(0xFEE000B0u, 0, 0x42, 3);
    }
}

/* With caching mode a unit may keep what faults, and must forget it when the index is invalidated. */
static void caching_mode(void **state)
{
    (void)state;
    io.unit.caps.caching_mode = true;
    test_word(&t, 0x10050, 0);
    blocked(0xFEE000B0u, 0, VTD_INT_22, 0x22, 5);
    assert_int_equal(entries(), 0); /* may, not must */
    choice.cache_faults = true;
    blocked(0xFEE000B0u, 0, VTD_INT_22, 0x22, 5);
    test_word(&t, 0x10050, 0x0000030000420001u);
    blocked(0xFEE000B0u, 0, VTD_INT_22, 0x22, 5);
    vtd_interrupt_cache_invalidate(&io.interrupts, true, 4, 0);
    blocked(0xFEE000B0u, 0, VTD_INT_22, 0x22, 5);
    vtd_interrupt_cache_invalidate(&io.interrupts, true, 5, 0);
    delivers(0xFEE000B0u, 0, 0x42, 3);
}

/* FPD of the entry that was used, cached or not, present or not. */
static void fault_disable(void **state)
{
    (void)state;
    test_word(&t, 0x10060, 2);
    assert_false(ask(0xFEE000D0u, 0, 0x20).delivered || ask(0xFEE000D0u, 0, 0x20).recorded);
    test_word(&t, 0x10050, 0x0000030000420003u);
    assert_true(ask_five().delivered);
    test_word(&t, 0x10050, 0x0000030000420001u);
    assert_false(ask(0xFEE000B0u, 0, 0x21).recorded);
    vtd_interrupt_cache_invalidate(&io.interrupts, false, 0, 0);
    assert_true(ask(0xFEE000B0u, 0, 0x21).recorded);
}

/* The index is checked before the entry is looked for: a cached one beyond a smaller table is not used. */
static void table_limits(void **state)
{
    (void)state;
    delivers(0xFEE000D0u, 0, 0x43, 4);
    io.unit.interrupt_table_size = 4;
    blocked(0xFEE000D0u, 0, VTD_INT_21, 0x21, 6);
    io.unit.interrupt_table_size = 256;
    delivers(0xFEE000D0u, 0, 0x43, 4);
    blocked(0xFEE02010u, 0, VTD_INT_21, 0x21, 256);
    assert_int_equal(ask(0xFEEFFFFCu, 0xFFFF, 0x20).rule, VTD_INT_21); /* FFFFh + FFFFh */
    io.unit.interrupt_table_frame = 0x20;                              /* no memory there */
    delivers(0xFEE000D0u, 0, 0x43, 4);                                 /* held */
    blocked(0xFEE000B0u, 0, VTD_INT_23, 0x23, 5);
    io.unit.caps.host_frames = 0x20;
    blocked(0xFEE000B0u, 0, VTD_INT_21, 0x21, 5);
    assert_int_equal(entries(), 1);
}

/* What is decided without the table leaves nothing in the cache and uses nothing of it. */
static void before_the_table(void **state)
{
    (void)state;
    assert_true(ask_five().delivered);
    blocked(0xFEE000B8u, 0x10000, VTD_INT_20, 0x20, 0);
    blocked(0xFEE030A0u, 0x4123, VTD_INT_25, 0x25, 0);
    io.unit.compatibility_allowed = true;
    delivers(0xFEE030A0u, 0x4123, 0x23, 3);
    io.unit.extended_mode = true;
    blocked(0xFEE030A0u, 0x4123, VTD_INT_25, 0x25, 0);
    io.unit.extended_mode = false;
    io.unit.caps.extended_mode_required = true;
    blocked(0xFEE000B0u, 0, VTD_INT_2A, 0x2A, 0);
    blocked(0xFEE030A0u, 0x4123, VTD_INT_2A, 0x2A, 0);
    io.unit.extended_mode = true;
    test_word(&t, 0x10060, 0x0000000400430001u);
    delivers(0xFEE000D0u, 0, 0x43, 4);
    io.unit.remapping_enabled = false;
    delivers(0xFEE050B0u, 0x77, 0x77, 5);
    io.unit.caps.remapping_required = true;
    blocked(0xFEE000B0u, 0, VTD_INT_2B, 0x2B, 0);
    blocked(0xFEE030A0u, 0x4123, VTD_INT_2B, 0x2B, 0);
    assert_int_equal(entries(), 2);
}

/* The message of a cached entry is the whole message. */
static void message(void **state)
{
    (void)state;
    test_word(&t, 0x10050, 0x00000300004200BDu);
    for (unsigned again = 0; again < 2; again++) {
        struct vtd_interrupt_result r = ask_five();
        assert_true(r.delivered && r.message.logical && r.message.redirection_hint && r.message.level);
        assert_int_equal(r.message.delivery_mode, 5);
        assert_int_equal(r.message.vector, 0x42);
        test_word(&t, 0x10050, 0);
    }
    io.unit.extended_mode = true;
    test_word(&t, 0x10060, 0xDEADBEEF00430001u);
    delivers(0xFEE000D0u, 0, 0x43, 0xDEADBEEFu);
    test_word(&t, 0x10060, 0);
    delivers(0xFEE000D0u, 0, 0x43, 0xDEADBEEFu);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(entry_changes, fresh),     cmocka_unit_test_setup(indices, fresh),
        cmocka_unit_test_setup(sources, fresh),           cmocka_unit_test_setup(no_cache, fresh),
        cmocka_unit_test_setup(faults_not_cached, fresh), cmocka_unit_test_setup(caching_mode, fresh),
        cmocka_unit_test_setup(fault_disable, fresh),     cmocka_unit_test_setup(table_limits, fresh),
        cmocka_unit_test_setup(before_the_table, fresh),  cmocka_unit_test_setup(message, fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
