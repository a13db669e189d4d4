#include "harness/check/ledger.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

/* Copy one column; false if it is missing, empty or too long. */
static bool column(char **rest, char *to, size_t size)
{
    char *text = strsep(rest, "\t");
    if (text == NULL || text[0] == '\0' || strlen(text) >= size)
        return false;
    memcpy(to, text, strlen(text) + 1);
    return true;
}

static bool take(char *line, struct ledger_entry *e)
{
    return column(&line, e->id, sizeof e->id) && column(&line, e->rules, sizeof e->rules) &&
           column(&line, e->seen, sizeof e->seen) && column(&line, e->clause, sizeof e->clause) &&
           column(&line, e->trace, sizeof e->trace) && column(&line, e->why, sizeof e->why) && line == NULL;
}

bool ledger_read(const char *path, struct ledger *l, char *message, size_t size)
{
    char line[1024];
    unsigned number = 0;
    bool good = true;
    l->count = 0;
    FILE *in = fopen(path, "r");
    if (in == NULL) {
        snprintf(message, size, "%s: %s", path, strerror(errno));
        return false;
    }
    while (good && fgets(line, sizeof line, in) != NULL) {
        number++;
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#')
            continue;
        good = l->count < LEDGER_ENTRIES && take(line, &l->entry[l->count]);
        l->count += good;
    }
    fclose(in);
    if (!good)
        snprintf(message, size, "%s:%u: expected id, rules, seen, clause, trace, why, separated by tabs", path, number);
    return good;
}

const struct ledger_entry *ledger_find(const struct ledger *l, const struct finding *f)
{
    for (unsigned i = 0; i < l->count; i++)
        if (fnmatch(l->entry[i].rules, f->rules, FNM_EXTMATCH) == 0 &&
            fnmatch(l->entry[i].seen, f->seen, FNM_EXTMATCH) == 0)
            return &l->entry[i];
    return NULL;
}
