#include "harness/trace/line.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool refuse(struct trace_line *l, const char *at)
{
    l->wrong = at;
    return false;
}

static const char *skip(const char *text)
{
    return text + strspn(text, " ");
}

/* Decimal or 0x hexadecimal, ended by a space or the line's end; NULL: no number. */
static const char *number_end(const char *text, uint64_t *value)
{
    bool hexadecimal = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char *digits = hexadecimal ? text + 2 : text;
    size_t length = strspn(digits, hexadecimal ? "0123456789abcdefABCDEF" : "0123456789");
    errno = 0;
    *value = strtoull(digits, NULL, hexadecimal ? 16 : 10);
    bool ended = digits[length] == ' ' || digits[length] == '\0';
    return length > 0 && ended && errno == 0 ? digits + length : NULL;
}

static void expect_field(struct trace_line *l, const struct trace_field *f)
{
    char multiple[32] = "a number";
    if (f->multiple > 1)
        snprintf(multiple, sizeof multiple, "a multiple of %" PRIu32, f->multiple);
    snprintf(l->expected, sizeof l->expected,
             f->high < 1000 ? "%s, %s in %" PRIu64 "..%" PRIu64 : "%s, %s in 0x%" PRIx64 "..0x%" PRIx64, f->name,
             multiple, f->low, f->high);
}

static bool take_number(struct trace_line *l, const char **text)
{
    const struct trace_field *f = &l->rule->field[l->count];
    const char *start = skip(*text), *end = number_end(start, &l->value[l->count]);
    uint64_t v = l->value[l->count];
    if (end == NULL || v < f->low || v > f->high || (f->multiple > 1 && v % f->multiple != 0)) {
        expect_field(l, f);
        return refuse(l, start);
    }
    l->at[l->count++] = start;
    *text = end;
    return true;
}

static bool take_numbers(struct trace_line *l, const char *text)
{
    while (l->count < l->rule->fields) {
        if (*skip(text) == '\0' && l->count + l->rule->optional >= l->rule->fields)
            return true;
        if (!take_number(l, &text))
            return false;
    }
    snprintf(l->expected, sizeof l->expected, "nothing more after %u number%s", l->count, l->count == 1 ? "" : "s");
    return *skip(text) == '\0' || refuse(l, skip(text));
}

/* Up to `room` bytes; `rest` is what stands there. With a carriage return in it, it would not come back from a file whose lines
 * end with CR LF. */
static bool take_text(struct trace_line *l, const char *text)
{
    const char *carriage_return = strchr(text, '\r');
    l->rest = text;
    if (carriage_return != NULL) {
        snprintf(l->expected, sizeof l->expected, "a text without carriage return");
        return refuse(l, carriage_return);
    }
    snprintf(l->expected, sizeof l->expected, "a text of at most %u bytes", l->rule->room);
    return strlen(text) <= l->rule->room || refuse(l, text + l->rule->room);
}

static bool take_word(struct trace_line *l, const char *text)
{
    size_t length = strcspn(text, " ");
    int n = 0;
    for (l->word = 0; l->rule->words[l->word] != NULL; l->word++)
        if (strlen(l->rule->words[l->word]) == length && strncmp(l->rule->words[l->word], text, length) == 0)
            return l->rule->form == TRACE_WORD ? take_numbers(l, text + length) : take_text(l, skip(text + length));
    for (unsigned i = 0; i < l->word; i++)
        n += snprintf(l->expected + n, sizeof l->expected - (size_t)n, "%s%s", i > 0 ? "|" : "", l->rule->words[i]);
    return refuse(l, text);
}

static bool take_key(struct trace_line *l, const struct trace_rule *const *tables)
{
    size_t length = strcspn(l->key, " ");
    size_t n = (size_t)snprintf(l->expected, sizeof l->expected, "one of");
    for (; *tables != NULL; tables++)
        for (l->rule = *tables; l->rule->key != NULL; l->rule++) {
            if (strlen(l->rule->key) == length && strncmp(l->rule->key, l->key, length) == 0)
                return true;
            if (n + strlen(l->rule->key) + 2 < sizeof l->expected)
                n += (size_t)snprintf(l->expected + n, sizeof l->expected - n, " %s", l->rule->key);
        }
    return refuse(l, l->key);
}

bool trace_line_parse(struct trace_line *l, const struct trace_rule *const *tables, const char *line)
{
    *l = (struct trace_line){.key = line, .rest = line};
    if (!take_key(l, tables))
        return false;
    const char *rest = line + strlen(l->rule->key);
    l->rest = skip(rest);
    if (l->rule->form == TRACE_NUMBERS)
        return take_numbers(l, l->rest);
    if (l->rule->form != TRACE_TEXT)
        return take_word(l, l->rest);
    return take_text(l, rest + (*rest == ' '));
}

bool trace_line_refuse(struct trace_line *l, unsigned field, const char *expected)
{
    snprintf(l->expected, sizeof l->expected, "%s", expected);
    return refuse(l, field < l->count ? l->at[field] : l->key);
}

void trace_line_error(const struct trace_line *l, const char *path, unsigned number, const char *line, char *message,
                      size_t size)
{
    int length = (int)strcspn(l->wrong, " ");
    snprintf(message, size, "%s:%u:%d: expected %s, read %s%.*s%s", path, number, (int)(l->wrong - line) + 1,
             l->expected, length > 0 ? "'" : "", length > 60 ? 60 : length, l->wrong,
             length > 0 ? "'" : "the end of the line");
}
