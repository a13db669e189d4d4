#include "tests/runtime/translate/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void *sure(void *p)
{
    if (p == NULL) {
        fputs("acsl2c: no memory\n", stderr);
        exit(3);
    }
    return p;
}

void *memory_new(size_t size)
{
    return sure(calloc(1, size));
}

void *memory_grow(void *array, size_t count, size_t size)
{
    return sure(realloc(array, (count + 1) * size));
}

char *memory_text(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int n = vasprintf(&text, format, arguments);
    va_end(arguments);
    return sure(n >= 0 ? text : NULL);
}

char *memory_file(const char *path)
{
    FILE *f = fopen(path, "r");
    size_t size = 0, room = 1u << 16;
    char *text = memory_new(room);
    if (f == NULL) {
        fprintf(stderr, "acsl2c: %s: cannot be read\n", path);
        exit(2);
    }
    for (size_t n; (n = fread(text + size, 1, room - size - 1, f)) > 0;) {
        size += n;
        if (size + 1 == room)
            text = sure(realloc(text, room *= 2));
    }
    text[size] = '\0';
    if (ferror(f) != 0) {
        fprintf(stderr, "acsl2c: %s: cannot be read\n", path);
        exit(2);
    }
    fclose(f);
    return text;
}
