/* A child process that is sent lines and answers with lines. Both directions move at once, so that neither side waits
 * for the other with a full pipe. */
#ifndef TARGETS_EXEC_PROCESS_H
#define TARGETS_EXEC_PROCESS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { EXEC_LINE_BYTES = 1024, EXEC_BUFFER_BYTES = 65536, EXEC_WORDS = 400 };

struct exec_process {
    pid_t pid;                         /* leader of a process group; 0: none */
    int to, from, errors;              /* pipes; -1: closed */
    unsigned patience;                 /* seconds without a byte after which it counts as hung */
    const volatile sig_atomic_t *stop; /* may be NULL */
    char *unsent;                      /* what has still to be written, from unsent_start on */
    size_t unsent_start, unsent_count, unsent_size;
    char buffer[EXEC_BUFFER_BYTES]; /* what was read and not handed out, from buffer_start on */
    size_t buffer_start, buffer_count;
    char line[EXEC_LINE_BYTES]; /* the line that was handed out last */
    char words[EXEC_WORDS];     /* the end of what it wrote to standard error */
    size_t word_count;
    char message[1024]; /* why nothing can be done with it any more; empty: it works */
};

/* Start `/bin/sh -c command`. false: p->message. */
bool exec_start(struct exec_process *p, const char *command, unsigned patience, const volatile sig_atomic_t *stop);

/* Add to what is to be sent. It goes out while lines are read. */
bool exec_send(struct exec_process *p, const char *text, size_t length);

/* The next line, without its end. NULL: p->message says why there is none: ended (how, and in the middle of what
 * line), hung, too long a line, interrupted. The process is gone then. */
const char *exec_line(struct exec_process *p);

/* Note why it cannot be used any more, with its last words; end it. */
void exec_fail(struct exec_process *p, const char *why);

/* Close its input, wait a moment, kill what is left. */
void exec_end(struct exec_process *p);

#endif
