#include "harness/chaos/report.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "harness/check/json_text.h"

enum { PATH_BYTES = 4096 };

static bool part_of(const char *path, char *part)
{
    return snprintf(part, PATH_BYTES, "%s.part", path) < PATH_BYTES;
}

static void complain(const char *path)
{
    fprintf(stderr, "iommu-oracle: %s: cannot write the report: %s\n", path, strerror(errno));
}

FILE *chaos_report_open(const char *path)
{
    char part[PATH_BYTES];
    errno = ENAMETOOLONG;
    FILE *out = part_of(path, part) ? fopen(part, "w") : NULL;
    if (out == NULL)
        complain(path);
    return out;
}

bool chaos_report_close(FILE *out, const char *path)
{
    char part[PATH_BYTES];
    bool failed = ferror(out) != 0;
    failed |= fclose(out) != 0;
    if (!failed && part_of(path, part) && rename(part, path) == 0)
        return true;
    complain(path);
    if (part_of(path, part))
        unlink(part);
    return false;
}

void chaos_print_finding(FILE *out, const struct finding *f)
{
    fprintf(out, "%s: legal: %s; seen: %s; %s\n", f->rules, f->legal, f->seen, f->detail);
}

void chaos_json_finding(FILE *out, const struct finding *f)
{
    fputs("\"rules\": ", out);
    json_text(out, f->rules);
    fputs(", \"legal\": ", out);
    json_text(out, f->legal);
    fputs(", \"seen\": ", out);
    json_text(out, f->seen);
    fputs(", \"detail\": ", out);
    json_text(out, f->detail);
}
