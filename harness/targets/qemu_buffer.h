/* A byte buffer that grows. */
#ifndef IOMMU_ORACLE_QEMU_BUFFER_H
#define IOMMU_ORACLE_QEMU_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct qemu_buffer {
    char *bytes; /* NULL until something is stored */
    size_t length;
    size_t capacity;
};

/* Makes room for `extra` bytes after the contents. false: no memory, contents unchanged. */
bool qemu_buffer_reserve(struct qemu_buffer *buffer, size_t extra);

/* Adds bytes at the end. false: no memory, contents unchanged. */
bool qemu_buffer_append(struct qemu_buffer *buffer, const char *bytes, size_t length);

/* Removes the first `length` bytes (at most all of them). */
void qemu_buffer_drop(struct qemu_buffer *buffer, size_t length);

/* Gives the memory back; the buffer is empty and usable afterwards. */
void qemu_buffer_free(struct qemu_buffer *buffer);

#endif
