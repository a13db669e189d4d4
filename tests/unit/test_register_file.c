/* The register file word by word, against masks written by hand (clauses 11.3, 11.4). */
#include "harness/oracle/rule_table.h"
#include "model/registers.h"
#include "model/reset.h"
#include "tests/unit/units.h"

static struct vtd_iommu io;

/* After reset; capabilities as in test_unit() with EIM, so that every word exists. */
static int unit(void **state)
{
    struct vtd_caps c;
    (void)state;
    test_unit(&io);
    c = io.unit.caps;
    c.version = 0x31;
    c.cap_lo = 0x89ABCDEF;
    c.cap_hi = 0x01234567;
    c.ecap_lo = 0xFEDCBA98;
    c.ecap_hi = 0x76543210;
    vtd_reset(&io, &c, 16, 16, 16);
    return 0;
}

static uint32_t word(uint32_t offset)
{
    return vtd_register_read(&io, offset);
}

static void put(uint32_t offset, uint32_t value)
{
    vtd_register_write(&io, offset, value);
}

/* One row per word: what it reads after reset, after all ones have been written, and after zeros then. `each`: every
 * bit of `ones` stands for itself when it is written alone. */
static const struct row {
    uint32_t offset, reset, ones, zeros;
    bool each;
} rows[] = {
    {0x000, 0x00000031, 0x00000031, 0x00000031, false}, /* VER */
    {0x008, 0x89ABCDEF, 0x89ABCDEF, 0x89ABCDEF, false}, /* CAP */
    {0x00C, 0x01234567, 0x01234567, 0x01234567, false},
    {0x010, 0xFEDCBA98, 0xFEDCBA98, 0xFEDCBA98, false}, /* ECAP */
    {0x014, 0x76543210, 0x76543210, 0x76543210, false},
    {0x018, 0, 0, 0, false},         /* GCMD: write-only */
    {0x01C, 0, 0, 0, false},         /* GSTS: read-only */
    {0x020, 0, 0xFFFFFC00, 0, true}, /* RTADDR: 63:12 and TTM 11:10 */
    {0x024, 0, 0xFFFFFFFF, 0, true},
    {0x028, 0, 0x0000FFFF, 0, true},           /* CCMD: DID; SID is write-only */
    {0x02C, 0, 0x78000000, 0x18000000, false}, /* ICC is done at once; CIRG 62:61, CAIG 60:59 read-only */
    {0x034, 0, 0, 0, false},                   /* FSTS: nothing set, nothing to clear */
    {0x038, 0x80000000, 0x80000000, 0, true},  /* FECTL: IM */
    {0x03C, 0, 0x0000FFFF, 0, true},           /* FEDATA */
    {0x040, 0, 0xFFFFFFFC, 0, true},           /* FEADDR */
    {0x044, 0, 0xFFFFFFFF, 0, true},           /* FEUADDR */
    {0x064, 0, 0x80000001, 0, false},          /* PMEN: EPM, and PRS follows */
    {0x068, 0, 0xFFE00000, 0, true},           /* PLMBASE: 2 MB */
    {0x06C, 0, 0xFFE00000, 0, true},           /* PLMLIMIT */
    {0x070, 0, 0xFFE00000, 0, true},           /* PHMBASE */
    {0x074, 0, 0xFFFFFFFF, 0, true},
    {0x078, 0, 0xFFE00000, 0, true}, /* PHMLIMIT */
    {0x07C, 0, 0xFFFFFFFF, 0, true},
    {0x080, 0, 0, 0, false},         /* IQH: read-only */
    {0x088, 0, 0x0007FFF0, 0, true}, /* IQT: 18:4 */
    {0x090, 0, 0xFFFFF807, 0, true}, /* IQA: 63:12, DW 11, QS 2:0 */
    {0x094, 0, 0xFFFFFFFF, 0, true},
    {0x09C, 0, 0, 0, false},                  /* ICS */
    {0x0A0, 0x80000000, 0x80000000, 0, true}, /* IECTL: IM */
    {0x0A4, 0, 0x0000FFFF, 0, true},          /* IEDATA */
    {0x0A8, 0, 0xFFFFFFFC, 0, true},          /* IEADDR */
    {0x0AC, 0, 0xFFFFFFFF, 0, true},          /* IEUADDR */
    {0x0B0, 0, 0, 0, false},                  /* IQERCD: read-only */
    {0x0B4, 0, 0, 0, false},
    {0x0B8, 0, 0xFFFFF80F, 0, true}, /* IRTA: 63:12, EIME 11, S 3:0 */
    {0x0BC, 0, 0xFFFFFFFF, 0, true},
    {0x0F0, 0, 0, 0, false}, /* IVA: write-only */
    {0x0F4, 0, 0, 0, false},
    {0x0F8, 0, 0, 0, false},                   /* IOTLB 31:0: reserved */
    {0x0FC, 0, 0x3603FFFF, 0x06000000, false}, /* IIRG 61:60, IAIG 58:57 read-only, DR, DW, DID 47:32 */
};
enum { ROWS = sizeof rows / sizeof rows[0], WORDS = 0x400 / 4 };

static const struct row *row_of(uint32_t offset)
{
    for (unsigned i = 0; i < ROWS; i++)
        if (rows[i].offset == offset)
            return &rows[i];
    return NULL;
}

static void expect(uint32_t offset, const char *when, uint32_t wanted)
{
    if (word(offset) != wanted)
        fail_msg("word %03x %s: %08x instead of %08x", offset, when, word(offset), wanted);
}

static void snapshot(uint32_t *all)
{
    for (uint32_t i = 0; i < WORDS; i++)
        all[i] = word(4 * i);
}

/* Nothing but the word at `offset` (and GSTS for GCMD) has changed. */
static void only(uint32_t offset, const uint32_t *before)
{
    for (uint32_t i = 0; i < WORDS; i++)
        if (4 * i != offset && !(offset == 0x18 && 4 * i == 0x1C) && word(4 * i) != before[i])
            fail_msg("a write of word %03x changes word %03x", offset, 4 * i);
}

/* The table of the specification has the words of this file, and nothing else. */
static void complete(void **state)
{
    bool seen[ROWS] = {false};
    (void)state;
    for (unsigned i = 0; i < register_count; i++) {
        const struct row *r = row_of(register_table[i].offset);
        assert_non_null(r);
        seen[r - rows] = true;
    }
    for (unsigned i = 0; i < ROWS; i++)
        assert_true(seen[i] || rows[i].offset >= 0xF0);
}

/* Words without a row, IOTLB and fault records among them, read 0. */
static void reset_values(void **state)
{
    (void)state;
    for (uint32_t offset = 0; offset < 0x4000; offset += 4)
        expect(offset, "after reset", row_of(offset) != NULL ? row_of(offset)->reset : 0);
}

static void ones_and_zeros(void **state)
{
    uint32_t before[WORDS];
    for (unsigned i = 0; i < ROWS; i++) {
        unit(state);
        snapshot(before);
        put(rows[i].offset, 0xFFFFFFFF);
        expect(rows[i].offset, "after ones", rows[i].ones);
        only(rows[i].offset, before);
        snapshot(before);
        put(rows[i].offset, 0);
        expect(rows[i].offset, "after zeros", rows[i].zeros);
        only(rows[i].offset, before);
    }
}

static void each_bit(void **state)
{
    for (unsigned i = 0; i < ROWS; i++)
        for (unsigned bit = 0; rows[i].each && bit < 32; bit++) {
            unit(state);
            put(rows[i].offset, 1u << bit);
            expect(rows[i].offset, "bit by bit", rows[i].ones & 1u << bit);
            put(rows[i].offset, ~(1u << bit));
            expect(rows[i].offset, "bit by bit", rows[i].ones & ~(1u << bit));
        }
}

/* Offsets that the specification does not define: nothing there, nothing happens. */
static void undefined_words(void **state)
{
    uint32_t before[WORDS];
    (void)state;
    for (unsigned i = 0; i < ROWS; i++)
        if (rows[i].each)
            put(rows[i].offset, 0x5A5A5A5A);
    snapshot(before);
    for (uint32_t offset = 0; offset < 0x4000; offset += 4) {
        if (row_of(offset) != NULL)
            continue;
        put(offset, 0xFFFFFFFF);
        expect(offset, "undefined", 0);
    }
    only(0xFFC, before);
}

/* All commands at once, and what GSTS says about them. */
static void global_status(void **state)
{
    (void)state;
    put(0x018, 0xFFFFFFFF);
    assert_int_equal(word(0x01C), 0xC7800000u);
    put(0x01C, 0);
    assert_int_equal(word(0x01C), 0xC7800000u);
    put(0x018, 0);
    put(0x01C, 0xFFFFFFFF);
    assert_int_equal(word(0x01C), 0x41000000);
}

/* Status bits: set by the unit, cleared one by one by writing 1; PPF and FRI are read-only. */
static void fault_status(void **state)
{
    static const uint32_t clear[4] = {0x01, 0x10, 0x20, 0x40};
    for (unsigned i = 0; i < 4; i++) {
        unit(state);
        io.faults.overflow = io.faults.queue_error = io.faults.completion_error = io.faults.timeout_error = true;
        io.faults.record[5].word[3] = 0x80000000u;
        io.faults.first = 5;
        assert_int_equal(word(0x034), 0x0573);
        put(0x034, 0xFFFFFF8Eu); /* PPF, FRI, reserved bits */
        put(0x034, 0);
        assert_int_equal(word(0x034), 0x0573);
        put(0x034, clear[i]);
        assert_int_equal(word(0x034), 0x0573u - clear[i]);
        put(0x034, 0x71);
        assert_int_equal(word(0x034), 0x0502);
        put(0x22C + 0x50, 0x80000000u);
        assert_int_equal(word(0x034) & 0xFFu, 0);
    }
}

/* IP is read-only: writing it neither sets nor clears it. IM alone is written. */
static void event_control(void **state)
{
    static const uint32_t offset[2] = {0x038, 0x0A0};
    struct vtd_event *event[2] = {&io.fault_event, &io.completion_event};
    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        put(offset[i], 0x7FFFFFFF);
        assert_int_equal(word(offset[i]), 0);
        put(offset[i], 0x80000000u);
        event[i]->pending = true;
        assert_int_equal(word(offset[i]), 0xC0000000u);
        put(offset[i], 0x80000000u);
        assert_int_equal(word(offset[i]), 0xC0000000u);
        put(offset[i], 0);
        assert_int_equal(word(offset[i]), 0);
    }
}

static void completion_status(void **state)
{
    (void)state;
    io.queue.wait_complete = true;
    assert_int_equal(word(0x09C), 1);
    put(0x09C, 0);
    put(0x09C, 0xFFFFFFFE);
    assert_int_equal(word(0x09C), 1);
    put(0x09C, 1);
    assert_int_equal(word(0x09C), 0);
    put(0x09C, 1);
    assert_int_equal(word(0x09C), 0);
}

/* What only the unit writes, with something in it. */
static void read_only(void **state)
{
    static const uint32_t words[] = {0x000, 0x008, 0x00C, 0x010, 0x014, 0x01C, 0x080, 0x0B0, 0x0B4};
    static const uint32_t holds[] = {0x31,       0x89ABCDEF, 0x01234567, 0xFEDCBA98, 0x76543210,
                                     0x84000000, 0x7FFF0,    7,          0xABCD1234};
    (void)state;
    put(0x018, 0x84000000u);
    io.queue.head = 0x7FFF0;
    io.queue.error = 7;
    io.queue.completion_source = 0xABCD;
    io.queue.timeout_source = 0x1234;
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        expect(words[i], "read-only", holds[i]);
        put(words[i], 0xFFFFFFFF);
        expect(words[i], "read-only", holds[i]);
        put(words[i], 0);
        expect(words[i], "read-only", holds[i]);
    }
}

/* FRCD: four words each, of which software can only clear F. */
static void fault_records(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 8; i++)
        io.faults.record[i] = (struct vtd_fault_words){{0x1000 + i, 0x2000 + i, 0x3000 + i, 0xC0000005u + i}};
    for (uint32_t at = 0x220; at < 0x2A0; at += 4)
        put(at, at % 16 == 12 ? 0x7FFFFFFF : 0xFFFFFFFF);
    for (uint32_t i = 0; i < 8; i++) {
        assert_int_equal(word(0x220 + 16 * i), 0x1000 + i);
        assert_int_equal(word(0x224 + 16 * i), 0x2000 + i);
        assert_int_equal(word(0x228 + 16 * i), 0x3000 + i);
        assert_int_equal(word(0x22C + 16 * i), 0xC0000005u + i);
    }
    put(0x25C, 0x80000000u);
    assert_int_equal(word(0x25C), 0x40000008);
    assert_int_equal(word(0x24C), 0xC0000007u);
    assert_int_equal(word(0x26C), 0xC0000009u);
    put(0x25C, 0xFFFFFFFF);
    assert_int_equal(word(0x25C), 0x40000008);
    assert_int_equal(word(0x034) & 2u, 2);
    assert_int_equal(word(0x21C) + word(0x2A0), 0);
}

/* FRO and IRO say where fault records and IVA/IOTLB are. */
static void moved(void **state)
{
    (void)state;
    io.unit.caps.fault_offset = 0x3F80;
    io.unit.caps.iotlb_offset = 0x500;
    io.faults.record[7].word[3] = 0x8000000B;
    assert_int_equal(word(0x3FFC), 0x8000000Bu);
    assert_int_equal(word(0x29C), 0);
    put(0x3FFC, 0x80000000u);
    assert_int_equal(word(0x3FFC), 0xB);
    put(0x50C, 0x2000FFFF);
    assert_int_equal(word(0x50C), 0x2000FFFF);
    assert_int_equal(word(0x0FC), 0);
    put(0x0FC, 0x1000AAAA);
    assert_int_equal(word(0x50C), 0x2000FFFF);
    assert_int_equal(word(0x0FC), 0);
}

/* Words of what a unit does not have stay 0: upper addresses and EIME without EIM, regions without PLMR or PHMR. */
static void missing_features(void **state)
{
    static const uint32_t upper[2] = {0x044, 0x0AC}, low[2] = {0x068, 0x06C}, high[4] = {0x070, 0x074, 0x078, 0x07C};
    (void)state;
    io.unit.caps.extended_int_mode = io.unit.caps.protected_low = io.unit.caps.protected_high = false;
    for (unsigned i = 0; i < 4; i++) {
        put(upper[i % 2], 0xFFFFFFFF);
        put(low[i % 2], 0xFFFFFFFF);
        put(high[i], 0xFFFFFFFF);
        assert_int_equal(word(upper[i % 2]) + word(low[i % 2]) + word(high[i]), 0);
    }
    put(0x0B8, 0xFFFFFFFF);
    assert_int_equal(word(0x0B8), 0xFFFFF00Fu);
    put(0x064, 0x80000000u);
    assert_int_equal(word(0x064), 0);
}

/* Without a queue or interrupt remapping their words read 0 and keep nothing (clause 11.4). */
static void no_queue_no_interrupts(void **state)
{
    (void)state;
    io.unit.caps.queued_invalidation = io.unit.caps.interrupt_remapping = false;
    for (uint32_t offset = 0x80; offset < 0xC0; offset += 4) {
        put(offset, 0xFFFFFFFF);
        assert_int_equal(word(offset), 0);
    }
    io.unit.caps.queued_invalidation = io.unit.caps.interrupt_remapping = true;
    assert_true(word(0x88) == 0 && word(0x90) == 0 && word(0x94) == 0 && word(0xB8) == 0 && word(0xBC) == 0);
    assert_true(word(0xA4) == 0 && word(0xA8) == 0);
}

/* A unit may have one of the two regions without the other. */
static void one_region(void **state)
{
    static const uint32_t low[2] = {0x068, 0x06C}, high[4] = {0x070, 0x074, 0x078, 0x07C};
    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        io.unit.caps.protected_low = true;
        io.unit.caps.protected_high = false;
        put(low[i % 2], 0xFFFFFFFF);
        put(high[i], 0xFFFFFFFF);
        assert_true(word(low[i % 2]) == 0xFFE00000u && word(high[i]) == 0);
        put(0x064, 0x80000000u);
        assert_int_equal(word(0x064), 0x80000001u);
        io.unit.caps.protected_low = false;
        io.unit.caps.protected_high = true;
        put(low[i % 2], 0xFFFFFFFF);
        put(high[i], 0xFFFFFFFF);
        assert_true(word(low[i % 2]) == 0 && word(high[i]) >= 0xFFE00000u);
        put(0x064, 0x80000000u);
        assert_int_equal(word(0x064), 0x80000001u);
        put(high[i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complete),
        cmocka_unit_test_setup(reset_values, unit),
        cmocka_unit_test_setup(ones_and_zeros, unit),
        cmocka_unit_test_setup(each_bit, unit),
        cmocka_unit_test_setup(undefined_words, unit),
        cmocka_unit_test_setup(global_status, unit),
        cmocka_unit_test_setup(fault_status, unit),
        cmocka_unit_test_setup(event_control, unit),
        cmocka_unit_test_setup(completion_status, unit),
        cmocka_unit_test_setup(read_only, unit),
        cmocka_unit_test_setup(fault_records, unit),
        cmocka_unit_test_setup(moved, unit),
        cmocka_unit_test_setup(missing_features, unit),
        cmocka_unit_test_setup(no_queue_no_interrupts, unit),
        cmocka_unit_test_setup(one_region, unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
