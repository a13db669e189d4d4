/* The tables of an input and nothing else, as text that --memory reads again. */
#ifndef AUDIT_INPUT_SAVE_H
#define AUDIT_INPUT_SAVE_H

#include "harness/audit/input/input.h"

/* Write every page that a unit would read as a table: root, context, second-stage and interrupt tables, one line for
 * each 32 bytes that are not all zero. *pages is how many. False: *message says why; the file is then not there. */
bool audit_save_tables(const struct audit_input *in, const char *path, unsigned long *pages, char *message,
                       size_t size);

#endif
