/* Files that exist only while a test runs, and inputs that are built by hand. */
#ifndef UNIT_AUDIT_FILES_H
#define UNIT_AUDIT_FILES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "harness/audit/input/build.h"

struct scratch {
    int fd;
    char path[40];
};

static inline struct scratch scratch_file(const void *bytes, size_t size)
{
    struct scratch s = {.fd = memfd_create("test", 0)};
    assert_true(s.fd >= 0 && write(s.fd, bytes, size) == (ssize_t)size);
    snprintf(s.path, sizeof s.path, "/proc/self/fd/%d", s.fd);
    return s;
}

static inline struct scratch scratch_text(const char *text)
{
    return scratch_file(text, strlen(text));
}

/* A build with nothing in it. */
struct bench {
    struct audit_options options;
    struct audit_input in;
    char message[600];
    struct audit_build b;
};

static inline void bench_open(struct bench *t)
{
    memset(t, 0, sizeof *t);
    t->options = audit_options_default();
    t->b = (struct audit_build){.options = &t->options, .in = &t->in, .message = t->message, .size = sizeof t->message};
}

/* Number of notes of this kind that contain the text. */
static inline unsigned bench_notes(const struct audit_input *in, enum audit_note_kind kind, const char *text)
{
    unsigned found = 0;
    for (size_t k = 0; k < in->notes; k++)
        found += in->note[k].kind == kind && strstr(in->note[k].text, text) != NULL;
    return found;
}

#endif
