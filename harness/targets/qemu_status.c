#include "harness/targets/qemu_status.h"

#include <stdarg.h>
#include <stdio.h>

const char *qemu_status_name(enum qemu_status status)
{
    switch (status) {
    case QEMU_OK:
        return "ok";
    case QEMU_MISSING:
        return "missing";
    case QEMU_START_FAILED:
        return "start failed";
    case QEMU_DIED:
        return "died";
    case QEMU_HUNG:
        return "hung";
    case QEMU_GARBAGE:
        return "garbage";
    case QEMU_INTERRUPTED:
        return "interrupted";
    case QEMU_NO_MEMORY:
        return "no memory";
    }
    return "unknown status";
}

void qemu_message_set(struct qemu_message *message, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message->text, sizeof message->text, format, arguments);
    va_end(arguments);
}
