/* Session files: writing. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "harness/trace/operation_text.h"
#include "harness/trace/session_file.h"

typedef unsigned long long ull;

void session_file_write(FILE *out, const struct session_file *f)
{
    const struct session *s = &f->session;
    fputs("iommu-session 1\n", out);
    trace_write_header(out, &f->origin);
    fprintf(out, "caps 0x%x 0x%llx 0x%llx %u\n", f->version, (ull)f->cap, (ull)f->ecap, f->haw);
    fprintf(out, "start %s\n", s->start == START_POWER_ON ? "power-on" : "running");
    if (s->lazy)
        fputs("queue lazy\n", out);
    for (unsigned i = 0; i < s->count; i++) {
        trace_write_operation(out, &s->operation[i]);
        if (f->ended[0] == '\0')
            trace_write_seen(out, &s->operation[i], &s->seen[i]);
    }
    if (f->ended[0] != '\0')
        trace_write_text(out, "ended", f->ended);
    trace_write_verdict(out, &f->origin);
}

bool session_file_save(const char *path, const struct session_file *f, char *message, size_t size)
{
    char part[4096];
    bool named = snprintf(part, sizeof part, "%s.part", path) < (int)sizeof part;
    FILE *out = named ? fopen(part, "w") : NULL;
    bool good = out != NULL;
    if (good) {
        session_file_write(out, f);
        good = ferror(out) == 0;
        good = fclose(out) == 0 && good && rename(part, path) == 0;
    }
    if (!good) {
        snprintf(message, size, "%s: cannot be written: %s", path, strerror(errno));
        unlink(part);
    }
    return good;
}
