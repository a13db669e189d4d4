#include "harness/trace/trace_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const trace_kinds[] = {"fill", "zero", "invert", "msix", "msi", "ioapic"};
const unsigned trace_kind_count = sizeof trace_kinds / sizeof trace_kinds[0];

bool trace_numbers(const char *text, unsigned wanted, unsigned long long *value)
{
    for (unsigned i = 0; i < wanted; i++) {
        char *end;
        errno = 0;
        while (*text == ' ')
            text++;
        if (*text < '0' || *text > '9')
            return false;
        value[i] = strtoull(text, &end, 0);
        if (errno != 0 || (*end != ' ' && *end != '\0'))
            return false;
        text = end;
    }
    return *text == '\0';
}

bool trace_copy(char *to, size_t size, const char *from)
{
    return snprintf(to, size, "%s", from) < (int)size;
}

void trace_split(char *line, char **rest)
{
    line[strcspn(line, "\r\n")] = '\0';
    *rest = line + strcspn(line, " ");
    if (**rest != '\0')
        *(*rest)++ = '\0';
}
