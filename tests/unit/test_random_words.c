/* Decoding of random words against shifts and masks written by hand: fields that a table of single bits does not tell apart,
 * because what stands beside them was 0. */
#include "model/context.h"
#include "model/descriptor.h"
#include "model/dma.h"
#include "model/fault_log.h"
#include "model/fault_record.h"
#include "model/interrupt.h"
#include "model/protected.h"
#include "model/second_stage_entry.h"
#include "model/second_stage_walk.h"
#include "tests/unit/units.h"

enum { WORDS = 200000 };

static struct tables t;
static struct vtd_iommu io;
static uint64_t random_state;

static int fresh(void **state)
{
    (void)state;
    test_build(&t);
    test_unit(&io);
    random_state = 0x9E3779B97F4A7C15u;
    return 0;
}

static uint64_t any(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

/* Any word, or one with few bits, or one with few of these bits. */
static uint64_t word(uint64_t likely)
{
    switch (any() % 4) {
    case 0:
        return any();
    case 1:
        return any() & any() & any() & any();
    case 2:
        return any() & likely;
    default:
        return (any() & likely) ^ 1ull << any() % 64;
    }
}

static bool coin(void)
{
    return any() % 2 == 1;
}

static unsigned bits(uint64_t w, unsigned high, unsigned low)
{
    return (unsigned)(w >> low & ((2ull << (high - low)) - 1));
}

static unsigned descriptor_error(const struct vtd_caps *c, uint64_t lo, uint64_t hi)
{
    static const uint64_t reserved_lo[6] = {
        0, 0xFFFC00000000F1C0u, 0xFFFFFFFF0000F100u, 0x000F0000FFE001F0u, 0xFFFF000007FFF1E0u, 0x00000000FFFFF180u};
    static const uint64_t reserved_hi[6] = {0, ~0ull, 0xF80, 0xFFE, ~0ull, 3};
    unsigned type = bits(lo, 3, 0), granularity = bits(lo, 5, 4);
    if (type == 0 || type > 5 || bits(lo, 11, 9) != 0 || (type == 3 && !c->device_tlb))
        return VTD_TYPE_INVALID;
    bool bad = (lo & reserved_lo[type]) != 0 || (hi & reserved_hi[type]) != 0;
    bad = bad || (type <= 2 && granularity == 0);
    bad = bad || (type == 2 && granularity == 3 && (!c->page_selective || bits(hi, 5, 0) > c->address_mask_max));
    bad = bad || (type == 3 && !c->invalidation_throttle && (lo & 0xFFF000000000F000u) != 0);
    bad = bad || (type == 4 && bits(lo, 4, 4) == 1 && bits(lo, 31, 27) > c->handle_mask_max);
    return bad ? VTD_RESERVED_SET : VTD_QUEUE_OK;
}

static void descriptors(void **state)
{
    static const uint64_t likely[6] = {
        0, 0x0003FFFFFFFF0030u, 0x00000000FFFF00F0u, 0xFFF0FFFF001FF000u, 0x0000FFFFF8000010u, 0xFFFFFFFF00000070u};
    struct vtd_caps c = io.unit.caps;
    (void)state;
    for (unsigned i = 0; i < WORDS; i++) {
        unsigned type = (unsigned)(any() % 7);
        uint64_t lo = type == 6 ? any() : (word(likely[type]) & ~15ull) | type;
        uint64_t hi = coin() ? 0 : word(0xFFFFFFFFFFFFF03Fu);
        c.device_tlb = coin();
        c.page_selective = coin();
        c.invalidation_throttle = coin();
        c.domain_count = coin() ? 65536 : 256;
        c.host_frames = coin() ? 1ull << 40 : 1u << 27;
        c.address_mask_max = (uint8_t)(any() % 64);
        c.handle_mask_max = (uint8_t)(any() % 16);
        struct vtd_descriptor d = vtd_descriptor_decode(&c, lo, hi);
        assert_int_equal(d.error, descriptor_error(&c, lo, hi));
        assert_int_equal(d.kind, lo & 15);
        assert_int_equal(d.granularity, bits(lo, 5, 4));
        assert_int_equal(d.domain, bits(lo, 31, 16) & (c.domain_count - 1));
        assert_int_equal(d.source, bits(lo, 47, 32));
        assert_int_equal(d.function_mask, bits(lo, 49, 48));
        assert_int_equal(d.address_mask, bits(hi, 5, 0));
        assert_true(d.page == hi >> 12);
        assert_int_equal(d.index, bits(lo, 47, 32));
        assert_int_equal(d.index_mask, bits(lo, 31, 27));
        assert_int_equal(d.by_index, bits(lo, 4, 4));
        assert_int_equal(d.sized, bits(hi, 0, 0));
        assert_int_equal(d.interrupt, bits(lo, 4, 4));
        assert_int_equal(d.status, bits(lo, 5, 5));
        assert_int_equal(d.data, lo >> 32);
        assert_true(d.status_address == (hi & (c.host_frames * 4096 - 1)) >> 2);
    }
}

static void interrupt_entries(void **state)
{
    (void)state;
    for (unsigned i = 0; i < WORDS; i++) {
        bool extended = coin(), present;
        uint64_t lo = word(extended ? 0xFFFFFFFF00FF0FFFu : 0x0000FF0000FF0FFFu), hi = word(0x00000000000FFFFFu);
        uint16_t sid = (uint16_t)hi, requester = coin() ? sid ^ (uint16_t)(any() % 8) : (uint16_t)any();
        unsigned svt = bits(hi, 19, 18), mode = bits(lo, 7, 5);
        uint16_t ignored = (uint16_t[]){0, 4, 6, 7}[bits(hi, 17, 16)];
        bool accepted = svt == 0 || (svt == 1 && ((sid ^ requester) & ~ignored & 0xFFFF) == 0) ||
                        (svt == 2 && requester >> 8 >= sid >> 8 && requester >> 8 <= (sid & 0xFF));
        uint64_t reserved = extended ? 0x00000000FF00F000u : 0xFFFF00FFFF00F000u;
        struct vtd_irte_step s = vtd_irte_step(extended, lo, hi, requester);
        present = bits(lo, 0, 0) == 1;
        assert_int_equal(s.int_22, !present);
        assert_int_equal(s.int_24, present && ((lo & reserved) != 0 || hi >> 20 != 0 || svt == 3));
        assert_int_equal(s.int_24_optional, present && (mode == 3 || mode == 6));
        assert_int_equal(s.int_26, present && !accepted);
        assert_int_equal(s.fault_disabled, bits(lo, 1, 1));
        assert_int_equal(s.message.logical, bits(lo, 2, 2));
        assert_int_equal(s.message.redirection_hint, bits(lo, 3, 3));
        assert_int_equal(s.message.level, bits(lo, 4, 4));
        assert_int_equal(s.message.delivery_mode, mode);
        assert_int_equal(s.message.vector, bits(lo, 23, 16));
        assert_int_equal(s.message.destination, extended ? lo >> 32 : bits(lo, 47, 40));
        struct vtd_interrupt_outcome o = vtd_remap_entry(extended, lo, hi, 5, requester);
        assert_int_equal(o.int_24_optional, s.int_24_optional);
        assert_true(o.holds.int_22 == s.int_22 && o.holds.int_24 == s.int_24 && o.holds.int_26 == s.int_26);
    }
}

static void context_entries(void **state)
{
    struct vtd_caps c = io.unit.caps;
    (void)state;
    for (unsigned i = 0; i < WORDS; i++) {
        uint64_t lo = word(0x0000000FFFFFF00Fu), hi = word(0x0000000000FFFF07u);
        unsigned type = bits(lo, 3, 2), levels = bits(hi, 2, 0) + 2;
        unsigned address_type = coin() ? VTD_UNTRANSLATED : VTD_TRANSLATION_REQUEST;
        c.agaw_39 = coin();
        c.agaw_48 = coin();
        c.agaw_57 = coin();
        c.device_tlb = coin();
        c.pass_through = coin();
        c.domain_count = coin() ? 65536 : 256;
        c.host_frames = 1ull << (coin() ? 24 : 40);
        bool present = bits(lo, 0, 0) == 1, wide = lo >> 12 >= c.host_frames, through = type == 2;
        bool width = (levels == 3 && c.agaw_39) || (levels == 4 && c.agaw_48) || (levels == 5 && c.agaw_57);
        bool reserved = (lo & 0xFF0) != 0 || (hi & 0xFFFFFFFFFF000080u) != 0 || bits(hi, 23, 8) >= c.domain_count;
        struct vtd_context_step s = vtd_context_step(&c, lo, hi, address_type);
        assert_int_equal(s.lct_2, !present);
        assert_int_equal(s.lct_3, present && (reserved || (wide && !through)));
        assert_int_equal(s.lct_3_optional, present && wide && through);
        assert_int_equal(s.lct_4_1, present && !width && !through);
        assert_int_equal(s.lct_4_1_optional, present && !width && through);
        assert_int_equal(s.lct_4_2,
                         present && ((type == 1 && !c.device_tlb) || (type == 2 && !c.pass_through) || type == 3));
        assert_int_equal(s.lct_5, present && address_type != VTD_UNTRANSLATED && type != 1);
        assert_int_equal(s.fault_disabled, bits(lo, 1, 1));
        assert_int_equal(s.pass_through, through);
        assert_int_equal(s.levels, levels);
        assert_int_equal(s.domain, bits(hi, 23, 8));
        assert_true(s.table_frame == lo >> 12);
    }
}

static void second_stage_entries(void **state)
{
    struct vtd_caps c = io.unit.caps;
    (void)state;
    for (unsigned i = 0; i < WORDS; i++) {
        unsigned level = (unsigned)(any() % 5) + 1;
        uint64_t e = word(level == 2 ? 0x000FFFFFFFE00883u : level == 3 ? 0x000FFFFFC0000883u : 0x000FFFFFFFFFF003u);
        c.page_2m = coin();
        c.page_1g = coin();
        c.snoop_control = coin();
        c.device_tlb = coin();
        c.host_frames = 1ull << (coin() ? 24 : 40);
        bool large = bits(e, 7, 7) == 1, leaf = level == 1 || (level <= 3 && large), present = bits(e, 1, 0) != 0;
        uint64_t frame = e >> 12 & 0xFFFFFFFFFFu;
        bool bad = frame >= c.host_frames || (bits(e, 11, 11) == 1 && !(leaf && c.snoop_control)) ||
                   (bits(e, 62, 62) == 1 && !(leaf && c.device_tlb)) || (large && level >= 4) ||
                   (large && level == 2 && (!c.page_2m || (frame & 0x1FF) != 0)) ||
                   (large && level == 3 && (!c.page_1g || (frame & 0x3FFFF) != 0));
        struct vtd_second_stage_step s = vtd_second_stage_step(&c, level, e);
        assert_int_equal(s.read, bits(e, 0, 0));
        assert_int_equal(s.write, bits(e, 1, 1));
        assert_int_equal(s.leaf, leaf);
        assert_int_equal(s.reserved, present && bad);
        assert_int_equal(s.reserved_optional, present && leaf && c.device_tlb && bits(e, 62, 62) == 1);
        assert_true(s.frame == frame);
    }
}

/* Compatibility format (clause 5.1.2.1), and the index of the remappable one (clause 5.1.3). */
static void requests(void **state)
{
    (void)state;
    io.unit.remapping_enabled = false;
    for (unsigned i = 0; i < WORDS; i++) {
        struct vtd_interrupt_request r = {.address = 0xFEE00000u | any() % 0x100000, .data = (uint32_t)any()};
        struct vtd_message m = vtd_interrupt_request_step(&io.unit, r).message;
        assert_int_equal(m.destination, bits(r.address, 19, 12));
        assert_int_equal(m.redirection_hint, bits(r.address, 3, 3));
        assert_int_equal(m.logical, bits(r.address, 2, 2));
        assert_int_equal(m.vector, bits(r.data, 7, 0));
        assert_int_equal(m.delivery_mode, bits(r.data, 10, 8));
        assert_int_equal(m.level, bits(r.data, 15, 15));
        unsigned handle = bits(r.address, 19, 5) | bits(r.address, 2, 2) << 15;
        assert_int_equal(vtd_interrupt_index(r.address, r.data),
                         handle + (bits(r.address, 3, 3) == 1 ? bits(r.data, 15, 0) : 0));
        struct vtd_fault_record f =
            vtd_interrupt_fault_record((uint32_t)(any() % 0x1FFFF), (uint16_t)r.data, VTD_INT_21);
        assert_int_equal(bits(f.hi, 15, 0), bits(r.data, 15, 0));
        assert_int_equal(bits(f.hi, 39, 32), 0x21);
    }
}

/* A page of any size at, around and beside the interrupt range (clause 3.14). */
static void interrupt_range(void **state)
{
    static const uint64_t first[3][6] = {{0xFEDFF, 0xFEE00, 0xFEE7F, 0xFEEFF, 0xFEF00, 0x1FEE00},
                                         {0xFEC00, 0xFEE00, 0xFF000, 0xFE000, 0x1FEE00, 0},
                                         {0xC0000, 0x80000, 0x100000, 0, 0x1C0000, 0x40000}};
    static const uint64_t size[3] = {1, 0x200, 0x40000};
    (void)state;
    for (unsigned level = 1; level <= 3; level++)
        for (unsigned k = 0; k < 6; k++)
            for (unsigned i = 0; i < 600; i++) {
                uint64_t base = first[level - 1][k],
                         offset = coin() ? any() % size[level - 1] : 0xFEE00 - base + i % 256;
                if (offset >= size[level - 1])
                    continue;
                test_word(&t, level == 3 ? 0x4000 : level == 2 ? 0x5000 : 0x6000, base << 12 | (level > 1 ? 0x83 : 3));
                test_word(&t, 0x4000, level == 3 ? base << 12 | 0x83 : 0x5003);
                test_word(&t, 0x5000, level == 2 ? base << 12 | 0x83 : 0x6003);
                uint64_t frame = base + offset;
                bool inside = frame >= 0xFEE00 && frame <= 0xFEEFF;
                bool touches = base <= 0xFEEFF && base + size[level - 1] > 0xFEE00;
                struct vtd_second_stage s = vtd_second_stage(&t.unit.caps, &t.memory, 3, 4, offset, VTD_READ);
                assert_true(s.walk.mapped && s.walk.frame == frame);
                assert_int_equal(s.lgn_4, inside);
                assert_int_equal(s.lgn_4_optional, touches && !inside);
            }
    for (unsigned level = 1; level <= 5; level++)
        assert_true(vtd_span(level) == 1ull << 9 * (level - 1));
}

/* Memory that ends anywhere in the root or context table: an entry is read if both its words are there. */
static void ends_of_memory(void **state)
{
    (void)state;
    for (unsigned i = 0; i < WORDS; i++) {
        uint16_t source = (uint16_t)(coin() ? any() : any() % 512);
        uint64_t bus = source >> 8, function = source & 255, table = 2 + any() % 3;
        test_word(&t, 0x1000 + bus * 16, table << 12 | (any() % 8 != 0) | (any() % 8 == 0 ? 2 : 0));
        test_word(&t, 0x1008 + bus * 16, any() % 8 == 0 ? 1ull << any() % 64 : 0);
        test_word(&t, table * 4096 + function * 16, any() & ~0xFFFull);
        test_word(&t, table * 4096 + function * 16 + 8, any());
        t.memory.word_count =
            coin() ? TEST_FRAMES * 512 : (coin() ? 512 + bus * 2 : table * 512 + function * 2) + any() % 4;
        bool root_there = 512 + bus * 2 + 1 < t.memory.word_count;
        uint64_t lo = t.words[512 + bus * 2], hi = t.words[512 + bus * 2 + 1];
        bool present = (lo & 1) != 0, reserved = (lo & 0xFFE) != 0 || hi != 0;
        bool there = table * 512 + function * 2 + 1 < t.memory.word_count;
        struct vtd_context_fetch f = vtd_fetch_context(&t.unit, &t.memory, source);
        assert_int_equal(f.lrt_1, !root_there);
        assert_int_equal(f.lrt_2, root_there && !present);
        assert_int_equal(f.lrt_3, root_there && present && reserved);
        assert_int_equal(f.lct_1, root_there && present && !reserved && !there);
        bool met = root_there && present && !reserved && there;
        assert_true(f.lo == (met ? t.words[table * 512 + function * 2] : 0));
        assert_true(f.hi == (met ? t.words[table * 512 + function * 2 + 1] : 0));
        struct vtd_context_lookup found = vtd_find_context(&t.unit, &t.memory, source);
        assert_true(found.lrt_1 == f.lrt_1 && found.lrt_2 == f.lrt_2 && found.lrt_3 == f.lrt_3 &&
                    found.lct_1 == f.lct_1);
        assert_int_equal(found.entry.lct_2, met && (f.lo & 1) == 0);
        assert_false(found.entry.lct_5);
    }
    for (unsigned i = 0; i < WORDS; i++) {
        unsigned index = (unsigned)(any() % 260);
        io.unit.interrupt_table_frame = (int64_t)(any() % 4 + 0x10);
        uint64_t first = (uint64_t)io.unit.interrupt_table_frame * 512 + index * 2;
        t.memory.word_count = coin() ? TEST_FRAMES * 512 : first + any() % 4;
        struct vtd_interrupt_fetch f = vtd_fetch_interrupt(&io.unit, &t.memory, index);
        assert_int_equal(f.int_21, index >= 256);
        assert_int_equal(f.int_23, index < 256 && first + 1 >= t.memory.word_count);
    }
}

/* One pending record of the same source stands for later ones (clause 7.2.1). */
static void compression(void **state)
{
    (void)state;
    for (unsigned i = 0; i < WORDS; i++) {
        bool same = false, free, any_pending = false;
        memset(&io.faults, 0, sizeof io.faults);
        io.faults.count = (int32_t)(any() % 8) + 1;
        io.faults.next = (int32_t)(any() % (unsigned)io.faults.count);
        uint64_t hi = 0x8000002500000000u | (any() & 0x8001);
        for (int32_t k = 0; k < 8; k++) {
            uint32_t source = (uint32_t)(any() & 0x18001);
            io.faults.record[k].word[2] = source;
            io.faults.record[k].word[3] = any() % 4 == 0 ? 0x80000025u : 0x25;
            bool pending = k < io.faults.count && io.faults.record[k].word[3] >> 31 == 1;
            any_pending = any_pending || pending;
            same = same || (pending && (source & 0xFFFF) == (hi & 0xFFFF));
        }
        int32_t at = io.faults.next;
        free = io.faults.record[at].word[3] >> 31 == 0;
        assert_int_equal(vtd_fault_log_add(&io.faults, 0x1000, hi, true), !any_pending);
        assert_int_equal(io.faults.overflow, !same && !free);
        assert_int_equal(io.faults.record[at].word[0], !same && free ? 0x1000 : 0);
        assert_int_equal(io.faults.next, !same && free ? (at + 1) % io.faults.count : at);
    }
}

/* Translated accesses are let through below version 2 (clause 11.4.8). */
static void protected_versions(void **state)
{
    (void)state;
    io.registers.regions_protected = true;
    io.registers.low_base = 0x200000;
    io.registers.low_limit = 0x400000;
    for (unsigned version = 0; version < 256; version++)
        for (unsigned block = 0; block < 5; block++) {
            io.unit.caps.version = (uint8_t)version;
            bool inside = block == 1 || block == 2;
            assert_int_equal(vtd_is_protected(&io, block * 512 + any() % 512, false), inside || block == 0);
            assert_int_equal(vtd_is_protected(&io, block * 512 + any() % 512, true),
                             (inside || block == 0) && version >> 4 >= 2);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(descriptors, fresh),        cmocka_unit_test_setup(interrupt_entries, fresh),
        cmocka_unit_test_setup(context_entries, fresh),    cmocka_unit_test_setup(second_stage_entries, fresh),
        cmocka_unit_test_setup(requests, fresh),           cmocka_unit_test_setup(interrupt_range, fresh),
        cmocka_unit_test_setup(ends_of_memory, fresh),     cmocka_unit_test_setup(compression, fresh),
        cmocka_unit_test_setup(protected_versions, fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
