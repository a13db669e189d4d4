/* A session, what it showed and what the verdict must be, as a text file. The grammar is in harness/trace/FORMAT.md. */
#ifndef TRACE_SESSION_FILE_H
#define TRACE_SESSION_FILE_H

#include <stdio.h>

#include "harness/session/sessions.h"
#include "harness/trace/header_text.h"

struct session_file {
    struct trace_origin origin;
    uint32_t version;
    uint64_t cap, ecap;
    unsigned haw;
    struct session session;
    char ended[512]; /* the target ended by itself: its last words; else empty */
};

/* Write to an open stream; the caller checks for write errors. */
void session_file_write(FILE *out, const struct session_file *f);

/* The same to a file, whole or not at all (PATH.part is renamed). false: *message says why. */
bool session_file_save(const char *path, const struct session_file *f, char *message, size_t size);

/* Read an open file from its beginning (trace_open). On failure *message says "FILE:LINE:COLUMN: expected ..." and
 * nothing else happens. */
bool session_file_read(FILE *in, const char *path, struct session_file *f, char *message, size_t size);

/* The capabilities that the file describes. */
struct vtd_caps session_file_caps(const struct session_file *f);

/* Judge what the file says was seen. */
void session_file_judge(struct judge *j, const struct session_file *f, struct session_findings *found);

/* Is what was found what the file expects? *which: the finding to show, NULL for none. */
bool session_file_expects(const struct session_file *f, const struct session_findings *found,
                          const struct finding **which);

/* Make the session again in a QEMU under the file's configuration (binary NULL: from PATH) and judge it. On
 * PEER_FAILED *message says why. */
enum peer_status session_file_repeat(struct session_file *f, const char *binary, struct judge *j,
                                     struct session_findings *found, char *message, size_t size);

#endif
