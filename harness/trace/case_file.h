/* A request, with those before it if they matter, its tables, what was seen and what the verdict must be, as a text
 * file. The grammar is in harness/trace/FORMAT.md. */
#ifndef TRACE_CASE_FILE_H
#define TRACE_CASE_FILE_H

#include <stdio.h>

#include "harness/check/judge.h"
#include "harness/trace/header_text.h"

struct case_file {
    struct trace_origin origin;
    uint64_t cap, ecap;
    unsigned haw;
    struct batch batch; /* the last request is the one in question */
    struct observation seen;
};

/* Write to an open stream; the caller checks for write errors. */
void case_write(FILE *out, const struct case_file *c);

/* Read an open file from its beginning (trace_open). On failure *message says "FILE:LINE:COLUMN: expected ..." and
 * nothing else happens. */
bool case_read(FILE *in, const char *path, struct case_file *c, char *message, size_t size);

#endif
