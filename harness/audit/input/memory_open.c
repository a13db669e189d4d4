#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/audit/input/memory.h"
#include "harness/audit/input/text.h"

static bool number(const char **s, uint64_t *value)
{
    char *end;
    audit_blank(s);
    if (**s < '0' || **s > '9')
        return false;
    errno = 0;
    *value = strtoull(*s, &end, 0);
    *s = end;
    return errno == 0;
}

bool audit_map_segments(struct audit_build *b, const char *map, struct audit_segment **segment, size_t *count)
{
    struct audit_text t;
    bool good = audit_text_open(b, &t, map);
    while (good && audit_text_next(b, &t)) {
        const char *s = t.line;
        struct audit_segment g;
        audit_blank(&s);
        if (*s == '\0' || *s == '#')
            continue;
        good = number(&s, &g.physical) && number(&s, &g.length) && number(&s, &g.offset);
        audit_blank(&s);
        if (!good || (*s != '\0' && *s != '#') || g.length == 0) {
            good = audit_text_bad(b, &t, "expected PHYSICAL LENGTH OFFSET, three numbers");
            break;
        }
        struct audit_segment *one = audit_more(b, segment, count, sizeof *one);
        good = one != NULL;
        if (good)
            *one = g;
    }
    audit_text_close(&t);
    if (good && b->message[0] == '\0' && *count == 0)
        audit_fail(b, "%s: places nothing", map);
    return good && b->message[0] == '\0';
}

/* A line of words begins with hexadecimal digits and a colon. */
static bool is_text(const char *bytes, size_t length)
{
    size_t k = length >= 2 && bytes[0] == '0' && bytes[1] == 'x' ? 2 : 0;
    size_t first = k;
    if (length > 0 && bytes[0] == '#')
        return true;
    while (k < length && strchr("0123456789abcdefABCDEF", bytes[k]) != NULL && bytes[k] != '\0')
        k++;
    return k > first && k < length && bytes[k] == ':';
}

static bool open_raw(struct audit_build *b, const char *path, uint64_t bytes, struct audit_segment **s, size_t *count)
{
    if (b->options->map != NULL)
        return audit_map_segments(b, b->options->map, s, count);
    struct audit_segment *one = audit_more(b, s, count, sizeof *one);
    if (one == NULL)
        return false;
    *one = (struct audit_segment){b->options->base, bytes & ~4095ull, 0};
    if (b->options->base % 4096 != 0)
        return audit_fail(b, "%s: --base must be a multiple of 4096", path);
    return bytes >= 4096 ||
           audit_fail(b, "%s: a raw image has at least 4096 bytes, this file has %" PRIu64, path, bytes);
}

static bool open_binary(struct audit_build *b, const char *path, int fd, uint64_t bytes, bool elf)
{
    struct audit_segment *segment = NULL;
    size_t count = 0;
    bool good =
        elf && (b->options->map != NULL || b->options->base != 0)
            ? audit_fail(b, "%s: an ELF core says itself where memory is: --base and --map are for raw images", path)
        : elf ? audit_elf_segments(b, path, fd, bytes, &segment, &count)
              : open_raw(b, path, bytes, &segment, &count);
    good =
        good && audit_memory_place(b, path, fd, segment, count) &&
        audit_note(b, AUDIT_NOTE_READ, "%s: %s, %zu part%s, up to physical 0x%" PRIx64, path,
                   elf ? "ELF core" : "raw memory image", count, count == 1 ? "" : "s", b->in->memory.word_count * 8);
    free(segment);
    return good;
}

bool audit_memory_open(struct audit_build *b, const char *path)
{
    struct stat s;
    char head[32] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return audit_fail(b, "%s: %s", path, strerror(errno));
    ssize_t n = fstat(fd, &s) == 0 && S_ISREG(s.st_mode) ? pread(fd, head, sizeof head, 0) : -1;
    bool good;
    if (n < 0)
        good = audit_fail(b, "%s: expected a regular file", path);
    else if (n >= 8 && (memcmp(head, "KDUMP   ", 8) == 0 || memcmp(head, "makedump", 8) == 0))
        good = audit_fail(b,
                          "%s: a compressed kdump file: expected an ELF core (dump-guest-memory without -z, "
                          "makedumpfile -E) or a raw image",
                          path);
    else if (is_text(head, (size_t)n) && b->options->map == NULL)
        good = audit_memory_text(b, path);
    else
        good = open_binary(b, path, fd, (uint64_t)s.st_size, n >= 4 && memcmp(head, "\177ELF", 4) == 0);
    close(fd);
    return good;
}
