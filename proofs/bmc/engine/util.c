#include "util.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void stop(int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("bmc: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(code);
}

void *fresh(size_t count, size_t size)
{
    void *p = calloc(count != 0 ? count : 1, size);
    if (p == NULL)
        stop(EXIT_FAILED, "out of memory");
    return p;
}

void *room(void *array, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return array;
    *capacity = *capacity != 0 ? *capacity * 2 : 64;
    void *p = realloc(array, *capacity * size);
    if (p == NULL)
        stop(EXIT_FAILED, "out of memory");
    return p;
}

double seconds_used(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static uint32_t slot(const struct map *m, const void *key)
{
    uint32_t i = (uint32_t)(((uintptr_t)key >> 4) * 2654435761u);
    while (m->key[i & (m->capacity - 1)] != NULL && m->key[i & (m->capacity - 1)] != key)
        i++;
    return i & (m->capacity - 1);
}

uint32_t map_get(const struct map *m, const void *key)
{
    return m->capacity == 0 ? 0 : m->value[slot(m, key)];
}

void map_put(struct map *m, const void *key, uint32_t value)
{
    if (m->count * 2 >= m->capacity) {
        struct map old = *m;
        m->capacity = old.capacity != 0 ? old.capacity * 2 : 64;
        m->key = fresh(m->capacity, sizeof *m->key);
        m->value = fresh(m->capacity, sizeof *m->value);
        m->count = 0;
        for (uint32_t i = 0; i < old.capacity; i++)
            if (old.key[i] != NULL)
                map_put(m, old.key[i], old.value[i]);
        free((void *)old.key);
        free(old.value);
    }
    uint32_t i = slot(m, key);
    m->count += m->key[i] == NULL;
    m->key[i] = key;
    m->value[i] = value;
}
