/* Words and numbers of a trace line. */
#ifndef TRACE_TRACE_TEXT_H
#define TRACE_TRACE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Open a trace file of either kind, at its beginning; *session: its first line announces a session. NULL: *message says
 * FILE and why. A pipe is copied, since it can be read only once. */
FILE *trace_open(const char *path, bool *session, char *message, size_t size);

/* The numbers of a text; false unless there are exactly `wanted` and nothing else. */
bool trace_numbers(const char *text, unsigned wanted, unsigned long long *value);

/* Copy a text that must fit. */
bool trace_copy(char *to, size_t size, const char *from);

/* Kinds of requests: "fill", "zero", "invert", "msix", "msi", "ioapic". */
extern const char *const trace_kinds[];
extern const unsigned trace_kind_count;

/* Split "KEY REST" in place; *rest is empty if there is nothing after the key. */
void trace_split(char *line, char **rest);

#endif
