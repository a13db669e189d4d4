#include "harness/trace/trace_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const trace_kinds[] = {"fill", "zero", "invert", "msix", "msi", "ioapic"};
const unsigned trace_kind_count = sizeof trace_kinds / sizeof trace_kinds[0];

/* The rest of a stream in a file without name. */
static FILE *copy_of(FILE *in)
{
    FILE *out = tmpfile();
    int c;
    while (out != NULL && (c = getc(in)) != EOF)
        putc(c, out);
    fclose(in);
    return out;
}

FILE *trace_open(const char *path, bool *session, char *message, size_t size)
{
    char line[32] = "";
    FILE *in = fopen(path, "r");
    if (in != NULL && fseek(in, 0, SEEK_SET) != 0)
        in = copy_of(in);
    if (in == NULL) {
        snprintf(message, size, "%s: %s", path, strerror(errno));
        return NULL;
    }
    rewind(in);
    *session = fgets(line, sizeof line, in) != NULL && strncmp(line, "iommu-session", 13) == 0;
    rewind(in);
    return in;
}

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
