#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/claims.h"
#include "harness/audit/ranges.h"

bool claims_read(const char *path, struct claims *c, char *message, size_t room)
{
    enum { LARGEST = 1 << 20 };
    FILE *in = fopen(path, "re");
    *c = (struct claims){0};
    if (in == NULL) {
        snprintf(message, room, "%s: %s", path, strerror(errno));
        return false;
    }
    char *text = audit_grow(NULL, LARGEST + 1, 1);
    size_t size = fread(text, 1, LARGEST + 1, in);
    bool good = ferror(in) == 0 && size <= LARGEST;
    if (!good)
        snprintf(message, room, "%s: cannot be read, or larger than 1 MB", path);
    fclose(in);
    good = good && claims_parse(text, size, path, c, message, room);
    free(text);
    return good;
}

void claims_free(struct claims *c)
{
    for (size_t i = 0; i < c->regions; i++) {
        for (size_t k = 0; k < c->region[i].areas; k++)
            free(c->region[i].area[k].name);
        free(c->region[i].area);
        free(c->region[i].name);
    }
    for (size_t i = 0; i < c->names; i++) {
        free(c->name[i].devices.device);
        free(c->name[i].name);
    }
    for (size_t i = 0; i < c->claims; i++) {
        struct claim *k = &c->claim[i];
        free(k->text);
        free(k->region);
        free(k->numbers.range);
        free(k->targets.range);
        free(k->devices.device);
        free(k->others.device);
    }
    free(c->region);
    free(c->name);
    free(c->claim);
    free(c->path);
    *c = (struct claims){0};
}
