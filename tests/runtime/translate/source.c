#include "tests/runtime/translate/source.h"

#include <ctype.h>
#include <string.h>

static void forward(struct source *s, const char *to)
{
    while (s->at < to)
        s->line += *s->at++ == '\n';
}

static const char *line_end(const char *at)
{
    const char *end = strchr(at, '\n');
    return end != NULL ? end : at + strlen(at);
}

/* The end of a comment, a string or a character that begins here; `at` itself if none does. */
static const char *past_opaque(const char *at)
{
    if (strncmp(at, "/*", 2) == 0) {
        const char *end = strstr(at + 2, "*/");
        return end != NULL ? end + 2 : at + strlen(at);
    }
    if (strncmp(at, "//", 2) == 0)
        return line_end(at);
    if (*at == '"' || *at == '\'') {
        const char *end = at + 1;
        while (*end != '\0' && *end != *at)
            end += *end == '\\' && end[1] != '\0' ? 2 : 1;
        return *end != '\0' ? end + 1 : end;
    }
    return at;
}

/* Past the brace that closes the one at `at`. */
static const char *past_braces(const char *at)
{
    int depth = 0;
    while (*at != '\0') {
        const char *opaque = past_opaque(at);
        if (opaque != at) {
            at = opaque;
            continue;
        }
        depth += (*at == '{') - (*at == '}');
        at++;
        if (depth == 0)
            break;
    }
    return at;
}

/* The word before the first parenthesis. */
static void find_name(struct piece *p)
{
    const char *at = memchr(p->outer, '(', (size_t)(p->head_end - p->outer));
    if (at == NULL)
        return;
    while (at > p->outer && isspace((unsigned char)at[-1]))
        at--;
    p->name_end = at;
    while (at > p->outer && (isalnum((unsigned char)at[-1]) || at[-1] == '_'))
        at--;
    p->name = at;
}

/* A declaration or definition. */
static const char *declaration(struct piece *p)
{
    const char *at = p->outer;
    bool parenthesis = false, value = false;
    for (; *at != '\0' && *at != ';' && (*at != '{' || value); at++) {
        const char *opaque = past_opaque(at);
        parenthesis = parenthesis || (*at == '(' && !value);
        value = value || *at == '=';
        at = opaque != at ? opaque - 1 : at;
    }
    p->head_end = at;
    if (*at == '{' && parenthesis) {
        p->kind = PIECE_FUNCTION;
        find_name(p);
        return past_braces(at);
    }
    if (*at == '{') {
        at = past_braces(at);
        at += strcspn(at, ";");
    } else if (parenthesis) {
        p->kind = PIECE_PROTOTYPE;
        find_name(p);
    }
    return *at != '\0' ? at + 1 : at;
}

bool source_next(struct source *s, struct piece *p)
{
    *p = (struct piece){.kind = PIECE_TEXT, .line = s->line, .outer = s->at};
    const char *end = s->at;
    if (*end == '\0')
        return false;
    if (isspace((unsigned char)*end)) {
        while (isspace((unsigned char)*end))
            end++;
    } else if (*end == '#') {
        end = line_end(end);
        while (end[-1] == '\\' && *end != '\0')
            end = line_end(end + 1);
    } else if (strncmp(end, "/*", 2) == 0 || strncmp(end, "//", 2) == 0) {
        bool block = end[1] == '*';
        end = past_opaque(end);
        if (p->outer[2] == '@') {
            p->kind = PIECE_ANNOTATION;
            p->start = p->outer + 3;
            p->end = block ? end - 2 : end;
        }
    } else {
        end = declaration(p);
    }
    p->outer_end = end;
    forward(s, end);
    return true;
}
