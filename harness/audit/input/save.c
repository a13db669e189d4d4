#include "harness/audit/input/save.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "model/memory.h"
#include "model/second_stage_entry.h"

/* Pages to be written. A page can be a table of several levels: mark has a bit for each kind that was followed. */
struct pages {
    const struct audit_input *in;
    const struct vtd_caps *caps;
    struct kept {
        uint64_t frame;
        uint8_t mark;
    } * page; /* hash table of `room` places, a power of two; mark 0 is empty */
    size_t room, count;
    bool failed;
};

enum { MARK_WHOLE = 1 }; /* and 1 << level for second-stage tables */

static struct kept *place(struct kept *page, size_t room, uint64_t frame)
{
    size_t k = (size_t)(frame * 0x9E3779B97F4A7C15ull >> 20) & (room - 1);
    while (page[k].mark != 0 && page[k].frame != frame)
        k = (k + 1) & (room - 1);
    return &page[k];
}

static bool grow(struct pages *p)
{
    size_t room = p->room == 0 ? 1024 : p->room * 2;
    struct kept *page = calloc(room, sizeof *page);
    if (page == NULL)
        return false;
    for (size_t k = 0; k < p->room; k++)
        if (p->page[k].mark != 0)
            *place(page, room, p->page[k].frame) = p->page[k];
    free(p->page);
    p->page = page;
    p->room = room;
    return true;
}

/* True the first time that the page is met in this way. */
static bool keep(struct pages *p, uint64_t frame, unsigned mark)
{
    if (p->failed || !audit_backed(p->in, frame))
        return false;
    if (p->count * 2 >= p->room && !grow(p)) {
        p->failed = true;
        return false;
    }
    struct kept *k = place(p->page, p->room, frame);
    if ((k->mark & mark) != 0)
        return false;
    p->count += k->mark == 0;
    k->frame = frame;
    k->mark = (uint8_t)(k->mark | mark);
    return true;
}

static uint64_t word(const struct pages *p, uint64_t frame, unsigned index)
{
    return vtd_memory_has(&p->in->memory, frame, index) ? vtd_memory_word(&p->in->memory, frame, index) : 0;
}

/* A second-stage table and all below it. At most five calls deep, and every page once for each level. */
static void tables(struct pages *p, uint64_t frame, unsigned level)
{
    if (!keep(p, frame, 1u << level))
        return;
    for (unsigned k = 0; k < 512 && level > 1; k++) {
        uint64_t e = word(p, frame, k);
        struct vtd_second_stage_step s = vtd_second_stage_step(p->caps, level, e);
        if ((s.read || s.write) && !s.leaf)
            tables(p, s.frame, level - 1);
    }
}

static void contexts(struct pages *p, uint64_t frame)
{
    if (!keep(p, frame, MARK_WHOLE))
        return;
    for (unsigned k = 0; k < 256; k++) {
        uint64_t lo = word(p, frame, 2 * k), hi = word(p, frame, 2 * k + 1);
        unsigned levels = (unsigned)(hi & 7) + 2;
        if ((lo & 1) != 0 && levels <= 5)
            tables(p, lo >> 12 & 0xFFFFFFFFFF, levels);
    }
}

static void unit(struct pages *p, const struct audit_unit *u)
{
    p->caps = &u->unit.caps;
    if (u->root_known && keep(p, (uint64_t)u->unit.root_frame, MARK_WHOLE))
        for (unsigned bus = 0; bus < 256; bus++) {
            uint64_t e = word(p, (uint64_t)u->unit.root_frame, 2 * bus);
            if ((e & 1) != 0)
                contexts(p, e >> 12 & 0xFFFFFFFFFF);
        }
    for (int64_t k = 0; u->interrupts_known && k < u->unit.interrupt_table_size; k += 256)
        keep(p, (uint64_t)(u->unit.interrupt_table_frame + k / 256), MARK_WHOLE);
}

static int by_frame(const void *x, const void *y)
{
    const struct kept *a = x, *b = y;
    return a->frame < b->frame ? -1 : a->frame > b->frame;
}

static void print(FILE *out, const struct audit_input *in, uint64_t frame)
{
    bool any = false;
    for (unsigned k = 0; k < 512; k += 4) {
        const uint64_t *w = in->memory.words + frame * 512 + k;
        if ((w[0] | w[1] | w[2] | w[3]) == 0)
            continue;
        fprintf(out, "%" PRIx64 ": %016" PRIx64 " %016" PRIx64 " %016" PRIx64 " %016" PRIx64 "\n", frame * 4096 + k * 8,
                w[0], w[1], w[2], w[3]);
        any = true;
    }
    if (!any)
        fprintf(out, "page %" PRIx64 "\n", frame * 4096);
}

static bool write_all(const struct pages *p, const char *path)
{
    char part[4096];
    if ((size_t)snprintf(part, sizeof part, "%s.part", path) >= sizeof part)
        return false;
    FILE *out = fopen(part, "we");
    if (out == NULL)
        return false;
    fprintf(out, "# tables of %zu remapping units: %zu pages, words that are not listed are zero\n", p->in->units,
            p->count);
    for (size_t k = 0; k < p->count; k++)
        print(out, p->in, p->page[k].frame);
    bool good = ferror(out) == 0;
    good = fclose(out) == 0 && good && rename(part, path) == 0;
    if (!good)
        remove(part);
    return good;
}

bool audit_save_tables(const struct audit_input *in, const char *path, unsigned long *pages, char *message, size_t size)
{
    struct pages p = {.in = in};
    for (size_t k = 0; k < in->units; k++)
        unit(&p, &in->unit[k]);
    size_t count = 0;
    for (size_t k = 0; k < p.room; k++)
        if (p.page[k].mark != 0)
            p.page[count++] = p.page[k];
    if (count > 0)
        qsort(p.page, count, sizeof *p.page, by_frame);
    errno = ENOMEM;
    bool good = !p.failed && write_all(&p, path);
    *pages = count;
    if (!good)
        snprintf(message, size, "cannot write %s: %s", path, strerror(errno));
    free(p.page);
    return good;
}
