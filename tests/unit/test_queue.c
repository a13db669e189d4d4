/* The invalidation queue: descriptors in order, each once; an error stops it (clauses 6.5.2, 11.4.9). */
#include "model/queue.h"

#include "model/device_tlb.h"
#include "model/registers.h"
#include "tests/unit/units.h"

static struct tables t;
static struct vtd_iommu io;

static int ring(void **state)
{
    (void)state;
    test_ring(&t, &io);
    return 0;
}

static uint32_t word(uint32_t offset)
{
    return vtd_register_read(&io, offset);
}

static void tail(uint32_t offset)
{
    vtd_register_write(&io, 0x88, offset);
}

/* Types 1 to 5 one after the other: each acts when it is its turn, and IQH says where the queue is. */
static void order(void **state)
{
    (void)state;
    test_put(&t, 0x00, 0x0000002000070031u, 0);      /* context cache: 00:04.0, domain 7 */
    test_put(&t, 0x10, 0x0000000000080022u, 0);      /* IOTLB: domain 8 */
    test_put(&t, 0x20, 0x0000000500000014u, 0);      /* interrupt entries: 5 */
    test_put(&t, 0x30, 0xCAFE000100000025u, 0x7004); /* wait: status */
    test_put(&t, 0x40, 0x0000002000000003u, 0x9001); /* device TLB */
    tail(0x50);
    assert_int_equal(word(0x80), 0);
    test_nothing(test_step(&t, &io));
    assert_int_equal(word(0x80), 0x10);
    assert_int_equal(test_held(&io), 0x677);
    test_nothing(test_step(&t, &io));
    assert_int_equal(word(0x80), 0x20);
    assert_int_equal(test_held(&io), 0x637);
    test_nothing(test_step(&t, &io));
    assert_int_equal(test_held(&io), 0x635);
    struct vtd_effects e = test_step(&t, &io);
    assert_true(e.status_write && !e.completion_event && !e.device_request && !e.fault_event);
    assert_int_equal(e.status_data, 0xCAFE0001u);
    assert_int_equal(e.status_address, 0x7004 / 4);
    e = test_step(&t, &io);
    assert_true(e.device_request && e.device_sized && !e.status_write);
    assert_int_equal(e.device_source, 0x20);
    assert_int_equal(e.device_page, 9);
    assert_int_equal(word(0x80), 0x50);
    assert_int_equal(test_held(&io), 0x635);
    test_idle(&t, &io);
}

static void wrap(void **state)
{
    static const uint32_t bytes[8] = {0x1000, 0x2000, 0x4000, 0x8000, 0x10000, 0x20000, 0x40000, 0x80000};
    (void)state;
    for (uint32_t size = 0; size < 8; size++) {
        io.queue.address_lo = 0x14000u + size;
        io.queue.head = bytes[size] - 0x20;
        assert_int_equal(vtd_queue_next(&io.queue), bytes[size] - 0x10);
        io.queue.head = bytes[size] - 0x10;
        assert_int_equal(vtd_queue_next(&io.queue), 0);
        io.queue.address_lo = 0x14800u + size;
        io.queue.head = bytes[size] - 0x40;
        assert_int_equal(vtd_queue_next(&io.queue), bytes[size] - 0x20);
        io.queue.head = bytes[size] - 0x20;
        assert_int_equal(vtd_queue_next(&io.queue), 0);
    }
    io.queue.address_lo = 0x14001; /* two pages */
    io.queue.head = 0xFF0;
    test_put(&t, 0xFF0, 0x11, 0);
    test_put(&t, 0x1000, 0x0000000000080022u, 0);
    test_put(&t, 0x1FF0, 0x0000000500000014u, 0);
    test_put(&t, 0, 0x0000000400000014u, 0);
    tail(0x1010);
    test_step(&t, &io);
    assert_int_equal(test_held(&io), 0x077);
    test_step(&t, &io);
    assert_int_equal(test_held(&io), 0x037);
    test_idle(&t, &io);
    io.queue.head = 0x1FF0;
    tail(0x10);
    test_step(&t, &io);
    assert_int_equal(word(0x80), 0);
    assert_int_equal(test_held(&io), 0x035);
    test_step(&t, &io);
    assert_int_equal(test_held(&io), 0x034);
    test_idle(&t, &io);
}

/* 256-bit descriptors, which units with ADMS take; the upper half pads. */
static void wide(void **state)
{
    (void)state;
    io.unit.caps.abort_dma = true;
    io.queue.address_lo = 0x14800;
    io.queue.head = 0xFC0;
    test_put(&t, 0xFC0, 0x0000002000070031u, 0);
    test_put(&t, 0xFE0, 0x0000000000080022u, 0);
    test_put(&t, 0, 0x0000000500000014u, 0);
    test_put(&t, 0x10, 1, 0);
    tail(0x20);
    test_step(&t, &io);
    assert_int_equal(word(0x80), 0xFE0);
    assert_int_equal(test_held(&io), 0x677);
    test_step(&t, &io);
    assert_int_equal(word(0x80), 0);
    assert_int_equal(test_held(&io), 0x637);
    for (unsigned bit = 0; bit < 128; bit++) {
        test_put(&t, 0x10, bit < 64 ? 1ull << bit : 0, bit < 64 ? 0 : 1ull << (bit - 64));
        unsigned error = vtd_queue_fetch(&io.unit, &io.queue, &t.memory).error;
        assert_true(error == 3 || error == 4); /* an invalid descriptor, by type or by reserved bit */
    }
    test_put(&t, 0x10, 0, 0);
    io.unit.table_mode = VTD_ABORT_DMA;
    test_step(&t, &io);
    assert_int_equal(test_held(&io), 0x635);
}

/* The queue stops with this IQEI: IQE, IQH stays, nothing is done, one message. */
static void stops(unsigned code)
{
    uint32_t head = word(0x80);
    struct vtd_effects e = test_step(&t, &io);
    assert_true(e.fault_event && !e.status_write && !e.completion_event && !e.device_request);
    assert_int_equal(word(0x34), 0x10);
    assert_int_equal(word(0xB0), code);
    assert_int_equal(word(0x80), head);
    assert_int_equal(test_held(&io), 0x777);
    test_idle(&t, &io);
}

static void error_codes(void **state)
{
    static const struct {
        uint8_t mode; /* TTM */
        bool abort_dma;
        uint32_t address, head, tail;
        uint64_t lo, hi;
        unsigned code;
    } cases[] = {
        {0, false, 0x14000, 0, 0x1000, 0x11, 0, 1},  {0, false, 0x14000, 0, 0x7FFF0, 0x11, 0, 1},
        {0, false, 0x14002, 0, 0x4000, 0x11, 0, 1},  {0, true, 0x14800, 0, 0x1000, 0x11, 0, 1},
        {0, false, 0x20000, 0, 0x10, 0x11, 0, 2},    {0, false, 0x1F001, 0x1000, 0, 0x11, 0, 2},
        {0, false, 0x14000, 0, 0x10, 0x00, 0, 3},    {0, false, 0x14000, 0, 0x10, 0x06, 0, 3},
        {0, false, 0x14000, 0, 0x10, 0x0F, 0, 3},    {0, false, 0x14000, 0, 0x10, 0x211, 0, 3},
        {0, false, 0x14000, 0, 0x10, 0x51, 0, 4},    {0, false, 0x14000, 0, 0x10, 0x11, 1, 4},
        {0, false, 0x14000, 0, 0x10, 0x12, 0x80, 4}, {0, false, 0x14000, 0, 0x10, 0x105, 0, 4},
        {0, false, 0x14800, 0, 0x20, 0x11, 0, 5},    {3, true, 0x14000, 0, 0x10, 0x11, 0, 5},
        {0, true, 0x14800, 0, 0x10, 0x11, 0, 6},     {2, false, 0x14000, 0, 0x10, 0x11, 0, 7},
        {2, true, 0x14800, 0, 0x20, 0x11, 0, 7},     {1, false, 0x14000, 0, 0x10, 0x11, 0, 7},
        {3, false, 0x14000, 0, 0x10, 0x11, 0, 7},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ring(state);
        test_put(&t, 0, cases[i].lo, cases[i].hi);
        io.unit.table_mode = cases[i].mode;
        io.unit.caps.abort_dma = cases[i].abort_dma;
        io.queue.address_lo = cases[i].address;
        io.queue.head = cases[i].head;
        tail(cases[i].tail);
        stops(cases[i].code);
    }
}

/* A ring that lies beyond the host address width cannot be read, memory there or not. */
static void fetch_limit(void **state)
{
    (void)state;
    test_put(&t, 0, 0x11, 0);
    tail(0x10);
    io.unit.caps.host_frames = 0x15;
    assert_int_equal(vtd_queue_fetch(&io.unit, &io.queue, &t.memory).error, 0);
    io.unit.caps.host_frames = 0x14;
    assert_int_equal(vtd_queue_fetch(&io.unit, &io.queue, &t.memory).error, 2);
    io.unit.caps.host_frames = 1ull << 36;
    io.unit.caps.abort_dma = true; /* memory ends in the middle of a wide descriptor */
    tail(0x20);
    io.queue.address_lo = 0x14800;
    t.memory.word_count = 0x14010 / 8;
    assert_int_equal(vtd_queue_fetch(&io.unit, &io.queue, &t.memory).error, 2);
    t.memory.word_count = 0x14020 / 8;
    assert_int_equal(vtd_queue_fetch(&io.unit, &io.queue, &t.memory).error, 0);
    io.unit.caps.abort_dma = false;
    io.queue.address_lo = 0x14000;
    io.queue.address_hi = 1;
    stops(2);
}

/* What was taken before the error stays done; then the queue waits for software, whatever IQT says. */
static void stop_and_go(void **state)
{
    (void)state;
    test_put(&t, 0x00, 0x0000002000070031u, 0);
    test_put(&t, 0x10, 0x0E, 0);
    test_put(&t, 0x20, 0x0000000500000014u, 0);
    tail(0x20);
    test_step(&t, &io);
    struct vtd_effects e = test_step(&t, &io);
    assert_true(e.fault_event);
    assert_int_equal(test_held(&io), 0x677);
    tail(0x30);
    assert_int_equal(word(0x88), 0x30);
    test_idle(&t, &io);
    vtd_register_write(&io, 0x34, 0x10);
    assert_false(test_step(&t, &io).completion_event); /* fetched again, and it is still bad */
    assert_int_equal(word(0x34), 0x10);
    assert_int_equal(word(0x80), 0x10);
    test_put(&t, 0x10, 0x0000000000080022u, 0);
    test_idle(&t, &io);
    vtd_register_write(&io, 0x34, 0x10);
    test_step(&t, &io);
    assert_int_equal(test_held(&io), 0x637);
    test_step(&t, &io);
    assert_int_equal(test_held(&io), 0x635);
    assert_int_equal(word(0x80), 0x30);
    assert_int_equal(word(0x34), 0);
    test_idle(&t, &io);
}

/* One message for IQE, none while another status of FSTS waits for software, and it waits while masked. */
static void error_events(void **state)
{
    (void)state;
    tail(0x10); /* type 0 */
    io.faults.completion_error = true;
    assert_false(test_step(&t, &io).fault_event);
    assert_int_equal(word(0x34), 0x30);
    ring(state);
    tail(0x10);
    io.fault_event.masked = true;
    assert_false(test_step(&t, &io).fault_event);
    assert_int_equal(word(0x38), 0xC0000000u);
}

static void not_ready(void **state)
{
    bool *blockers[] = {&io.faults.queue_error, &io.faults.timeout_error, &io.queue.waiting};
    (void)state;
    test_put(&t, 0, 0x11, 0);
    test_idle(&t, &io); /* empty */
    tail(0x10);
    for (unsigned i = 0; i < 3; i++) {
        *blockers[i] = true;
        assert_false(vtd_queue_ready(&io));
        test_idle(&t, &io);
        *blockers[i] = false;
    }
    io.queue.enabled = false;
    test_idle(&t, &io);
    io.queue.enabled = true;
    io.faults.completion_error = true; /* ICE, overflow and disabled tables stop nothing */
    io.faults.overflow = true;
    io.unit.translation_enabled = false;
    io.unit.remapping_enabled = false;
    assert_true(vtd_queue_ready(&io));
    test_step(&t, &io);
    assert_int_equal(test_held(&io), 0x077);
}

/* IF 4, SW 5, FN 6: both, one or none. */
static void waits(void **state)
{
    (void)state;
    for (unsigned flags = 0; flags < 8; flags++) {
        ring(state);
        test_put(&t, 0, 0x1234567800000005u | flags << 4, 0x9008);
        tail(0x10);
        struct vtd_effects e = test_step(&t, &io);
        assert_int_equal(e.completion_event, flags & 1u);
        assert_int_equal(e.status_write, flags >> 1 & 1u);
        assert_int_equal(word(0x9C), flags & 1u);
        assert_false(e.fault_event || e.device_request);
        if (e.status_write) {
            assert_int_equal(e.status_data, 0x12345678);
            assert_int_equal(e.status_address, 0x9008 / 4);
        }
        assert_int_equal(word(0x80), 0x10);
        assert_int_equal(test_held(&io), 0x777);
    }
    test_put(&t, 0x10, 0x15, 0); /* IWC is still 1 */
    tail(0x20);
    assert_false(test_step(&t, &io).completion_event);
    assert_int_equal(word(0x9C), 1);
}

/* A wait descriptor behind a device-TLB invalidation waits for the device, and so does all behind it. */
static void waits_for_devices(void **state)
{
    (void)state;
    test_put(&t, 0x00, 0x0000002000000003u, 0x9000);
    test_put(&t, 0x10, 0x0000000000080022u, 0); /* no wait: goes on */
    test_put(&t, 0x20, 0x1234567800000035u, 0x9008);
    test_put(&t, 0x30, 0x11, 0);
    tail(0x40);
    struct vtd_effects e = test_step(&t, &io);
    assert_true(e.device_request && !e.device_sized);
    test_step(&t, &io);
    assert_int_equal(test_held(&io), 0x737);
    assert_true(vtd_devices_busy(&io.queue));
    test_nothing(test_step(&t, &io));
    assert_int_equal(word(0x80), 0x30);
    test_idle(&t, &io);
    assert_int_equal(test_held(&io), 0x737);
    e = vtd_device_completion(&io, 0x20, e.device_tag, 1);
    assert_true(e.status_write && e.completion_event);
    assert_int_equal(e.status_data, 0x12345678);
    assert_int_equal(e.status_address, 0x9008 / 4);
    assert_false(vtd_devices_busy(&io.queue));
    test_step(&t, &io);
    assert_int_equal(test_held(&io), 0x037);
}

/* What each kind and granularity reaches, with masks; nothing else changes. */
static void execute(void **state)
{
    static const struct {
        uint64_t lo, hi;
        unsigned left;
    } cases[] = {
        {0x0000000000000011u, 0, 0x077},      {0x0000000000070021u, 0, 0x477},
        {0x0000000000080021u, 0, 0x377},      {0x0000002000070031u, 0, 0x677},
        {0x0003002000070031u, 0, 0x477}, /* FM 3: function number ignored */
        {0x0001002000070031u, 0, 0x677}, /* FM 1: only its bit 2 */
        {0x0000002000080031u, 0, 0x777}, /* not that domain */
        {0x0000000000000012u, 0, 0x707},      {0x0000000000070022u, 0, 0x747},
        {0x0000000000070032u, 0x1000, 0x767}, {0x0000000000070032u, 0x1001, 0x767}, /* AM 1: pages 0 and 1 */
        {0x0000000000070032u, 0x1002, 0x747},                                       /* AM 2: pages 0 to 3 */
        {0x00000000000700F2u, 0x1040, 0x767},                                       /* IH, DR, DW keep no leaf entry */
        {0x0000000000080032u, 0x1000, 0x737}, {0x0000000000090032u, 0x1000, 0x777},
        {0x0000000000000004u, 0, 0x770},      {0x0000000500000014u, 0, 0x775},
        {0x0000000508000014u, 0, 0x774}, /* IM 1: 4 and 5 */
        {0x0000000520000014u, 0, 0x774}, /* IM 4: 0 to Fh */
        {0x0000000528000014u, 0, 0x770}, /* IM 5: 0 to 1Fh */
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ring(state);
        struct vtd_descriptor d = vtd_descriptor_decode(&io.unit.caps, cases[i].lo, cases[i].hi);
        assert_int_equal(d.error, 0);
        test_nothing(vtd_execute(&io, d));
        if (test_held(&io) != cases[i].left)
            fail_msg("%llx %llx leaves %03x", (unsigned long long)cases[i].lo, (unsigned long long)cases[i].hi,
                     test_held(&io));
    }
}

/* Bits of ADDR from the guest address width up, and of DID beyond ND, are ignored. */
static void ignored_bits(void **state)
{
    (void)state;
    io.unit.caps.guest_pages = 1ull << 27;
    io.unit.caps.domain_count = 256;
    vtd_execute(&io, vtd_descriptor_decode(&io.unit.caps, 0x00000000FF070032u, 0xFFFFFF8000001000u));
    assert_int_equal(test_held(&io), 0x767);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(order, ring),        cmocka_unit_test_setup(wrap, ring),
        cmocka_unit_test_setup(wide, ring),         cmocka_unit_test_setup(error_codes, ring),
        cmocka_unit_test_setup(fetch_limit, ring),  cmocka_unit_test_setup(stop_and_go, ring),
        cmocka_unit_test_setup(error_events, ring), cmocka_unit_test_setup(not_ready, ring),
        cmocka_unit_test_setup(waits, ring),        cmocka_unit_test_setup(waits_for_devices, ring),
        cmocka_unit_test_setup(execute, ring),      cmocka_unit_test_setup(ignored_bits, ring),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
