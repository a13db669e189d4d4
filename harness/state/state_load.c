#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/state/state_check.h"
#include "harness/state/state_file.h"
#include "harness/state/state_text.h"

/* More than twice what a unit with full caches needs. */
enum { LONGEST = 4 << 20, CHECKSUM_LENGTH = sizeof(STATE_CHECKSUM " 0x00000000\n") - 1 };

struct loading {
    const char *path;
    char *text; /* the file, with a 0 behind it */
    size_t length;
    char *message;
    size_t size;
};

/* Always false. */
static bool refuse(const struct loading *l, unsigned line, const char *why)
{
    snprintf(l->message, l->size, "%s:%u: %s", l->path, line, why);
    return false;
}

static unsigned line_of(const struct loading *l, const char *at)
{
    unsigned line = 1;
    for (const char *p = l->text; p < at; p++)
        line += *p == '\n';
    return line;
}

static bool read_file(struct loading *l)
{
    FILE *in = fopen(l->path, "rb");
    l->text = malloc(LONGEST + 1);
    int error = in == NULL ? errno : l->text == NULL ? ENOMEM : 0;
    if (error == 0) {
        errno = 0;
        l->length = fread(l->text, 1, LONGEST + 1, in);
        error = ferror(in) ? (errno != 0 ? errno : EIO) : 0;
    }
    if (in != NULL)
        fclose(in);
    if (error != 0)
        snprintf(l->message, l->size, "%s: %s", l->path, strerror(error));
    else if (l->length > LONGEST)
        snprintf(l->message, l->size, "%s: longer than %d bytes, expected a state file", l->path, LONGEST);
    else
        l->text[l->length] = '\0';
    return error == 0 && l->length <= LONGEST;
}

/* The first line. */
static bool check_head(const struct loading *l)
{
    char head[40], why[160];
    size_t magic = strlen(STATE_MAGIC " ");
    const char *nul = memchr(l->text, '\0', l->length);
    int length = snprintf(head, sizeof head, STATE_MAGIC " %d", STATE_VERSION);
    int shown = (int)strcspn(l->text, "\n");
    shown = shown < 40 ? shown : 40;
    if (strncmp(l->text, STATE_MAGIC " ", magic) != 0)
        snprintf(why, sizeof why, "expected '%s', read '%.*s'", head, shown, l->text);
    else if (strncmp(l->text, head, (size_t)length) != 0 || (l->text[length] != '\n' && l->text[length] != '\0'))
        snprintf(why, sizeof why, "expected version %d, read '%.*s'", STATE_VERSION, shown, l->text);
    else
        return nul == NULL ? true : refuse(l, line_of(l, nul), "expected text, read a byte 0");
    return refuse(l, 1, why);
}

/* The last line; on success the text ends before it. */
static bool check_sum(struct loading *l)
{
    char wanted[CHECKSUM_LENGTH + 1], why[160];
    const char *last = l->length > CHECKSUM_LENGTH ? l->text + l->length - CHECKSUM_LENGTH : l->text;
    if (l->length <= CHECKSUM_LENGTH || strncmp(last, STATE_CHECKSUM " 0x", 11) != 0 || last[-1] != '\n' ||
        last[CHECKSUM_LENGTH - 1] != '\n') {
        snprintf(why, sizeof why,
                 "truncated, or not ended by its checksum: read %zu bytes, expected a last line '" STATE_CHECKSUM
                 " 0x........'",
                 l->length);
        return refuse(l, line_of(l, l->text + l->length), why);
    }
    l->length -= CHECKSUM_LENGTH;
    snprintf(wanted, sizeof wanted, STATE_CHECKSUM " 0x%08" PRIx32 "\n", state_checksum(l->text, l->length));
    if (strcmp(last, wanted) != 0) {
        snprintf(why, sizeof why, "the %zu bytes before this line have the %.19s, read '%.19s'", l->length, wanted,
                 last);
        return refuse(l, line_of(l, last), why);
    }
    l->text[l->length] = '\0';
    return true;
}

/* The number of the line that begins with this name. */
static unsigned line_named(const struct loading *l, const char *name)
{
    size_t length = strlen(name);
    for (const char *p = l->text; p != NULL; p = strchr(p, '\n')) {
        p += *p == '\n';
        if (strncmp(p, name, length) == 0 && p[length] == ' ')
            return line_of(l, p);
    }
    return 1;
}

static bool load(struct loading *l, struct vtd_iommu *io)
{
    char why[400];
    struct state_fault fault;
    unsigned line;
    if (!read_file(l) || !check_head(l) || !check_sum(l))
        return false;
    if (!state_parse(io, strchr(l->text, '\n') + 1, &line, why, sizeof why))
        return refuse(l, line, why);
    if (state_check(io, &fault))
        return true;
    snprintf(why, sizeof why, "%s: %s", fault.name, fault.why);
    return refuse(l, line_named(l, fault.name), why);
}

bool state_load(struct vtd_iommu *io, const char *path, char *message, size_t size)
{
    struct loading l = {.path = path, .message = message, .size = size};
    struct vtd_iommu *fresh = calloc(1, sizeof *fresh);
    bool loaded = false;
    if (fresh == NULL)
        snprintf(message, size, "%s: no memory", path);
    else
        loaded = load(&l, fresh);
    if (loaded)
        *io = *fresh;
    free(l.text);
    free(fresh);
    return loaded;
}
