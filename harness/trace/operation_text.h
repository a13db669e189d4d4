/* Operations of a session and what they showed, as lines of text: in trace files and between the oracle and a target
 * (harness/targets/PROTOCOL.md). */
#ifndef TRACE_OPERATION_TEXT_H
#define TRACE_OPERATION_TEXT_H

#include <stdio.h>

#include "harness/session/session.h"
#include "harness/trace/line.h"

enum trace_operation_id {
    TRACE_READ32 = 100,
    TRACE_READ64,
    TRACE_WRITE32,
    TRACE_WRITE64,
    TRACE_MEM,
    TRACE_LOOK,
    TRACE_REQUEST,
    TRACE_VALUE = 200,
    TRACE_AFTER,
    TRACE_STATE,
    TRACE_RECORD,
    TRACE_MESSAGE,
    TRACE_MESSAGES
};

/* "fill", "zero", "invert", "msix", "msi", "ioapic", NULL: enum shot_kind. */
extern const char *const trace_kind_words[];

/* Their grammar, for trace_line_parse. */
extern const struct trace_rule trace_operation_rules[], trace_seen_rules[];

/* Is it a line of that kind? */
bool trace_is_operation(const struct trace_line *l);
bool trace_is_seen(const struct trace_line *l);

/* The operation of a parsed line. false: l->wrong and expected are set. */
bool trace_take_operation(struct trace_line *l, struct operation *o);

/* What a parsed line adds to what operation *o (NULL: there is none) showed. false: l->wrong and expected are set. */
bool trace_take_seen(struct trace_line *l, const struct operation *o, struct seen *s);

/* The same as text. */
void trace_write_operation(FILE *out, const struct operation *o);
void trace_write_seen(FILE *out, const struct operation *o, const struct seen *s);

#endif
