/* Counterexamples: the list of choices, and making it small. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verdict.h"

static const char *short_name(const char *path)
{
    return path != NULL ? path : "?";
}

/* How many cover points the path has passed when it is at the check. */
static size_t covers_before(const struct machine *m, struct values *values, const struct check *check)
{
    size_t count = 0;
    for (const struct check *c = m->check; c <= check; c++)
        if (c->kind == CHECK_COVER && values_of(values, c->condition) != 0)
            count++;
    return count;
}

/* Reads on paths that are not taken may lie beyond the `size` bytes; they have no place in memory. */
static void write_content(FILE *out, const struct machine *m, struct values *values, term array, uint64_t size)
{
    for (size_t i = 0; i < m->reads.count; i++) {
        const struct read *r = &m->reads.all[i];
        uint64_t value = r->array == array ? values_of(values, r->content) : 0;
        uint32_t bytes = array->element / 8;
        uint64_t offset = values_of(values, r->index) * bytes;
        if (value != 0 && offset < size)
            fprintf(out, "  %" PRIu64 " %u 0x%" PRIx64 "\n", offset, bytes, value);
    }
}

/* One choice; `open` says whether a stretch of memory is being listed. */
static void write_choice(FILE *out, const struct machine *m, struct values *values, const struct choice *c, bool *open)
{
    if (*open && c->kind != CHOICE_BYTES) {
        fputs("end\n", out);
        *open = false;
    }
    if (c->kind == CHOICE_VALUE) {
        fprintf(out, "%s 0x%" PRIx64 " %s:%u\n", c->function, values_of(values, c->value), short_name(c->place.file),
                c->place.line);
        return;
    }
    if (c->kind == CHOICE_BYTES) {
        uint64_t value = values_of(values, c->value);
        if (value != 0)
            fprintf(out, "  %" PRIu64 " %" PRIu64 " 0x%" PRIx64 "\n", c->offset, c->bytes, value);
        return;
    }
    fprintf(out, "%s %" PRIu64 " %s:%u\n", c->function, c->bytes, short_name(c->place.file), c->place.line);
    *open = true;
    if (c->kind == CHOICE_CONTENT)
        write_content(out, m, values, c->value, c->bytes);
}

size_t write_choices(const struct machine *m, const char *path, struct values *values, const struct check *check)
{
    char part[4096];
    size_t count = 0;
    bool open = false;
    snprintf(part, sizeof part, "%s.part", path);
    FILE *out = fopen(part, "w");
    if (out == NULL)
        stop(EXIT_USAGE, "cannot write %s", part);
    fprintf(out, "# %s in %s at %s:%u\n", check->what, check->place.function, short_name(check->place.file),
            check->place.line);
    if (check->caller.line != 0)
        fprintf(out, "# called in %s at %s:%u\n", check->caller.function, short_name(check->caller.file),
                check->caller.line);
    fprintf(out, "# expect %s %zu\n", kind_name(check->kind), covers_before(m, values, check));
    for (size_t i = 0; i < m->choices; i++) {
        const struct choice *c = &m->choice[i];
        if (values_of(values, c->guard) == 0)
            continue;
        write_choice(out, m, values, c, &open);
        count++;
    }
    if (open)
        fputs("end\n", out);
    if (fclose(out) != 0 || rename(part, path) != 0)
        stop(EXIT_USAGE, "cannot write %s", path);
    return count;
}

/* Does it answer the question still if this variable has this value? The cone is in order, kids first. */
static bool stays_true(const struct question *q, struct values *values, term variable, uint64_t value)
{
    uint64_t before = values->value[variable->id];
    for (size_t i = 0; i < q->cone.count; i++)
        if (q->cone.all[i]->op != OP_VAR)
            values->known[q->cone.all[i]->id] = false;
    values_set(values, variable, value);
    if (question_holds(q, values))
        return true;
    values_set(values, variable, before);
    return false;
}

void shrink(const struct question *q, struct values *values)
{
    const struct terms *t = q->t;
    double limit = seconds_used() + 5;
    for (size_t i = 0; i < values->count && i < t->count; i++)
        if (t->all[i]->op == OP_VAR && !cone_has(&q->cone, t->all[i]))
            values_set(values, t->all[i], 0); /* what earlier questions have left */
    for (size_t i = 0; i < q->cone.count && seconds_used() < limit; i++) {
        term v = q->cone.all[i];
        if (v->op != OP_VAR || values->value[v->id] == 0 || stays_true(q, values, v, 0))
            continue;
        for (uint32_t b = v->width; b-- > 0 && seconds_used() < limit;)
            if ((values->value[v->id] >> b & 1U) != 0)
                stays_true(q, values, v, values->value[v->id] & ~(UINT64_C(1) << b));
    }
    /* Everything is computed again from what the variables are now. */
    for (size_t i = 0; i < values->count && i < t->count; i++)
        if (t->all[i]->op != OP_VAR)
            values->known[i] = false;
}
