/* Outcomes of single conditions that no other test reaches; `make coverage` asks for each of them. */
#include "model/context.h"
#include "model/dma.h"
#include "model/queue_fetch.h"
#include "tests/unit/units.h"

static struct tables t;

/* The context lookup ends early for each of the four reasons, and only the reason is said. */
static void lookup_ends(bool lrt_1, bool lrt_2, bool lrt_3, bool lct_1)
{
    struct vtd_context_lookup found = vtd_find_context(&t.unit, &t.memory, 0x20);
    assert_int_equal(found.lrt_1, lrt_1);
    assert_int_equal(found.lrt_2, lrt_2);
    assert_int_equal(found.lrt_3, lrt_3);
    assert_int_equal(found.lct_1, lct_1);
    assert_false(found.usable);
}

static void context_lookup(void **state)
{
    (void)state;
    test_build(&t);
    assert_true(vtd_find_context(&t.unit, &t.memory, 0x20).usable);
    test_word(&t, 0x1000, 0x2000); /* root entry: P=0 */
    lookup_ends(false, true, false, false);
    test_word(&t, 0x1000, 0x2003); /* bit 1 is reserved */
    lookup_ends(false, false, true, false);
    test_word(&t, 0x1000, 0x100001); /* a context table beyond memory */
    lookup_ends(false, false, false, true);
    t.unit.root_frame = 0x100;
    lookup_ends(true, false, false, false);
}

/* AW=000 is no width of this architecture: a pass-through entry with it may be refused, for its width and, from 2^30 up,
 * for the address (clause 9.3); it may as well be used (clause 7.1.3). */
static void pass_through_of_30_bits(void **state)
{
    (void)state;
    test_build(&t);
    uint64_t lo = 0x9, hi = 0x700; /* P=1, TT=10; AW=0, domain 7 */
    struct vtd_dma_outcome below = vtd_dma_in_context(&t.unit.caps, &t.memory, lo, hi, 0x3FFFF, VTD_READ);
    struct vtd_dma_outcome beyond = vtd_dma_in_context(&t.unit.caps, &t.memory, lo, hi, 0x40000, VTD_READ);
    assert_true(below.optional.lct_4_1 && beyond.optional.lct_4_1);
    assert_false(below.optional.lgn_1_1);
    assert_true(beyond.optional.lgn_1_1);
    assert_false(beyond.holds.lct_4_1 || beyond.holds.lgn_1_1 || beyond.holds.lgn_1_3);
    assert_int_equal(beyond.frame, 0x40000);
}

/* The head may be wrong where the tail is right: software made the ring smaller, or its descriptors wider (clause 11.4.9.9). */
static void head_of_the_ring(void **state)
{
    static struct vtd_iommu io;
    (void)state;
    test_ring(&t, &io);
    io.queue.head = 0x1000;
    assert_int_equal(vtd_queue_fetch(&io.unit, &io.queue, &t.memory).error, VTD_TAIL_INVALID);
    io.unit.caps.abort_dma = true;
    io.queue.address_lo = 0x14800; /* DW=1: descriptors of 32 bytes */
    io.queue.head = 0x30;
    io.queue.tail = 0x40;
    assert_int_equal(vtd_queue_fetch(&io.unit, &io.queue, &t.memory).error, VTD_TAIL_MISALIGNED);
    io.queue.head = 0x20;
    assert_int_not_equal(vtd_queue_fetch(&io.unit, &io.queue, &t.memory).error, VTD_TAIL_MISALIGNED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(context_lookup),
        cmocka_unit_test(pass_through_of_30_bits),
        cmocka_unit_test(head_of_the_ring),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
