#include "harness/audit/input/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool audit_text_open(struct audit_build *b, struct audit_text *t, const char *path)
{
    *t = (struct audit_text){.path = path, .file = fopen(path, "re")};
    return t->file != NULL || audit_fail(b, "%s: %s", path, strerror(errno));
}

bool audit_text_next(struct audit_build *b, struct audit_text *t)
{
    errno = 0;
    ssize_t n = getline(&t->line, &t->room, t->file);
    if (n < 0)
        return (ferror(t->file) || errno == ENOMEM) && audit_fail(b, "%s: %s", t->path, strerror(errno));
    t->number++;
    if (strlen(t->line) != (size_t)n)
        return audit_text_bad(b, t, "a zero byte: this is not a text file");
    while (n > 0 && (t->line[n - 1] == '\n' || t->line[n - 1] == '\r'))
        t->line[--n] = '\0';
    return true;
}

bool audit_text_bad(struct audit_build *b, const struct audit_text *t, const char *why)
{
    return audit_fail(b, "%s:%lu: %s", t->path, t->number, why);
}

void audit_text_close(struct audit_text *t)
{
    if (t->file != NULL)
        fclose(t->file);
    free(t->line);
    t->file = NULL;
    t->line = NULL;
}

void audit_blank(const char **s)
{
    *s += strspn(*s, " \t");
}

bool audit_hex(const char **s, uint64_t *value)
{
    const char *p = *s;
    if (p[0] == '0' && (p[1] == 'x' || p[1] == 'X') && isxdigit((unsigned char)p[2]))
        p += 2;
    size_t digits = strspn(p, "0123456789abcdefABCDEF");
    if (digits == 0 || digits > 16)
        return false;
    *value = strtoull(p, NULL, 16);
    *s = p + digits;
    return true;
}

bool audit_function_name(const char **s, uint16_t *segment, uint16_t *requester)
{
    unsigned domain = 0, bus, device, function;
    int used = 0;
    if (sscanf(*s, "%4x:%2x:%2x.%1x%n", &domain, &bus, &device, &function, &used) != 4) {
        domain = 0;
        used = 0;
        if (sscanf(*s, "%2x:%2x.%1x%n", &bus, &device, &function, &used) != 3)
            return false;
    }
    if (!isxdigit((unsigned char)**s) || device > 31 || function > 7)
        return false;
    *segment = (uint16_t)domain;
    *requester = (uint16_t)(bus << 8 | device << 3 | function);
    *s += used;
    return true;
}

bool audit_exists(const char *path)
{
    return access(path, R_OK) == 0;
}

unsigned char *audit_whole(struct audit_build *b, const char *path, size_t limit, size_t *length)
{
    FILE *file = fopen(path, "re");
    unsigned char *bytes = file == NULL ? NULL : malloc(limit + 1);
    if (bytes == NULL) {
        audit_fail(b, "%s: %s", path, strerror(errno));
        if (file != NULL)
            fclose(file);
        return NULL;
    }
    *length = fread(bytes, 1, limit, file);
    bool failed = ferror(file) != 0;
    if (failed || getc(file) != EOF) {
        if (failed)
            audit_fail(b, "%s: %s", path, strerror(errno));
        else
            audit_fail(b, "%s: longer than %zu bytes", path, limit);
        free(bytes);
        bytes = NULL;
    } else {
        bytes[*length] = 0;
    }
    fclose(file);
    return bytes;
}
