/* Memory that lives as long as the translator; it ends with exit code 3 when there is none. */
#ifndef RUNTIME_MEMORY_H
#define RUNTIME_MEMORY_H

#include <stddef.h>

void *memory_new(size_t size);
/* Room for one more element: the array, moved. */
void *memory_grow(void *array, size_t count, size_t size);
__attribute__((format(printf, 1, 2))) char *memory_text(const char *format, ...);
/* A whole file as text; exit code 2 if it cannot be read. */
char *memory_file(const char *path);

#endif
