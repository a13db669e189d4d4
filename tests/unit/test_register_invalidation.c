/* CCMD_REG and IVA_REG/IOTLB_REG: what is invalidated, what they say was done (clauses 6.5.1, 11.4.6). */
#include "model/register_invalidation.h"

#include "model/registers.h"
#include "tests/unit/units.h"

static struct vtd_iommu io;

static int unit(void **state)
{
    (void)state;
    test_unit(&io);
    test_fill(&io);
    return 0;
}

/* Write the word, expect that much to be left and the word to read back so. */
static void gives(uint32_t offset, uint32_t value, unsigned left, uint32_t back)
{
    struct vtd_effects e = vtd_register_write(&io, offset, value);
    test_nothing(e);
    assert_int_equal(test_held(&io), left);
    assert_int_equal(vtd_register_read(&io, offset), back);
}

/* CCMD: SID 31:16, DID 15:0; ICC 63, CIRG 62:61, CAIG 60:59, FM 33:32. From full caches. */
static void contexts(uint32_t low, uint32_t high, unsigned left, uint32_t back)
{
    test_fill(&io);
    vtd_register_write(&io, 0x28, low);
    gives(0x2C, high, left, back);
}

/* IOTLB: IVT 63, IIRG 61:60, IAIG 58:57, DR 49, DW 48, DID 47:32. From full caches. */
static void pages(uint64_t iva, uint32_t high, unsigned left, uint32_t back)
{
    test_fill(&io);
    vtd_register_write(&io, 0xF0, (uint32_t)iva);
    vtd_register_write(&io, 0xF4, (uint32_t)(iva >> 32));
    gives(0xFC, high, left, back);
}

static void context_granularity(void **state)
{
    (void)state;
    contexts(0, 0xA0000000u, 0x077, 0x28000000);
    contexts(0x00200007, 0xC0000000u, 0x477, 0x50000000); /* SID does not matter */
    contexts(8, 0xC0000000u, 0x377, 0x50000000);
    contexts(9, 0xC0000000u, 0x777, 0x50000000);
    contexts(0x00200007, 0xE0000000u, 0x677, 0x78000000);
    contexts(0x00210007, 0xE0000000u, 0x577, 0x78000000);
    contexts(0x00200008, 0xE0000000u, 0x777, 0x78000000); /* 00:04.0 is not in domain 8 */
    contexts(0x00200007, 0xE0000001u, 0x677, 0x78000000); /* FM: function bit 2, 2:1, 2:0 ignored */
    contexts(0x00240007, 0xE0000001u, 0x677, 0x78000000);
    contexts(0x00240007, 0xE0000000u, 0x777, 0x78000000);
    contexts(0x00260007, 0xE0000002u, 0x677, 0x78000000);
    contexts(0x00270007, 0xE0000003u, 0x477, 0x78000000);
    contexts(0x00280007, 0xE0000003u, 0x777, 0x78000000);
}

/* ICC=0 starts nothing, nor does the lower half; CIRG=00 is reserved: nothing done, CAIG 00. */
static void context_not_started(void **state)
{
    (void)state;
    contexts(0x00200007, 0x20000000u, 0x777, 0x20000000);
    contexts(0x00200007, 0x60000003u, 0x777, 0x60000000);
    gives(0x28, 0xFFFFFFFFu, 0x777, 0x0000FFFF);
    contexts(0x00200007, 0xA0000000u, 0x077, 0x28000000);
    contexts(0x00200007, 0x80000003u, 0x777, 0);
    contexts(0x00200007, 0x98000003u, 0x777, 0); /* CAIG is read-only */
}

static void page_granularity(void **state)
{
    (void)state;
    pages(0, 0x90000000u, 0x707, 0x12000000);
    pages(0x1000, 0xA0000007u, 0x747, 0x24000007);
    pages(0x1000, 0xA0000008u, 0x737, 0x24000008);
    pages(0x1000, 0xA0000009u, 0x777, 0x24000009);
    pages(0x1000, 0xB0000007u, 0x767, 0x36000007);
    pages(0x3000, 0xB0000007u, 0x757, 0x36000007);
    pages(0x2000, 0xB0000007u, 0x777, 0x36000007);
    pages(0x2001, 0xB0000007u, 0x757, 0x36000007); /* AM 1: pages 2 and 3 */
    pages(0x1002, 0xB0000007u, 0x747, 0x36000007); /* AM 2: pages 0 to 3 */
    pages(0x1000, 0xB0000008u, 0x737, 0x36000008);
    pages(0x1040, 0xB0030007u, 0x767, 0x36030007);       /* IH keeps no leaf entry; DR, DW */
    pages(0x100001000u, 0xB0000007u, 0x777, 0x36000007); /* IVA has an upper half */
}

static void page_not_started(void **state)
{
    (void)state;
    pages(0x1000, 0x10000007u, 0x777, 0x10000007);
    pages(0x1000, 0x30000007u, 0x777, 0x30000007);
    gives(0xF8, 0xFFFFFFFFu, 0x777, 0);
    pages(0x1000, 0xA0000007u, 0x747, 0x24000007);
    pages(0x1000, 0x80000007u, 0x777, 0x00000007); /* IIRG=00 */
    pages(0x1000, 0x86000007u, 0x777, 0x00000007); /* IAIG is read-only */
}

/* AM above MAMV: not done. Other granularities do not look at it. */
static void address_mask(void **state)
{
    (void)state;
    io.unit.caps.address_mask_max = 9;
    pages(0x1009, 0xB0000007u, 0x747, 0x36000007);
    pages(0x100A, 0xB0000007u, 0x777, 0x30000007);
    pages(0x103F, 0xB0000007u, 0x777, 0x30000007);
    pages(0x103F, 0xA0000007u, 0x747, 0x24000007);
    pages(0x103F, 0x90000007u, 0x707, 0x12000007);
    io.unit.caps.address_mask_max = 63; /* the whole address space, and more */
    pages(0x1034, 0xB0000007u, 0x747, 0x36000007);
    pages(0x103F, 0xB0000007u, 0x747, 0x36000007);
}

/* Without PSI a page request is done for its domain at least, and says so. */
static void no_page_selective(void **state)
{
    (void)state;
    io.unit.caps.page_selective = false;
    pages(0x1000, 0xB0000007u, 0x747, 0x34000007);
    pages(0x1000, 0xB0000008u, 0x737, 0x34000008);
    pages(0x1000, 0x90000007u, 0x707, 0x12000007);
}

/* Bits of DID beyond ND and of the address beyond the guest address width are ignored. */
static void ignored_bits(void **state)
{
    (void)state;
    io.unit.caps.domain_count = 256;
    io.unit.caps.guest_pages = 1ull << 27;
    contexts(0x0020FF07, 0xC0000000u, 0x477, 0x50000000);
    contexts(0x00208007, 0xE0000000u, 0x677, 0x78000000);
    pages(0x1000, 0xA000AB07u, 0x747, 0x2400AB07);
    pages(0xFFFFFF8000001000u, 0xB0000007u, 0x767, 0x36000007);
}

/* All four ways of asking, none of which is carried out. */
static void refused(void)
{
    contexts(7, 0xA0000000u, 0x777, 0x20000000);
    contexts(0x00200007, 0xE0000000u, 0x777, 0x60000000);
    pages(0x1000, 0x90000007u, 0x777, 0x10000007);
    pages(0x1000, 0xB0000007u, 0x777, 0x30000007);
}

/* Other table modes, versions from 6 on; and by choice while the queue is on, where it is undefined. */
static void not_available(void **state)
{
    (void)state;
    for (uint8_t mode = 1; mode < 4; mode++) {
        io.unit.table_mode = mode;
        refused();
    }
    io.unit.table_mode = 0;
    io.queue.enabled = true;
    refused();
    io.queue.enabled = false;
    io.unit.caps.version = 0x60;
    refused();
    io.unit.caps.version = 0xF0;
    refused();
    io.unit.caps.version = 0x5F;
    contexts(7, 0xA0000000u, 0x077, 0x28000000);
    pages(0x1000, 0xB0000007u, 0x767, 0x36000007);
}

/* Translation and interrupt remapping need not be on. */
static void while_off(void **state)
{
    (void)state;
    io.unit.translation_enabled = false;
    io.unit.remapping_enabled = false;
    contexts(0x00200007, 0xE0000000u, 0x677, 0x78000000);
    pages(0x1000, 0xB0000007u, 0x767, 0x36000007);
}

/* A second command starts from what the registers say now, not from the last one. */
static void again(void **state)
{
    (void)state;
    contexts(0x00200007, 0xE0000000u, 0x677, 0x78000000);
    gives(0x2C, 0xC0000000u, 0x477, 0x50000000);
    gives(0x2C, 0xA0000000u, 0x077, 0x28000000);
    pages(0x1000, 0xB0000007u, 0x767, 0x36000007);
    gives(0xFC, 0xB0000008u, 0x727, 0x36000008);
    gives(0xFC, 0xA0000007u, 0x707, 0x24000007);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(context_granularity, unit), cmocka_unit_test_setup(context_not_started, unit),
        cmocka_unit_test_setup(page_granularity, unit),    cmocka_unit_test_setup(page_not_started, unit),
        cmocka_unit_test_setup(address_mask, unit),        cmocka_unit_test_setup(no_page_selective, unit),
        cmocka_unit_test_setup(ignored_bits, unit),        cmocka_unit_test_setup(not_available, unit),
        cmocka_unit_test_setup(while_off, unit),           cmocka_unit_test_setup(again, unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
