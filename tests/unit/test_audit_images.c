/* Memory from files: raw, placed by a map, ELF cores, text; and what is refused, with the place of the fault. */
#include <elf.h>

#include "harness/audit/input/memory.h"
#include "tests/unit/audit_files.h"

static bool open_memory(struct bench *t, const void *bytes, size_t size, const char *map, uint64_t base)
{
    struct scratch image = scratch_file(bytes, size), places = scratch_text(map == NULL ? "" : map);
    bench_open(t);
    t->options.base = base;
    if (map != NULL)
        t->options.map = places.path;
    bool good = audit_memory_open(&t->b, image.path);
    close(image.fd);
    close(places.fd);
    free(t->b.page);
    assert_int_equal(good, t->message[0] == '\0');
    return good;
}

static void refused(const void *bytes, size_t size, const char *map, const char *why)
{
    struct bench t;
    assert_false(open_memory(&t, bytes, size, map, 0));
    if (strstr(t.message, why) == NULL)
        fail_msg("expected '%s', got '%s'", why, t.message);
    audit_input_close(&t.in);
}

static void raw(void **state)
{
    static uint64_t image[1024 + 1] = {[0] = 11, [512] = 22, [1024] = 33};
    struct bench t;
    (void)state;
    assert_true(open_memory(&t, image, sizeof image, NULL, 0x10000));
    assert_int_equal(t.in.memory.word_count, 0x12000 / 8); /* the rest of a page is not memory */
    assert_int_equal(t.in.memory.words[0x10000 / 8], 11);
    assert_int_equal(t.in.memory.words[0x11000 / 8], 22);
    assert_int_equal(t.in.memory.words[0], 0);
    assert_false(audit_backed(&t.in, 0xF));
    assert_true(audit_backed(&t.in, 0x10) && audit_backed(&t.in, 0x11) && !audit_backed(&t.in, 0x12));
    audit_input_close(&t.in);
    refused(image, 4000, NULL, "at least 4096 bytes");
    refused("KDUMP   compressed", 18, NULL, "compressed kdump");
}

static void mapped(void **state)
{
    static uint64_t image[1536] = {[0] = 1, [512] = 2, [1024] = 3};
    struct bench t;
    (void)state;
    assert_true(open_memory(&t, image, sizeof image, "# places\n0x100000000 0x1000 0x1000\n0x3000 4096 0x2000\n", 0));
    assert_int_equal(t.in.memory.words[0x100000000 / 8], 2);
    assert_int_equal(t.in.memory.words[0x3000 / 8], 3);
    assert_int_equal(t.in.extents, 2);
    audit_input_close(&t.in);
    refused(image, sizeof image, "0x0 0x1000 0x2800\n", "it is cut short");
    refused(image, sizeof image, "0 0x1000 0\n0 0x1000 0x1000\n", "both claim to be physical memory at 0x0");
    refused(image, sizeof image, "0 0x1000\n", ":1: expected PHYSICAL LENGTH OFFSET");
    refused(image, sizeof image, "0xffffffffffff0000 0x1000 0\n", "beyond 2^46");
    refused(image, sizeof image, "# nothing\n", "places nothing");
}

struct core {
    Elf64_Ehdr header;
    Elf64_Phdr program[3];
    uint8_t odd[24]; /* so that memory is not aligned in the file */
    uint64_t low[1024], high[512];
};

static struct core *make_core(void)
{
    struct core *c = calloc(1, sizeof *c);
    memcpy(c->header.e_ident, ELFMAG, SELFMAG);
    c->header.e_ident[EI_CLASS] = ELFCLASS64;
    c->header.e_ident[EI_DATA] = ELFDATA2LSB;
    c->header.e_type = ET_CORE;
    c->header.e_phoff = offsetof(struct core, program);
    c->header.e_phentsize = sizeof(Elf64_Phdr);
    c->header.e_phnum = 3;
    c->program[0] = (Elf64_Phdr){.p_type = PT_NOTE, .p_offset = 0, .p_filesz = 16};
    c->program[1] = (Elf64_Phdr){
        .p_type = PT_LOAD, .p_paddr = 0x100000000, .p_offset = offsetof(struct core, high), .p_filesz = sizeof c->high};
    c->program[2] = (Elf64_Phdr){
        .p_type = PT_LOAD, .p_paddr = 0x2000, .p_offset = offsetof(struct core, low), .p_filesz = sizeof c->low};
    c->low[3] = 0x77;
    c->low[1023] = 0x88;
    c->high[511] = 0x99;
    return c;
}

static void elf(void **state)
{
    struct core *c = make_core();
    struct bench t;
    (void)state;
    assert_true(open_memory(&t, c, sizeof *c, NULL, 0));
    assert_int_equal(t.in.memory.words[0x2018 / 8], 0x77);
    assert_int_equal(t.in.memory.words[0x3FF8 / 8], 0x88);
    assert_int_equal(t.in.memory.words[0x100000FF8 / 8], 0x99);
    assert_int_equal(t.in.extents, 2);
    assert_false(audit_backed(&t.in, 4));
    audit_input_close(&t.in);
    assert_false(open_memory(&t, c, sizeof *c, NULL, 0x1000));
    assert_non_null(strstr(t.message, "--base and --map are for raw images"));
    audit_input_close(&t.in);
    refused(c, sizeof *c - 8, NULL, "the file ends at");
    refused(c, 100, NULL, "cut short");
    c->program[1].p_paddr = 0x3000;
    refused(c, sizeof *c, NULL, "both claim");
    c->program[1].p_paddr = 1ull << 51;
    refused(c, sizeof *c, NULL, "beyond 2^46");
    c->program[1].p_type = c->program[2].p_type = PT_NOTE;
    refused(c, sizeof *c, NULL, "no physical memory");
    c->header.e_phnum = PN_XNUM;
    c->header.e_shoff = 0xFFFFFFFFFFFFFFF0;
    refused(c, sizeof *c, NULL, "cut short");
    c->header.e_type = ET_EXEC;
    refused(c, sizeof *c, NULL, "expected a core");
    free(c);
}

static void text(void **state)
{
    static const char words[] = "# tables\n00001000: 0x00000001 0x00000002\n1010: 8000000000000003 4\npage 5000\n";
    static const char good[] = "1000: 00000001 00000002\n1010: 8000000000000003\npage 5000\n1010: 0000000000000009\n";
    struct bench t;
    (void)state;
    refused(words, sizeof words - 1, NULL, ":3: expected a word of 8 or 16");
    assert_true(open_memory(&t, good, sizeof good - 1, NULL, 0));
    assert_true(t.in.memory.words[0x1000 / 8] == 0x0000000200000001);
    assert_true(t.in.memory.words[0x1010 / 8] == 9); /* a later line counts */
    assert_true(audit_backed(&t.in, 1) && audit_backed(&t.in, 5) && !audit_backed(&t.in, 2));
    audit_input_close(&t.in);
    refused("1000: 00000001\nfffffffffffffff8: 00000001\n", 43, NULL, ":2: the address");
    refused("1000: 00000001\n1002: 00000001\n", 30, NULL, ":2: the address");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(raw), cmocka_unit_test(mapped), cmocka_unit_test(elf),
                                       cmocka_unit_test(text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
