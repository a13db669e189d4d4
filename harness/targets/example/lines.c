#include "harness/targets/example/lines.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 2, STATUS_WORDS = 8, RECORDS = 8 };
#define MARK      0x5A5A0001u
#define FILL_WORD 0x96969696u

bool line_parse(const char *text, struct line *l)
{
    static const char *const with_word[] = {"start", "request", "hello"};
    int used = 0;
    *l = (struct line){.count = 0};
    if (sscanf(text, "%15s%n", l->key, &used) != 1)
        return false;
    text += used;
    for (size_t i = 0; i < sizeof with_word / sizeof with_word[0]; i++)
        if (strcmp(l->key, with_word[i]) == 0) {
            if (sscanf(text, " %15s%n", l->word, &used) != 1)
                return false;
            text += used;
        }
    while (text[strspn(text, " \n")] != '\0') {
        char *end;
        if (l->count == LINE_NUMBERS)
            return false;
        l->number[l->count++] = strtoull(text, &end, 0);
        if (end == text)
            return false;
        text = end;
    }
    return true;
}

/* ---- what is looked at after a write or a request ---- */

static void print_state(struct unit *u)
{
    static const uint32_t offset[STATUS_WORDS] = {0x1C, 0x34, 0x80, 0x9C, 0x38, 0xA0, 0xB0, 0xB4};
    for (unsigned i = 0; i < u->messages && i < UNIT_MESSAGES; i++)
        printf("message 0x%x 0x%x %u %d %d\n", u->message[i].destination, u->message[i].vector,
               u->message[i].delivery_mode, u->message[i].logical, u->message[i].level);
    printf("state");
    for (unsigned i = 0; i < STATUS_WORDS; i++)
        printf(" 0x%x", unit_read(u, offset[i]));
    printf("\n");
    for (unsigned i = 0; i < RECORDS && i < u->caps.fault_records; i++) {
        uint32_t word[4], at = u->caps.fault_offset + 16u * i;
        for (unsigned k = 0; k < 4; k++)
            word[k] = unit_read(u, at + 4u * k);
        if (word[0] != 0 || word[1] != 0 || word[2] != 0 || word[3] != 0)
            printf("record %u 0x%08x%08x 0x%08x%08x\n", i, word[1], word[0], word[3], word[2]);
    }
}

/* ---- operations ---- */

static void write_word(struct unit *u, uint32_t offset, uint64_t value, bool wide)
{
    u->messages = 0;
    unit_write(u, offset, (uint32_t)value);
    if (wide)
        unit_write(u, offset + 4u, (uint32_t)(value >> 32));
    print_state(u);
}

static void memory(struct unit *u, const struct line *l)
{
    uint64_t times = l->count > 2 ? l->number[2] : 1;
    for (uint64_t i = 0; i < times && l->number[0] + 16u * i < UNIT_MEMORY_BYTES; i++)
        u->ram[l->number[0] / 8u + 2u * i] = l->number[1];
}

static void dma(struct unit *u, const char *kind, uint16_t source_id, uint64_t address)
{
    bool atomic = strcmp(kind, "atomic") == 0, fill = atomic || strcmp(kind, "fill") == 0;
    uint32_t *words = (uint32_t *)u->ram, data = fill ? FILL_WORD : 0u;
    uint64_t at;
    if (strcmp(kind, "zero-length") == 0) {
        unit_dma(u, source_id, address, VTD_ZERO_LENGTH_READ, &at);
        return;
    }
    if (strcmp(kind, "invert") == 0 && unit_dma(u, source_id, address, VTD_READ, &at))
        data = ~words[at / 4u];
    if (unit_dma(u, source_id, address, atomic ? VTD_ATOMIC : VTD_WRITE, &at))
        words[at / 4u] = data;
}

/* Numbers: device, source-id, address, data, two places. */
static void request(struct unit *u, const struct line *l)
{
    uint32_t *words = (uint32_t *)u->ram;
    const uint64_t *place = l->number + 4;
    bool is_interrupt = strcmp(l->word, "msix") == 0 || strcmp(l->word, "msi") == 0 || strcmp(l->word, "ioapic") == 0;
    u->messages = 0;
    for (unsigned i = 0; i < PLACES; i++)
        if (place[i] != 0)
            words[place[i] / 4u] = MARK;
    if (!is_interrupt)
        dma(u, l->word, (uint16_t)l->number[1], l->number[2]);
    else
        unit_interrupt(u, (uint16_t)l->number[1], l->number[2], (uint32_t)l->number[3]);
    printf("after");
    for (unsigned i = 0; i < PLACES; i++)
        printf(" 0x%x", place[i] != 0 ? words[place[i] / 4u] : 0u);
    printf("\n");
    for (unsigned i = 0; i < PLACES; i++)
        if (place[i] != 0)
            words[place[i] / 4u] = 0;
    print_state(u);
}

static bool has(const struct line *l, const char *key, unsigned count)
{
    return strcmp(l->key, key) == 0 && l->count >= count;
}

static bool places_exist(const struct line *l)
{
    return l->number[4] + 4u <= UNIT_MEMORY_BYTES && l->number[5] + 4u <= UNIT_MEMORY_BYTES;
}

void line_answer(struct unit *u, const struct line *l)
{
    uint32_t offset = (uint32_t)l->number[0];
    bool in_memory = l->number[0] < UNIT_MEMORY_BYTES;
    if (has(l, "start", 0) && (strcmp(l->word, "running") == 0 || strcmp(l->word, "power-on") == 0))
        unit_start(u, strcmp(l->word, "running") == 0);
    else if (has(l, "read32", 1))
        printf("value 0x%x\n", unit_read(u, offset));
    else if (has(l, "read64", 1))
        printf("value 0x%08x%08x\n", unit_read(u, offset + 4u), unit_read(u, offset));
    else if (has(l, "write32", 2))
        write_word(u, offset, l->number[1], false);
    else if (has(l, "write64", 2))
        write_word(u, offset, l->number[1], true);
    else if (has(l, "mem", 2) && in_memory)
        memory(u, l);
    else if (has(l, "look", 1) && in_memory)
        printf("value 0x%" PRIx64 "\n", u->ram[l->number[0] / 8u]);
    else if (has(l, "request", 6) && places_exist(l))
        request(u, l);
    else {
        printf("error cannot do '%s' with %u numbers\n", l->key, l->count);
        return;
    }
    puts("done");
}
