/* A request, with those before it if they matter, its tables, what was seen and what the verdict must be, as a text file. The grammar is
 * in harness/trace/FORMAT.md. */
#ifndef TRACE_CASE_FILE_H
#define TRACE_CASE_FILE_H

#include <stdio.h>

#include "harness/check/judge.h"

struct case_file {
    char target[64];
    char config[32];
    uint64_t cap, ecap;
    unsigned haw;
    struct batch batch; /* the last request is the one in question */
    struct observation seen;
    char verdict[16]; /* "legal" or "violation" */
    char rules[96];   /* of the verdict */
    char why[256];
};

/* Write to an open stream; the caller checks for write errors. */
void case_write(FILE *out, const struct case_file *c);

/* Read an open file from its beginning (trace_open). On failure *message says "FILE:LINE: what is wrong" and nothing
 * else happens. */
bool case_read(FILE *in, const char *path, struct case_file *c, char *message, size_t size);

#endif
