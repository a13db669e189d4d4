/* Text files line by line, with the place of every error. */
#ifndef AUDIT_INPUT_TEXT_H
#define AUDIT_INPUT_TEXT_H

#include "harness/audit/input/build.h"

struct audit_text {
    const char *path;
    FILE *file;
    char *line; /* without its end */
    size_t room;
    unsigned long number; /* of the line, from 1 */
};

bool audit_text_open(struct audit_build *b, struct audit_text *t, const char *path);

/* The next line; false at the end, and after an error (then the message is set). */
bool audit_text_next(struct audit_build *b, struct audit_text *t);

/* Set the message to "path:line: why"; returns false. */
bool audit_text_bad(struct audit_build *b, const struct audit_text *t, const char *why);

void audit_text_close(struct audit_text *t);

/* Hexadecimal digits, with or without 0x, at most 16 of them; *s is moved behind them. */
bool audit_hex(const char **s, uint64_t *value);

/* "BB:DD.F" or "SSSS:BB:DD.F"; *s is moved behind it. */
bool audit_function_name(const char **s, uint16_t *segment, uint16_t *requester);

/* Skip spaces and tabs. */
void audit_blank(const char **s);

/* Can it be opened for reading? */
bool audit_exists(const char *path);

/* All of a file of at most `limit` bytes, with a zero byte behind; the caller frees it. NULL with the message. */
unsigned char *audit_whole(struct audit_build *b, const char *path, size_t limit, size_t *length);

#endif
