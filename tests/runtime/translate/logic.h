/* Predicates and logic functions: what annotations outside functions define. */
#ifndef RUNTIME_LOGIC_H
#define RUNTIME_LOGIC_H

#include "tests/runtime/translate/formula.h"

enum type_kind { TYPE_INTEGER, TYPE_STRUCT, TYPE_POINTER };

struct parameter {
    const char *name;
    enum type_kind type;
    const char *structure; /* "struct vtd_unit" */
};

struct definition {
    const char *name, *file;
    int line;
    bool predicate; /* else a logic function, whose result is an integer */
    const char *label[2];
    int labels;
    struct parameter parameter[10];
    int parameters;
    const struct formula *body; /* NULL: declared only */
    const char *impossible;     /* why it cannot be executed */
};

struct logic {
    struct definition *definition;
    int count;
};

const struct definition *logic_find(const struct logic *logic, const char *name);

/* Add what an annotation defines; lemmas are passed over. `text` is what stands between the comment signs. */
void logic_read(struct logic *logic, const char *file, const char *text, const char *end, int line);

/* Does an annotation begin with a definition? */
bool logic_begins(const char *text, const char *end);

#endif
