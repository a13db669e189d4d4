/* Every conjunct of iommu_ok (spec/iommu.acsl): the last value that it allows on either side, and the first that it
 * does not. The limits are those of the predicates, written again by hand. */
#include "harness/state/state_check.h"
#include "tests/unit/busy_unit.h"

static struct vtd_iommu io;

static void must_be_valid(const char *what)
{
    char message[400];
    if (!state_valid(&io, message, sizeof message))
        fail_msg("%s: %s", what, message);
    busy_unit(&io);
}

static void must_be_wrong(const char *what, const char *why)
{
    char message[400] = "valid";
    if (state_valid(&io, message, sizeof message) || strstr(message, why) == NULL)
        fail_msg("%s: expected \"%s\" in: %s", what, why, message);
    busy_unit(&io);
}

#define GOOD(change)     (change, must_be_valid(#change))
#define BAD(change, why) (change, must_be_wrong(#change, why))

static int busy(void **state)
{
    (void)state;
    busy_unit(&io);
    return 0;
}

static void caps(void **state)
{
    struct vtd_caps *c = &io.unit.caps;
    (void)state;
    GOOD(c->host_frames = 0x100000);
    GOOD(c->host_frames = 0x10000000000);
    BAD(c->host_frames = 0xFFFFF, "unit.caps.host_frames: host_frames is 0xfffff, expected 0x100000..0x10000000000");
    BAD(c->host_frames = 0x10000000001, "unit.caps.host_frames");
    BAD(c->host_frames = UINT64_MAX, "host_frames is 0xffffffffffffffff");
    GOOD(c->guest_pages = 1);
    GOOD(c->guest_pages = 0x200000000000);
    BAD(c->guest_pages = 0, "unit.caps.guest_pages");
    BAD(c->guest_pages = 0x200000000001, "unit.caps.guest_pages");
    GOOD(c->domain_count = 16);
    BAD(c->domain_count = 15, "unit.caps.domain_count");
    BAD(c->domain_count = 65537, "unit.caps.domain_count");
    BAD(c->fault_records = 0, "unit.caps.fault_records");
    BAD(c->fault_records = 257, "unit.caps.fault_records");
    BAD(c->fault_records = 9, "faults.count: count is 8, expected unit.caps.fault_records, which is 9");
    GOOD((c->fault_records = 1, io.faults = (struct vtd_fault_log){.count = 1}));
    GOOD((c->fault_records = 256, io.faults.count = 256, io.faults.next = 255, io.faults.first = 255));
    GOOD(c->fault_offset = 0xF0);
    GOOD(c->iotlb_offset = 0x3FF0);
    BAD(c->fault_offset = 0xE0, "unit.caps.fault_offset");
    BAD(c->fault_offset = 0x4000, "unit.caps.fault_offset");
    BAD(c->fault_offset = 0x228, "fault_offset is 0x228, expected 0 in the bits 0xf");
    BAD(c->iotlb_offset = 0xE0, "unit.caps.iotlb_offset");
    BAD(c->iotlb_offset = 0x4000, "unit.caps.iotlb_offset");
    BAD(c->iotlb_offset = 0xF8, "unit.caps.iotlb_offset");
    GOOD(c->address_mask_max = 63);
    BAD(c->address_mask_max = 64, "unit.caps.address_mask_max");
    BAD(c->handle_mask_max = 16, "unit.caps.handle_mask_max");
}

static void in_force(void **state)
{
    struct vtd_unit *u = &io.unit;
    (void)state;
    GOOD(u->root_frame = 0xFFFFFFFFFFFFF);
    BAD(u->root_frame = 0x10000000000000, "unit.root_frame");
    BAD(u->root_frame = -1, "root_frame is -0x1, expected 0x0..0xfffffffffffff");
    BAD(u->interrupt_table_frame = 0x10000000000000, "unit.interrupt_table_frame");
    BAD(u->interrupt_table_frame = -1, "unit.interrupt_table_frame");
    GOOD(u->interrupt_table_size = 2);
    GOOD(u->interrupt_table_size = 65536);
    BAD(u->interrupt_table_size = 1, "unit.interrupt_table_size");
    BAD(u->interrupt_table_size = 65537, "unit.interrupt_table_size");
    BAD(u->interrupt_table_size = -2, "unit.interrupt_table_size");
    GOOD(u->table_mode = 3);
    BAD(u->table_mode = 4, "unit.table_mode");
}

/* The bits that may be set, one by one. */
static void bits(uint32_t *word, uint32_t allowed, const char *name)
{
    for (unsigned bit = 0; bit < 32; bit++) {
        *word = 1u << bit;
        if ((allowed >> bit & 1u) != 0)
            must_be_valid(name);
        else
            must_be_wrong(name, name);
    }
}

static void registers(void **state)
{
    struct vtd_registers *r = &io.registers;
    (void)state;
    bits(&r->root_lo, 0xFFFFFC00u, "registers.root_lo");           /* RTA, TTM */
    bits(&r->root_hi, 0xFFFFFFFFu, "registers.root_hi");           /* RTA */
    bits(&r->interrupt_lo, 0xFFFFF80Fu, "registers.interrupt_lo"); /* IRTA, EIME, S */
    bits(&r->context_hi, 0x78000000u, "registers.context_hi");     /* CIRG, CAIG */
    bits(&r->context_lo, 0xFFFFFFFFu, "registers.context_lo");     /* SID, DID */
    bits(&r->low_base, 0xFFE00000u, "registers.low_base");
    bits(&r->low_limit, 0xFFE00000u, "registers.low_limit");
    bits(&r->high_base_lo, 0xFFE00000u, "registers.high_base_lo");
    bits(&r->high_limit_lo, 0xFFE00000u, "registers.high_limit_lo");
    bits(&io.fault_event.data, 0xFFFFu, "fault_event.data");
    bits(&io.fault_event.address, 0xFFFFFFFCu, "fault_event.address");
    bits(&io.completion_event.data, 0xFFFFu, "completion_event.data");
    bits(&io.completion_event.address, 0xFFFFFFFCu, "completion_event.address");
}

static void faults(void **state)
{
    (void)state;
    BAD(io.faults.count = 0, "faults.count");
    BAD(io.faults.count = 257, "faults.count");
    GOOD(io.faults.next = 7);
    BAD(io.faults.next = 8, "faults.next: next is 8, expected less than faults.count, which is 8");
    BAD(io.faults.next = -1, "faults.next");
    GOOD(io.faults.first = 7);
    BAD(io.faults.first = 8, "faults.first");
    BAD(io.faults.first = -1, "faults.first");
}

static void queue(void **state)
{
    struct vtd_queue *q = &io.queue;
    (void)state;
    GOOD(q->head = 0x7FFF0);
    bits(&q->head, 0x7FFF0, "queue.head");
    bits(&q->tail, 0x7FFF0, "queue.tail");
    bits(&q->address_lo, 0xFFFFF807u, "queue.address_lo"); /* IQA, DW, QS */
    GOOD(q->error = 7);
    BAD(q->error = 8, "queue.error");
    BAD(q->error = -1, "queue.error");
    GOOD(q->wait_address = 0x3FFFFFFFFFFFF);
    BAD(q->wait_address = 0x4000000000000, "queue.wait_address");
    BAD(q->wait_address = -1, "queue.wait_address");
    GOOD(q->itag[31].remaining = 8);
    BAD(q->itag[31].remaining = 9, "queue.itag[31]: remaining is 0x9, expected 0x0..0x8");
    BAD(q->itag[0].remaining = -1, "queue.itag[0]: remaining is -0x1");
    BAD(q->itag[1].used = 2, "queue.itag[1]: used");
    BAD(q->itag[1].used = -1, "queue.itag[1]: used");
}

static void contexts(void **state)
{
    struct vtd_context_cache *t = &io.contexts;
    (void)state;
    GOOD((t->sets = 256, t->entry[1].valid = 0));
    GOOD(t->sets = 32);
    BAD(t->sets = 257, "contexts.sets");
    BAD(t->sets = -1, "contexts.sets");
    BAD(t->sets = 0, "contexts.entry[1]: holds an entry, expected none from entry 0 on");
    GOOD((t->sets = 0, t->entry[1].valid = 0));
    GOOD((t->entry[0] = t->entry[1], t->entry[3] = t->entry[1]));
    BAD(t->entry[1].source = 0x21,
        "contexts.entry[1]: source is 0x21, which belongs to set 1, expected in entries 4..7");
    BAD(t->entry[4] = t->entry[1], "contexts.entry[4]: source is 0x20, which belongs to set 0");
    BAD(t->entry[1023].valid = 255, "contexts.entry[1023]: holds an entry, expected none from entry 64 on");
    GOOD(t->entry[1023].domain = 5);
}

static void pages(void **state)
{
    struct vtd_iotlb *t = &io.iotlb;
    (void)state;
    BAD(t->sets = 2049, "iotlb.sets");
    BAD(t->sets = -1, "iotlb.sets");
    BAD(t->sets = 8, "iotlb.entry[63]: holds an entry, expected none from entry 32 on");
    BAD(t->entry[4].first = 2, "iotlb.entry[4]: first is 0x2, which belongs to set 2, expected in entries 8..11");
    BAD(t->entry[8191].level = 1, "iotlb.entry[8191]: holds an entry");
    /* also for entries that hold nothing */
    BAD(t->entry[8191].level = 4, "iotlb.entry[8191]: level");
    BAD(t->entry[8191].level = -1, "iotlb.entry[8191]: level");
    BAD(t->entry[100].first = 0x10000000000000, "iotlb.entry[100]: first");
    BAD(t->entry[100].first = -1, "iotlb.entry[100]: first");
    GOOD(t->entry[100].first = 0xFFFFFFFFFFFFF);
    BAD(t->entry[100].frame = 0x20000000000, "iotlb.entry[100]: frame");
    GOOD(t->entry[100].frame = 0x1FFFFFFFFFF);
    BAD(t->entry[100].rights = 4, "iotlb.entry[100]: rights");
    BAD(t->entry[100].rights = -1, "iotlb.entry[100]: rights");
    BAD(t->entry[100].source = 0x10000, "iotlb.entry[100]: source");
    BAD(t->entry[100].source = -1, "iotlb.entry[100]: source");
    BAD(t->entry[100].domain = 0x10000, "iotlb.entry[100]: domain");
    BAD(t->entry[100].fault_disabled = 2, "iotlb.entry[100]: fault_disabled");
    BAD(t->entry[100].rule = -1, "iotlb.entry[100]: rule");
    BAD(t->entry[100].rule = VTD_RULE_END, "iotlb.entry[100]: rule");
    BAD(t->entry[63].first = 0x40000000F, "first is 0x40000000f, expected at most 0x3ffffffff with level 3");
    GOOD((t->entry[63].level = 2, t->entry[63].first = 0x7FFFFFFFFFF));
    BAD((t->entry[63].level = 2, t->entry[63].first = 0x8000000000F), "at most 0x7ffffffffff with level 2");
}

static void interrupts(void **state)
{
    struct vtd_interrupt_cache *t = &io.interrupts;
    (void)state;
    BAD(t->sets = 257, "interrupts.sets");
    BAD(t->sets = -1, "interrupts.sets");
    BAD(t->sets = 4, "interrupts.entry[20]: holds an entry, expected none from entry 16 on");
    BAD(t->entry[20].index = 6,
        "interrupts.entry[20]: index is 0x6, which belongs to set 6, expected in entries 24..27");
    GOOD(t->entry[20].index = 0xFFF5);
    BAD(t->entry[20].index = 0x10005, "interrupts.entry[20]: index is 65541, expected 0..65535");
    BAD(t->entry[20].index = -11, "index is -11");
    GOOD(t->entry[1023].index = -11);
    BAD(t->entry[1023].valid = -1, "interrupts.entry[1023]: holds an entry");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(caps),  cmocka_unit_test(in_force), cmocka_unit_test(registers), cmocka_unit_test(faults),
        cmocka_unit_test(queue), cmocka_unit_test(contexts), cmocka_unit_test(pages),     cmocka_unit_test(interrupts)};
    return cmocka_run_group_tests(tests, busy, NULL);
}
