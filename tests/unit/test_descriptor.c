/* Queue descriptors bit by bit, against masks written by hand. */
#include "model/descriptor.h"
#include "tests/unit/units.h"

static struct vtd_caps c;

static int caps(void **state)
{
    static struct vtd_iommu io;
    (void)state;
    test_unit(&io);
    c = io.unit.caps;
    c.invalidation_throttle = true;
    return 0;
}

static unsigned error(uint64_t lo, uint64_t hi)
{
    return vtd_descriptor_decode(&c, lo, hi).error;
}

/* Each bit on top of a good descriptor: reserved ones are IQEI 4, bits 11:9 make another type, IQEI 3. */
static void bits(uint64_t lo, uint64_t hi, uint64_t reserved_lo, uint64_t reserved_hi)
{
    assert_int_equal(error(lo, hi), 0);
    for (unsigned bit = 4; bit < 64; bit++) {
        unsigned wanted = bit >= 9 && bit <= 11 ? 3 : (reserved_lo >> bit & 1u) != 0 ? 4 : 0;
        if (error(lo | 1ull << bit, hi) != wanted)
            fail_msg("type %u, bit %u: expected IQEI %u", (unsigned)lo & 15u, bit, wanted);
    }
    for (unsigned bit = 0; bit < 64; bit++) {
        unsigned wanted = (reserved_hi >> bit & 1u) != 0 ? 4 : 0;
        if (error(lo, hi | 1ull << bit) != wanted)
            fail_msg("type %u, bit %u: expected IQEI %u", (unsigned)lo & 15u, 64 + bit, wanted);
    }
}

static void reserved_bits(void **state)
{
    (void)state;
    c.address_mask_max = 63;
    /* context cache: G 5:4, DID 31:16, SID 47:32, FM 49:48 */
    bits(0x11, 0, 0xFFFC00000000F1C0u, ~0ull);
    bits(0x21, 0, 0xFFFC00000000F1C0u, ~0ull);
    bits(0x31, 0, 0xFFFC00000000F1C0u, ~0ull);
    /* IOTLB: G 5:4, DW 6, DR 7, DID 31:16; AM 69:64, IH 70, ADDR 127:76 */
    bits(0x12, 0, 0xFFFFFFFF0000F100u, 0xF80);
    bits(0x22, 0, 0xFFFFFFFF0000F100u, 0xF80);
    bits(0x32, 0, 0xFFFFFFFF0000F100u, 0xF80);
    /* device TLB: PFSID 15:12 and 63:52, MIP 20:16, SID 47:32; S 64, ADDR 127:76 */
    bits(0x03, 0, 0x000F0000FFE001F0u, 0xFFE);
    c.invalidation_throttle = false;
    for (unsigned bit = 12; bit < 16; bit++)
        assert_int_equal(error(0x03 | 1ull << bit, 0), 4);
    for (unsigned bit = 52; bit < 64; bit++)
        assert_int_equal(error(0x03 | 1ull << bit, 0), 4);
    /* interrupt entries: G 4, IM 31:27, IIDX 47:32 */
    bits(0x04, 0, 0xFFFF000007FFF1E0u, ~0ull);
    /* wait: IF 4, SW 5, FN 6, PD 7 (no page requests: reserved), STDATA 63:32; STADDR 127:66 */
    bits(0x05, 0, 0x00000000FFFFF180u, 0x3);
}

static void types(void **state)
{
    static const bool known[16] = {[1] = true, [2] = true, [3] = true, [4] = true, [5] = true};
    (void)state;
    for (unsigned high = 0; high < 8; high++)
        for (unsigned low = 0; low < 16; low++)
            assert_int_equal(error(0x10u | low | high << 9, 0) == 3, high != 0 || !known[low]);
    c.device_tlb = false;
    assert_int_equal(error(0x03, 0), 3);
    assert_int_equal(error(0xFFFFFFFFFFFFFFF0u, ~0ull), 3); /* the type comes before reserved bits */
}

/* A reserved or unsupported granularity is an invalid descriptor: IQEI 3 or 4. */
static void granularities(void **state)
{
    (void)state;
    for (unsigned type = 1; type < 3; type++) {
        unsigned e = error(type, 0);
        assert_true(e == 3 || e == 4);
        for (unsigned g = 1; g < 4; g++) {
            assert_int_equal(error(type | g << 4, 0), 0);
            assert_int_equal(vtd_descriptor_decode(&c, type | g << 4, 0).granularity, g);
        }
    }
    c.page_selective = false;
    assert_true(error(0x32, 0) == 3 || error(0x32, 0) == 4);
    assert_int_equal(error(0x12, 0), 0);
    assert_int_equal(error(0x22, 0), 0);
}

/* Masks beyond what the unit reports must not invalidate less than was asked for; the model refuses them. Without
 * page granularity AM is not looked at, nor IM without index granularity. */
static void masks(void **state)
{
    (void)state;
    c.address_mask_max = 9;
    c.handle_mask_max = 4;
    assert_int_equal(error(0x32, 0x1009), 0);
    assert_int_not_equal(error(0x32, 0x100A), 0);
    assert_int_not_equal(error(0x32, 0x103F), 0);
    assert_int_equal(error(0x12, 0x103F), 0);
    assert_int_equal(error(0x22, 0x103F), 0);
    assert_int_equal(error(0x20000014, 0), 0);
    assert_int_not_equal(error(0x28000014, 0), 0);
    assert_int_not_equal(error(0xF8000014, 0), 0);
    assert_int_equal(error(0xF8000004, 0), 0);
}

static void fields(void **state)
{
    (void)state;
    struct vtd_descriptor d = vtd_descriptor_decode(&c, 0x0002ABCD12340031u, 0);
    assert_int_equal(d.kind, 1);
    assert_int_equal(d.granularity, 3);
    assert_int_equal(d.domain, 0x1234);
    assert_int_equal(d.source, 0xABCD);
    assert_int_equal(d.function_mask, 2);
    c.domain_count = 256; /* DID bits above what ND gives are ignored */
    assert_int_equal(vtd_descriptor_decode(&c, 0x0002ABCD12340031u, 0).domain, 0x34);
    d = vtd_descriptor_decode(&c, 0x00010032, 0xABCDEF0123456000u | 0x40 | 9);
    assert_int_equal(d.kind, 2);
    assert_int_equal(d.page, 0xABCDEF0123456u);
    assert_int_equal(d.address_mask, 9);
    d = vtd_descriptor_decode(&c, 0x0000002000000003u, 0x7FFFFFFFFFFFF001u);
    assert_int_equal(d.kind, 3);
    assert_int_equal(d.source, 0x20);
    assert_int_equal(d.page, 0x7FFFFFFFFFFFFu);
    assert_true(d.sized);
    assert_false(vtd_descriptor_decode(&c, 0x0000002000000003u, 0x7FFFFFFFFFFFF000u).sized);
    d = vtd_descriptor_decode(&c, 0x0000BEEF18000014u, 0);
    assert_int_equal(d.kind, 4);
    assert_true(d.by_index);
    assert_int_equal(d.index, 0xBEEF);
    assert_int_equal(d.index_mask, 3);
    assert_false(vtd_descriptor_decode(&c, 0x0000BEEF18000004u, 0).by_index);
}

static void wait(void **state)
{
    (void)state;
    struct vtd_descriptor d = vtd_descriptor_decode(&c, 0xCAFE000100000035u, 0x0000000012345678u);
    assert_int_equal(d.error, 0);
    assert_int_equal(d.kind, 5);
    assert_true(d.interrupt && d.status);
    assert_int_equal(d.data, 0xCAFE0001u);
    assert_int_equal(d.status_address, 0x12345678 / 4);
    d = vtd_descriptor_decode(&c, 0x15, 0);
    assert_true(d.interrupt && !d.status);
    d = vtd_descriptor_decode(&c, 0x25, 0);
    assert_true(!d.interrupt && d.status);
    d = vtd_descriptor_decode(&c, 0x45, 0); /* only a fence */
    assert_true(d.error == 0 && !d.interrupt && !d.status);
    c.host_frames = 1u << 27; /* 39 bits: STADDR 63:39 is ignored */
    assert_int_equal(vtd_descriptor_decode(&c, 0x25, 0xFFFFFF8000001004u).status_address, 0x401);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(reserved_bits, caps), cmocka_unit_test_setup(types, caps),
        cmocka_unit_test_setup(granularities, caps), cmocka_unit_test_setup(masks, caps),
        cmocka_unit_test_setup(fields, caps),        cmocka_unit_test_setup(wait, caps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
