/* Requests to a whole unit: pieces of a page, what is recorded where, which event leaves (clauses 3.15, 7.2, 7.3). */
#include "model/unit.h"

#include "model/registers.h"
#include "tests/unit/units.h"

static struct tables t;
static struct vtd_iommu io;
static struct vtd_choice choice;

static int fresh(void **state)
{
    (void)state;
    test_build(&t);
    test_unit(&io);
    choice = (struct vtd_choice){0};
    test_word(&t, 0x10050, 0x0000030000420001u); /* interrupt entry 5, for 00:04.0 only */
    test_word(&t, 0x10058, 0x0000000000040020u);
    return 0;
}

static uint32_t word(uint32_t offset)
{
    return vtd_register_read(&io, offset);
}

static struct vtd_dma_answer dma(uint64_t address, unsigned access, uint16_t source)
{
    struct vtd_dma_request r = {.address = address, .source_id = source, .access = (uint8_t)access};
    return vtd_unit_dma(&io, &t.memory, r, choice);
}

static struct vtd_interrupt_answer interrupt(uint64_t address, uint16_t source)
{
    struct vtd_interrupt_request r = {.address = address, .data = 0, .source_id = source};
    return vtd_unit_interrupt(&io, &t.memory, r, choice);
}

static struct vtd_effects refuse(uint64_t address, unsigned access)
{
    struct vtd_dma_request r = {.address = address, .source_id = 0x20, .access = (uint8_t)access};
    return vtd_unit_refuse(&io, r, choice);
}

/* The four words of record i. */
static void record(uint32_t i, uint32_t w0, uint32_t w1, uint32_t w2, uint32_t w3)
{
    assert_int_equal(word(0x220 + 16 * i), w0);
    assert_int_equal(word(0x224 + 16 * i), w1);
    assert_int_equal(word(0x228 + 16 * i), w2);
    assert_int_equal(word(0x22C + 16 * i), w3);
}

/* Only the fault event, if `sent`. */
static void event(struct vtd_effects e, bool sent)
{
    assert_int_equal(e.fault_event, sent);
    assert_false(e.completion_event || e.status_write || e.device_request);
}

static void pieces(void **state)
{
    static const struct {
        uint64_t address;
        uint32_t length, first;
    } cases[] = {
        {0x1000, 4, 4},           {0x1FFC, 4, 4},           {0x1FFD, 4, 3},         {0x1FFF, 1, 1},
        {0x1FFF, 2, 1},           {0x1FFF, 0xFFFFFFFFu, 1}, {0, 0x1000, 0x1000},    {0, 0x1001, 0x1000},
        {0, 0xFFFFFFFFu, 0x1000}, {1, 0x1000, 0xFFF},       {~0ull, 0xFFFFFFFF, 1}, {0x800000000FF8u, 8, 8},
    };
    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(vtd_first_piece(cases[i].address, cases[i].length), cases[i].first);
}

/* Each page of an access is a request of its own: what lies in page 1 passes, what lies in page 2 does not. */
static void crossing(void **state)
{
    (void)state;
    uint32_t length = vtd_first_piece(0x1FFE, 4);
    struct vtd_dma_answer a = dma(0x1FFE, VTD_READ, 0x20);
    assert_true(a.result.allowed);
    assert_int_equal(a.result.host_address, 0x9FFE);
    a = dma(0x1FFE + length, VTD_READ, 0x20);
    assert_int_equal(a.result.rule, VTD_LGN_3);
    record(0, 0x2000, 0, 0x20, 0xC0000006u);
}

/* Every blocked request in its record, with type and requester; the event leaves once. */
static void recording(void **state)
{
    (void)state;
    event(dma(0x1ABC, VTD_WRITE, 0x20).effects, false);
    assert_int_equal(word(0x34), 0);
    event(dma(0xABCDEF12345u, VTD_WRITE, 0x20).effects, true);
    record(0, 0xDEF12000u, 0xABC, 0x20, 0x80000005u);
    assert_int_equal(word(0x34), 2);
    event(dma(0x5000, VTD_ATOMIC, 0x20).effects, false);
    record(1, 0x5000, 0, 0x10000020, 0xC0000005u);
    event(dma(0x1000, VTD_READ, 0x21).effects, false);
    record(2, 0x1000, 0, 0x21, 0xC0000002u);
    event(dma(0x1000, VTD_READ, 0x1234).effects, false);
    record(3, 0x1000, 0, 0x1234, 0xC0000001u);
    event(interrupt(0xFEE000D0u, 0x20).effects, false);
    assert_int_equal(word(0x254 + 0x10), 0x00060000);
    assert_int_equal(word(0x258 + 0x10) & 0xFFFFu, 0x20);
    assert_int_equal(word(0x25C + 0x10) & 0x800000FFu, 0x80000022u);
    assert_int_equal(word(0x34), 2);
    assert_int_equal(io.faults.next, 5);
}

/* Software clears F of the only record: the next fault is news again, and FRI names its record. */
static void news(void **state)
{
    (void)state;
    event(dma(0x5000, VTD_READ, 0x20).effects, true);
    event(dma(0x6000, VTD_READ, 0x20).effects, false);
    vtd_register_write(&io, 0x22C, 0x80000000u);
    event(dma(0x7000, VTD_READ, 0x20).effects, false);
    vtd_register_write(&io, 0x23C, 0x80000000u);
    vtd_register_write(&io, 0x24C, 0x80000000u);
    assert_int_equal(word(0x34), 0);
    event(dma(0x8000, VTD_READ, 0x20).effects, true);
    assert_int_equal(word(0x34), 0x302);
}

/* The log is full: PFO, and nothing but that, until software has cleared it. */
static void overflow(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 8; i++)
        event(dma(0x5000, VTD_READ, 0x20).effects, i == 0);
    assert_int_equal(word(0x34), 2);
    event(dma(0x6000, VTD_READ, 0x20).effects, false);
    assert_int_equal(word(0x34), 3);
    record(0, 0x5000, 0, 0x20, 0xC0000006u);
    for (uint32_t i = 0; i < 8; i++)
        vtd_register_write(&io, 0x22C + 16 * i, 0x80000000u);
    event(interrupt(0xFEE000D0u, 0x20).effects, false);
    event(refuse(0xFEE00000u, VTD_READ), false);
    assert_int_equal(word(0x34), 1);
    vtd_register_write(&io, 0x34, 1);
    event(refuse(0xFEE00000u, VTD_READ), true);
    assert_int_equal(word(0x34), 2);
}

/* FPD: blocked all the same, but no record and no event; unless the condition came before FPD was seen. */
static void fault_disable(void **state)
{
    (void)state;
    test_word(&t, 0x2200, 0x3003);
    struct vtd_dma_answer a = dma(0x5000, VTD_READ, 0x20);
    assert_int_equal(a.result.rule, VTD_LGN_3);
    event(a.effects, false);
    test_word(&t, 0x10060, 2);
    struct vtd_interrupt_answer i = interrupt(0xFEE000D0u, 0x20);
    assert_int_equal(i.result.rule, VTD_INT_22);
    event(i.effects, false);
    assert_int_equal(word(0x34), 0);
    record(0, 0, 0, 0, 0);
    assert_int_equal(io.faults.next, 0);
    vtd_context_cache_invalidate(&io.contexts, 1, 0, 0, 0);
    test_word(&t, 0x1000, 0x2000);
    event(dma(0x5000, VTD_READ, 0x20).effects, true);
    record(0, 0x5000, 0, 0x20, 0xC0000001u);
}

static void interrupts(void **state)
{
    (void)state;
    struct vtd_interrupt_answer a = interrupt(0xFEE000B0u, 0x20);
    assert_true(a.result.delivered);
    assert_int_equal(a.result.message.vector, 0x42);
    event(a.effects, false);
    a = interrupt(0xFEE000B0u, 0x28);
    assert_false(a.result.delivered);
    event(a.effects, true);
    record(0, 0, 0x00050000, 0x28, 0x80000026u);
}

/* INT.29: no interrupt and no memory request; recorded whatever any table says. */
static void refused(void **state)
{
    (void)state;
    test_word(&t, 0x2200, 0x3003);
    event(refuse(0xFEE00000u, VTD_READ), true);
    assert_int_equal(word(0x228), 0x20);
    assert_int_equal(word(0x22C), 0xC0000029u);
    event(refuse(0xFEEFFFF0u, VTD_WRITE), false); /* of 8 bytes */
    assert_int_equal(word(0x238), 0x20);
    assert_int_equal(word(0x23C), 0x80000029u);
    event(refuse(0xFEE01000u, VTD_ATOMIC), false);
    assert_int_equal(word(0x248), 0x10000020);
    assert_int_equal(word(0x24C), 0xC0000029u);
    assert_int_equal(io.faults.next, 3);
}

/* While masked, the message waits: one for all faults. */
static void masked(void **state)
{
    (void)state;
    vtd_register_write(&io, 0x38, 0x80000000u);
    event(dma(0x5000, VTD_READ, 0x20).effects, false);
    assert_int_equal(word(0x38), 0xC0000000u);
    event(refuse(0xFEE00000u, VTD_READ), false);
    assert_true(vtd_register_write(&io, 0x38, 0).fault_event);
    assert_int_equal(word(0x38), 0);
    event(dma(0x6000, VTD_READ, 0x20).effects, false); /* PPF was 1 */
    /* IQE stands: a fault is no new condition either */
    fresh(state);
    io.faults.queue_error = true;
    event(interrupt(0xFEE000D0u, 0x20).effects, false);
    assert_int_equal(word(0x34), 0x12);
}

/* A unit may let a pending record stand for later faults of its requester. */
static void compressed(void **state)
{
    (void)state;
    choice.compress = true;
    event(dma(0x5000, VTD_READ, 0x20).effects, true);
    event(dma(0x6000, VTD_READ, 0x20).effects, false);
    event(interrupt(0xFEE000D0u, 0x20).effects, false);
    event(refuse(0xFEE00000u, VTD_READ), false);
    assert_int_equal(io.faults.next, 1);
    event(dma(0x6000, VTD_READ, 0x28).effects, false);
    assert_int_equal(io.faults.next, 2);
    record(1, 0x6000, 0, 0x28, 0xC0000002u);
    choice.compress = false;
    dma(0x6000, VTD_READ, 0x20);
    assert_int_equal(io.faults.next, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces),
        cmocka_unit_test_setup(crossing, fresh),
        cmocka_unit_test_setup(recording, fresh),
        cmocka_unit_test_setup(news, fresh),
        cmocka_unit_test_setup(overflow, fresh),
        cmocka_unit_test_setup(fault_disable, fresh),
        cmocka_unit_test_setup(interrupts, fresh),
        cmocka_unit_test_setup(refused, fresh),
        cmocka_unit_test_setup(masked, fresh),
        cmocka_unit_test_setup(compressed, fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
