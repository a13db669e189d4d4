/* The language of harness/targets/PROTOCOL.md: lines in, answers out. Nothing here knows what the unit is. */
#ifndef EXAMPLE_LINES_H
#define EXAMPLE_LINES_H

#include "harness/targets/example/unit.h"

enum { LINE_BYTES = 1024, LINE_NUMBERS = 8 };

/* A line: keyword, perhaps a word, then numbers. */
struct line {
    char key[16], word[16];
    unsigned count;
    uint64_t number[LINE_NUMBERS];
};

/* false: not of that shape. */
bool line_parse(const char *text, struct line *l);

/* Carry out one operation and print what it showed, ended by `done`, or `error TEXT`. */
void line_answer(struct unit *u, const struct line *l);

#endif
