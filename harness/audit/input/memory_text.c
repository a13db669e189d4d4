/* Memory as text. Lines "ADDRESS: WORD WORD ...", all hexadecimal, 8 or 16 digits a word, as QEMU's monitor prints
 * them for xp/Nwx and xp/Ngx; "page ADDRESS" for a page that is known and all zero; # begins a comment. */
#include <inttypes.h>
#include <string.h>

#include "harness/audit/input/memory.h"
#include "harness/audit/input/text.h"

/* One word of `size` bytes. */
static bool put(struct audit_build *b, struct audit_text *t, uint64_t at, uint64_t value, unsigned size)
{
    if (size == 4 && at <= b->in->mapped - 8 && at % 4 == 0) {
        uint64_t whole = b->in->memory.words[at / 8];
        uint64_t kept = at % 8 == 0 ? whole & 0xFFFFFFFF00000000 : whole & 0xFFFFFFFF;
        value = kept | (at % 8 == 0 ? value : value << 32);
        at &= ~7ull;
    }
    return audit_memory_put(b, at, value, NULL) ||
           audit_text_bad(b, t, "the address is not a multiple of the word, or beyond what can be held");
}

static bool read_line(struct audit_build *b, struct audit_text *t)
{
    const char *s = t->line;
    uint64_t at, value;
    audit_blank(&s);
    if (*s == '\0' || *s == '#')
        return true;
    if (strncmp(s, "page ", 5) == 0) {
        s += 5;
        return (audit_hex(&s, &at) && *s == '\0' && audit_memory_page(b, at)) ||
               audit_text_bad(b, t, "expected page ADDRESS, an address that can be held");
    }
    if (!audit_hex(&s, &at) || *s++ != ':')
        return audit_text_bad(b, t, "expected ADDRESS: WORD WORD ..., all hexadecimal");
    for (audit_blank(&s); *s != '\0'; audit_blank(&s)) {
        const char *first = s;
        if (!audit_hex(&s, &value))
            return audit_text_bad(b, t, "expected a word of 8 or 16 hexadecimal digits");
        size_t digits = (size_t)(s - first) - (first[1] == 'x' || first[1] == 'X' ? 2 : 0);
        if (digits != 8 && digits != 16)
            return audit_text_bad(b, t, "expected a word of 8 or 16 hexadecimal digits");
        if (!put(b, t, at, value, (unsigned)digits / 2))
            return false;
        at += digits / 2;
    }
    return true;
}

bool audit_memory_text(struct audit_build *b, const char *path)
{
    struct audit_text t;
    if (!audit_memory_blank(b) || !audit_text_open(b, &t, path))
        return false;
    bool good = true;
    while (good && audit_text_next(b, &t))
        good = read_line(b, &t);
    unsigned long lines = t.number;
    audit_text_close(&t);
    return good && b->message[0] == '\0' && audit_memory_finish(b) &&
           (b->pages > 0 || audit_fail(b, "%s: holds no memory", path)) &&
           audit_note(b, AUDIT_NOTE_READ, "%s: %lu lines of memory words, %zu extents", path, lines, b->in->extents) &&
           audit_note(b, AUDIT_NOTE_ASSUMED, "%s: words that it does not list, in pages that it does, are zero", path);
}
