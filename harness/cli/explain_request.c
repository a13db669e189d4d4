/* explain dma, explain interrupt: one request against a memory image, table by table. */
#include <stdio.h>
#include <string.h>

#include "harness/audit/input/input.h"
#include "harness/cli/commands.h"
#include "harness/cli/explain.h"
#include "harness/cli/options.h"
#include "harness/cli/profile_options.h"
#include "harness/image/image.h"
#include "harness/oracle/legal.h"
#include "harness/oracle/rule_table.h"
#include "model/reference.h"
#include "model/second_stage_entry.h"

struct request {
    const char *image, *access;
    uint64_t base, root, irt, entries, address, data;
    uint16_t source_id;
    bool has_source, has_address, eime, cfi;
    struct vtd_caps caps;
    struct audit_options audit; /* memory in any form that audit reads */
    bool any_form;
};

static bool take_value(struct request *r, const char *option, const char *value)
{
    const struct {
        const char *name;
        uint64_t *to, high;
    } numbers[] = {{"--base", &r->base, UINT64_MAX},       {"--root", &r->root, UINT64_MAX},
                   {"--irt", &r->irt, UINT64_MAX},         {"--entries", &r->entries, 65536},
                   {"--address", &r->address, UINT64_MAX}, {"--data", &r->data, UINT32_MAX}};
    for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++)
        if (strcmp(option, numbers[k].name) == 0) {
            r->has_address |= numbers[k].to == &r->address;
            return option_number(option, value, 0, numbers[k].high, numbers[k].to);
        }
    if (strcmp(option, "--image") == 0)
        r->image = value;
    else if (strcmp(option, "--access") == 0)
        r->access = value;
    else if (strcmp(option, "--source-id") == 0)
        return r->has_source = option_source_id(option, value, &r->source_id);
    else {
        fprintf(stderr, "iommu-oracle: unknown option '%s' for explain (see iommu-oracle help)\n", option);
        return false;
    }
    return true;
}

static bool parse(int argc, char **argv, struct request *r)
{
    struct profile_choice p = profile_choice_default();
    *r = (struct request){.access = "read", .audit = audit_options_default()};
    for (int i = 1; i < argc; i++) {
        int taken = profile_option(argc, argv, &i, &p);
        if (taken < 0)
            return false;
        if (taken > 0)
            continue;
        const char *option = argv[i];
        if (strcmp(option, "--eime") == 0 || strcmp(option, "--cfi") == 0) {
            *(option[2] == 'e' ? &r->eime : &r->cfi) = true;
            continue;
        }
        if (strcmp(option, "--memory") == 0 || strcmp(option, "--map") == 0 || strcmp(option, "--debugfs") == 0 ||
            strcmp(option, "--capture") == 0) {
            if (audit_input_option(argc, argv, &i, &r->audit) < 0)
                return false;
            r->any_form = true;
            continue;
        }
        const char *value = option_value(argc, argv, &i);
        if (value == NULL || !take_value(r, option, value))
            return false;
    }
    if ((r->image == NULL && !r->any_form) || !r->has_source || !r->has_address) {
        fputs("iommu-oracle: explain needs --image (or --memory), --source-id and --address\n", stderr);
        return false;
    }
    return profile_chosen(&p, &r->caps);
}

static bool open_image(const struct request *r, struct vtd_memory *m)
{
    static struct audit_input in; /* stays open until the end */
    char message[512];
    struct audit_options o = r->audit;
    o.base = r->base;
    o.root_given = true;
    if (r->any_form && audit_input_open(&o, &in, message, sizeof message)) {
        *m = in.memory;
        return true;
    }
    if (!r->any_form && image_open(r->image, r->base, m, message, sizeof message))
        return true;
    fprintf(stderr, "iommu-oracle: %s\n", message);
    return false;
}

/* Print a table word, or that it cannot be read. */
static bool show(const struct vtd_memory *m, const char *name, uint64_t frame, uint64_t index, uint64_t *value)
{
    unsigned long long at = (unsigned long long)((frame << 12) + index * 8u);
    if (!vtd_memory_has(m, frame, index)) {
        printf("  %-14s at 0x%llx: not in memory\n", name, at);
        return false;
    }
    *value = vtd_memory_word(m, frame, index);
    printf("  %-14s at 0x%llx: 0x%016llx\n", name, at, (unsigned long long)*value);
    return true;
}

static void show_walk(const struct vtd_caps *c, const struct vtd_memory *m, uint64_t root, unsigned top,
                      uint64_t address)
{
    uint64_t table = root, e;
    for (unsigned level = top; level >= 1; level--) {
        char name[24];
        snprintf(name, sizeof name, "level %u", level);
        if (!show(m, name, table, (address >> (12u + 9u * (level - 1u))) & 511u, &e))
            return;
        struct vtd_second_stage_step s = vtd_second_stage_step(c, level, e);
        printf("    %s%s %s0x%llx%s\n", s.read ? "R" : "-", s.write ? "W" : "-", s.leaf ? "page " : "table ",
               (unsigned long long)s.frame << 12, s.reserved ? ", reserved bit set" : "");
        if (s.leaf || s.reserved || !(s.read || s.write))
            return;
        table = s.frame;
    }
}

static void show_path(const struct vtd_unit *u, const struct vtd_memory *m, const struct vtd_dma_request *q)
{
    uint64_t lo, hi;
    uint64_t root = (uint64_t)u->root_frame, slot = q->source_id >> 8;
    printf("path of %02x:%02x.%x\n", q->source_id >> 8, (q->source_id >> 3) & 31, q->source_id & 7);
    if (!show(m, "root entry", root, slot * 2u, &lo) || !show(m, "", root, slot * 2u + 1u, &hi))
        return;
    struct vtd_root_step r = vtd_root_step(&u->caps, lo, hi);
    slot = q->source_id & 0xFFu;
    if (r.lrt_2 || r.lrt_3 || !show(m, "context entry", r.context_frame, slot * 2u, &lo) ||
        !show(m, "", r.context_frame, slot * 2u + 1u, &hi))
        return;
    struct vtd_context_lookup c = vtd_find_context(u, m, q->source_id);
    printf("    %s, %u levels, domain %u%s\n", c.entry.pass_through ? "pass-through" : "second stage", c.entry.levels,
           c.entry.domain, c.entry.fault_disabled ? ", FPD" : "");
    if (c.usable && !c.entry.pass_through)
        show_walk(&u->caps, m, c.entry.table_frame, c.entry.levels, q->address);
}

static void show_legal(const struct legal *l)
{
    char text[160];
    legal_text(l, text, sizeof text);
    printf("legal answers: %s\n", text);
    for (unsigned rule = 1; rule < VTD_RULE_END; rule++)
        if (l->rules & (1u << rule))
            explain_rule(rule);
}

static void show_record(bool recorded, const struct vtd_fault_record *f)
{
    if (recorded)
        printf("fault record: 0x%016llx 0x%016llx\n", (unsigned long long)f->hi, (unsigned long long)f->lo);
    else
        puts("fault record: none (FPD)");
}

int explain_dma(int argc, char **argv)
{
    static const char *const accesses[] = {"read", "write", "atomic", "zlr"};
    static const char *const sizes[] = {"no page table", "4 KB page", "2 MB page", "1 GB page"};
    struct request r;
    struct vtd_memory m;
    unsigned access = 0;
    if (!parse(argc, argv, &r))
        return EXIT_BAD_INPUT;
    while (access < 4 && strcmp(r.access, accesses[access]) != 0)
        access++;
    if (access == 4 || r.root % 4096 != 0) {
        fputs(access == 4 ? "iommu-oracle: --access expects read, write, atomic or zlr\n"
                          : "iommu-oracle: --root must be a multiple of 4096\n",
              stderr);
        return EXIT_BAD_INPUT;
    }
    if (!open_image(&r, &m))
        return EXIT_BAD_INPUT;
    struct vtd_unit u = {
        .caps = r.caps, .root_frame = (int64_t)(r.root >> 12), .interrupt_table_size = 2, .translation_enabled = true};
    struct vtd_dma_request q = {.address = r.address, .source_id = r.source_id, .access = (uint8_t)access};
    if (vtd_request_class(q.address, 4, access) != VTD_TO_MEMORY) {
        puts("not a memory request: the address lies in the interrupt range (see iommu-oracle explain interrupt)");
        return EXIT_CONFORMS;
    }
    struct vtd_dma_result result = vtd_dma(&u, &m, &q);
    struct vtd_dma_outcome o = vtd_dma_classify(&u, &m, &q);
    struct legal l = legal_dma(&o);
    if (result.allowed)
        printf("passes to 0x%llx (%s, %s%s), domain %u\n", (unsigned long long)result.host_address,
               sizes[result.page_level & 3u], result.read ? "R" : "-", result.write ? "W" : "-", result.domain);
    else
        printf("blocked: %s, fault reason %02Xh\n", rule_table[result.rule].id, rule_table[result.rule].code);
    show_path(&u, &m, &q);
    if (!result.allowed)
        show_record(result.recorded, &result.fault);
    show_legal(&l);
    return EXIT_CONFORMS;
}

int explain_interrupt(int argc, char **argv)
{
    struct request r;
    struct vtd_memory m;
    if (!parse(argc, argv, &r))
        return EXIT_BAD_INPUT;
    if (r.entries < 2 || (r.entries & (r.entries - 1)) != 0 || r.irt % 4096 != 0 || r.address >> 20 != 0xFEE) {
        fputs("iommu-oracle: explain interrupt needs --entries (a power of two, 2..65536), --irt a multiple of 4096, "
              "--address 0xfee00000..0xfeefffff\n",
              stderr);
        return EXIT_BAD_INPUT;
    }
    if (!open_image(&r, &m))
        return EXIT_BAD_INPUT;
    struct vtd_unit u = {.caps = r.caps,
                         .interrupt_table_frame = (int64_t)(r.irt >> 12),
                         .interrupt_table_size = (int32_t)r.entries,
                         .remapping_enabled = true,
                         .extended_mode = r.eime,
                         .compatibility_allowed = r.cfi};
    struct vtd_interrupt_request q = {.address = r.address, .data = (uint32_t)r.data, .source_id = r.source_id};
    struct vtd_interrupt_result result = vtd_interrupt(&u, &m, &q);
    struct vtd_interrupt_outcome o = vtd_interrupt_classify(&u, &m, &q);
    struct legal l = legal_interrupt(&o);
    if (result.delivered)
        printf("delivered: vector 0x%02x to 0x%x, delivery mode %u, %s, %s\n", result.message.vector,
               result.message.destination, result.message.delivery_mode,
               result.message.logical ? "logical" : "physical", result.message.level ? "level" : "edge");
    else
        printf("blocked: %s, fault reason %02Xh\n", rule_table[result.rule].id, rule_table[result.rule].code);
    if (o.remapped) {
        uint64_t lo, hi;
        printf("index %u of %llu\n", o.index, (unsigned long long)r.entries);
        if (!o.holds.int_21 && show(&m, "entry", (r.irt >> 12) + o.index / 256u, o.index % 256u * 2u, &lo) &&
            show(&m, "", (r.irt >> 12) + o.index / 256u, o.index % 256u * 2u + 1u, &hi)) {
            explain_fields("irte", 0, lo);
            explain_fields("irte", 1, hi);
        }
    }
    if (!result.delivered)
        show_record(result.recorded, &result.fault);
    show_legal(&l);
    return EXIT_CONFORMS;
}
