#include "harness/audit/input/build.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

bool audit_fail(struct audit_build *b, const char *format, ...)
{
    va_list arguments;
    if (b->message[0] != '\0')
        return false;
    va_start(arguments, format);
    vsnprintf(b->message, b->size, format, arguments);
    va_end(arguments);
    return false;
}

void *audit_more(struct audit_build *b, void *array, size_t *count, size_t item)
{
    char *old, *items;
    memcpy(&old, array, sizeof old);
    items = old;
    if ((*count & (*count - 1)) == 0) /* room for a power of two */
        items = *count > SIZE_MAX / 4 / item ? NULL : realloc(old, (*count == 0 ? 1 : *count * 2) * item);
    if (items == NULL) {
        audit_fail(b, "not enough memory for the input");
        return NULL;
    }
    memcpy(array, &items, sizeof items);
    memset(items + *count * item, 0, item);
    return items + (*count)++ * item;
}

static char *print(struct audit_build *b, const char *format, va_list arguments)
{
    char *text = NULL;
    if (vasprintf(&text, format, arguments) >= 0)
        return text;
    audit_fail(b, "not enough memory for the input");
    return NULL;
}

bool audit_note(struct audit_build *b, enum audit_note_kind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = print(b, format, arguments);
    va_end(arguments);
    struct audit_note *n = text == NULL ? NULL : audit_more(b, &b->in->note, &b->in->notes, sizeof *n);
    if (n == NULL) {
        free(text);
        return false;
    }
    *n = (struct audit_note){kind, text};
    return true;
}

char *audit_string(struct audit_build *b, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = print(b, format, arguments);
    va_end(arguments);
    return text;
}

bool audit_replace(struct audit_build *b, char **to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = print(b, format, arguments);
    va_end(arguments);
    free(*to);
    *to = text;
    return text != NULL;
}

struct audit_unit *audit_unit_at(struct audit_build *b, const char *name, uint64_t register_base)
{
    struct audit_input *in = b->in;
    for (size_t k = 0; k < in->units; k++)
        if (register_base != 0 && in->unit[k].register_base == register_base) {
            struct audit_unit *known = &in->unit[k];
            return name == NULL || audit_replace(b, &known->name, "%s", name) ? known : NULL;
        }
    for (size_t k = 0; k < in->units; k++)
        if (name != NULL && in->unit[k].name != NULL && strcmp(in->unit[k].name, name) == 0 &&
            (register_base == 0 || in->unit[k].register_base == 0)) {
            if (register_base != 0)
                in->unit[k].register_base = register_base;
            return &in->unit[k];
        }
    size_t number = in->units;
    struct audit_unit *u = audit_more(b, &in->unit, &in->units, sizeof *u);
    if (u == NULL)
        return NULL;
    u->register_base = register_base;
    u->name = name != NULL ? audit_string(b, "%s", name) : audit_string(b, "unit%zu", number);
    return u->name == NULL ? NULL : u;
}
