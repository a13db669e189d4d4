/* Trace files line by line. */
#ifndef TRACE_TRACE_TEXT_H
#define TRACE_TRACE_TEXT_H

#include <stdio.h>

#include "harness/trace/line.h"

/* Open a trace file of either kind, at its beginning; *session: its first line announces a session. NULL: *message says
 * FILE and why. A pipe is copied, since it can be read only once. */
FILE *trace_open(const char *path, bool *session, char *message, size_t size);

/* Copy a text that must fit. */
bool trace_copy(char *to, size_t size, const char *from);

/* A file that is being read. */
struct trace_source {
    FILE *in;
    const char *path;
    char *message; /* receives FILE:LINE:COLUMN and what is wrong */
    size_t size;
    unsigned number; /* of the present line */
    bool failed;
    char line[TRACE_LINE_BYTES];
    uint64_t once; /* keywords met that may stand only once: bit of their id */
};

/* The next line that is neither empty nor a comment, without its end. The very first one must be `first` and is not
 * handed out. false: the end, or s->failed. */
bool trace_next(struct trace_source *s, const char *first);

/* Take the present line apart; a keyword with an id below 64 may stand only once. false: s->failed. */
bool trace_parse(struct trace_source *s, struct trace_line *l, const struct trace_rule *const *tables);

/* Note the mistake that *l describes, or one of the whole file. Returns false. */
bool trace_fail(struct trace_source *s, const struct trace_line *l);
bool trace_fail_file(struct trace_source *s, const char *expected);

#endif
