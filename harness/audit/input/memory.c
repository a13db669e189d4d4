#include "harness/audit/input/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reserve address space for bytes 0..top-1, a multiple of 4096. */
static bool reserve(struct audit_build *b, uint64_t top)
{
    void *all = mmap(NULL, top, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (all == MAP_FAILED)
        return audit_fail(b, "physical memory up to 0x%" PRIx64 " cannot be reserved: %s", top, strerror(errno));
    b->in->mapping = all;
    b->in->mapped = top;
    b->in->memory = (struct vtd_memory){all, top / 8};
    return true;
}

bool audit_memory_blank(struct audit_build *b)
{
    for (uint64_t top = AUDIT_LIMIT; top > AUDIT_LIMIT >> 8; top >>= 1) {
        void *all = mmap(NULL, top, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (all == MAP_FAILED)
            continue;
        b->in->mapping = all;
        b->in->mapped = top;
        b->in->memory = (struct vtd_memory){all, top / 8};
        return true;
    }
    return reserve(b, AUDIT_LIMIT >> 8);
}

bool audit_memory_page(struct audit_build *b, uint64_t address)
{
    uint64_t frame = address / 4096;
    /* Page-table paths come back to the same few pages. */
    for (size_t k = 1; k <= 6 && k <= b->pages; k++)
        if (b->page[b->pages - k] == frame)
            return true;
    uint64_t *p = address > b->in->mapped - 4096 ? NULL : audit_more(b, &b->page, &b->pages, sizeof *p);
    if (p == NULL)
        return false;
    *p = frame;
    return true;
}

bool audit_memory_put(struct audit_build *b, uint64_t address, uint64_t value, bool *changed)
{
    if (address % 8 != 0 || !audit_memory_page(b, address))
        return false;
    uint64_t *word = (uint64_t *)b->in->mapping + address / 8;
    if (changed != NULL)
        *changed = *word != 0 && *word != value;
    *word = value;
    return true;
}

static int by_frame(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

static bool add_extent(struct audit_build *b, uint64_t first, uint64_t end)
{
    struct audit_input *in = b->in;
    if (in->extents > 0 && first <= in->extent[in->extents - 1].end) {
        if (end > in->extent[in->extents - 1].end)
            in->extent[in->extents - 1].end = end;
        return true;
    }
    struct audit_extent *e = audit_more(b, &in->extent, &in->extents, sizeof *e);
    if (e != NULL)
        *e = (struct audit_extent){first, end};
    return e != NULL;
}

bool audit_memory_finish(struct audit_build *b)
{
    if (b->pages > 0)
        qsort(b->page, b->pages, sizeof *b->page, by_frame);
    for (size_t k = 0; k < b->pages; k++)
        if (!add_extent(b, b->page[k] * 4096, b->page[k] * 4096 + 4096))
            return false;
    uint64_t end = b->in->extents == 0 ? 4096 : b->in->extent[b->in->extents - 1].end;
    b->in->memory.word_count = end / 8;
    return true;
}

/* What cannot be mapped because file and memory are shifted against each other is copied; pages of zeros are not. */
static bool copy(struct audit_build *b, const char *path, int fd, const struct audit_segment *s)
{
    enum { CHUNK = 1 << 18 };
    char *to = (char *)b->in->mapping + s->physical, *buffer = malloc(CHUNK);
    static const char zeros[4096];
    uint64_t done = 0;
    while (buffer != NULL && done < s->length) {
        size_t wanted = s->length - done < CHUNK ? (size_t)(s->length - done) : CHUNK;
        ssize_t n = pread(fd, buffer, wanted, (off_t)(s->offset + done));
        if (n <= 0)
            break;
        for (size_t k = 0; k < (size_t)n; k += 4096) {
            size_t part = (size_t)n - k < 4096 ? (size_t)n - k : 4096;
            if (memcmp(buffer + k, zeros, part) != 0)
                memcpy(to + done + k, buffer + k, part);
        }
        done += (size_t)n;
    }
    free(buffer);
    return done == s->length ||
           audit_fail(b, "%s:+0x%" PRIx64 ": cannot be read: %s", path, s->offset + done, strerror(errno));
}

static bool place_one(struct audit_build *b, const char *path, int fd, const struct audit_segment *s)
{
    uint64_t whole = s->length & ~4095ull;
    struct audit_segment rest = *s;
    if (s->physical % 4096 == 0 && s->offset % 4096 == 0 && whole > 0) {
        if (mmap((char *)b->in->mapping + s->physical, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd,
                 (off_t)s->offset) == MAP_FAILED)
            return audit_fail(b, "%s: cannot be mapped: %s", path, strerror(errno));
        rest = (struct audit_segment){s->physical + whole, s->length - whole, s->offset + whole};
    }
    return copy(b, path, fd, &rest);
}

static int by_address(const void *x, const void *y)
{
    const struct audit_segment *a = x, *b = y;
    return a->physical < b->physical ? -1 : a->physical > b->physical;
}

/* Segments that cover the same memory must do so with the same bytes of the file. */
static bool disjoint(struct audit_build *b, const char *path, struct audit_segment *s, size_t count)
{
    uint64_t end = 0, shift = 0;
    for (size_t k = 0; k < count; k++) {
        uint64_t last = s[k].physical + s[k].length;
        if (s[k].physical < end && s[k].offset - s[k].physical != shift)
            return audit_fail(b, "%s: two parts of the file both claim to be physical memory at 0x%" PRIx64, path,
                              s[k].physical);
        if (last > end) {
            end = last;
            shift = s[k].offset - s[k].physical;
        }
    }
    return true;
}

bool audit_memory_place(struct audit_build *b, const char *path, int fd, struct audit_segment *segment, size_t count)
{
    struct stat s;
    uint64_t top = 0;
    if (fstat(fd, &s) != 0)
        return audit_fail(b, "%s: %s", path, strerror(errno));
    for (size_t k = 0; k < count; k++) {
        const struct audit_segment *g = &segment[k];
        if (g->length > AUDIT_LIMIT || g->physical > AUDIT_LIMIT - g->length)
            return audit_fail(b, "%s: physical memory 0x%" PRIx64 " length 0x%" PRIx64 " lies beyond 2^46", path,
                              g->physical, g->length);
        if (g->offset > (uint64_t)s.st_size || g->length > (uint64_t)s.st_size - g->offset)
            return audit_fail(b,
                              "%s:+0x%" PRIx64 ": the file ends at 0x%" PRIx64 ", but physical memory 0x%" PRIx64
                              " needs 0x%" PRIx64 " bytes from here: it is cut short",
                              path, g->offset, (uint64_t)s.st_size, g->physical, g->length);
        top = g->physical + g->length > top ? g->physical + g->length : top;
    }
    if (top < 4096)
        return audit_fail(b, "%s: holds less than one page of physical memory", path);
    qsort(segment, count, sizeof *segment, by_address);
    if (!disjoint(b, path, segment, count) || !reserve(b, (top + 4095) & ~4095ull))
        return false;
    for (size_t k = 0; k < count; k++) {
        uint64_t first = (segment[k].physical + 4095) & ~4095ull;
        uint64_t end = (segment[k].physical + segment[k].length) & ~4095ull;
        if (!place_one(b, path, fd, &segment[k]) || (first < end && !add_extent(b, first, end)))
            return false;
    }
    return audit_memory_finish(b);
}

bool audit_bytes(const struct audit_input *in, uint64_t address, void *to, size_t length)
{
    if (length == 0 || address > AUDIT_LIMIT)
        return length == 0;
    for (uint64_t frame = address / 4096; frame <= (address + length - 1) / 4096; frame++)
        if (!audit_backed(in, frame))
            return false;
    memcpy(to, (const char *)in->memory.words + address, length);
    return true;
}
