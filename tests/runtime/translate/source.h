/* C text, as far as the translator has to understand it: annotations, and where functions begin and end. */
#ifndef RUNTIME_SOURCE_H
#define RUNTIME_SOURCE_H

#include <stdbool.h>

enum piece_kind {
    PIECE_TEXT,       /* anything else at file scope */
    PIECE_ANNOTATION, /* a comment with @; start .. end is what stands in it */
    PIECE_PROTOTYPE,
    PIECE_FUNCTION
};

struct piece {
    enum piece_kind kind;
    int line;
    const char *outer, *outer_end; /* the whole text of the piece */
    const char *start, *end;       /* PIECE_ANNOTATION: without the comment signs */
    const char *head_end;          /* PIECE_FUNCTION: the brace; PIECE_PROTOTYPE: the semicolon */
    const char *name, *name_end;   /* PIECE_FUNCTION, PIECE_PROTOTYPE */
};

struct source {
    const char *at;
    int line;
};

/* The next piece of the text; false at its end. */
bool source_next(struct source *s, struct piece *p);

#endif
