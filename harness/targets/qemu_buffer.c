#include "harness/targets/qemu_buffer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool qemu_buffer_reserve(struct qemu_buffer *buffer, size_t extra)
{
    if (buffer->capacity - buffer->length >= extra) {
        return true;
    }
    if (extra > SIZE_MAX / 4 || buffer->length > SIZE_MAX / 4) {
        return false;
    }
    size_t wanted = 2 * buffer->capacity;
    if (wanted < buffer->length + extra) {
        wanted = buffer->length + extra;
    }
    char *bytes = realloc(buffer->bytes, wanted);
    if (bytes == NULL) {
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = wanted;
    return true;
}

bool qemu_buffer_append(struct qemu_buffer *buffer, const char *bytes, size_t length)
{
    if (length == 0) {
        return true;
    }
    if (!qemu_buffer_reserve(buffer, length)) {
        return false;
    }
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    return true;
}

void qemu_buffer_drop(struct qemu_buffer *buffer, size_t length)
{
    if (length >= buffer->length) {
        buffer->length = 0;
        return;
    }
    buffer->length -= length;
    memmove(buffer->bytes, buffer->bytes + length, buffer->length);
}

void qemu_buffer_free(struct qemu_buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct qemu_buffer){0};
}
