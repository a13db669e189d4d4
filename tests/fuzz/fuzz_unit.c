/* Any traffic at one unit: register accesses of every kind, any memory as its tables and its queue, requests, answers of
 * devices that are late, wrong or missing. Reading twice gives the same, only GCMD changes what is enabled, the queue
 * moves by whole descriptors inside its ring, a status is written only where memory can be; in the end the unit satisfies the
 * invariant of the model, and its saved state is read back as the same unit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "harness/chaos/campaign.h"
#include "harness/state/state_check.h"
#include "harness/state/state_text.h"
#include "model/device_tlb.h"
#include "model/queue.h"
#include "model/registers.h"
#include "model/reset.h"
#include "model/unit.h"
#include "tests/fuzz/traffic.h"

enum { RAM_BYTES = 0x10000000, STEPS = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct vtd_iommu unit, copy;
static struct vtd_memory memory;
static uint64_t *ram;

static void demand(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "fuzz_unit: %s\n", what);
    abort();
}

/* ---- what the unit does outside ---- */

static void carry_out(struct vtd_effects e)
{
    if (e.status_write && e.status_address < RAM_BYTES / 4u)
        ((uint32_t *)ram)[e.status_address] = e.status_data;
    demand(!e.status_write || e.status_address < unit.unit.caps.host_frames * 1024u,
           "a status beyond the host address width");
    demand(!e.device_request || unit.queue.itag[e.device_tag].used != 0, "a request to a device without a tag");
}

static uint32_t ring(void)
{
    return (0x1000u << (unit.queue.address_lo % 8u)) << (unit.queue.address_lo / 0x800u % 2u);
}

static void run_queue(void)
{
    for (unsigned i = 0; i < STEPS; i++) {
        uint32_t head = unit.queue.head, wide = unit.queue.address_lo / 0x800u % 2u, step = 16u << wide;
        struct vtd_queue_step s = vtd_queue_step(&unit, &memory);
        carry_out(s.effects);
        demand(unit.queue.head == head || unit.queue.head == (head + step) % ring(), "the head moved by no descriptor");
        demand(!s.done || unit.faults.queue_error || unit.queue.head != head, "a descriptor was taken twice");
        if (!s.done)
            return;
    }
}

static void write_word(uint32_t offset, uint32_t value)
{
    uint32_t enabled = vtd_global_status(&unit) & 0x86800000u;
    carry_out(vtd_register_write(&unit, offset, value));
    demand(offset == 0x18 || (vtd_global_status(&unit) & 0x86800000u) == enabled, "not only GCMD enables");
    run_queue();
}

/* ---- operations ---- */

static struct vtd_choice choice(struct bytes *b)
{
    unsigned pick = (unsigned)bytes_take(b, 1);
    return (struct vtd_choice){(uint8_t)(pick % VTD_WAYS), (pick & 4u) != 0, (pick & 8u) != 0};
}

static void access_memory(struct bytes *b, uint16_t source, uint64_t address, enum vtd_access access, uint32_t length)
{
    struct vtd_dma_request r = {address, source, (uint8_t)access};
    struct vtd_dma_answer a;
    switch (vtd_request_class(address, length, access)) {
    case VTD_TO_MEMORY:
        a = vtd_unit_dma(&unit, &memory, r, choice(b));
        demand(!a.result.allowed || !a.result.recorded, "a request that passes is recorded");
        demand(!a.result.allowed || a.result.host_address % 4096u == address % 4096u, "the offset in the page is lost");
        carry_out(a.effects);
        break;
    case VTD_TO_INTERRUPT:
    case VTD_TO_NOTHING:
        break;
    default:
        carry_out(vtd_unit_refuse(&unit, r, choice(b)));
    }
}

static void request(struct bytes *b, const struct shot *s)
{
    struct vtd_interrupt_request r = {s->address, s->data, s->source_id};
    if (s->kind == SHOT_MSIX) {
        struct vtd_interrupt_answer a = vtd_unit_interrupt(&unit, &memory, r, choice(b));
        demand(!a.result.delivered || !a.result.recorded, "an interrupt that is delivered is recorded");
        carry_out(a.effects);
        return;
    }
    if (s->kind == SHOT_INVERT)
        access_memory(b, s->source_id, s->address, VTD_READ, 4);
    access_memory(b, s->source_id, s->address,
                  s->zero_length ? VTD_ZERO_LENGTH_READ
                  : s->atomic    ? VTD_ATOMIC
                                 : VTD_WRITE,
                  4);
}

static void operate(struct bytes *b, const struct operation *o)
{
    switch (o->kind) {
    case OP_READ:
        demand(vtd_register_read(&unit, o->offset) == vtd_register_read(&unit, o->offset), "two reads differ");
        break;
    case OP_MEMORY:
        ram[o->address / 8u] = o->value;
        break;
    case OP_WRITE:
        write_word(o->offset, (uint32_t)o->value);
        if (o->wide)
            write_word(o->offset + 4u, (uint32_t)(o->value >> 32));
        break;
    default:
        request(b, &o->shot);
    }
}

/* What no session says: devices that answer, or not, and odd accesses to the interrupt range. */
static void disturb(struct bytes *b)
{
    unsigned pick = (unsigned)bytes_take(b, 1);
    uint8_t tag = (uint8_t)(pick / 4u % VTD_ITAGS);
    uint16_t source = pick >= 0xC0 ? traffic_source(b) : unit.queue.itag[tag].source;
    switch (pick % 4u) {
    case 0:
    case 1:
        carry_out(vtd_device_completion(&unit, source, tag, (unsigned)bytes_take(b, 1) % 8u));
        break;
    case 2:
        carry_out(vtd_device_timeout(&unit, tag));
        break;
    default:
        access_memory(b, source, 0xFEE00000u + bytes_take(b, 2) % 0x2000u, (enum vtd_access)(pick / 4u % 4u),
                      1u + (uint32_t)bytes_take(b, 1) % 16u);
    }
    run_queue();
}

/* A register that has a constant. */
static void constants(const struct vtd_caps *c)
{
    demand(vtd_register_read(&unit, 0x8) == c->cap_lo && vtd_register_read(&unit, 0xC) == c->cap_hi, "CAP changed");
    demand(vtd_register_read(&unit, 0x10) == c->ecap_lo && vtd_register_read(&unit, 0x14) == c->ecap_hi,
           "ECAP changed");
}

/* The invariant, and the state file. They look at every entry of every cache, which takes a thousand times what an operation
 * takes: only for some inputs. */
static void save_and_read(void)
{
    char *text = NULL, *again = NULL, why[400];
    size_t length = 0, second = 0;
    unsigned line;
    bool valid = state_valid(&unit, why, sizeof why);
    demand(valid, why);
    demand(state_text(&unit, &text, &length), "no memory");
    char *end = strstr(text, "\n" STATE_CHECKSUM " ");
    demand(end != NULL, "a state without checksum");
    end[1] = '\0';
    memset(&copy, 0, sizeof copy);
    demand(state_parse(&copy, strchr(text, '\n') + 1, &line, why, sizeof why), why);
    end[1] = STATE_CHECKSUM[0];
    demand(state_text(&copy, &again, &second) && length == second && memcmp(text, again, length) == 0,
           "a saved state is read back as another one");
    free(text);
    free(again);
}

/* Power on. Resetting all entries takes long, so that it is done once for each kind of unit. */
static void power_on(unsigned profile, unsigned caches)
{
    static const int32_t sets[] = {0, 1, 4, 16};
    static struct vtd_iommu *fresh[16][4];
    struct vtd_iommu **f = &fresh[profile % chaos_profile_count][caches % 4u];
    if (*f == NULL) {
        struct vtd_caps caps = chaos_profile_caps(&chaos_profiles[profile % chaos_profile_count]);
        *f = calloc(1, sizeof **f);
        demand(*f != NULL, "no memory");
        vtd_reset(*f, &caps, sets[caches % 4u], sets[caches % 4u], sets[caches % 4u]);
    }
    unit = **f;
    madvise(ram, RAM_BYTES, MADV_DONTNEED);
}

static void open_memory(void)
{
    void *map = mmap(NULL, RAM_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    demand(map != MAP_FAILED, "no memory");
    ram = map;
    memory = (struct vtd_memory){ram, RAM_BYTES / 8u};
}

/* Software has set up tables, a ring, and turned everything on. */
static void run_unit(struct bytes *b)
{
    static struct session start;
    start.count = 0;
    traffic_tables(&start, &unit.unit.caps);
    for (unsigned i = 0; i < start.count; i++)
        operate(b, &start.operation[i]);
    write_word(0x20, FRAME_TABLES << 12);
    write_word(0xB8, FRAME_INTERRUPTS << 12 | 7u);
    write_word(0x90, FRAME_RING << 12);
    write_word(0x18, 0x40000000u);
    write_word(0x18, 0x01000000u);
    write_word(0x18, 0x86000000u);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes b = {data, size};
    unsigned pick = (unsigned)bytes_take(&b, 1), how = (unsigned)bytes_take(&b, 1);
    if (ram == NULL)
        open_memory();
    power_on(pick, how);
    struct vtd_caps caps = unit.unit.caps;
    if (pick < 0xC0)
        run_unit(&b);
    while (b.left > 0) {
        if (*b.at == 0xFF) {
            (void)bytes_take(&b, 1);
            disturb(&b);
            continue;
        }
        struct operation o = traffic_operation(&b, &caps);
        operate(&b, &o);
    }
    constants(&caps);
    if (size % 64u == 63u)
        save_and_read();
    return 0;
}
