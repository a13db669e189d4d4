#include "harness/targets/example/unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "model/device_tlb.h"
#include "model/queue.h"
#include "model/registers.h"
#include "model/reset.h"
#include "model/unit.h"

enum { CACHE_SETS = 16, REQUESTER = 2 };

const char *const unit_bug_name[BUG_COUNT] = {"none",
                                              "no-domain-invalidation",
                                              "no-page-invalidation",
                                              "no-context-invalidation",
                                              "no-entry-invalidation",
                                              "wrong-source",
                                              "status-lost"};

bool unit_open(struct unit *u, const struct vtd_caps *caps, enum unit_bug bug)
{
    *u = (struct unit){.caps = *caps, .bug = bug, .io = calloc(1, sizeof *u->io)};
    void *ram =
        mmap(NULL, UNIT_MEMORY_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    u->ram = ram != MAP_FAILED ? ram : NULL;
    u->memory = (struct vtd_memory){u->ram, UNIT_MEMORY_BYTES / 8u};
    return u->io != NULL && u->ram != NULL;
}

void unit_close(struct unit *u)
{
    if (u->ram != NULL)
        munmap(u->ram, UNIT_MEMORY_BYTES);
    free(u->io);
    *u = (struct unit){.io = NULL};
}

void unit_start(struct unit *u, bool running)
{
    bool translates = u->caps.agaw_39 || u->caps.agaw_48 || u->caps.agaw_57;
    uint32_t on = translates ? 0x80000000u : 0u;
    madvise(u->ram, UNIT_MEMORY_BYTES, MADV_DONTNEED);
    vtd_reset(u->io, &u->caps, CACHE_SETS, CACHE_SETS, CACHE_SETS);
    u->turn = u->messages = 0;
    if (!running)
        return;
    vtd_register_write(u->io, 0x20, 0x1000000u);
    vtd_register_write(u->io, 0xB8, 0x1300000u | 7u);
    vtd_register_write(u->io, 0x18, 0x40000000u);
    vtd_register_write(u->io, 0x18, 0x01000000u);
    vtd_register_write(u->io, 0x18, on);
    vtd_register_write(u->io, 0x18, on | 0x02000000u);
}

uint32_t unit_read(const struct unit *u, uint32_t offset)
{
    return vtd_register_read(u->io, offset);
}

/* ---- what happens outside the unit ---- */

static void send(struct unit *u, struct vtd_message m)
{
    if (u->messages < UNIT_MESSAGES)
        u->message[u->messages] = m;
    u->messages++;
}

static void send_event(struct unit *u, const struct vtd_event *e)
{
    send(u, (struct vtd_message){.destination = (e->address >> 12) & 0xFFu,
                                 .vector = (uint8_t)e->data,
                                 .delivery_mode = (e->data >> 8) & 7u,
                                 .logical = (e->address & 4u) != 0,
                                 .level = (e->data & 0x8000u) != 0});
}

static void carry_out(struct unit *u, struct vtd_effects e)
{
    uint32_t *words = (uint32_t *)u->ram;
    if (e.fault_event)
        send_event(u, &u->io->fault_event);
    if (e.completion_event)
        send_event(u, &u->io->completion_event);
    if (e.status_write && e.status_address < UNIT_MEMORY_BYTES / 4u && u->bug != BUG_STATUS_LOST)
        words[e.status_address] = e.status_data;
    if (e.device_request) /* every device answers at once */
        carry_out(u, vtd_device_completion(u->io, e.device_source, e.device_tag, 1));
}

/* ---- the bugs: what a command should have removed is put back ---- */

struct caches {
    struct vtd_context_cache contexts;
    struct vtd_iotlb iotlb;
    struct vtd_interrupt_cache interrupts;
};

static void put_back(struct unit *u, const struct caches *before, unsigned kind, unsigned granularity)
{
    bool pages = kind == VTD_INVALIDATE_IOTLB;
    if ((u->bug == BUG_NO_DOMAIN_INVALIDATION && pages && granularity == VTD_BY_DOMAIN) ||
        (u->bug == BUG_NO_PAGE_INVALIDATION && pages && granularity == VTD_BY_PAGE))
        u->io->iotlb = before->iotlb;
    if (u->bug == BUG_NO_CONTEXT_INVALIDATION && kind == VTD_INVALIDATE_CONTEXT && granularity == VTD_BY_DEVICE)
        u->io->contexts = before->contexts;
    if (u->bug == BUG_NO_ENTRY_INVALIDATION && kind == VTD_INVALIDATE_INTERRUPT && granularity == VTD_BY_PAGE)
        u->io->interrupts = before->interrupts;
}

static void remember(const struct unit *u, struct caches *c)
{
    if (u->bug != BUG_NONE)
        *c = (struct caches){u->io->contexts, u->io->iotlb, u->io->interrupts};
}

static void run_queue(struct unit *u, struct caches *before)
{
    for (;;) {
        struct vtd_fetched d = vtd_queue_fetch(&u->io->unit, &u->io->queue, &u->memory);
        remember(u, before);
        struct vtd_queue_step step = vtd_queue_step(u->io, &u->memory);
        if (!step.done)
            return;
        bool by_index = d.descriptor.kind == VTD_INVALIDATE_INTERRUPT && d.descriptor.by_index;
        if (d.error == VTD_QUEUE_OK)
            put_back(u, before, d.descriptor.kind, by_index ? VTD_BY_PAGE : d.descriptor.granularity);
        carry_out(u, step.effects);
    }
}

void unit_write(struct unit *u, uint32_t offset, uint32_t value)
{
    static struct caches before; /* too large for the stack */
    remember(u, &before);
    carry_out(u, vtd_register_write(u->io, offset, value));
    if (value >> 31 == 1u && offset == u->caps.iotlb_offset + 12u)
        put_back(u, &before, VTD_INVALIDATE_IOTLB, value / 0x10000000u % 4u);
    if (value >> 31 == 1u && offset == 0x2Cu)
        put_back(u, &before, VTD_INVALIDATE_CONTEXT, value / 0x20000000u % 4u);
    run_queue(u, &before);
}

/* ---- requests ---- */

static struct vtd_choice choose(struct unit *u)
{
    return (struct vtd_choice){.way = (uint8_t)(u->turn++ % VTD_WAYS)};
}

static bool is_taken(const struct unit *u, int32_t record)
{
    return u->io->faults.record[record].word[3] >> 31 == 1u;
}

/* With the bug, a record that was free and is taken names another function. */
static void spoil(struct unit *u, int32_t record, bool was_taken)
{
    if (u->bug == BUG_WRONG_SOURCE && !was_taken && is_taken(u, record))
        u->io->faults.record[record].word[REQUESTER] ^= 1u;
}

bool unit_dma(struct unit *u, uint16_t source_id, uint64_t address, enum vtd_access access, uint64_t *at)
{
    int32_t next = u->io->faults.next;
    bool taken = is_taken(u, next);
    struct vtd_dma_answer a =
        vtd_unit_dma(u->io, &u->memory, (struct vtd_dma_request){address, source_id, (uint8_t)access}, choose(u));
    carry_out(u, a.effects);
    spoil(u, next, taken);
    *at = a.result.host_address;
    return a.result.allowed && *at + 4u <= UNIT_MEMORY_BYTES;
}

void unit_interrupt(struct unit *u, uint16_t source_id, uint64_t address, uint32_t data)
{
    int32_t next = u->io->faults.next;
    bool taken = is_taken(u, next);
    struct vtd_interrupt_answer a =
        vtd_unit_interrupt(u->io, &u->memory, (struct vtd_interrupt_request){address, data, source_id}, choose(u));
    if (a.result.delivered)
        send(u, a.result.message);
    carry_out(u, a.effects);
    spoil(u, next, taken);
}
