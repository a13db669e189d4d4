#include "harness/check/outcome.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "harness/oracle/rule_table.h"

/* Names that stand in neither table: registers that move, and what is no register. */
static const struct {
    const char *name, *clause;
} others[] = {{"FRCD", "11.4.14"}, {"IOTLB", "11.4.6"}, {"IVA", "11.4.6"}, {"EVENT", "7.3"}, {"WAIT", "6.5.2.8"}};

static bool same(const char *known, const char *name, size_t length)
{
    return strlen(known) == length && strncmp(known, name, length) == 0;
}

/* The clause of the rule or register that `name` starts with. */
static const char *clause_of(const char *name, size_t length)
{
    size_t reg = strcspn(name, ".");
    for (unsigned i = 1; i < rule_count; i++)
        if (same(rule_table[i].id, name, length))
            return rule_table[i].clause;
    for (size_t i = 0; i < register_count; i++)
        if (same(register_table[i].name, name, reg))
            return register_table[i].clause;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (same(others[i].name, name, reg))
            return others[i].clause;
    return "";
}

void outcome_clause(const struct finding *f, char *text, size_t size)
{
    const char *s = f->rules;
    size_t n = 0;
    text[0] = '\0';
    while (*s != '\0' && n < size) {
        size_t length = strcspn(s, "+");
        const char *clause = clause_of(s, length);
        if (clause[0] != '\0' && strstr(text, clause) == NULL)
            n += (size_t)snprintf(text + n, size - n, "%s%s", n > 0 ? ", " : "", clause);
        s += length + (s[length] == '+');
    }
}

bool outcome_save(const char *path, void (*write)(FILE *out, const struct outcome *o), const struct outcome *o,
                  char *message, size_t size)
{
    char part[4096];
    bool named = snprintf(part, sizeof part, "%s.part", path) < (int)sizeof part;
    FILE *out = named ? fopen(part, "w") : NULL;
    bool good = out != NULL;
    if (good) {
        write(out, o);
        good = ferror(out) == 0;
        good = fclose(out) == 0 && good && rename(part, path) == 0;
    }
    if (!good) {
        snprintf(message, size, "%s: cannot write the report: %s", path, strerror(errno));
        unlink(part);
    }
    return good;
}
