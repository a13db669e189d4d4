/* A text as JSON has it. */
#ifndef CHECK_JSON_TEXT_H
#define CHECK_JSON_TEXT_H

#include <stdio.h>

/* Write the text in quotes, with what must be escaped escaped. */
void json_text(FILE *out, const char *text);

#endif
