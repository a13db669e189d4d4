#include "harness/targets/qemu_qmp.h"

#include <stdio.h>
#include <string.h>

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static void take_message(struct qemu_qmp *qmp, const char *message)
{
    if (starts_with(message, "{\"QMP\"")) {
        qmp->greetings++;
    } else if (starts_with(message, "{\"return\"")) {
        qmp->returns++;
    } else if (starts_with(message, "{\"error\"")) {
        qmp->errors++;
        snprintf(qmp->last_error, sizeof qmp->last_error, "%s", message);
    } else if (strstr(message, "\"event\": \"RESET\"") != NULL) {
        qmp->resets++;
    }
}

bool qemu_qmp_feed(struct qemu_qmp *qmp, const char *bytes, size_t length)
{
    struct qemu_buffer *line = &qmp->line;
    if (!qemu_buffer_append(line, bytes, length)) {
        return false;
    }
    char *newline;
    while (line->length > 0 && (newline = memchr(line->bytes, '\n', line->length)) != NULL) {
        *newline = '\0';
        take_message(qmp, line->bytes);
        qemu_buffer_drop(line, (size_t)(newline + 1 - line->bytes));
    }
    return true;
}

void qemu_qmp_free(struct qemu_qmp *qmp)
{
    qemu_buffer_free(&qmp->line);
    *qmp = (struct qemu_qmp){0};
}
