/* One line of a trace: a keyword and what belongs to it, checked against a grammar; errors know their column. */
#ifndef TRACE_LINE_H
#define TRACE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TRACE_FIELDS = 8, TRACE_LINE_BYTES = 1024 };

/* A number: low..high and a multiple of `multiple`. */
struct trace_field {
    const char *name;
    uint64_t low, high;
    uint32_t multiple; /* 0 counts as 1 */
};

enum trace_form {
    TRACE_NUMBERS, /* `fields` numbers, `optional` of which may be missing at the end */
    TRACE_TEXT,    /* the rest of the line, 0 to `room` bytes */
    TRACE_WORD,    /* one of `words`, then numbers */
    TRACE_VERDICT  /* one of `words`, then a text as above */
};

struct trace_rule {
    int id; /* for the caller */
    const char *key;
    enum trace_form form;
    unsigned fields, optional;
    struct trace_field field[TRACE_FIELDS];
    unsigned room;
    const char *const *words; /* ends with NULL */
};

struct trace_line {
    const struct trace_rule *rule;
    const char *key, *rest; /* in the line */
    unsigned word;          /* TRACE_WORD: which */
    unsigned count;         /* numbers read */
    uint64_t value[TRACE_FIELDS];
    const char *at[TRACE_FIELDS]; /* where they stand */
    const char *wrong;            /* where the mistake is */
    char expected[240];           /* what was expected there */
};

/* Take a line (without line end) apart. A table ends with a NULL key, the list of tables with NULL. false: wrong and
 * expected are set. */
bool trace_line_parse(struct trace_line *l, const struct trace_rule *const *tables, const char *line);

/* A mistake that the grammar does not show: at number `field`, or at the keyword if there are not so many. Returns
 * false. */
bool trace_line_refuse(struct trace_line *l, unsigned field, const char *expected);

/* "FILE:LINE:COLUMN: expected ..., read '...'". Columns count bytes from 1. */
void trace_line_error(const struct trace_line *l, const char *path, unsigned number, const char *line, char *message,
                      size_t size);

#endif
