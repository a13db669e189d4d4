#include "tests/runtime/translate/heading.h"

#include <ctype.h>
#include <string.h>

#include "tests/runtime/translate/memory.h"

/* The text between, without blanks around. */
static char *between(const char *start, const char *end)
{
    while (start < end && isspace((unsigned char)*start))
        start++;
    while (end > start && isspace((unsigned char)end[-1]))
        end--;
    return memory_text("%.*s", (int)(end - start), start);
}

static void take_argument(struct heading *h, const char *start, const char *end)
{
    struct argument *a = &h->argument[h->arguments];
    const char *name, *text = between(start, end);
    if (strcmp(text, "void") == 0 || h->arguments == 8)
        return;
    name = text + strlen(text);
    while (name > text && (isalnum((unsigned char)name[-1]) || name[-1] == '_'))
        name--;
    const char *star = strchr(text, '*');
    bool constant = strncmp(text, "const ", 6) == 0;
    a->name = name;
    a->pointer = star != NULL;
    a->copied = a->pointer && !constant;
    a->structure = between(constant ? text + 6 : text, star != NULL ? star : name);
    h->copies += a->copied;
    h->call = memory_text("%s%s%s", h->call, h->arguments > 0 ? ", " : "", name);
    h->arguments++;
}

struct heading heading_read(const struct piece *p)
{
    const char *open = p->name_end + strspn(p->name_end, " \n"), *start = open + 1, *at, *end = p->head_end;
    const char *result = between(p->outer, p->name);
    struct heading h = {
        .name = between(p->name, p->name_end), .call = "", .hidden = strncmp(result, "static ", 7) == 0};
    h.result = h.hidden ? result + 7 : result;
    h.nothing = strcmp(h.result, "void") == 0;
    while (end > start && *end != ')')
        end--;
    h.list = between(start, end);
    for (at = start; at <= end; at++)
        if (at == end || *at == ',') {
            take_argument(&h, start, at);
            start = at + 1;
        }
    return h;
}
