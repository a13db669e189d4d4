#include "harness/targets/qemu_events.h"

#include <string.h>

enum { MAX_FIELDS = 6, MARKERS = 0x40000000 };

/*
 * A line is a trace point's name, a blank and a body. In the body '%' stands for a number as
 * QEMU prints it (decimal, or hexadecimal after 0x), '#' for hexadecimal digits without prefix;
 * everything else must be there as written.
 */
struct pattern {
    enum qemu_event_kind kind;
    unsigned groups; /* the flags that ask for it */
    const char *name;
    const char *body;
    uint64_t limit[MAX_FIELDS]; /* largest value of each number */
};

#define U8  UINT8_MAX
#define U16 UINT16_MAX
#define U32 UINT32_MAX
#define U64 UINT64_MAX

static const struct pattern patterns[] = {
    {QEMU_EVENT_MARKER, MARKERS, "acpi_pci_sel_write", "0x10 <== %", {U32}},
    {QEMU_EVENT_INTERRUPT,
     QEMU_TRACE_INTERRUPT,
     "apic_deliver_irq",
     "dest % dest_mode % delivery_mode % vector % trigger_mode %",
     {U8, U8, U8, U8, U8}},
    {QEMU_EVENT_DMA_FAULT, QEMU_TRACE_DMA_FAULT, "vtd_dmar_fault", "sid % fault % addr % write %", {U16, U8, U64, 1}},
    {QEMU_EVENT_FAULT_SUPPRESSED,
     QEMU_TRACE_DMA_FAULT,
     "vtd_fault_disabled",
     "Fault processing disabled for context entry",
     {0}},
    {QEMU_EVENT_FAULT_RECORD, QEMU_TRACE_FAULT_RECORD, "vtd_frr_new", "index % high % low %", {U32, U64, U64}},
    {QEMU_EVENT_TRANSLATION,
     QEMU_TRACE_TRANSLATION,
     "vtd_dmar_translate",
     "dev #:#.# iova % -> gpa % mask %",
     {U8, 31, 7, U64, U64, U64}},
    {QEMU_EVENT_REMAP_REQUEST, QEMU_TRACE_REMAPPING, "vtd_ir_remap_msi_req", "addr % data %", {U64, U64}},
    {QEMU_EVENT_REMAP_ENTRY, QEMU_TRACE_REMAPPING, "vtd_ir_irte_get", "index % low % high %", {U32, U64, U64}},
    {QEMU_EVENT_REMAP_FIELDS,
     QEMU_TRACE_REMAPPING,
     "vtd_ir_remap",
     "index % trigger % vector % deliver % dest % mode %",
     {U32, U8, U8, U8, U32, U8}},
    {QEMU_EVENT_REMAP_MESSAGE,
     QEMU_TRACE_REMAPPING,
     "vtd_ir_remap_msi",
     "(addr %, data %) -> (addr %, data %)",
     {U64, U64, U64, U64}},
};

enum { PATTERNS = sizeof patterns / sizeof patterns[0] };

/* The unread rest of a line. */
struct text {
    const char *at;
    const char *end;
};

static int digit_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return -1;
}

/* Reads digits of the given base; false if there is none or the value exceeds the limit. */
static bool take_digits(struct text *text, unsigned base, uint64_t limit, uint64_t *value)
{
    const char *start = text->at;
    uint64_t sum = 0;
    while (text->at < text->end) {
        int digit = digit_value(*text->at);
        if (digit < 0 || (unsigned)digit >= base) {
            break;
        }
        if ((unsigned)digit > limit || sum > (limit - (unsigned)digit) / base) {
            return false;
        }
        sum = sum * base + (unsigned)digit;
        text->at++;
    }
    *value = sum;
    return text->at > start;
}

static bool take_number(struct text *text, uint64_t limit, uint64_t *value)
{
    if (text->end - text->at > 2 && text->at[0] == '0' && text->at[1] == 'x') {
        text->at += 2;
        return take_digits(text, 16, limit, value);
    }
    return take_digits(text, 10, limit, value);
}

static bool match_body(const struct pattern *pattern, struct text text, uint64_t *values)
{
    size_t field = 0;
    for (const char *p = pattern->body; *p != '\0'; p++) {
        if (*p == '%' || *p == '#') {
            bool taken = *p == '%' ? take_number(&text, pattern->limit[field], &values[field])
                                   : take_digits(&text, 16, pattern->limit[field], &values[field]);
            if (!taken) {
                return false;
            }
            field++;
        } else if (text.at == text.end || *text.at++ != *p) {
            return false;
        }
    }
    return text.at == text.end;
}

static void fill_remapping(const uint64_t *v, struct qemu_event *event)
{
    switch (event->kind) {
    case QEMU_EVENT_REMAP_REQUEST:
        event->u.remap_request.address = v[0];
        event->u.remap_request.data = v[1];
        break;
    case QEMU_EVENT_REMAP_ENTRY:
        event->u.remap_entry.index = (uint32_t)v[0];
        event->u.remap_entry.low = v[1];
        event->u.remap_entry.high = v[2];
        break;
    case QEMU_EVENT_REMAP_FIELDS:
        event->u.remap_fields.index = (uint32_t)v[0];
        event->u.remap_fields.trigger_mode = (uint8_t)v[1];
        event->u.remap_fields.vector = (uint8_t)v[2];
        event->u.remap_fields.delivery_mode = (uint8_t)v[3];
        event->u.remap_fields.destination = (uint32_t)v[4];
        event->u.remap_fields.destination_mode = (uint8_t)v[5];
        break;
    case QEMU_EVENT_REMAP_MESSAGE:
        event->u.remap_message.address = v[0];
        event->u.remap_message.data = v[1];
        event->u.remap_message.new_address = v[2];
        event->u.remap_message.new_data = v[3];
        break;
    default:
        break;
    }
}

static void fill(const uint64_t *v, struct qemu_event *event)
{
    switch (event->kind) {
    case QEMU_EVENT_MARKER:
        event->marker = (uint32_t)v[0];
        break;
    case QEMU_EVENT_INTERRUPT:
        event->u.interrupt.destination = (uint8_t)v[0];
        event->u.interrupt.destination_mode = (uint8_t)v[1];
        event->u.interrupt.delivery_mode = (uint8_t)v[2];
        event->u.interrupt.vector = (uint8_t)v[3];
        event->u.interrupt.trigger_mode = (uint8_t)v[4];
        break;
    case QEMU_EVENT_DMA_FAULT:
        event->u.dma_fault.source_id = (uint16_t)v[0];
        event->u.dma_fault.reason = (uint8_t)v[1];
        event->u.dma_fault.address = v[2];
        event->u.dma_fault.write = v[3] != 0;
        break;
    case QEMU_EVENT_FAULT_RECORD:
        event->u.fault_record.index = (uint32_t)v[0];
        event->u.fault_record.high = v[1];
        event->u.fault_record.low = v[2];
        break;
    case QEMU_EVENT_TRANSLATION:
        event->u.translation.source_id = (uint16_t)(v[0] * 256 + v[1] * 8 + v[2]);
        event->u.translation.address = v[3];
        event->u.translation.translated = v[4];
        event->u.translation.mask = v[5];
        break;
    default:
        fill_remapping(v, event);
        break;
    }
}

void qemu_event_parse(const char *line, size_t length, struct qemu_event *event)
{
    *event = (struct qemu_event){.kind = QEMU_EVENT_OTHER};
    const char *blank = memchr(line, ' ', length);
    if (blank == NULL) {
        return;
    }
    size_t name_length = (size_t)(blank - line);
    for (size_t i = 0; i < PATTERNS; i++) {
        const struct pattern *pattern = &patterns[i];
        if (strlen(pattern->name) != name_length || memcmp(pattern->name, line, name_length) != 0) {
            continue;
        }
        uint64_t values[MAX_FIELDS] = {0};
        if (match_body(pattern, (struct text){blank + 1, line + length}, values)) {
            event->kind = pattern->kind;
            fill(values, event);
        }
        return;
    }
}

size_t qemu_trace_points(unsigned flags, const char **names, size_t capacity)
{
    size_t count = 0;
    for (size_t i = 0; i < PATTERNS; i++) {
        if ((patterns[i].groups & (flags | MARKERS)) == 0) {
            continue;
        }
        if (count < capacity) {
            names[count] = patterns[i].name;
        }
        count++;
    }
    return count;
}
