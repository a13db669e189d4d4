/* acsl2c DIRECTORY FILE...: C text that checks contracts while it runs. FILE is, in this order, logic (*.acsl), headers
 * with contracts (*.h), and sources (*.c), of which DIRECTORY/FILE is written; besides them logic.h, clauses.c and
 * skipped.txt. Exit code 2: bad input or usage, 3: no memory, or a file cannot be written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/runtime/translate/emit.h"
#include "tests/runtime/translate/memory.h"
#include "tests/runtime/translate/wrap.h"

struct translation {
    struct output o;
    const char *directory;
    struct contract **contract;
    int contracts;
    FILE *logic, *local; /* where definitions go: logic.h, or the source that is being written */
};

static FILE *create(const char *directory, const char *name)
{
    char *path = memory_text("%s/%s.part", directory, name);
    FILE *f = fopen(path, "w");
    if (f == NULL) {
        fprintf(stderr, "acsl2c: %s: cannot be written\n", path);
        exit(3);
    }
    return f;
}

static void finish(FILE *f, const char *directory, const char *name)
{
    char *path = memory_text("%s/%s", directory, name);
    bool good = ferror(f) == 0;
    if (fclose(f) != 0 || !good || rename(memory_text("%s.part", path), path) != 0) {
        fprintf(stderr, "acsl2c: %s: cannot be written\n", path);
        exit(3);
    }
}

static bool ends(const char *text, const char *suffix)
{
    size_t n = strlen(text), m = strlen(suffix);
    return n >= m && strcmp(text + n - m, suffix) == 0;
}

static void define(struct translation *t, const char *file, const struct piece *p)
{
    int first = t->o.logic.count;
    logic_read(&t->o.logic, file, p->start, p->end, p->line);
    for (int i = first; i < t->o.logic.count; i++) {
        struct definition *d = &t->o.logic.definition[i];
        char *text = emit_definition(&t->o.logic, d, &t->o.unique);
        if (emit_is_assumed(d))
            fprintf(t->o.skipped, "-\tdefinition of %s\t%s:%d\tnot evaluated: what was told is made so that it holds\n",
                    d->name, file, d->line);
        if (text != NULL)
            fprintf(t->local, "%s\n", text);
        else
            fprintf(t->o.skipped, "-\tdefinition of %s\t%s:%d\t%s\n", d->name, file, d->line, d->impossible);
    }
}

/* In the same source, else in a header: static functions of different files may have one name. */
static const struct contract *contract_of(const struct translation *t, const char *file, const struct piece *p)
{
    for (int i = t->contracts - 1; i >= 0; i--) {
        const char *name = t->contract[i]->function, *from = t->contract[i]->file;
        if ((ends(from, ".h") || strcmp(from, file) == 0) && strlen(name) == (size_t)(p->name_end - p->name) &&
            strncmp(name, p->name, strlen(name)) == 0)
            return t->contract[i];
    }
    return NULL;
}

static void attach(struct translation *t, struct contract *k, const struct piece *p)
{
    k->function = memory_text("%.*s", (int)(p->name_end - p->name), p->name);
    t->contract = memory_grow(t->contract, (size_t)t->contracts, sizeof(struct contract *));
    t->contract[t->contracts++] = k;
}

static void function(struct translation *t, FILE *out, const char *file, const struct piece *p)
{
    const struct contract *k = contract_of(t, file, p);
    if (k != NULL) {
        wrap_function(&t->o, out, file, p, k);
        return;
    }
    fprintf(t->o.skipped, "%.*s\tno contract\t%s:%d\tnothing to check\n", (int)(p->name_end - p->name), p->name, file,
            p->line);
    fprintf(out, "%.*s", (int)(p->outer_end - p->outer), p->outer);
}

/* out: NULL for files that are only read. */
static void translate(struct translation *t, const char *file, FILE *out)
{
    struct source s = {memory_file(file), 1};
    struct contract *pending = NULL;
    struct piece p;
    while (source_next(&s, &p)) {
        if (p.kind == PIECE_ANNOTATION && contract_begins(p.start, p.end))
            pending = contract_read(file, p.start, p.end, p.line);
        else if (p.kind == PIECE_ANNOTATION)
            define(t, file, &p);
        if ((p.kind == PIECE_PROTOTYPE || p.kind == PIECE_FUNCTION) && pending != NULL) {
            attach(t, pending, &p);
            pending = NULL;
        }
        if (out != NULL && p.kind == PIECE_FUNCTION)
            function(t, out, file, &p);
        else if (out != NULL)
            fprintf(out, "%.*s", (int)(p.outer_end - p.outer), p.outer);
    }
    if (pending != NULL) {
        fprintf(stderr, "acsl2c: %s:%d: a contract without a function\n", file, pending->line);
        exit(2);
    }
}

static void translate_source(struct translation *t, const char *file)
{
    FILE *out = create(t->directory, file);
    fprintf(out, "#include \"logic.h\"\n#line 1 \"%s\"\n", file);
    t->local = out;
    translate(t, file, out);
    finish(out, t->directory, file);
}

static void write_tables(struct translation *t, char *rows, char *names)
{
    FILE *f = create(t->directory, "clauses.c");
    fprintf(f, "#include \"tests/runtime/runtime.h\"\n\nconst struct rt_clause rt_clauses[] = {\n%s};\n", rows);
    fprintf(f, "const struct rt_function rt_functions[] = {\n%s};\n", names);
    fprintf(f, "const struct rt_totals rt_totals = {%u, %u, %u, %u};\n", t->o.clauses, t->o.functions, t->o.skips,
            t->o.by_type);
    finish(f, t->directory, "clauses.c");
}

int main(int count, char **argument)
{
    struct translation t = {.directory = count > 2 ? argument[1] : NULL};
    char *rows, *names;
    size_t size;
    if (count < 3) {
        fputs("usage: acsl2c DIRECTORY FILE...\n", stderr);
        return 2;
    }
    t.o.table = open_memstream(&rows, &size);
    t.o.names = open_memstream(&names, &size);
    if (t.o.table == NULL || t.o.names == NULL)
        return 3;
    t.o.skipped = create(t.directory, "skipped.txt");
    t.logic = t.local = create(t.directory, "logic.h");
    fputs("#include \"tests/runtime/runtime.h\"\n#include \"spec/spec.h\"\n", t.logic);
    for (int i = 2; i < count; i++)
        if (!ends(argument[i], ".c"))
            translate(&t, argument[i], NULL);
    finish(t.logic, t.directory, "logic.h");
    for (int i = 2; i < count; i++)
        if (ends(argument[i], ".c"))
            translate_source(&t, argument[i]);
    fclose(t.o.table);
    fclose(t.o.names);
    write_tables(&t, rows, names);
    finish(t.o.skipped, t.directory, "skipped.txt");
    return 0;
}
