#include "harness/trace/trace_text.h"

#include <errno.h>
#include <string.h>

/* The rest of a stream in a file without name. */
static FILE *copy_of(FILE *in)
{
    FILE *out = tmpfile();
    int c;
    while (out != NULL && (c = getc(in)) != EOF)
        putc(c, out);
    fclose(in);
    return out;
}

FILE *trace_open(const char *path, bool *session, char *message, size_t size)
{
    char line[32] = "";
    FILE *in = fopen(path, "r");
    if (in != NULL && fseek(in, 0, SEEK_SET) != 0)
        in = copy_of(in);
    if (in == NULL) {
        snprintf(message, size, "%s: %s", path, strerror(errno));
        return NULL;
    }
    rewind(in);
    *session = fgets(line, sizeof line, in) != NULL && strncmp(line, "iommu-session", 13) == 0;
    rewind(in);
    return in;
}

bool trace_copy(char *to, size_t size, const char *from)
{
    return snprintf(to, size, "%s", from) < (int)size;
}

static bool fail_at(struct trace_source *s, size_t column, const char *expected)
{
    s->failed = true;
    snprintf(s->message, s->size, "%s:%u:%zu: expected %s", s->path, s->number, column, expected);
    return false;
}

bool trace_fail(struct trace_source *s, const struct trace_line *l)
{
    s->failed = true;
    trace_line_error(l, s->path, s->number, s->line, s->message, s->size);
    return false;
}

bool trace_fail_file(struct trace_source *s, const char *expected)
{
    return fail_at(s, 1, expected);
}

/* One line with its end cut off. */
static bool read_line(struct trace_source *s)
{
    size_t length = 0;
    int c;
    s->number++;
    while ((c = getc(s->in)) != EOF && c != '\n') {
        if (c == '\0')
            return fail_at(s, length + 1, "text, read a byte 0");
        if (length == sizeof s->line - 1)
            return fail_at(s, length + 1, "lines of at most 1023 bytes");
        s->line[length++] = (char)c;
    }
    if (ferror(s->in))
        return fail_at(s, length + 1, "a file that can be read to its end");
    length -= length > 0 && s->line[length - 1] == '\r';
    s->line[length] = '\0';
    s->number -= c == EOF && length == 0;
    return c != EOF || length > 0;
}

bool trace_next(struct trace_source *s, const char *first)
{
    while (read_line(s)) {
        if (s->number == 1 && strcmp(s->line, first) != 0)
            return fail_at(s, 1, first);
        if (s->number > 1 && s->line[0] != '\0' && s->line[0] != '#')
            return true;
    }
    if (!s->failed && s->number++ == 0)
        return fail_at(s, 1, first);
    return false;
}

bool trace_parse(struct trace_source *s, struct trace_line *l, const struct trace_rule *const *tables)
{
    if (!trace_line_parse(l, tables, s->line))
        return trace_fail(s, l);
    uint64_t bit = l->rule->id < 64 ? 1ull << l->rule->id : 0;
    if ((s->once & bit) != 0) {
        trace_line_refuse(l, TRACE_FIELDS, "only one line of this kind");
        return trace_fail(s, l);
    }
    s->once |= bit;
    return true;
}
