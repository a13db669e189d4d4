/* The heading of a C function. */
#ifndef RUNTIME_HEADING_H
#define RUNTIME_HEADING_H

#include "tests/runtime/translate/source.h"

struct argument {
    const char *name;
    const char *structure; /* "struct x", what a pointer points to; else the whole type */
    bool pointer;
    bool copied; /* the function may change what it points to */
};

struct heading {
    const char *name, *result, *list, *call; /* list: of parameters; call: their names */
    bool hidden;                             /* static */
    bool nothing;                            /* returns void */
    struct argument argument[8];
    int arguments, copies;
};

struct heading heading_read(const struct piece *p);

#endif
