/* ELF cores of a whole machine: every PT_LOAD is a stretch of physical memory. */
#include <elf.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/audit/input/memory.h"

enum { HEADERS = 1 << 20 }; /* more program headers than any machine needs */

struct elf {
    const char *path;
    int fd;
    uint64_t bytes;        /* size of the file */
    uint64_t table, count; /* program headers */
    bool wide;             /* ELFCLASS64 */
};

static bool get(struct audit_build *b, const struct elf *e, uint64_t offset, void *to, size_t length)
{
    if (offset <= e->bytes && length <= e->bytes - offset && pread(e->fd, to, length, (off_t)offset) == (ssize_t)length)
        return true;
    return audit_fail(b, "%s:+0x%" PRIx64 ": the file is cut short: expected %zu bytes of ELF headers here", e->path,
                      offset, length);
}

static bool read_header(struct audit_build *b, struct elf *e)
{
    unsigned char ident[EI_NIDENT] = {0};
    uint64_t sections = 0, entry, expected;
    if (!get(b, e, 0, ident, sizeof ident))
        return false;
    e->wide = ident[EI_CLASS] == ELFCLASS64;
    if ((!e->wide && ident[EI_CLASS] != ELFCLASS32) || ident[EI_DATA] != ELFDATA2LSB)
        return audit_fail(b, "%s:+0x4: class %u, data %u: expected a little-endian ELF file", e->path, ident[EI_CLASS],
                          ident[EI_DATA]);
    Elf64_Ehdr w = {0};
    Elf32_Ehdr n = {0};
    if (e->wide ? !get(b, e, 0, &w, sizeof w) : !get(b, e, 0, &n, sizeof n))
        return false;
    unsigned type = e->wide ? w.e_type : n.e_type;
    e->table = e->wide ? w.e_phoff : n.e_phoff;
    e->count = e->wide ? w.e_phnum : n.e_phnum;
    entry = e->wide ? w.e_phentsize : n.e_phentsize;
    expected = e->wide ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
    sections = e->wide ? w.e_shoff : n.e_shoff;
    if (type != ET_CORE || entry != expected)
        return audit_fail(b, "%s: type %u, program headers of %" PRIu64 " bytes: expected a core (type 4) of %" PRIu64,
                          e->path, type, entry, expected);
    if (e->count == PN_XNUM) {
        Elf64_Shdr ws = {0};
        Elf32_Shdr ns = {0};
        if (e->wide ? !get(b, e, sections, &ws, sizeof ws) : !get(b, e, sections, &ns, sizeof ns))
            return false;
        e->count = e->wide ? ws.sh_info : ns.sh_info;
    }
    return e->count <= HEADERS ||
           audit_fail(b, "%s: %" PRIu64 " program headers: expected at most %d", e->path, e->count, HEADERS);
}

static bool read_load(struct audit_build *b, const struct elf *e, uint64_t k, struct audit_segment *s, bool *load)
{
    Elf64_Phdr w = {0};
    Elf32_Phdr n = {0};
    uint64_t at = e->table + k * (e->wide ? sizeof w : sizeof n);
    if (e->table > e->bytes || (e->wide ? !get(b, e, at, &w, sizeof w) : !get(b, e, at, &n, sizeof n)))
        return audit_fail(b, "%s:+0x%" PRIx64 ": the file is cut short", e->path, e->table);
    *s = e->wide ? (struct audit_segment){w.p_paddr, w.p_filesz, w.p_offset}
                 : (struct audit_segment){n.p_paddr, n.p_filesz, n.p_offset};
    /* A core of a running kernel gives addresses that are not physical memory as all ones. */
    bool physical = s->physical != (e->wide ? UINT64_MAX : UINT32_MAX);
    *load = (e->wide ? w.p_type : n.p_type) == PT_LOAD && s->length > 0 && physical;
    return true;
}

bool audit_elf_segments(struct audit_build *b, const char *path, int fd, uint64_t bytes, struct audit_segment **segment,
                        size_t *count)
{
    struct elf e = {.path = path, .fd = fd, .bytes = bytes};
    if (!read_header(b, &e))
        return false;
    for (uint64_t k = 0; k < e.count; k++) {
        struct audit_segment s, *one;
        bool load = false;
        if (!read_load(b, &e, k, &s, &load))
            return false;
        if (!load)
            continue;
        one = audit_more(b, segment, count, sizeof *one);
        if (one == NULL)
            return false;
        *one = s;
    }
    return *count > 0 || audit_fail(b, "%s: holds no physical memory (no PT_LOAD with a physical address)", path);
}
